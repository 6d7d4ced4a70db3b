import type { RegionPlace } from './frames.ts';

/** Walks through a frame; reading past its end throws. */
export class FrameReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** A place with pixels, inside of `bounds`. */
  place(bounds: RegionPlace): RegionPlace {
    const [x, y, width, height] = [this.u16(), this.u16(), this.u16(), this.u16()];
    const isInside =
      x >= bounds.x &&
      y >= bounds.y &&
      x + width <= bounds.x + bounds.width &&
      y + height <= bounds.y + bounds.height;
    if (width === 0 || height === 0 || !isInside) {
      throw new Error(`region ${width}x${height} at ${x},${y} is not on the screen`);
    }
    return { x, y, width, height };
  }

  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) {
      throw new Error(`frame has ${this.#bytes.length - this.#at} bytes too many`);
    }
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new Error('frame ends too early');
    this.#at = start + length;
    return start;
  }
}
