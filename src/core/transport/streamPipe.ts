import type { Duplex } from 'node:stream';
import type { VncError } from '../base/errors.ts';
import type { BytePipe, PipeSink } from './bytePipe.ts';

/** How long the other side may take to close its half once we closed ours, before the stream is dropped. */
const lingerMilliseconds = 1000;

/** What a pipe knows of its stream. */
export interface StreamFacts {
  readonly description: string;
  readonly confidential: boolean;
  /** What an error of the stream means; `undefined` for a stream that the other side closed in order. */
  errorOf(error: unknown, state: { readonly received: boolean }): VncError | undefined;
  /** Bytes that wait below the stream. */
  readonly bufferedBelow?: (() => number) | undefined;
  /** Asks the other side for a sign of life below the stream. */
  readonly ping?: (() => void) | undefined;
  /** Called once when the stream has closed: lets go of what only served it. */
  readonly closed?: (() => void) | undefined;
}

/** A connected stream — a socket, or TLS over one — as a byte pipe. */
export class StreamPipe implements BytePipe {
  readonly description: string;
  readonly confidential: boolean;
  readonly #stream: Duplex;
  readonly #facts: StreamFacts;
  #sink: PipeSink | undefined;
  /** The sink that has heard of the end. */
  #told: PipeSink | undefined;
  #failure: unknown;
  #reading = false;
  #received = false;
  #closing = false;
  #closed = false;
  #corked = false;
  #linger: NodeJS.Timeout | undefined;

  constructor(stream: Duplex, facts: StreamFacts) {
    this.#stream = stream;
    this.#facts = facts;
    this.description = facts.description;
    this.confidential = facts.confidential;
    stream.on('error', (error) => {
      this.#failure ??= error;
    });
    stream.once('close', () => this.#close());
    if (stream.closed) queueMicrotask(() => this.#close());
  }

  get bufferedBytes(): number {
    return this.#stream.writableLength + (this.#facts.bufferedBelow?.() ?? 0);
  }

  open(sink: PipeSink): void {
    this.#sink = sink;
    if (this.#closed) {
      queueMicrotask(() => this.#end());
      return;
    }
    if (this.#reading) return;
    this.#reading = true;
    this.#stream.on('data', (chunk: Buffer) => {
      if (this.#closing) return;
      this.#received = true;
      // A plain view: `slice` of a Buffer shares memory, `slice` of a Uint8Array does not.
      this.#sink?.receive(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    });
  }

  write(bytes: Uint8Array): void {
    if (this.#closing || this.#stream.destroyed || !this.#stream.writable) return;
    if (!this.#corked) {
      // What is written in one go leaves in one packet: a typed character is up to four messages, and a system
      // call for each would cost more than all the rest.
      this.#corked = true;
      this.#stream.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#stream.uncork();
      });
    }
    this.#stream.write(bytes);
  }

  pause(): void {
    if (!this.#closing) this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  ping(): void {
    this.#facts.ping?.();
  }

  close(): void {
    if (this.#closing || this.#closed) return;
    this.#closing = true;
    // What is still to be sent goes out before the end. Reading on keeps the system from answering with a
    // reset, which could overtake it.
    this.#stream.end();
    this.#stream.resume();
    this.#linger = setTimeout(() => this.#stream.destroy(), lingerMilliseconds);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#linger);
    this.#facts.closed?.();
    this.#end();
  }

  #end(): void {
    const sink = this.#sink;
    if (sink === undefined || this.#told === sink) return;
    this.#told = sink;
    const state = { received: this.#received };
    sink.ended(this.#closing ? undefined : this.#facts.errorOf(this.#failure, state));
  }
}
