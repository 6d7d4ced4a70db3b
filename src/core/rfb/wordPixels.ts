import { type Framebuffer, OPAQUE } from './framebuffer.ts';
import type { PixelComponents, PixelReader } from './pixelReader.ts';
import { intensities } from './tablePixels.ts';

/** Pixels of four bytes, or the three of them that hold colour, with colours anywhere and of any size. */
export class WordPixels implements PixelReader {
  readonly bytes: 3 | 4;
  readonly components: PixelComponents;
  readonly #red: Uint8Array;
  readonly #green: Uint8Array;
  readonly #blue: Uint8Array;

  /** @param options `bytes: 3` when the shifts count from the low end of three bytes */
  constructor(components: PixelComponents, bigEndian: boolean, options: { readonly bytes?: 3 | 4 } = {}) {
    this.bytes = options.bytes ?? 4;
    this.components = { ...components, bigEndian };
    this.#red = intensities(components.maxima[0]);
    this.#green = intensities(components.maxima[1]);
    this.#blue = intensities(components.maxima[2]);
  }

  word(view: DataView, at: number): number {
    const { maxima, shifts, bigEndian } = this.components;
    const pixel =
      this.bytes === 4
        ? view.getUint32(at, !bigEndian)
        : bigEndian
          ? (view.getUint16(at) << 8) | view.getUint8(at + 2)
          : view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const red = this.#red[(pixel >>> shifts[0]) & maxima[0]] ?? 0;
    const green = this.#green[(pixel >>> shifts[1]) & maxima[1]] ?? 0;
    const blue = this.#blue[(pixel >>> shifts[2]) & maxima[2]] ?? 0;
    return (red | (green << 8) | (blue << 16) | OPAQUE) >>> 0;
  }

  paintRows(
    x: number,
    y: number,
    width: number,
    height: number,
    view: DataView,
    at: number,
    framebuffer: Framebuffer,
  ): void {
    const { words, width: stride } = framebuffer;
    const { bytes } = this;
    for (let row = y * stride + x, end = row + height * stride; row < end; row += stride) {
      for (let to = row; to < row + width; to++, at += bytes) words[to] = this.word(view, at);
    }
  }
}
