import { type PaletteRegion, type PixelRegion, paletteBits } from '../src/protocol/frames.ts';
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
      const count = region.colors.length / 3;
      const palette = colorWords(region.colors);
      const bits = paletteBits(count);
      if (bits === 8) paintBytes(region, palette, words, stride);
      else paintBits(region, bits, palette, words, stride);
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

/** Indices of one byte each. */
function paintBytes(
  { x, y, width, height, indices }: PaletteRegion,
  palette: Uint32Array,
  words: Uint32Array,
  stride: number,
): void {
  let from = 0;
  for (let row = y; row < y + height; row++)
    for (let to = row * stride + x, end = to + width; to < end; to++)
      words[to] = palette[indices[from++] ?? 0] ?? 0;
}

/**
 * Several indices a byte. A page's first frame is painted by code that nothing has compiled yet, so that there are few
 * steps a pixel.
 */
function paintBits(
  { x, y, width, height, indices }: PaletteRegion,
  bits: number,
  palette: Uint32Array,
  words: Uint32Array,
  stride: number,
): void {
  const mask = (1 << bits) - 1;
  let from = 0;
  for (let row = y; row < y + height; row++) {
    let to = row * stride + x;
    for (const end = to + width; to < end; ) {
      const byte = indices[from++] ?? 0;
      for (let shift = 8 - bits; shift >= 0 && to < end; shift -= bits)
        words[to++] = palette[(byte >> shift) & mask] ?? 0;
    }
  }
}
