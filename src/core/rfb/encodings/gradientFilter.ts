import type { Rect } from '../../base/geometry.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';
import type { PixelComponents, PixelReader } from '../pixelReader.ts';
import { rgbPixels } from '../pixelReader.ts';
import { intensities } from '../tablePixels.ts';

/**
 * Undoes Tight's gradient filter: every colour component was sent as its difference, modulo its range, from
 * `left + above - above left`, clamped to the range; components outside the rectangle count as zero.
 */
export class GradientFilter {
  /** Components of the row above, three a pixel. */
  #above = new Uint16Array(0);

  /** Paints `rect` from pixels of the form that `pixels` tells. */
  paint(rect: Rect, pixels: PixelReader, view: DataView, framebuffer: Framebuffer): void {
    const count = rect.width * 3;
    if (this.#above.length < count) this.#above = new Uint16Array(count);
    const above = this.#above.fill(0, 0, count);
    if (pixels === rgbPixels) paintBytes(rect, view, above, framebuffer);
    else paintComponents(rect, pixels, view, above, framebuffer);
  }
}

/** The way of nearly all sessions: a byte a component. */
function paintBytes(rect: Rect, view: DataView, above: Uint16Array, framebuffer: Framebuffer): void {
  const { width, height } = rect;
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
      red = (predict(red, aboveRed, cornerRed, 255) + view.getUint8(at)) & 0xff;
      green = (predict(green, aboveGreen, cornerGreen, 255) + view.getUint8(at + 1)) & 0xff;
      blue = (predict(blue, aboveBlue, cornerBlue, 255) + view.getUint8(at + 2)) & 0xff;
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

/** Components of any size and place in the pixel. */
function paintComponents(
  rect: Rect,
  pixels: PixelReader,
  view: DataView,
  above: Uint16Array,
  framebuffer: Framebuffer,
): void {
  const { words, width: stride } = framebuffer;
  const { components, bytes } = pixels;
  const { maxima, shifts } = components;
  const scales = maxima.map(intensities);
  const left = [0, 0, 0];
  const corner = [0, 0, 0];
  let at = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    left.fill(0);
    corner.fill(0);
    for (let x = 0; x < rect.width; x++, at += bytes) {
      const difference = rawPixel(components, bytes, view, at);
      let word = OPAQUE;
      for (let i = 0; i < 3; i++) {
        const max = maxima[i] ?? 0;
        const up = above[x * 3 + i] ?? 0;
        const value =
          (predict(left[i] ?? 0, up, corner[i] ?? 0, max) + (difference >>> (shifts[i] ?? 0))) & max;
        left[i] = value;
        corner[i] = up;
        above[x * 3 + i] = value;
        word |= (scales[i]?.[value] ?? 0) << (i * 8);
      }
      words[y * stride + rect.x + x] = word;
    }
  }
}

function rawPixel(components: PixelComponents, bytes: number, view: DataView, at: number): number {
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, !components.bigEndian);
  return view.getUint32(at, !components.bigEndian);
}

function predict(left: number, above: number, corner: number, max: number): number {
  const sum = left + above - corner;
  return sum < 0 ? 0 : sum > max ? max : sum;
}
