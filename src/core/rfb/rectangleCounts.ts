import type { EncodingStatistics } from '../session/statistics.ts';
import { encodingName } from './encodings/encodingNumbers.ts';

/** What a connection has received, by encoding. */
export class RectangleCounts {
  readonly #byEncoding = new Map<number, { rectangles: number; pixels: number; bytes: number }>();

  /** The encodings that arrived so far, in the order of their first rectangle. */
  get encodings(): readonly number[] {
    return [...this.#byEncoding.keys()];
  }

  /** One rectangle more. `bytes` are those behind its header. */
  add(encoding: number, pixels: number, bytes: number): void {
    let counts = this.#byEncoding.get(encoding);
    if (counts === undefined) {
      counts = { rectangles: 0, pixels: 0, bytes: 0 };
      this.#byEncoding.set(encoding, counts);
    }
    counts.rectangles += 1;
    counts.pixels += pixels;
    counts.bytes += bytes;
  }

  /** A copy of the counts, by the encodings' names. */
  byName(): Record<string, EncodingStatistics> {
    return Object.fromEntries(
      [...this.#byEncoding].map(([encoding, counts]) => [encodingName(encoding), { ...counts }]),
    );
  }
}
