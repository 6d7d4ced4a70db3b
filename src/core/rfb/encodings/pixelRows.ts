import { type Framebuffer, OPAQUE } from '../framebuffer.ts';

// Four pixels a round: V8 runs these loops two to three times as fast as one pixel a round. It also wants the
// alpha as a constant of the function and of 32 bits: one of the module costs them a third.

/** From this width on a row is copied as bytes, which the system does in larger pieces, and made opaque after. */
const COPIED_WIDTH = 128;

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
  if (width >= COPIED_WIDTH) {
    copyFourByteRows(x, y, width, height, view, at, framebuffer);
    return;
  }
  const { words, width: stride } = framebuffer;
  const opaque = OPAQUE | 0;
  let row = y * stride + x;
  for (let rows = height; rows > 0; rows--) {
    const end = row + width;
    let to = row;
    for (; to + 3 < end; to += 4) {
      words[to] = view.getInt32(at, true) | opaque;
      words[to + 1] = view.getInt32(at + 4, true) | opaque;
      words[to + 2] = view.getInt32(at + 8, true) | opaque;
      words[to + 3] = view.getInt32(at + 12, true) | opaque;
      at += 16;
    }
    for (; to < end; to++) {
      words[to] = view.getInt32(at, true) | opaque;
      at += 4;
    }
    row += stride;
  }
}

/** The way of long rows: while their alpha is set they are still in the processor's nearest memory. */
function copyFourByteRows(
  x: number,
  y: number,
  width: number,
  height: number,
  view: DataView,
  at: number,
  framebuffer: Framebuffer,
): void {
  const { words, pixels, width: stride } = framebuffer;
  const opaque = OPAQUE | 0;
  const rowBytes = width * 4;
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, rowBytes * height);
  let row = y * stride + x;
  for (let from = 0; from < bytes.length; from += rowBytes) {
    pixels.set(bytes.subarray(from, from + rowBytes), row * 4);
    const end = row + width;
    let to = row;
    for (; to + 7 < end; to += 8) {
      words[to] = (words[to] ?? 0) | opaque;
      words[to + 1] = (words[to + 1] ?? 0) | opaque;
      words[to + 2] = (words[to + 2] ?? 0) | opaque;
      words[to + 3] = (words[to + 3] ?? 0) | opaque;
      words[to + 4] = (words[to + 4] ?? 0) | opaque;
      words[to + 5] = (words[to + 5] ?? 0) | opaque;
      words[to + 6] = (words[to + 6] ?? 0) | opaque;
      words[to + 7] = (words[to + 7] ?? 0) | opaque;
    }
    for (; to < end; to++) words[to] = (words[to] ?? 0) | opaque;
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
  const opaque = OPAQUE | 0;
  let row = y * stride + x;
  for (let rows = height; rows > 0; rows--) {
    const end = row + width;
    let to = row;
    for (; to + 3 < end; to += 4) {
      words[to] = view.getInt32(at, true) | opaque;
      words[to + 1] = view.getInt32(at + 3, true) | opaque;
      words[to + 2] = view.getInt32(at + 6, true) | opaque;
      words[to + 3] = view.getInt32(at + 9, true) | opaque;
      at += 12;
    }
    for (; to < end; to++) {
      words[to] = view.getInt32(at, true) | opaque;
      at += 3;
    }
    row += stride;
  }
}
