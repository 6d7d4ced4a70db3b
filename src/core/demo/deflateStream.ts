import { type Deflate, constants, createDeflate } from 'node:zlib';

/** One zlib stream that lives as long as the connection: each block ends in a sync flush, as encodings want it. */
export class DeflateStream {
  readonly #deflate: Deflate;
  #chunks: Buffer[] = [];

  constructor() {
    this.#deflate = createDeflate({ level: 3 });
    this.#deflate.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
  }

  /** Compresses one block. Blocks are compressed one after the other: await each. */
  async compress(bytes: Uint8Array): Promise<Buffer> {
    this.#deflate.write(bytes);
    await new Promise<void>((resolve) => this.#deflate.flush(constants.Z_SYNC_FLUSH, resolve));
    const compressed = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return compressed;
  }

  close(): void {
    this.#deflate.close();
  }
}
