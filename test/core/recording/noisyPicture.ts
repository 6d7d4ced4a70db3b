import type { PixelImage } from '../../../src/core/session/bridge.ts';

/** A picture that takes long to encode, the same for the same seed. */
export function noisyPicture(width: number, height: number, seed: number): PixelImage {
  const words = new Uint32Array(width * height);
  for (let i = 0; i < words.length; i += 1)
    words[i] = (Math.imul(i + seed * 77, 2_654_435_761) | 0xff000000) >>> 0;
  return { width, height, pixels: new Uint8Array(words.buffer) };
}
