import { type Deferred, createDeferred } from '../base/deferred.ts';
import { type VncError, vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { BytePipe, PipeSink } from '../transport/bytePipe.ts';

const EMPTY = new Uint8Array(0);
/** How many spent places at the front of the queue are kept before it is shortened. */
const SPENT_CHUNKS = 256;

/**
 * Turns the chunks of a pipe into the numbers and runs of bytes that a parser asks for, however they were cut.
 *
 * Parsers are synchronous while bytes are there: they check {@link available} and await {@link need} only when
 * it is too little, then read. Awaiting each read would cost more than the decoding of small rectangles.
 * Reading what is not there is a bug of the caller and throws a plain error.
 */
export class ByteReader implements PipeSink {
  readonly #pipe: BytePipe;
  readonly #maximum: number;
  /** Chunks after the current one; those before `#head` are spent. */
  #queue: Uint8Array[] = [];
  #head = 0;
  #data: Uint8Array = EMPTY;
  #view: DataView = new DataView(EMPTY.buffer);
  #position = 0;
  #available = 0;
  /** Bytes of the stream before the start of the current chunk. */
  #before = 0;
  #paused = false;
  #waiter: { readonly bytes: number; readonly deferred: Deferred<undefined> } | undefined;
  #end: { readonly error: VncError } | undefined;
  readonly #endController = new AbortController();

  /** Reads from `pipe`, pausing it while more than `maximum` bytes wait. Opens the pipe. */
  constructor(pipe: BytePipe, maximum: number = limits.receiveBufferBytes) {
    this.#pipe = pipe;
    this.#maximum = maximum;
    pipe.open(this);
  }

  /** Bytes that can be read without waiting. */
  get available(): number {
    return this.#available;
  }

  /** How many of the available bytes {@link take} can give without joining chunks. */
  get contiguous(): number {
    return this.#data.length - this.#position;
  }

  /** How many bytes of the stream have been read, for errors. */
  get offset(): number {
    return this.#before + this.#position;
  }

  /** Where the pipe leads, for errors. */
  get address(): string {
    return this.#pipe.description;
  }

  /** Aborts with the error when the pipe has ended, even while nobody reads. */
  get endSignal(): AbortSignal {
    return this.#endController.signal;
  }

  /** The chunk that {@link take} points into. */
  get data(): Uint8Array {
    return this.#data;
  }

  /** The same chunk for numbers of several bytes. */
  get view(): DataView {
    return this.#view;
  }

  /**
   * Waits until `bytes` can be read. One wait at a time.
   *
   * @throws `VNC_CONNECTION_LOST`, or the pipe's own error, when the pipe ends before; the reason of
   *   {@link abort} when that comes before.
   */
  async need(bytes: number): Promise<void> {
    if (this.#available >= bytes) return;
    if (this.#end !== undefined) throw this.#end.error;
    const deferred = createDeferred<undefined>();
    this.#waiter = { bytes, deferred };
    this.#resume();
    await deferred.promise;
  }

  /** Reads one byte. */
  u8(): number {
    // First the position: taking it may change the chunk.
    const at = this.take(1);
    return this.#data[at] ?? 0;
  }

  /** Reads a big-endian number of two bytes. */
  u16(): number {
    const at = this.take(2);
    return this.#view.getUint16(at);
  }

  /** Reads a big-endian number of four bytes. */
  u32(): number {
    const at = this.take(4);
    return this.#view.getUint32(at);
  }

  /** Reads a little-endian number of four bytes: a pixel. */
  u32le(): number {
    const at = this.take(4);
    return this.#view.getUint32(at, true);
  }

  /** Reads a big-endian two's complement number of four bytes. */
  s32(): number {
    const at = this.take(4);
    return this.#view.getInt32(at);
  }

  /** Reads `count` bytes: a view when they lie in one chunk, a copy otherwise. Not to be written to. */
  bytes(count: number): Uint8Array {
    const at = this.take(count);
    return this.#data.subarray(at, at + count);
  }

  /**
   * Reads `count` bytes without making an object of them: they begin at the returned index of {@link data} and
   * {@link view}, which stay valid until the next read.
   */
  take(count: number): number {
    const at = this.#position;
    if (at + count > this.#data.length) return this.#takeAcross(count);
    this.#position = at + count;
    this.#available -= count;
    return at;
  }

  /** The first bytes that wait, at most `count`, without reading them. */
  peek(count: number): Uint8Array {
    const bytes = new Uint8Array(Math.min(count, this.#available));
    let filled = 0;
    const add = (chunk: Uint8Array): void => {
      const part = chunk.subarray(0, bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
    };
    add(this.#data.subarray(this.#position));
    for (let i = this.#head; filled < bytes.length; i++) add(this.#queue[i] ?? EMPTY);
    return bytes;
  }

  /**
   * What waits in one piece, `count` bytes at least, without reading it. The bytes are there. For parsers that
   * look for an end in data of unknown length; {@link take} reads what they have found.
   */
  peekChunk(count: number): Uint8Array {
    if (this.#data.length - this.#position < count) {
      this.take(count);
      this.#position -= count;
      this.#available += count;
    }
    return this.#data.subarray(this.#position);
  }

  receive(chunk: Uint8Array): void {
    if (this.#end !== undefined || chunk.length === 0) return;
    this.#enqueue(chunk);
    this.#available += chunk.length;
    const waiter = this.#waiter;
    if (waiter === undefined || this.#available >= waiter.bytes) {
      this.#waiter = undefined;
      waiter?.deferred.resolve(undefined);
      if (this.#available > this.#maximum && !this.#paused) {
        this.#paused = true;
        this.#pipe.pause();
      }
    }
  }

  /** Chunks that lie one behind the other in memory become one: a trickle of bytes must not cost an object each. */
  #enqueue(chunk: Uint8Array): void {
    const at = this.#queue.length - 1;
    const last = at >= this.#head ? this.#queue[at] : undefined;
    if (last?.buffer !== chunk.buffer || last.byteOffset + last.length !== chunk.byteOffset) {
      this.#queue.push(chunk);
      return;
    }
    this.#queue[at] = new Uint8Array(last.buffer, last.byteOffset, last.length + chunk.length);
  }

  ended(error?: VncError): void {
    // What has arrived may still wait to be read: the stream ends behind it.
    const offset = this.offset + this.#available;
    this.#finish(error ?? vncError('VNC_CONNECTION_LOST', { address: this.address, offset }));
  }

  /** Ends reading at once, with what still waits dropped: the wait under way and later ones end with `error`. */
  abort(error: VncError): void {
    this.#queue = [];
    this.#head = 0;
    this.#available = 0;
    this.#before += this.#position;
    this.#use(EMPTY);
    this.#end = undefined;
    this.#finish(error);
  }

  #finish(error: VncError): void {
    if (this.#end !== undefined) return;
    this.#end = { error };
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.deferred.reject(error);
    this.#endController.abort(error);
  }

  #use(chunk: Uint8Array): void {
    this.#data = chunk;
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#position = 0;
  }

  /** The slow way of {@link take}: moves on to the next chunk, or joins several when the bytes span them. */
  #takeAcross(count: number): number {
    if (count > this.#available) throw new Error(`read ${count} of ${this.#available} bytes`);
    const rest = this.#data.subarray(this.#position);
    this.#before += this.#position;
    const next = this.#queue[this.#head] ?? EMPTY;
    if (rest.length === 0 && next.length >= count) {
      this.#head++;
      this.#use(next);
    } else {
      const joined = new Uint8Array(count);
      joined.set(rest);
      let filled = rest.length;
      while (filled < count) {
        const chunk = this.#queue[this.#head] ?? EMPTY;
        const part = chunk.subarray(0, count - filled);
        joined.set(part, filled);
        filled += part.length;
        if (part.length === chunk.length) this.#head++;
        else this.#queue[this.#head] = chunk.subarray(part.length);
      }
      this.#use(joined);
    }
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    } else if (this.#head >= SPENT_CHUNKS) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    this.#position = count;
    this.#available -= count;
    if (this.#available <= this.#maximum / 2) this.#resume();
    return 0;
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#pipe.resume();
  }
}
