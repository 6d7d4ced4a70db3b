import { type PixelRegion, paletteBits, paletteRowBytes } from '../src/protocol/frames.ts';

/** The canvas's word of an opaque colour on a little-endian machine: bytes red, green, blue, alpha. */
function colorWord(bytes: Uint8Array, at: number): number {
  return (0xff000000 | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >>> 0;
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
      for (let row = y; row < y + height; row++) words.fill(word, row * stride + x, row * stride + x + width);
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
      const palette = new Uint32Array(256);
      for (let i = 0; i < count; i++) palette[i] = colorWord(colors, i * 3);
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
  }
}
