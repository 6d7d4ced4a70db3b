/** A pixel format as it stands on the wire (RFC 6143, section 7.4). */
export interface PixelFormat {
  readonly bitsPerPixel: number;
  readonly depth: number;
  readonly bigEndian: boolean;
  readonly trueColour: boolean;
  readonly redMax: number;
  readonly greenMax: number;
  readonly blueMax: number;
  readonly redShift: number;
  readonly greenShift: number;
  readonly blueShift: number;
}

/** Bytes of a pixel format on the wire. */
export const PIXEL_FORMAT_BYTES = 16;

/**
 * The format of full colour, and the only one with a fast way through every decoder: pixels arrive as the bytes red, green, blue and one unused, the order of
 * the framebuffer. Tight and ZRLE drop the unused byte.
 */
export const sessionPixelFormat: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  trueColour: true,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
  redShift: 0,
  greenShift: 8,
  blueShift: 16,
};

/** 16 bits: five of red, six of green, five of blue. */
const highColour: PixelFormat = {
  ...sessionPixelFormat,
  bitsPerPixel: 16,
  depth: 16,
  redMax: 31,
  greenMax: 63,
  blueMax: 31,
  redShift: 11,
  greenShift: 5,
  blueShift: 0,
};

/** 8 bits: three of red and green, two of blue, the layout that every server knows as BGR233. */
const lowColour: PixelFormat = {
  ...sessionPixelFormat,
  bitsPerPixel: 8,
  depth: 8,
  redMax: 7,
  greenMax: 7,
  blueMax: 3,
  redShift: 0,
  greenShift: 3,
  blueShift: 6,
};

/** 8 bits that stand for colours of the server's map. */
const mappedColour: PixelFormat = {
  ...lowColour,
  trueColour: false,
  redMax: 0,
  greenMax: 0,
  blueMax: 0,
  redShift: 0,
  greenShift: 0,
  blueShift: 0,
};

/**
 * The format to ask for when colours may have `depth` bits.
 *
 * @param mapped whether pixels of 8 bits stand for colours of the server's map; other depths have none
 */
export function sessionPixelFormatFor(depth: 8 | 16 | 24, mapped = false): PixelFormat {
  if (depth === 24) return sessionPixelFormat;
  if (depth === 16) return highColour;
  return mapped ? mappedColour : lowColour;
}

/** Whether every pixel of the format has a meaning: known sizes, and colours that fit without overlapping. */
export function isSanePixelFormat(format: PixelFormat): boolean {
  const { bitsPerPixel: bits, depth, trueColour } = format;
  if ((bits !== 8 && bits !== 16 && bits !== 32) || depth < 1 || depth > bits) return false;
  if (!trueColour) return bits < 32;
  let used = 0n;
  for (const [max, shift] of [
    [format.redMax, format.redShift],
    [format.greenMax, format.greenShift],
    [format.blueMax, format.blueShift],
  ] as const) {
    const isMask = max > 0 && max <= 0xffff && (max & (max + 1)) === 0;
    const mask = BigInt(max) << BigInt(shift);
    if (!isMask || mask >> BigInt(bits) !== 0n || (used & mask) !== 0n) return false;
    used |= mask;
  }
  return true;
}

/** Whether two formats mean the same on the wire. */
export function samePixelFormat(a: PixelFormat, b: PixelFormat): boolean {
  if (a === b) return true;
  const same =
    a.bitsPerPixel === b.bitsPerPixel &&
    a.depth === b.depth &&
    a.bigEndian === b.bigEndian &&
    a.trueColour === b.trueColour;
  return (
    same &&
    (!a.trueColour ||
      (a.redMax === b.redMax &&
        a.greenMax === b.greenMax &&
        a.blueMax === b.blueMax &&
        a.redShift === b.redShift &&
        a.greenShift === b.greenShift &&
        a.blueShift === b.blueShift))
  );
}

/** Puts `format` at `at` of a message. */
export function writePixelFormat(view: DataView, at: number, format: PixelFormat): void {
  view.setUint8(at, format.bitsPerPixel);
  view.setUint8(at + 1, format.depth);
  view.setUint8(at + 2, format.bigEndian ? 1 : 0);
  view.setUint8(at + 3, format.trueColour ? 1 : 0);
  view.setUint16(at + 4, format.redMax);
  view.setUint16(at + 6, format.greenMax);
  view.setUint16(at + 8, format.blueMax);
  view.setUint8(at + 10, format.redShift);
  view.setUint8(at + 11, format.greenShift);
  view.setUint8(at + 12, format.blueShift);
}

/** Reads the format at `at` of a message. */
export function readPixelFormat(view: DataView, at: number): PixelFormat {
  return {
    bitsPerPixel: view.getUint8(at),
    depth: view.getUint8(at + 1),
    bigEndian: view.getUint8(at + 2) !== 0,
    trueColour: view.getUint8(at + 3) !== 0,
    redMax: view.getUint16(at + 4),
    greenMax: view.getUint16(at + 6),
    blueMax: view.getUint16(at + 8),
    redShift: view.getUint8(at + 10),
    greenShift: view.getUint8(at + 11),
    blueShift: view.getUint8(at + 12),
  };
}

/** A short description for logs, such as `32 bits, depth 24, little-endian, rgb 16 8 0`. */
export function describePixelFormat(format: PixelFormat): string {
  const order = format.bigEndian ? 'big-endian' : 'little-endian';
  const colours = format.trueColour
    ? `rgb ${format.redShift} ${format.greenShift} ${format.blueShift}`
    : 'colour map';
  return `${format.bitsPerPixel} bits, depth ${format.depth}, ${order}, ${colours}`;
}
