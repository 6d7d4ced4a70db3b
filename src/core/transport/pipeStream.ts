import { Duplex } from 'node:stream';
import type { VncError } from '../base/errors.ts';
import type { BytePipe, PipeSink } from './bytePipe.ts';

/** A byte pipe as a stream of Node, for what only works on streams: TLS within the connection. */
export class PipeStream extends Duplex implements PipeSink {
  readonly #pipe: BytePipe;
  #error: VncError | undefined;
  #over = false;

  /** Takes over `pipe`, whose next sink it is. `leftover` was read from it before and comes first. */
  constructor(pipe: BytePipe, leftover: Uint8Array) {
    super({ allowHalfOpen: false });
    this.#pipe = pipe;
    if (leftover.byteLength > 0) this.push(leftover);
    pipe.open(this);
  }

  /** What ended the pipe, when that was no orderly end. */
  get pipeError(): VncError | undefined {
    return this.#error;
  }

  receive(chunk: Uint8Array): void {
    if (!this.#over && !this.push(chunk)) this.#pipe.pause();
  }

  ended(error?: VncError): void {
    if (this.#over) return;
    this.#over = true;
    this.#error = error;
    if (error === undefined) this.push(null);
    else this.destroy(error);
  }

  override _read(): void {
    this.#pipe.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pipe.write(chunk);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#pipe.close();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#over = true;
    this.#pipe.close();
    done(error);
  }
}
