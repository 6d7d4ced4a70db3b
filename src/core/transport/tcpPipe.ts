import type { Socket } from 'node:net';
import type { VncError } from '../base/errors.ts';
import type { BytePipe, PipeSink } from './bytePipe.ts';
import { type Endpoint, lossError } from './networkErrors.ts';

/** How long the other side may take to close its half once we closed ours, before the socket is dropped. */
const lingerMilliseconds = 1000;

/** A connected TCP socket as a byte pipe. */
export class TcpPipe implements BytePipe {
  readonly description: string;
  readonly #socket: Socket;
  #sink: PipeSink | undefined;
  #error: VncError | undefined;
  #closing = false;
  #closed = false;
  #ended = false;
  #corked = false;
  #linger: NodeJS.Timeout | undefined;

  constructor(socket: Socket, endpoint: Endpoint, description: string) {
    this.#socket = socket;
    this.description = description;
    socket.on('error', (error) => {
      this.#error ??= lossError(error, endpoint);
    });
    socket.once('close', () => {
      this.#closed = true;
      clearTimeout(this.#linger);
      this.#end();
    });
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  open(sink: PipeSink): void {
    this.#sink = sink;
    if (this.#closed) {
      queueMicrotask(() => this.#end());
      return;
    }
    this.#socket.on('data', (chunk: Buffer) => {
      if (this.#closing) return;
      // A plain view: `slice` of a Buffer shares memory, `slice` of a Uint8Array does not.
      sink.receive(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    });
  }

  write(bytes: Uint8Array): void {
    if (this.#closing || this.#socket.destroyed || !this.#socket.writable) return;
    if (!this.#corked) {
      // What is written in one go leaves in one packet: a typed character is up to four messages, and a system
      // call for each would cost more than all the rest.
      this.#corked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(bytes);
  }

  pause(): void {
    if (!this.#closing) this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    if (this.#closing || this.#closed) return;
    this.#closing = true;
    // What is still to be sent goes out before the end. Reading on keeps the system from answering with a
    // reset, which could overtake it.
    this.#socket.end();
    this.#socket.resume();
    this.#linger = setTimeout(() => this.#socket.destroy(), lingerMilliseconds);
  }

  #end(): void {
    if (this.#ended || this.#sink === undefined) return;
    this.#ended = true;
    this.#sink.ended(this.#closing ? undefined : this.#error);
  }
}
