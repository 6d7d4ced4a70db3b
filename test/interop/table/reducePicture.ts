import type { PixelImage } from '../../../src/core/session/bridge.ts';

/**
 * How servers make intensities of fewer bits out of 8: QEMU leaves out the low bits, x11vnc and TightVNC take the
 * nearest intensity, and so does TigerVNC, with a little more of a half.
 */
export type Rounding = 'cut' | 'nearest' | 'nearest and up';

const reductions: Readonly<Record<Rounding, (value: number, max: number) => number>> = {
  cut: (value, max) => Math.floor((value * (max + 1)) / 256),
  nearest: (value, max) => Math.floor((value * max + 127) / 255),
  'nearest and up': (value, max) => Math.floor((value * max + 128) / 255),
};

/** The highest intensities of red, green and blue (RFC 6143, section 7.4: a power of 2 less 1). */
const maxima = { 8: [7, 7, 3], 16: [31, 63, 31] } as const;

/** What is left of a picture in pixels of `depth` bits, with intensities of 0 to 255 again. */
export function reducePicture(picture: PixelImage, depth: 8 | 16, rounding: Rounding): PixelImage {
  const pixels = picture.pixels.slice();
  for (const [channel, max] of maxima[depth].entries()) {
    const reduce = reductions[rounding];
    const left = Uint8Array.from({ length: 256 }, (_, value) => Math.round((reduce(value, max) * 255) / max));
    for (let at = channel; at < pixels.length; at += 4) pixels[at] = left[pixels[at] ?? 0] ?? 0;
  }
  return { ...picture, pixels };
}
