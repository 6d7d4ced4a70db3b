import type { PixelWriter } from './clientPixelFormat.ts';
import { DeflateStream } from './deflateStream.ts';
import { type RectangleEncoder, packIndices, paletteOf } from './rectangleEncoder.ts';

const tileSide = 64;

/** One tile: solid, packed palette or raw (RFC 6143, 7.7.6). */
function encodeTile(words: Uint32Array, width: number, writer: PixelWriter): Buffer {
  const palette = paletteOf(words, 16);
  if (palette === undefined) return Buffer.concat([Buffer.from([0]), writer.compressedPixels(words)]);
  const colours = writer.compressedPixels([...palette.keys()]);
  const head = Buffer.from([palette.size]);
  if (palette.size === 1) return Buffer.concat([head, colours]);
  const bits = palette.size === 2 ? 1 : palette.size <= 4 ? 2 : 4;
  return Buffer.concat([head, colours, packIndices(words, width, palette, bits)]);
}

/** ZRLE (RFC 6143, 7.7.6): tiles of 64 x 64 in one zlib stream. */
export function createZrleEncoder(): RectangleEncoder {
  const stream = new DeflateStream();
  return {
    number: 16,
    maxSize: { width: 65535, height: 65535 },
    async encode(words, rect, writer) {
      const tiles: Buffer[] = [];
      for (let top = 0; top < rect.height; top += tileSide) {
        for (let left = 0; left < rect.width; left += tileSide) {
          const width = Math.min(tileSide, rect.width - left);
          const height = Math.min(tileSide, rect.height - top);
          const tile = new Uint32Array(width * height);
          for (let y = 0; y < height; y++) {
            const start = (top + y) * rect.width + left;
            tile.set(words.subarray(start, start + width), y * width);
          }
          tiles.push(encodeTile(tile, width, writer));
        }
      }
      const compressed = await stream.compress(Buffer.concat(tiles));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(compressed.length);
      return Buffer.concat([length, compressed]);
    },
    close: () => stream.close(),
  };
}
