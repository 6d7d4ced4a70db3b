import { type Point, type Rect, contains, wholeOf } from '../../base/geometry.ts';
import { vncError } from '../../base/errors.ts';
import type { ByteReader } from '../byteReader.ts';
import type { Framebuffer } from '../framebuffer.ts';
import type { Decoder } from './decoder.ts';

/** CopyRect (RFC 6143, section 7.7.2): where in the framebuffer the same pixels are already. */
export const copyRectDecoder: Decoder = {
  paintsAtOnce: true,
  async decode(rect, reader, framebuffer) {
    await copyRect(rect, reader, framebuffer);
  },
};

/** Reads one rectangle as {@link copyRectDecoder} does. @returns where its pixels came from */
export async function copyRect(rect: Rect, reader: ByteReader, framebuffer: Framebuffer): Promise<Point> {
  if (reader.available < 4) await reader.need(4);
  const { x: toX, y: toY, width, height } = rect;
  const x = reader.u16();
  const y = reader.u16();
  if (!contains(wholeOf(framebuffer), { x, y, width, height })) {
    throw vncError('VNC_BAD_RECTANGLE', { x, y, width, height, offset: reader.offset });
  }
  framebuffer.copy(x, y, toX, toY, width, height);
  return { x, y };
}
