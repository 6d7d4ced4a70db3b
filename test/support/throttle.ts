import { type Server, type Socket, connect, createServer } from 'node:net';
import type { Disposable } from '../../src/core/base/disposables.ts';

/** What a {@link Throttle} does to what a server sends. */
export interface ThrottleOptions {
  /** Bytes a second; what is changed on {@link Throttle.bytesPerSecond} holds at once. */
  readonly bytesPerSecond: number;
  /** Milliseconds by which each byte arrives later, either way. */
  readonly delay?: number;
}

/** Milliseconds between two helpings. */
const tick = 10;
/** Bytes of a server that wait here at most: as few as a slow line keeps. */
const mostWaiting = 64 * 1024;

/** A slow line: a TCP relay on this machine that hands on only so much of what a server sends. */
export class Throttle implements AsyncDisposable {
  readonly #listener: Server;
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<Disposable>();
  bytesPerSecond: number;
  #passed = 0;

  private constructor(target: { readonly port: number }, { bytesPerSecond, delay = 0 }: ThrottleOptions) {
    this.bytesPerSecond = bytesPerSecond;
    this.#listener = createServer({ noDelay: true }, (client) => {
      const server = connect({ port: target.port, host: '127.0.0.1', noDelay: true });
      this.#keep(client, server);
      client.on('data', (chunk) => void setTimeout(() => server.write(chunk), delay));
      this.#pass(server, client, delay);
    });
  }

  /** Opens a line to a server that listens on this machine. */
  static async open(target: { readonly port: number }, options: ThrottleOptions): Promise<Throttle> {
    const throttle = new Throttle(target, options);
    await new Promise<void>((resolve) => throttle.#listener.listen(0, '127.0.0.1', () => resolve()));
    return throttle;
  }

  /** Where it listens, on 127.0.0.1. */
  get port(): number {
    const address = this.#listener.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Bytes of the server that were handed on so far. */
  get passed(): number {
    return this.#passed;
  }

  /** Ends every connection, and takes new ones all the same. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) timer.dispose();
    this.cut();
    await new Promise<void>((resolve) => this.#listener.close(() => resolve()));
  }

  #keep(...pair: readonly Socket[]): void {
    for (const socket of pair) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
  }

  #pass(server: Socket, client: Socket, delay: number): void {
    const waiting: Buffer[] = [];
    let bytes = 0;
    let credit = 0;
    let last = performance.now();
    server.on('data', (chunk: Buffer) => {
      waiting.push(chunk);
      bytes += chunk.length;
      if (bytes > mostWaiting) server.pause();
    });
    const timer = setInterval(() => {
      const now = performance.now();
      const earned = ((now - last) * this.bytesPerSecond) / 1000;
      last = now;
      // A line that was idle is not quicker afterwards.
      credit = bytes === 0 ? Math.min(earned, credit + earned) : credit + earned;
      while (credit >= 1 && waiting.length > 0) {
        const chunk = waiting.shift() ?? Buffer.alloc(0);
        const part = chunk.subarray(0, Math.floor(credit));
        if (part.length < chunk.length) waiting.unshift(chunk.subarray(part.length));
        credit -= part.length;
        bytes -= part.length;
        this.#passed += part.length;
        setTimeout(() => client.write(part), delay);
      }
      if (bytes <= mostWaiting) server.resume();
    }, tick);
    this.#timers.add({ dispose: () => clearInterval(timer) });
    client.on('close', () => clearInterval(timer));
  }
}
