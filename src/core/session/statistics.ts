import type { WireStatistics } from './wire.ts';

/** What arrived in one encoding. */
export interface EncodingStatistics {
  readonly rectangles: number;
  /** Pixels that the rectangles covered; 0 for those that carry none. */
  readonly pixels: number;
  /** Bytes on the wire, headers included. */
  readonly bytes: number;
}

/** Round trips through the server, in milliseconds: measured by fences, where the server has them. */
export interface LatencyStatistics {
  readonly last: number;
  /** Of the latest round trips. */
  readonly median: number;
  /** How many were measured. */
  readonly count: number;
}

/** What a session has seen, all its connections together. */
export interface SessionStatistics extends WireStatistics {
  /** `undefined` until a round trip was measured. */
  readonly latency: LatencyStatistics | undefined;
  /** How often the connection was lost and made again. */
  readonly reconnects: number;
}

/** The counts of two connections together. */
export function addStatistics(a: WireStatistics, b: WireStatistics): WireStatistics {
  const rectangles: Record<string, EncodingStatistics> = { ...a.rectangles };
  for (const [name, more] of Object.entries(b.rectangles)) {
    const before = rectangles[name];
    rectangles[name] =
      before === undefined
        ? more
        : {
            rectangles: before.rectangles + more.rectangles,
            pixels: before.pixels + more.pixels,
            bytes: before.bytes + more.bytes,
          };
  }
  return {
    bytesReceived: a.bytesReceived + b.bytesReceived,
    bytesSent: a.bytesSent + b.bytesSent,
    updates: a.updates + b.updates,
    rectangles,
  };
}

/** How many round trips the median is of: what the link is like now, not what it was. */
const remembered = 33;

/** Remembers the latest round trips. */
export class LatencyLog {
  readonly #latest: number[] = [];
  #count = 0;

  add(milliseconds: number): void {
    this.#count += 1;
    this.#latest.push(milliseconds);
    if (this.#latest.length > remembered) this.#latest.shift();
  }

  /** `undefined` when nothing was measured. */
  get statistics(): LatencyStatistics | undefined {
    const last = this.#latest.at(-1);
    if (last === undefined) return undefined;
    const sorted = this.#latest.toSorted((a, b) => a - b);
    return { last, median: sorted[sorted.length >> 1] ?? last, count: this.#count };
  }
}
