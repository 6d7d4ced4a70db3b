import type { Rect } from '../base/geometry.ts';
import type { PixelWriter } from './clientPixelFormat.ts';

/** Turns pixels into what follows a rectangle's header on the wire. One lives as long as its connection. */
export interface RectangleEncoder {
  /** The encoding's number. */
  readonly number: number;
  /** Rectangles are cut to this size before they are encoded. */
  readonly maxSize: { readonly width: number; readonly height: number };
  /** @param words the rectangle's pixels, rows without gaps. */
  encode(words: Uint32Array, rect: Rect, writer: PixelWriter): Promise<Buffer>;
  close(): void;
}

/** Raw (RFC 6143, 7.7.1): every pixel as it is. */
export function createRawEncoder(): RectangleEncoder {
  return {
    number: 0,
    maxSize: { width: 65535, height: 64 },
    encode: (words, _rect, writer) => Promise.resolve(writer.pixels(words)),
    close: () => undefined,
  };
}

/** The colours of `words` in order of appearance, or `undefined` when there are more than `limit`. */
export function paletteOf(words: Uint32Array, limit: number): Map<number, number> | undefined {
  const palette = new Map<number, number>();
  let last = -1;
  for (const word of words) {
    if (word === last) continue;
    last = word;
    if (palette.has(word)) continue;
    if (palette.size === limit) return undefined;
    palette.set(word, palette.size);
  }
  return palette;
}

/** Packs palette places of `bits` bits each, rows padded to whole bytes, high bits first. */
export function packIndices(
  words: Uint32Array,
  width: number,
  palette: ReadonlyMap<number, number>,
  bits: number,
): Buffer {
  const rowBytes = Math.ceil((width * bits) / 8);
  const height = words.length / width;
  const bytes = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = palette.get(words[y * width + x] ?? 0) ?? 0;
      const bit = x * bits;
      const at = y * rowBytes + (bit >> 3);
      bytes[at] = (bytes[at] ?? 0) | (index << (8 - bits - (bit & 7)));
    }
  }
  return bytes;
}
