import { DeflateStream } from './deflateStream.ts';
import { type RectangleEncoder, packIndices, paletteOf } from './rectangleEncoder.ts';

/** Data shorter than this is sent as it is, without a length (rfbproto, Tight encoding). */
const minToCompress = 12;

/** A length in one to three bytes of seven bits, the low ones first. */
function compactLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x4000) return Buffer.from([(length & 0x7f) | 0x80, length >> 7]);
  return Buffer.from([(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14]);
}

/** Tight (rfbproto, encoding 7): fill, palette and full-colour rectangles. */
export function createTightEncoder(): RectangleEncoder {
  const streams = [new DeflateStream(), new DeflateStream(), new DeflateStream()] as const;
  const packed = async (stream: 0 | 1 | 2, bytes: Buffer): Promise<Buffer> => {
    if (bytes.length < minToCompress) return bytes;
    const compressed = await streams[stream].compress(bytes);
    return Buffer.concat([compactLength(compressed.length), compressed]);
  };
  return {
    number: 7,
    maxSize: { width: 2048, height: 256 },
    async encode(words, rect, writer) {
      const palette = paletteOf(words, 256);
      if (palette === undefined) {
        return Buffer.concat([Buffer.from([0x00]), await packed(0, writer.tightPixels(words))]);
      }
      const colours = writer.tightPixels([...palette.keys()]);
      if (palette.size === 1) return Buffer.concat([Buffer.from([0x80]), colours]);
      const stream = palette.size === 2 ? 1 : 2;
      const indices = packIndices(words, rect.width, palette, palette.size === 2 ? 1 : 8);
      const head = Buffer.from([(stream << 4) | 0x40, 1, palette.size - 1]);
      return Buffer.concat([head, colours, await packed(stream, indices)]);
    },
    close: () => streams.forEach((stream) => stream.close()),
  };
}
