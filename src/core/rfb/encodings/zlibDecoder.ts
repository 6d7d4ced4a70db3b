import type { GrowingBuffer } from '../growingBuffer.ts';
import { createInflateStream } from '../inflateStream.ts';
import { badData, checkLimit } from '../wireErrors.ts';
import type { Decoder } from './decoder.ts';
import { inflateRun } from './inflateRun.ts';
import { paintFourByteRows } from './pixelRows.ts';

/** Zlib (rfbproto, "zlib Encoding"): Raw, compressed with one stream for the life of the connection. */
export function createZlibDecoder(scratch: GrowingBuffer): Decoder {
  const stream = createInflateStream();
  return {
    async decode({ x, y, width, height }, reader, framebuffer) {
      if (reader.available < 4) await reader.need(4);
      const length = reader.u32();
      checkLimit(reader, 'compressedBytes', length);
      if (reader.available < length) await reader.need(length);
      const expected = width * height * 4;
      const inflated = inflateRun(stream, reader, length, scratch, expected);
      if ((typeof inflated === 'number' ? inflated : await inflated) !== expected) {
        throw badData(reader, 'zlib-length');
      }
      paintFourByteRows(x, y, width, height, scratch.view, 0, framebuffer);
    },
    close: () => stream.close(),
  };
}
