import { isVncError, vncError } from '../../base/errors.ts';
import { type Rect, isEmpty } from '../../base/geometry.ts';
import { jpegDecoder, jpegSize } from '../../image/jpegDecoder.ts';
import { decodePng } from '../../image/pngDecoder.ts';
import type { ByteReader } from '../byteReader.ts';
import type { Framebuffer } from '../framebuffer.ts';
import { badData } from '../wireErrors.ts';

/**
 * Paints a JPEG picture, or has it kept where the framebuffer defers pictures; `reader` tells where it was.
 *
 * @throws `VNC_BAD_DATA`
 */
export function paintJpeg(rect: Rect, reader: ByteReader, jpeg: Uint8Array, framebuffer: Framebuffer): void {
  if (framebuffer.defersPictures && isWorthKeeping(rect, jpeg)) {
    const kept = Uint8Array.from(jpeg);
    const { offset } = reader;
    framebuffer.keepPicture(rect, kept, () => {
      try {
        return jpegDecoder().decode(kept, rect);
      } catch (error) {
        throw isVncError(error, 'VNC_BAD_DATA')
          ? vncError('VNC_BAD_DATA', { what: 'jpeg', offset }, error)
          : error;
      }
    });
    return;
  }
  paint('jpeg', rect, reader, framebuffer, () => jpegDecoder().decode(jpeg, rect));
}

/** Paints a PNG picture; `reader` tells where it was. @throws `VNC_BAD_DATA` */
export function paintPng(rect: Rect, reader: ByteReader, png: Uint8Array, framebuffer: Framebuffer): void {
  paint('png', rect, reader, framebuffer, () => decodePng(png, rect));
}

function paint(
  kind: string,
  rect: Rect,
  reader: ByteReader,
  framebuffer: Framebuffer,
  decode: () => Uint32Array,
): void {
  if (isEmpty(rect)) return;
  try {
    // First, for it may decode another picture with the same decoder.
    framebuffer.overwrite(rect);
    framebuffer.blit(rect.x, rect.y, rect.width, rect.height, decode());
  } catch (error) {
    throw isVncError(error, 'VNC_BAD_DATA') ? badData(reader, kind, error) : error;
  }
}

/** Whether a picture is of the right size, and smaller than its pixels. */
function isWorthKeeping({ width, height }: Rect, jpeg: Uint8Array): boolean {
  if (jpeg.length >= width * height * 3) return false;
  const size = jpegSize(jpeg);
  return size?.width === width && size.height === height;
}
