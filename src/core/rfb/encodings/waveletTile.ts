import type { Rect } from '../../base/geometry.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';
import type { PixelComponents } from '../pixelReader.ts';
import { intensities } from '../tablePixels.ts';

/** Pixels of the largest tile. */
const TILE_PIXELS = 64 * 64;

/**
 * Undoes what ZYWRLE does to a tile before it is packed as pixels: colours become a luminance and two
 * differences (the reversible transform of JPEG 2000), each is split one to three times into halves of sums and
 * differences by the piecewise-linear Haar transform (Senecal and others, "An Improved N-Bit to N-Bit
 * Reversible Haar-Like Transform", 2004), and the coefficients of each part are sent one part after the other.
 */
export class WaveletTile {
  readonly #words = new Uint32Array(TILE_PIXELS);
  /** The differences and the luminance, in the order of the colours that carry them, high bits first. */
  readonly #planes = [new Int8Array(TILE_PIXELS), new Int8Array(TILE_PIXELS), new Int8Array(TILE_PIXELS)];

  /** Replaces the coefficients that were painted where `tile` is by its pixels. */
  undo(tile: Rect, components: PixelComponents, level: number, framebuffer: Framebuffer): void {
    // Only as much as can be halved so often is transformed; the rest follows as pixels.
    const width = tile.width & -(1 << level);
    const height = tile.height & -(1 << level);
    if (width === 0 || height === 0) return;
    const channels = channelsOf(components);
    this.#readTile(tile, framebuffer);
    let from = 0;
    for (let l = 0; l < level; l++) {
      for (let part = 3; part >= (l === level - 1 ? 0 : 1); part--) {
        from = this.#unpack(from, part, l, width, height, channels);
      }
    }
    for (const plane of this.#planes) synthesize(plane, width, height, level);
    this.#paintColours(tile, width, height, channels, framebuffer);
    this.#paintRest(from, tile, width, height, framebuffer);
  }

  #readTile(tile: Rect, framebuffer: Framebuffer): void {
    const { words, width: stride } = framebuffer;
    for (let y = 0; y < tile.height; y++) {
      const from = (tile.y + y) * stride + tile.x;
      this.#words.set(words.subarray(from, from + tile.width), y * tile.width);
    }
  }

  /** Puts one part of a level where its coefficients belong: 1 right, 2 below, 3 both, 0 the sums. */
  #unpack(
    from: number,
    part: number,
    level: number,
    width: number,
    height: number,
    channels: readonly Channel[],
  ): number {
    const half = 1 << level;
    const step = half * 2;
    const words = this.#words;
    for (let y = (part & 2) === 0 ? 0 : half; y < height; y += step) {
      for (let x = (part & 1) === 0 ? 0 : half; x < width; x += step) {
        const word = words[from++] ?? 0;
        for (const [i, { place, read }] of channels.entries()) {
          const plane = this.#planes[i];
          if (plane !== undefined) plane[y * width + x] = read[(word >> place) & 255] ?? 0;
        }
      }
    }
    return from;
  }

  #paintColours(
    tile: Rect,
    width: number,
    height: number,
    channels: readonly Channel[],
    framebuffer: Framebuffer,
  ): void {
    const [high, middle, low] = channels;
    const [second, luminance, first] = this.#planes;
    if (high === undefined || middle === undefined || low === undefined) return;
    const { words, width: stride } = framebuffer;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const u = (first?.[i] ?? 0) * 2;
        const v = (second?.[i] ?? 0) * 2;
        const green = (luminance?.[i] ?? 0) + 128 - ((u + v) >> 2);
        words[(tile.y + y) * stride + tile.x + x] =
          OPAQUE |
          ((high.write[clamp(v + green)] ?? 0) << high.place) |
          ((middle.write[clamp(green)] ?? 0) << middle.place) |
          ((low.write[clamp(u + green)] ?? 0) << low.place);
      }
    }
  }

  /** Paints the pixels that were left alone: those to the right, those below, those in the corner. */
  #paintRest(from: number, tile: Rect, width: number, height: number, framebuffer: Framebuffer): void {
    const { words, width: stride } = framebuffer;
    const right = tile.width - width;
    const below = tile.height - height;
    for (const [left, top, columns, rows] of [
      [width, 0, right, height],
      [0, height, width, below],
      [width, height, right, below],
    ] as const) {
      for (let y = top; y < top + rows; y++) {
        const to = (tile.y + y) * stride + tile.x + left;
        words.set(this.#words.subarray(from, from + columns), to);
        from += columns;
      }
    }
  }
}

/** One of the three colours of a pixel, from the one in the highest bits to the one in the lowest. */
interface Channel {
  /** Bits below it in a word of the framebuffer. */
  readonly place: number;
  /** The coefficient that an intensity carries in its highest bits, both as bytes. */
  readonly read: Int8Array;
  /** The intensity that a value of eight bits becomes: its highest bits are kept. */
  readonly write: Uint8Array;
}

/** Formats are few and objects of the layout's, so that what belongs to one is made once. */
const channelsByFormat = new WeakMap<PixelComponents, readonly Channel[]>();

function channelsOf(components: PixelComponents): readonly Channel[] {
  const known = channelsByFormat.get(components);
  if (known !== undefined) return known;
  const channels = [0, 1, 2]
    .map((i) => ({ shift: components.shifts[i] ?? 0, max: components.maxima[i] ?? 0, place: i * 8 }))
    .sort((a, b) => b.shift - a.shift)
    .map(({ max, place }): Channel => {
      const bits = 32 - Math.clz32(max);
      const scale = intensities(max);
      const read = new Int8Array(256);
      scale.forEach((byte, value) => (read[byte] = value << (8 - bits)));
      const write = Uint8Array.from({ length: 256 }, (_value, byte) => scale[byte >> (8 - bits)] ?? 0);
      return { place, read, write };
    });
  channelsByFormat.set(components, channels);
  return channels;
}

/** Joins sums and differences again, the coarsest first: columns, then rows. */
function synthesize(plane: Int8Array, width: number, height: number, level: number): void {
  for (let l = level - 1; l >= 0; l--) {
    const half = 1 << l;
    for (let x = 0; x < width; x += half) joinLine(plane, x, height, half, width);
    for (let y = 0; y < height; y += half) joinLine(plane, y * width, width, half, 1);
  }
}

/** Joins the pairs of a line of `count` values that are `stride` apart; each pair is `half` values apart. */
function joinLine(plane: Int8Array, start: number, count: number, half: number, stride: number): void {
  const gap = half * stride;
  const end = start + count * stride;
  for (let at = start; at < end; at += 2 * gap) {
    const a = plane[at] ?? 0;
    const b = plane[at + gap] ?? 0;
    // One of the two results is the larger input, with its sign; the other is a difference of eight bits.
    let sum = b;
    let difference = a;
    if (((a ^ b) & 0x80) !== 0) {
      sum = a + b;
      if (((sum ^ b) & 0x80) === 0) difference = a - sum;
    } else {
      difference = a - b;
      if (((difference ^ a) & 0x80) === 0) sum = b + difference;
    }
    plane[at] = sum;
    plane[at + gap] = difference;
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
