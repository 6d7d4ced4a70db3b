import { OPAQUE, type Framebuffer } from '../framebuffer.ts';

/** Paints rows of pixels of four bytes (red, green, blue, unused) that begin at `at` of `view`. */
export function paintFourByteRows(
  x: number,
  y: number,
  width: number,
  height: number,
  view: DataView,
  at: number,
  framebuffer: Framebuffer,
): void {
  const { words, width: stride } = framebuffer;
  let row = y * stride + x;
  for (let rows = height; rows > 0; rows--) {
    for (let to = row; to < row + width; to++) {
      words[to] = view.getUint32(at, true) | OPAQUE;
      at += 4;
    }
    row += stride;
  }
}

/**
 * Paints rows of pixels of three bytes (red, green, blue: Tight's TPIXEL, ZRLE's CPIXEL) that begin at `at` of
 * `view`. Each is read as a word, so one byte after the last must be there.
 */
export function paintThreeByteRows(
  x: number,
  y: number,
  width: number,
  height: number,
  view: DataView,
  at: number,
  framebuffer: Framebuffer,
): void {
  const { words, width: stride } = framebuffer;
  let row = y * stride + x;
  for (let rows = height; rows > 0; rows--) {
    for (let to = row; to < row + width; to++) {
      words[to] = view.getUint32(at, true) | OPAQUE;
      at += 3;
    }
    row += stride;
  }
}
