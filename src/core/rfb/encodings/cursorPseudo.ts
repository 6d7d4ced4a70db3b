import type { Rect } from '../../base/geometry.ts';
import type { CursorImage } from '../../session/session.ts';
import type { ByteReader } from '../byteReader.ts';
import { checkLimit } from '../wireErrors.ts';

/**
 * Reads a Cursor pseudo-rectangle (RFC 6143, section 7.8.1): pixels in the session's format and a mask, rows
 * padded to bytes. The rectangle's place is the hot spot.
 */
export async function readCursor(rect: Rect, reader: ByteReader): Promise<CursorImage> {
  const { x: hotspotX, y: hotspotY, width, height } = rect;
  checkLimit(reader, 'cursorSide', Math.max(width, height));
  const maskStride = (width + 7) >> 3;
  const pixelBytes = width * height * 4;
  await reader.need(pixelBytes + maskStride * height);
  const pixels = Uint8Array.from(reader.bytes(pixelBytes));
  const mask = reader.bytes(maskStride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const solid = ((mask[y * maskStride + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
      // What is outside the mask has no colour either: it must not shine through when the image is scaled.
      if (solid) pixels[at + 3] = 255;
      else pixels.fill(0, at, at + 4);
    }
  }
  return { width, height, hotspotX, hotspotY, pixels };
}
