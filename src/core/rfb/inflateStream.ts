import { type Inflate, constants, createInflate, deflateSync } from 'node:zlib';
import { GrowingBuffer } from './growingBuffer.ts';

/**
 * One zlib stream that lives as long as its owner: servers compress each rectangle with what went before in
 * mind, ending it with a flush.
 */
export interface InflateStream {
  /**
   * Inflates all of `input` to the start of `output` and tells how many bytes came out, at once or later.
   *
   * @param cap the most bytes that may come out; one more is an {@link InflateError}, so that a small input
   *   cannot fill the memory.
   */
  inflate(input: Uint8Array, output: GrowingBuffer, cap: number): number | Promise<number>;
  /** Forgets what went before: the next input begins a stream. */
  reset(): void;
  /** Frees native memory. */
  close(): void;
}

/** Why an input could not be inflated; callers know where in the stream it was. */
export class InflateError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'InflateError';
  }
}

/** The part of Node's native zlib binding that {@link SyncInflateStream} calls. */
interface NativeInflate {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
}

/**
 * Inflates synchronously through the native object inside `node:zlib`'s stream, the one that `inflateSync`
 * uses. Public API offers only one-shot calls or a thread hop for each block, and the latter costs more than
 * the work for the thousands of small blocks of a text screen. {@link createInflateStream} uses this class
 * only where a probe shows that it works.
 */
export class SyncInflateStream implements InflateStream {
  readonly #stream: Inflate;
  readonly #native: NativeInflate;
  /** Where the native object leaves what remains: room in the output, bytes of the input. */
  readonly #remaining: Uint32Array;
  #error: Error | undefined;

  /** @throws Error when this Node keeps its native object elsewhere. */
  constructor() {
    this.#stream = createInflate();
    const native: unknown = Reflect.get(this.#stream, '_handle');
    const remaining: unknown = Reflect.get(this.#stream, '_writeState');
    if (!isNativeInflate(native) || !(remaining instanceof Uint32Array)) {
      throw new Error('no native inflate object');
    }
    this.#native = native;
    this.#remaining = remaining;
    // Also keeps the stream's own report of the failure from being an unhandled `error` event.
    this.#stream.on('error', () => undefined);
    Reflect.set(native, 'onerror', (message: unknown) => {
      this.#error = new Error(String(message));
    });
  }

  inflate(input: Uint8Array, output: GrowingBuffer, cap: number): number {
    this.#throwOnError('failed earlier');
    let inputLeft = input.length;
    let length = 0;
    for (;;) {
      // Room for one byte more than allowed shows whether there is more.
      if (length === output.capacity) output.grow(Math.min(cap + 1, length * 2), length);
      const room = Math.min(cap + 1, output.capacity) - length;
      const inputAt = input.length - inputLeft;
      this.#native.writeSync(constants.Z_SYNC_FLUSH, input, inputAt, inputLeft, output.bytes, length, room);
      this.#throwOnError('not a zlib stream');
      const roomLeft = this.#remaining[0] ?? 0;
      inputLeft = this.#remaining[1] ?? 0;
      length += room - roomLeft;
      if (length > cap) throw new InflateError('more bytes than allowed');
      if (roomLeft > 0) break;
    }
    if (inputLeft > 0) throw new InflateError('bytes after the end of the zlib stream');
    return length;
  }

  #throwOnError(message: string): void {
    if (this.#error !== undefined) throw new InflateError(message, this.#error);
  }

  reset(): void {
    if (this.#error === undefined) this.#stream.reset();
  }

  close(): void {
    this.#stream.close();
  }
}

/** Inflates with the public stream of `node:zlib`, for a Node whose insides {@link SyncInflateStream} does not know. */
export class AsyncInflateStream implements InflateStream {
  #stream = this.#create();
  #sink: ((chunk: Uint8Array) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  async inflate(input: Uint8Array, output: GrowingBuffer, cap: number): Promise<number> {
    const stream = this.#stream;
    let length = 0;
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      this.#sink = (chunk) => {
        if (length + chunk.length > cap) {
          reject(new InflateError('more bytes than allowed'));
          stream.destroy();
          return;
        }
        output.grow(Math.min(cap, Math.max(length + chunk.length, output.capacity * 2)), length);
        output.bytes.set(chunk, length);
        length += chunk.length;
      };
      if (stream.destroyed) reject(new InflateError('failed earlier'));
      // A copy, because the stream reads the input in another thread after this call.
      else {
        stream.write(Uint8Array.from(input));
        stream.flush(constants.Z_SYNC_FLUSH, resolve);
      }
    });
    return length;
  }

  reset(): void {
    this.#stream.close();
    this.#stream = this.#create();
  }

  close(): void {
    this.#stream.close();
  }

  #create(): Inflate {
    const stream = createInflate();
    stream.on('data', (chunk: Uint8Array) => this.#sink?.(chunk));
    stream.on('error', (error) => this.#fail?.(new InflateError('not a zlib stream', error)));
    return stream;
  }
}

let synchronous: boolean | undefined;

/** The fastest kind of stream that works here. */
export function createInflateStream(): InflateStream {
  synchronous ??= probe();
  return synchronous ? new SyncInflateStream() : new AsyncInflateStream();
}

/** Whether {@link SyncInflateStream} carries its state from block to block, sees errors and can be reset. */
function probe(): boolean {
  try {
    const text = Buffer.from('known answer, known answer');
    const whole = deflateSync(text, { level: 9 });
    const stream = new SyncInflateStream();
    try {
      const output = new GrowingBuffer(4);
      const first = stream.inflate(whole.subarray(0, 11), output, 64);
      const head = output.bytes.slice(0, first);
      const second = stream.inflate(whole.subarray(11), output, 64);
      const result = Buffer.concat([head, output.bytes.subarray(0, second)]);
      if (first === 0 || second === 0 || !result.equals(text)) return false;
      stream.reset();
      if (stream.inflate(whole, output, text.length) !== text.length) return false;
      stream.reset();
      return throws(() => stream.inflate(text, output, 64));
    } finally {
      stream.close();
    }
  } catch {
    return false;
  }
}

function throws(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch (error) {
    return error instanceof InflateError;
  }
}

function isNativeInflate(value: unknown): value is NativeInflate {
  return (
    typeof value === 'object' &&
    value !== null &&
    'writeSync' in value &&
    typeof value.writeSync === 'function'
  );
}
