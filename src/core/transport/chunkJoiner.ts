/** Bytes of a block into which small chunks are copied. */
const blockBytes = 16 * 1024;

/**
 * Collects chunks and hands them out in order, the small ones joined into larger, so that what is kept of many
 * costs about their bytes. Large ones are handed out as they are.
 */
export class ChunkJoiner {
  readonly #joinBelow: number;
  #chunks: Uint8Array[] = [];
  /** The block that takes small chunks, and how much of it has been handed out and filled. */
  #block = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /** @param joinBelow chunks with fewer bytes than this are joined. */
  constructor(joinBelow: number) {
    this.#joinBelow = joinBelow;
  }

  add(chunk: Uint8Array): void {
    if (chunk.byteLength === 0) return;
    if (chunk.byteLength >= this.#joinBelow) {
      this.#cut();
      this.#chunks.push(chunk);
      return;
    }
    if (this.#end + chunk.byteLength > this.#block.byteLength) {
      this.#cut();
      // Chunks that were handed out may be kept: a block is never written twice.
      this.#block = new Uint8Array(blockBytes);
      this.#start = 0;
      this.#end = 0;
    }
    this.#block.set(chunk, this.#end);
    this.#end += chunk.byteLength;
  }

  /** All that has come since the last time. */
  take(): readonly Uint8Array[] {
    this.#cut();
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  #cut(): void {
    if (this.#end === this.#start) return;
    this.#chunks.push(this.#block.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }
}
