import { isVncError } from '../../base/errors.ts';
import type { Rect } from '../../base/geometry.ts';
import { jpegDecoder } from '../../image/jpegDecoder.ts';
import { decodePng } from '../../image/pngDecoder.ts';
import type { ByteReader } from '../byteReader.ts';
import type { Framebuffer } from '../framebuffer.ts';
import { badData } from '../wireErrors.ts';

/** Paints the picture in the next `length` bytes, all of which are there. @throws `VNC_BAD_DATA` */
export function paintPicture(
  kind: 'jpeg' | 'png',
  rect: Rect,
  reader: ByteReader,
  length: number,
  framebuffer: Framebuffer,
): void {
  const { x, y, width, height } = rect;
  const bytes = reader.bytes(length);
  if (width === 0 || height === 0) return;
  try {
    const words = kind === 'jpeg' ? jpegDecoder().decode(bytes, rect) : decodePng(bytes, rect);
    framebuffer.blit(x, y, width, height, words);
  } catch (error) {
    throw isVncError(error, 'VNC_BAD_DATA') ? badData(reader, kind, error) : error;
  }
}
