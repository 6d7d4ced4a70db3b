/** Bytes past the end that may be read (never meant), so that a pixel of three bytes can be read as a word. */
const SLACK = 8;

/** Scratch memory that grows and is used again for every rectangle. */
export class GrowingBuffer {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #capacity: number;

  constructor(capacity = 64 * 1024) {
    this.#capacity = capacity;
    this.#bytes = new Uint8Array(capacity + SLACK);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes that can be held. */
  get capacity(): number {
    return this.#capacity;
  }

  /** The memory; another array after {@link grow}. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  /** The same memory for numbers of several bytes. */
  get view(): DataView<ArrayBuffer> {
    return this.#view;
  }

  /** Makes room for `capacity` bytes, keeping the first `keep`. Does nothing when there is room already. */
  grow(capacity: number, keep: number): void {
    if (capacity <= this.#capacity) return;
    const bytes = new Uint8Array(capacity + SLACK);
    bytes.set(this.#bytes.subarray(0, keep));
    this.#capacity = capacity;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
