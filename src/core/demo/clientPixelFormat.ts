/** How a client wants its pixels: PIXEL_FORMAT of RFC 6143, 7.4. */
export interface ClientPixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32;
  readonly depth: number;
  readonly bigEndian: boolean;
  /** `false`: pixels are places in a colour map; ours is three bits red, three green, two blue. */
  readonly trueColour: boolean;
  readonly max: readonly [red: number, green: number, blue: number];
  readonly shift: readonly [red: number, green: number, blue: number];
}

/** What the demo server offers in ServerInit: 32 bits, red lowest, as its own memory has it. */
export const nativeFormat: ClientPixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  trueColour: true,
  max: [255, 255, 255],
  shift: [0, 8, 16],
};

/** The colour map for clients that want one: 256 colours of 3-3-2 bits, as 16-bit channels. */
export function colourMapEntry(index: number): readonly [number, number, number] {
  const channel = (value: number, most: number): number => Math.round((value / most) * 65535);
  return [channel(index & 7, 7), channel((index >> 3) & 7, 7), channel((index >> 6) & 3, 3)];
}

/** Reads the 16 bytes of a pixel format. Returns `undefined` for one that makes no sense. */
export function parsePixelFormat(bytes: Buffer): ClientPixelFormat | undefined {
  const bitsPerPixel = bytes.readUInt8(0);
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) return undefined;
  const shift = [bytes.readUInt8(10), bytes.readUInt8(11), bytes.readUInt8(12)] as const;
  const trueColour = bytes.readUInt8(3) !== 0;
  // With a colour map the rest of the format means nothing.
  if (trueColour && shift.some((bits) => bits >= bitsPerPixel)) return undefined;
  return {
    bitsPerPixel,
    depth: bytes.readUInt8(1),
    bigEndian: bytes.readUInt8(2) !== 0,
    trueColour,
    max: [bytes.readUInt16BE(4), bytes.readUInt16BE(6), bytes.readUInt16BE(8)],
    shift,
  };
}

/** The 16 bytes of a pixel format. */
export function writePixelFormat(format: ClientPixelFormat): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt8(format.bitsPerPixel, 0);
  bytes.writeUInt8(format.depth, 1);
  bytes.writeUInt8(format.bigEndian ? 1 : 0, 2);
  bytes.writeUInt8(format.trueColour ? 1 : 0, 3);
  format.max.forEach((max, i) => bytes.writeUInt16BE(max, 4 + 2 * i));
  format.shift.forEach((bits, i) => bytes.writeUInt8(bits, 10 + i));
  return bytes;
}

/** Turns our own pixels into a client's, in the three widths that encodings use. */
export class PixelWriter {
  readonly format: ClientPixelFormat;

  constructor(format: ClientPixelFormat) {
    this.format = format;
  }

  /** The value of a pixel in the client's format. */
  value(word: number): number {
    const { trueColour, max, shift } = this.format;
    const channels = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255];
    const most = trueColour ? max : [7, 7, 3];
    const bits = trueColour ? shift : [0, 3, 6];
    let value = 0;
    for (let i = 0; i < 3; i++) {
      value |= Math.round(((channels[i] ?? 0) * (most[i] ?? 0)) / 255) << (bits[i] ?? 0);
    }
    return value >>> 0;
  }

  /** PIXEL: whole pixels, as Raw has them. */
  pixels(words: readonly number[] | Uint32Array): Buffer {
    const width = this.format.bitsPerPixel / 8;
    const bytes = Buffer.alloc(words.length * width);
    for (let i = 0; i < words.length; i++) {
      const value = this.value(words[i] ?? 0);
      if (this.format.bigEndian) bytes.writeUIntBE(value, i * width, width);
      else bytes.writeUIntLE(value, i * width, width);
    }
    return bytes;
  }

  /** TPIXEL: red, green, blue when the format is 888 in 32 bits, else PIXEL (Tight, rfbproto 7.7.6). */
  tightPixels(words: readonly number[] | Uint32Array): Buffer {
    const { bitsPerPixel, depth, max, trueColour } = this.format;
    const packs = trueColour && bitsPerPixel === 32 && depth === 24 && max.every((most) => most === 255);
    if (!packs) return this.pixels(words);
    const bytes = Buffer.alloc(words.length * 3);
    for (let i = 0; i < words.length; i++) bytes.writeUIntLE((words[i] ?? 0) & 0xffffff, i * 3, 3);
    return bytes;
  }

  /** CPIXEL: the three bytes that matter when they are the low or the high ones (ZRLE, RFC 6143, 7.7.5). */
  compressedPixels(words: readonly number[] | Uint32Array): Buffer {
    const { bitsPerPixel, depth, bigEndian, max, shift, trueColour } = this.format;
    const tops = shift.map((bits, i) => bits + Math.ceil(Math.log2((max[i] ?? 0) + 1)));
    const low = tops.every((top) => top <= 24);
    const high = shift.every((bits) => bits >= 8);
    if (!trueColour || bitsPerPixel !== 32 || depth > 24 || (!low && !high)) return this.pixels(words);
    const whole = this.pixels(words);
    const skip = low === bigEndian ? 1 : 0;
    const bytes = Buffer.alloc(words.length * 3);
    for (let i = 0; i < words.length; i++) whole.copy(bytes, i * 3, i * 4 + skip, i * 4 + skip + 3);
    return bytes;
  }
}
