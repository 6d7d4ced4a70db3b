import type { ColourMap } from './colourMap.ts';
import { type Framebuffer, OPAQUE } from './framebuffer.ts';
import type { PixelFormat } from './pixelFormat.ts';
import type { PixelComponents, PixelReader } from './pixelReader.ts';

/** Where a format's colours are. */
export function componentsOf(format: PixelFormat): PixelComponents {
  return {
    maxima: [format.redMax, format.greenMax, format.blueMax],
    shifts: [format.redShift, format.greenShift, format.blueShift],
    bigEndian: format.bigEndian,
  };
}

/** Intensities of 0 … `max` as bytes, rounded. */
export function intensities(max: number): Uint8Array {
  return Uint8Array.from({ length: max + 1 }, (_value, i) => Math.round((i * 255) / max));
}

/** Pixels of one or two bytes, whose colours are looked up. */
abstract class LookedUpPixels {
  abstract readonly bytes: number;
  abstract readonly components: PixelComponents;
  /** The word of every pixel value. */
  protected abstract readonly words: Uint32Array;

  word(view: DataView, at: number): number {
    const pixel = this.bytes === 1 ? view.getUint8(at) : view.getUint16(at, !this.components.bigEndian);
    return this.words[pixel] ?? OPAQUE;
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
    const table = this.words;
    const { words, width: stride } = framebuffer;
    const { bytes } = this;
    const littleEndian = !this.components.bigEndian;
    for (let row = y * stride + x, end = row + height * stride; row < end; row += stride) {
      if (bytes === 1) {
        for (let to = row; to < row + width; to++) words[to] = table[view.getUint8(at++)] ?? OPAQUE;
      } else {
        for (let to = row; to < row + width; to++, at += 2) {
          words[to] = table[view.getUint16(at, littleEndian)] ?? OPAQUE;
        }
      }
    }
  }
}

/** Pixels of 8 or 16 bits in true colour. */
export class TablePixels extends LookedUpPixels implements PixelReader {
  readonly bytes: number;
  readonly components: PixelComponents;
  protected readonly words: Uint32Array;

  constructor(format: PixelFormat) {
    super();
    this.bytes = format.bitsPerPixel / 8;
    this.components = componentsOf(format);
    const [red, green, blue] = this.components.maxima.map(intensities);
    this.words = Uint32Array.from({ length: 2 ** format.bitsPerPixel }, (_value, pixel) => {
      const r = red?.[(pixel >> format.redShift) & format.redMax] ?? 0;
      const g = green?.[(pixel >> format.greenShift) & format.greenMax] ?? 0;
      const b = blue?.[(pixel >> format.blueShift) & format.blueMax] ?? 0;
      return (r | (g << 8) | (b << 16) | OPAQUE) >>> 0;
    });
  }
}

/** Pixels of 8 or 16 bits that stand for entries of the server's colour map, as it is when they are painted. */
export class MappedPixels extends LookedUpPixels implements PixelReader {
  readonly bytes: number;
  readonly components: PixelComponents;
  readonly #map: ColourMap;

  constructor(format: PixelFormat, map: ColourMap) {
    super();
    this.bytes = format.bitsPerPixel / 8;
    this.components = { maxima: [0, 0, 0], shifts: [0, 0, 0], bigEndian: format.bigEndian };
    this.#map = map;
  }

  protected get words(): Uint32Array {
    return this.#map.words;
  }
}
