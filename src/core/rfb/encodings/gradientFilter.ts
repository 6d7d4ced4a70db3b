import type { Rect } from '../../base/geometry.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';

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
