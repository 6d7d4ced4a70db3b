import { type PixelRegion, paletteBits, paletteRowBytes } from '../src/protocol/frames.ts';
import { paintRuns } from '../src/protocol/runs.ts';

/** The canvas's word of an opaque colour on a little-endian machine: bytes red, green, blue, alpha. */
function colorWord(bytes: Uint8Array, at: number): number {
  return (0xff000000 | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >>> 0;
}

/** The canvas's words of a list of colours. */
function colorWords(colors: Uint8Array): Uint32Array {
  return Uint32Array.from({ length: colors.length / 3 }, (_, i) => colorWord(colors, i * 3));
}

/**
 * Writes a region into RGBA pixels.
 *
 * @param words the whole screen, one word a pixel, `stride` words a row; the region lies within.
 */
export function paintRegion(region: PixelRegion, words: Uint32Array, stride: number): void {
  switch (region.form) {
    case 'fill': {
      const { x, y, width, height } = region;
      const word = colorWord(region.color, 0);
      // Rows of a tile are short: a loop is done before a fill has begun.
      for (let row = y; row < y + height; row++)
        for (let to = row * stride + x, end = to + width; to < end; to++) words[to] = word;
      break;
    }
    case 'rgb': {
      const { x, y, width, height, pixels } = region;
      let from = 0;
      for (let row = y; row < y + height; row++) {
        let to = row * stride + x;
        for (const end = to + width; to < end; to++, from += 3) words[to] = colorWord(pixels, from);
      }
      break;
    }
    case 'palette': {
      const { x, y, width, height, colors, indices } = region;
      const count = colors.length / 3;
      const palette = colorWords(colors);
      const bits = paletteBits(count);
      const rowBytes = paletteRowBytes(count, width);
      const mask = (1 << bits) - 1;
      for (let row = 0; row < height; row++) {
        const to = (y + row) * stride + x;
        for (let i = 0; i < width; i++) {
          const bit = i * bits;
          const byte = indices[row * rowBytes + (bit >> 3)] ?? 0;
          words[to + i] = palette[(byte >> (8 - bits - (bit & 7))) & mask] ?? 0;
        }
      }
      break;
    }
    case 'runs':
      paintRuns(
        region.runs,
        region.width,
        colorWords(region.colors),
        words,
        region.y * stride + region.x,
        stride,
      );
      break;
  }
}
