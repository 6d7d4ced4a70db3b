import { type Framebuffer, OPAQUE } from './framebuffer.ts';
import { paintFourByteRows, paintThreeByteRows } from './encodings/pixelRows.ts';

/** Reads pixels of one form on the wire as words of the framebuffer, alpha included. */
export interface PixelReader {
  /** Bytes of a pixel: 1 to 4. */
  readonly bytes: number;
  /** The pixel at `at`. */
  word(view: DataView, at: number): number;
  /**
   * Paints rows of pixels that begin at `at` of `view`. One byte after the last pixel must be there, as it is
   * in a `GrowingBuffer`, when a pixel has three bytes.
   */
  paintRows(
    x: number,
    y: number,
    width: number,
    height: number,
    view: DataView,
    at: number,
    framebuffer: Framebuffer,
  ): void;
  /** The red, green and blue of a pixel before they become bytes, for filters that work on them. */
  readonly components: PixelComponents;
}

/** Where a pixel's colours are, and what they mean. */
export interface PixelComponents {
  readonly maxima: readonly [red: number, green: number, blue: number];
  readonly shifts: readonly [red: number, green: number, blue: number];
  readonly bigEndian: boolean;
}

const eightBits: PixelComponents = { maxima: [255, 255, 255], shifts: [0, 8, 16], bigEndian: false };

/** Four bytes: red, green, blue and one that means nothing. */
class RgbxPixels implements PixelReader {
  readonly bytes = 4;
  readonly components = eightBits;
  readonly paintRows = paintFourByteRows;

  word(view: DataView, at: number): number {
    return (view.getInt32(at, true) | OPAQUE) >>> 0;
  }
}

/** Three bytes: red, green, blue. */
class RgbPixels implements PixelReader {
  readonly bytes = 3;
  readonly components = eightBits;
  readonly paintRows = paintThreeByteRows;

  word(view: DataView, at: number): number {
    return (view.getUint16(at, true) | (view.getUint8(at + 2) << 16) | OPAQUE) >>> 0;
  }
}

/** Whole pixels of the session's format of full colour. */
export const rgbxPixels: PixelReader = new RgbxPixels();

/** Pixels of the same without their unused byte, and Tight's of every format with eight bits a colour. */
export const rgbPixels: PixelReader = new RgbPixels();

/** Four bytes: red, green, blue and alpha, for pictures that are no part of the screen. */
class RgbaPixels implements PixelReader {
  readonly bytes = 4;
  readonly components = eightBits;

  word(view: DataView, at: number): number {
    return view.getUint32(at, true);
  }

  paintRows(
    x: number,
    y: number,
    width: number,
    height: number,
    view: DataView,
    at: number,
    framebuffer: Framebuffer,
  ): void {
    const { words, width: stride } = framebuffer;
    for (let row = y * stride + x, end = row + height * stride; row < end; row += stride) {
      for (let to = row; to < row + width; to++, at += 4) words[to] = view.getUint32(at, true);
    }
  }
}

/** Pixels of a cursor with alpha. */
export const rgbaPixels: PixelReader = new RgbaPixels();
