import type { ColourMap } from './colourMap.ts';
import { type PixelReader, rgbPixels, rgbaPixels, rgbxPixels } from './pixelReader.ts';
import { type PixelFormat, isSanePixelFormat, samePixelFormat, sessionPixelFormat } from './pixelFormat.ts';
import { MappedPixels, TablePixels, componentsOf } from './tablePixels.ts';
import { WordPixels } from './wordPixels.ts';

/** How the pixels of a format stand on the wire: whole, and in the shorter forms of two families of encodings. */
export interface PixelLayout {
  readonly format: PixelFormat;
  /** PIXEL: whole. */
  readonly pixel: PixelReader;
  /** CPIXEL of ZRLE, TRLE and ZYWRLE (RFC 6143, section 7.7.5): without the byte that holds no colour. */
  readonly compact: PixelReader;
  /** TPIXEL of Tight (rfbproto, "Tight Encoding"): red, green, blue when each has eight of 24 bits. */
  readonly tight: PixelReader;
}

/** The layout of the fast way. */
const rgbLayout: PixelLayout = {
  format: sessionPixelFormat,
  pixel: rgbxPixels,
  compact: rgbPixels,
  tight: rgbPixels,
};

/** The layout of pictures with transparency: all 32 bits count, so that nothing can be left out. */
export const alphaLayout: PixelLayout = {
  format: { ...sessionPixelFormat, depth: 32 },
  pixel: rgbaPixels,
  compact: rgbaPixels,
  tight: rgbaPixels,
};

/** How pixels of a format stand on the wire. @throws Error for a format that is not sane */
export function pixelLayoutOf(format: PixelFormat, colourMap: ColourMap): PixelLayout {
  if (samePixelFormat(format, sessionPixelFormat)) return rgbLayout;
  if (!isSanePixelFormat(format)) throw new Error('a pixel format without meaning');
  if (!format.trueColour) {
    const pixel = new MappedPixels(format, colourMap);
    return { format, pixel, compact: pixel, tight: pixel };
  }
  if (format.bitsPerPixel < 32) {
    const pixel = new TablePixels(format);
    return { format, pixel, compact: pixel, tight: pixel };
  }
  const components = componentsOf(format);
  const pixel = new WordPixels(components, format.bigEndian);
  const is888 =
    format.depth === 24 && format.redMax === 255 && format.greenMax === 255 && format.blueMax === 255;
  return { format, pixel, compact: compactOf(format, pixel), tight: is888 ? rgbPixels : pixel };
}

/** The low or the high three bytes, where they hold all colour. */
function compactOf(format: PixelFormat, pixel: PixelReader): PixelReader {
  if (format.depth > 24) return pixel;
  const { redShift, greenShift, blueShift } = format;
  const top = Math.max(
    redShift + bitsOf(format.redMax),
    greenShift + bitsOf(format.greenMax),
    blueShift + bitsOf(format.blueMax),
  );
  if (top <= 24) return new WordPixels(componentsOf(format), format.bigEndian, { bytes: 3 });
  if (Math.min(redShift, greenShift, blueShift) < 8) return pixel;
  const shifted = {
    ...format,
    redShift: redShift - 8,
    greenShift: greenShift - 8,
    blueShift: blueShift - 8,
  };
  return new WordPixels(componentsOf(shifted), format.bigEndian, { bytes: 3 });
}

function bitsOf(max: number): number {
  return 32 - Math.clz32(max);
}
