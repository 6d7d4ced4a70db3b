import { encode } from 'jpeg-js';
import type { PixelImage } from '../session/bridge.ts';

/** Writes an image as baseline JPEG. @param quality 1 (smallest) to 100 (best). */
export function encodeJpeg(image: PixelImage, quality: number): Uint8Array {
  const { width, height, pixels } = image;
  const data = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return encode({ width, height, data }, Math.round(quality)).data;
}
