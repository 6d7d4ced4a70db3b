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
 * The only format that we ask for: pixels arrive as the bytes red, green, blue and one unused, the order of
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
