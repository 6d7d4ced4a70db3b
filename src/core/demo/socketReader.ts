import type { Socket } from 'node:net';

/** Reads exact numbers of bytes from a socket. Ends with an error when the socket does. */
export class SocketReader {
  #chunks: Buffer[] = [];
  #held = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    socket.on('data', (chunk) => {
      this.#chunks.push(Buffer.from(chunk));
      this.#held += chunk.length;
      this.#wake?.();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#wake?.();
    });
  }

  /** The next `count` bytes. One read at a time. */
  async read(count: number): Promise<Buffer> {
    while (this.#held < count) {
      if (this.#ended) throw new Error('the client has gone');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const all =
      this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#chunks = [all.subarray(count)];
    this.#held -= count;
    return all.subarray(0, count);
  }
}
