import { type Rect, intersect, wholeOf } from '../base/geometry.ts';
import { type FontWeight, forEachGlyphPixel, glyphSize } from './bitmapFont.ts';

/** A colour as the word that stands for it in RGBA memory on a little-endian machine. */
export type PixelWord = number;

/** The word of an opaque colour, given as 0xRRGGBB. */
export function colour(rgb: number): PixelWord {
  const red = (rgb >> 16) & 255;
  const green = (rgb >> 8) & 255;
  const blue = rgb & 255;
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Samples on either side of a pixel for smooth edges. */
const samples = 4;

/** A picture that can be painted on: the demo server's screen. Everything is clipped to it. */
export class Surface {
  readonly width: number;
  readonly height: number;
  /** One word a pixel, rows from the top. */
  readonly words: Uint32Array;
  #clip: Rect;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.words = new Uint32Array(width * height);
    this.#clip = wholeOf(this);
  }

  /** Paints with everything outside of `clip` left alone. */
  clipped(clip: Rect, paint: () => void): void {
    const outer = this.#clip;
    this.#clip = intersect(outer, clip);
    paint();
    this.#clip = outer;
  }

  fill(rect: Rect, color: PixelWord): void {
    const { x, y, width, height } = intersect(rect, this.#clip);
    for (let row = y; row < y + height; row++) {
      const start = row * this.width + x;
      this.words.fill(color, start, start + width);
    }
  }

  /** A filled rectangle with round corners of `radius` pixels. */
  roundedRect(rect: Rect, radius: number, color: PixelWord): void {
    const { x, y, width, height } = rect;
    this.fill({ x, y: y + radius, width, height: height - 2 * radius }, color);
    this.fill({ x: x + radius, y, width: width - 2 * radius, height: radius }, color);
    this.fill({ x: x + radius, y: y + height - radius, width: width - 2 * radius, height: radius }, color);
    for (const [left, centreX] of [
      [x, x + radius],
      [x + width - radius, x + width - radius],
    ] as const) {
      for (const [top, centreY] of [
        [y, y + radius],
        [y + height - radius, y + height - radius],
      ] as const) {
        const corner = { x: left, y: top, width: radius, height: radius };
        this.#shape(corner, color, (px, py) => (px - centreX) ** 2 + (py - centreY) ** 2 <= radius * radius);
      }
    }
  }

  /** A frame of one pixel with round corners around what `inside` fills. */
  framedRect(rect: Rect, radius: number, frame: PixelWord, inside: PixelWord): void {
    this.roundedRect(rect, radius, frame);
    const inner = { x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 2 };
    this.roundedRect(inner, Math.max(0, radius - 1), inside);
  }

  circle(centreX: number, centreY: number, radius: number, color: PixelWord): void {
    const bounds = { x: centreX - radius, y: centreY - radius, width: 2 * radius, height: 2 * radius };
    this.#shape(bounds, color, (px, py) => (px - centreX) ** 2 + (py - centreY) ** 2 <= radius * radius);
  }

  /** A triangle that stands on the lower edge of `rect` and points up. */
  triangle(rect: Rect, color: PixelWord): void {
    const middle = rect.x + rect.width / 2;
    this.#shape(rect, color, (px, py) => {
      const half = ((py - rect.y) / rect.height) * (rect.width / 2);
      return Math.abs(px - middle) <= half;
    });
  }

  /** One line of text; `x`, `y` is its top left corner. Returns the width in pixels. */
  text(x: number, y: number, text: string, color: PixelWord, weight: FontWeight = 'regular'): number {
    let left = x;
    for (const character of text) {
      const column = left;
      forEachGlyphPixel(weight, character.codePointAt(0) ?? 63, (dx, dy) =>
        this.#put(column + dx, y + dy, color),
      );
      left += glyphSize.width;
    }
    return left - x;
  }

  #put(x: number, y: number, color: PixelWord): void {
    const clip = this.#clip;
    if (x < clip.x || y < clip.y || x >= clip.x + clip.width || y >= clip.y + clip.height) return;
    this.words[y * this.width + x] = color;
  }

  /** Paints the pixels of `bounds` by how many of their samples are inside. */
  #shape(bounds: Rect, color: PixelWord, inside: (x: number, y: number) => boolean): void {
    for (let y = bounds.y; y < bounds.y + bounds.height; y++) {
      for (let x = bounds.x; x < bounds.x + bounds.width; x++) {
        let hits = 0;
        for (let i = 0; i < samples * samples; i++) {
          const sampleX = x + ((i % samples) + 0.5) / samples;
          const sampleY = y + (Math.floor(i / samples) + 0.5) / samples;
          if (inside(sampleX, sampleY)) hits++;
        }
        if (hits > 0) this.#blend(x, y, color, hits / (samples * samples));
      }
    }
  }

  #blend(x: number, y: number, color: PixelWord, share: number): void {
    if (share === 1) {
      this.#put(x, y, color);
      return;
    }
    const below = this.words[y * this.width + x] ?? 0;
    let mixed = 255 << 24;
    for (const shift of [0, 8, 16]) {
      const channel = ((color >>> shift) & 255) * share + ((below >>> shift) & 255) * (1 - share);
      mixed |= Math.round(channel) << shift;
    }
    this.#put(x, y, mixed >>> 0);
  }
}
