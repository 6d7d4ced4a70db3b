import type { Rect } from '../../base/geometry.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';

/** Paints pixels of one bit, rows padded to bytes, the leftmost in the highest bit. */
export function paintTwoColours(
  rect: Rect,
  bytes: Uint8Array,
  palette: Uint32Array,
  framebuffer: Framebuffer,
): void {
  const { width, height } = rect;
  const { words, width: stride } = framebuffer;
  const zero = palette[0] ?? OPAQUE;
  const one = palette[1] ?? OPAQUE;
  const wholeBytes = width >> 3;
  const restBits = width & 7;
  let at = 0;
  let row = rect.y * stride + rect.x;
  for (let rows = height; rows > 0; rows--) {
    let to = row;
    for (const end = at + wholeBytes; at < end; at++) {
      const bits = bytes[at] ?? 0;
      words[to] = (bits & 0x80) !== 0 ? one : zero;
      words[to + 1] = (bits & 0x40) !== 0 ? one : zero;
      words[to + 2] = (bits & 0x20) !== 0 ? one : zero;
      words[to + 3] = (bits & 0x10) !== 0 ? one : zero;
      words[to + 4] = (bits & 0x08) !== 0 ? one : zero;
      words[to + 5] = (bits & 0x04) !== 0 ? one : zero;
      words[to + 6] = (bits & 0x02) !== 0 ? one : zero;
      words[to + 7] = (bits & 0x01) !== 0 ? one : zero;
      to += 8;
    }
    if (restBits > 0) {
      const bits = bytes[at++] ?? 0;
      for (let i = 0; i < restBits; i++) words[to + i] = (bits & (0x80 >> i)) !== 0 ? one : zero;
    }
    row += stride;
  }
}

/**
 * Paints pixels of one byte, each an index into `palette` of 256 entries.
 *
 * @returns the largest index, for the caller to check: once for all costs nothing, each for itself would
 */
export function paintIndexed(
  rect: Rect,
  bytes: Uint8Array,
  palette: Uint32Array,
  framebuffer: Framebuffer,
): number {
  const { width, height } = rect;
  const { words, width: stride } = framebuffer;
  let at = 0;
  let largest = 0;
  let row = rect.y * stride + rect.x;
  for (let rows = height; rows > 0; rows--) {
    for (let to = row; to < row + width; to++) {
      const index = bytes[at++] ?? 0;
      if (index > largest) largest = index;
      words[to] = palette[index] ?? OPAQUE;
    }
    row += stride;
  }
  return largest;
}

/**
 * Undoes Tight's gradient filter: every colour component was sent as its difference, modulo 256, from
 * `left + above - above left`, clamped to 0 … 255; components outside the rectangle count as zero.
 */
export class GradientFilter {
  /** Components of the row above, three a pixel. */
  #above = new Uint8Array(0);

  /** Paints `rect` from three bytes a pixel. */
  paint(rect: Rect, bytes: Uint8Array, framebuffer: Framebuffer): void {
    const { width, height } = rect;
    if (this.#above.length < width * 3) this.#above = new Uint8Array(width * 3);
    const above = this.#above.fill(0);
    const { words, width: stride } = framebuffer;
    let at = 0;
    let row = rect.y * stride + rect.x;
    for (let rows = height; rows > 0; rows--) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let cornerRed = 0;
      let cornerGreen = 0;
      let cornerBlue = 0;
      for (let x = 0, i = 0; x < width; x++, i += 3) {
        const aboveRed = above[i] ?? 0;
        const aboveGreen = above[i + 1] ?? 0;
        const aboveBlue = above[i + 2] ?? 0;
        red = (predict(red, aboveRed, cornerRed) + (bytes[at] ?? 0)) & 0xff;
        green = (predict(green, aboveGreen, cornerGreen) + (bytes[at + 1] ?? 0)) & 0xff;
        blue = (predict(blue, aboveBlue, cornerBlue) + (bytes[at + 2] ?? 0)) & 0xff;
        at += 3;
        cornerRed = aboveRed;
        cornerGreen = aboveGreen;
        cornerBlue = aboveBlue;
        above[i] = red;
        above[i + 1] = green;
        above[i + 2] = blue;
        words[row + x] = red | (green << 8) | (blue << 16) | OPAQUE;
      }
      row += stride;
    }
  }
}

function predict(left: number, above: number, corner: number): number {
  const sum = left + above - corner;
  return sum < 0 ? 0 : sum > 255 ? 255 : sum;
}
