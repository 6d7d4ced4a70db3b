import type { Decoders } from '../../../../src/core/rfb/encodings/decoders.ts';
import type { PixelFormat } from '../../../../src/core/rfb/pixelFormat.ts';
import { colours } from './picture.ts';

const format = (
  bitsPerPixel: number,
  depth: number,
  bigEndian: boolean,
  maxima: readonly [number, number, number],
  shifts: readonly [number, number, number],
): PixelFormat => ({
  bitsPerPixel,
  depth,
  bigEndian,
  trueColour: maxima[0] > 0,
  redMax: maxima[0],
  greenMax: maxima[1],
  blueMax: maxima[2],
  redShift: shifts[0],
  greenShift: shifts[1],
  blueShift: shifts[2],
});

/** Pixel formats of every kind: all decoders must know them. */
export const pixelFormats: Readonly<Record<string, PixelFormat>> = {
  'full colour, ours': format(32, 24, false, [255, 255, 255], [0, 8, 16]),
  'full colour, blue first': format(32, 24, false, [255, 255, 255], [16, 8, 0]),
  'full colour, big-endian': format(32, 24, true, [255, 255, 255], [16, 8, 0]),
  'full colour in the high bytes': format(32, 24, false, [255, 255, 255], [8, 16, 24]),
  'full colour in the high bytes, big-endian': format(32, 24, true, [255, 255, 255], [24, 16, 8]),
  'less than full colour in 32 bits': format(32, 18, false, [63, 63, 63], [12, 6, 0]),
  'thirty bits of colour': format(32, 30, false, [1023, 1023, 1023], [20, 10, 0]),
  '16 bits': format(16, 16, false, [31, 63, 31], [11, 5, 0]),
  '15 bits, big-endian': format(16, 15, true, [31, 31, 31], [0, 5, 10]),
  '8 bits': format(8, 8, false, [7, 7, 3], [0, 3, 6]),
  'a colour map': format(8, 8, false, [0, 0, 0], [0, 0, 0]),
};

const mapped = Object.values(colours);

/** Says how a test's colours (`0xbbggrr`) stand on the wire in a format, by the words of the specification. */
export class PixelForm {
  readonly format: PixelFormat;

  constructor(pixelFormat: PixelFormat) {
    this.format = pixelFormat;
  }

  /** Gives decoders the format, and its colours. */
  prepare(decoders: Decoders): void {
    decoders.setPixelFormat(this.format);
    const entries = new DataView(new ArrayBuffer(mapped.length * 6));
    mapped.forEach((colour, i) => {
      for (let c = 0; c < 3; c++) entries.setUint16(i * 6 + c * 2, ((colour >> (c * 8)) & 255) * 257);
    });
    decoders.colourMap.set(10, mapped.length, entries, 0);
  }

  /** The three components as the format holds them. */
  components(colour: number): [red: number, green: number, blue: number] {
    const { redMax, greenMax, blueMax } = this.format;
    const part = (shift: number, max: number): number => Math.round((((colour >> shift) & 255) * max) / 255);
    return [part(0, redMax), part(8, greenMax), part(16, blueMax)];
  }

  /** PIXEL; bits without a meaning are set here and there. */
  pixel(...all: readonly number[]): Uint8Array {
    return Buffer.concat(
      all.map((colour) => {
        if (!this.format.trueColour) return Uint8Array.of(10 + mapped.findIndex((known) => known === colour));
        return this.pixelOf(this.components(colour));
      }),
    );
  }

  /** PIXEL of components. */
  pixelOf(components: readonly [number, number, number]): Uint8Array {
    const { redMax, greenMax, blueMax, redShift, greenShift, blueShift, bitsPerPixel, bigEndian } =
      this.format;
    const [red, green, blue] = components;
    const used = ((redMax << redShift) | (greenMax << greenShift) | (blueMax << blueShift)) >>> 0;
    const value =
      ((red << redShift) | (green << greenShift) | (blue << blueShift) | (~used & 0x5a5a5a5a)) >>> 0;
    const bytes = [0, 8, 16, 24].slice(0, bitsPerPixel / 8).map((shift) => (value >>> shift) & 255);
    return Uint8Array.from(bigEndian ? bytes.reverse() : bytes);
  }

  /** CPIXEL (RFC 6143, section 7.7.5). */
  compact(...all: readonly number[]): Uint8Array {
    const { bitsPerPixel, depth, bigEndian, redMax, greenMax, blueMax } = this.format;
    const { redShift, greenShift, blueShift } = this.format;
    if (bitsPerPixel < 32 || depth > 24) return this.pixel(...all);
    const used = ((redMax << redShift) | (greenMax << greenShift) | (blueMax << blueShift)) >>> 0;
    const dropsHigh = used <= 0xffffff;
    return Buffer.concat(
      all.map((colour) => {
        const bytes = this.pixel(colour);
        return dropsHigh === bigEndian ? bytes.subarray(1) : bytes.subarray(0, 3);
      }),
    );
  }

  /** Whether TPIXEL (rfbproto, "Tight Encoding") is red, green, blue. */
  get isTight888(): boolean {
    const { bitsPerPixel, depth, redMax, greenMax, blueMax } = this.format;
    return bitsPerPixel === 32 && depth === 24 && redMax === 255 && greenMax === 255 && blueMax === 255;
  }

  /** TPIXEL. */
  tight(...all: readonly number[]): Uint8Array {
    if (!this.isTight888) return this.pixel(...all);
    return Buffer.concat(all.map((colour) => Uint8Array.from(this.components(colour))));
  }

  /** The word of the framebuffer that a colour becomes. */
  word(colour: number): number {
    if (!this.format.trueColour) return (0xff000000 | colour) >>> 0;
    return this.wordOf(this.components(colour));
  }

  /** The word of components. */
  wordOf([red, green, blue]: readonly [number, number, number]): number {
    const { redMax, greenMax, blueMax } = this.format;
    const byte = (value: number, max: number): number => Math.round((value * 255) / max);
    const rgb = byte(red, redMax) | (byte(green, greenMax) << 8) | (byte(blue, blueMax) << 16);
    return (0xff000000 | rgb) >>> 0;
  }
}
