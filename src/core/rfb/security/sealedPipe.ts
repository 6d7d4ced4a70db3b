import { type VncError, vncError } from '../../base/errors.ts';
import type { BytePipe, PipeSink } from '../../transport/bytePipe.ts';
import { SEAL_HEADER_BYTES, SEAL_OVERHEAD_BYTES, type SealedMessages } from './sealedMessages.ts';

/** The longest text that TigerVNC 1.13 takes in one message. */
const LONGEST_TEXT = 8192;

/** The two directions of a sealed connection. */
export interface SealedDirections {
  readonly incoming: SealedMessages;
  readonly outgoing: SealedMessages;
}

/**
 * A pipe whose bytes travel in sealed messages: RA2 and RA2_256 keep them for the whole session. Messages of RFB
 * and sealed messages have nothing to do with each other.
 */
export class SealedPipe implements BytePipe, PipeSink {
  readonly confidential = true;
  readonly #pipe: BytePipe;
  readonly #directions: SealedDirections;
  readonly #leftover: Uint8Array;
  #sink: PipeSink | undefined;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #ended = false;

  /** Takes over `pipe`. `leftover` was read from it before and comes first. */
  constructor(pipe: BytePipe, directions: SealedDirections, leftover: Uint8Array) {
    this.#pipe = pipe;
    this.#directions = directions;
    this.#leftover = leftover;
  }

  get description(): string {
    return this.#pipe.description;
  }

  get bufferedBytes(): number {
    return this.#pipe.bufferedBytes;
  }

  open(sink: PipeSink): void {
    const first = this.#sink === undefined;
    this.#sink = sink;
    if (!first) return;
    this.#pipe.open(this);
    this.receive(this.#leftover);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += LONGEST_TEXT) {
      this.#pipe.write(this.#directions.outgoing.seal(bytes.subarray(at, at + LONGEST_TEXT)));
    }
  }

  pause(): void {
    this.#pipe.pause();
  }

  resume(): void {
    this.#pipe.resume();
  }

  ping(): void {
    this.#pipe.ping?.();
  }

  close(): void {
    this.#pipe.close();
  }

  receive(chunk: Uint8Array): void {
    if (this.#ended || chunk.length === 0) return;
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes < this.#wanted()) return;
    let rest: Uint8Array = this.#waiting.length === 1 ? chunk : Buffer.concat(this.#waiting);
    for (let length = messageBytes(rest); length !== undefined; length = messageBytes(rest)) {
      const header = rest.subarray(0, SEAL_HEADER_BYTES);
      const text = this.#directions.incoming.open(header, rest.subarray(SEAL_HEADER_BYTES, length));
      if (text === undefined) {
        this.#fail();
        return;
      }
      rest = rest.subarray(length);
      if (text.length > 0) this.#sink?.receive(text);
    }
    this.#waiting = rest.length === 0 ? [] : [rest];
    this.#waitingBytes = rest.length;
  }

  ended(error?: VncError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sink?.ended(error);
  }

  /** How many bytes the message under way needs, as far as that is known: chunks are joined once, not each time. */
  #wanted(): number {
    const first = this.#waiting[0];
    if (first === undefined || first.length < SEAL_HEADER_BYTES) return SEAL_OVERHEAD_BYTES;
    return lengthOf(first);
  }

  #fail(): void {
    this.#waiting = [];
    this.ended(vncError('VNC_BAD_DATA', { what: 'sealed message', offset: 0 }));
    this.#pipe.close();
  }
}

/** The length of the first message with header and code, when it is there whole. */
function messageBytes(bytes: Uint8Array): number | undefined {
  if (bytes.length < SEAL_HEADER_BYTES) return undefined;
  const length = lengthOf(bytes);
  return bytes.length < length ? undefined : length;
}

function lengthOf(bytes: Uint8Array): number {
  return SEAL_OVERHEAD_BYTES + ((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0);
}
