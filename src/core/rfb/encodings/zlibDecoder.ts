import type { GrowingBuffer } from '../growingBuffer.ts';
import { createInflateStream } from '../inflateStream.ts';
import { badData, checkLimit } from '../wireErrors.ts';
import type { CurrentLayout, Decoder } from './decoder.ts';
import { inflateRun } from './inflateRun.ts';

/** Zlib (rfbproto, "zlib Encoding"): Raw, compressed with one stream for the life of the connection. */
export function createZlibDecoder(current: CurrentLayout, scratch: GrowingBuffer): Decoder {
  const stream = createInflateStream();
  return {
    async decode({ x, y, width, height }, reader, framebuffer) {
      const { pixel } = current.layout;
      if (reader.available < 4) await reader.need(4);
      const length = reader.u32();
      checkLimit(reader, 'compressedBytes', length);
      if (reader.available < length) await reader.need(length);
      const expected = width * height * pixel.bytes;
      const inflated = inflateRun(stream, reader, length, scratch, expected);
      if ((typeof inflated === 'number' ? inflated : await inflated) !== expected) {
        throw badData(reader, 'zlib-length');
      }
      pixel.paintRows(x, y, width, height, scratch.view, 0, framebuffer);
    },
    close: () => stream.close(),
  };
}
