import type { Point, Rect } from '../../base/geometry.ts';
import type { CursorImage } from '../../image/cursorImage.ts';
import type { ByteReader } from '../byteReader.ts';
import { Framebuffer } from '../framebuffer.ts';
import type { PixelReader } from '../pixelReader.ts';
import { badData, checkLimit } from '../wireErrors.ts';
import type { Decoders } from './decoders.ts';
import { encodings } from './encodingNumbers.ts';

/** What a pseudo-rectangle tells of the cursor: how it looks, or where the server has moved it. */
export type CursorNews =
  | { readonly kind: 'image'; readonly image: CursorImage }
  | { readonly kind: 'position'; readonly position: Point };

/** `type` of VMware's cursor. */
const VMWARE_CLASSIC = 0;
const VMWARE_ALPHA = 1;
/** What inverts the screen below it cannot be shown; this grey is visible on black and on white. */
const INVERTING = [128, 128, 128, 255] as const;

/**
 * Reads a pseudo-rectangle of the cursor, in any of its forms. The rectangle's place is the hot spot, or the
 * new place of the cursor.
 *
 * @returns `undefined` when the encoding is none of the cursor; nothing is read then
 * @throws `VNC_LIMIT_EXCEEDED`, `VNC_BAD_DATA`
 */
export async function readCursor(
  encoding: number,
  rect: Rect,
  reader: ByteReader,
  decoders: Decoders,
): Promise<CursorNews | undefined> {
  if (encoding === encodings.PointerPos || encoding === encodings.VMwareCursorPosition) {
    return { kind: 'position', position: { x: rect.x, y: rect.y } };
  }
  const read = forms.get(encoding);
  if (read === undefined) return undefined;
  const { x: hotspotX, y: hotspotY, width, height } = rect;
  checkLimit(reader, 'cursorSide', Math.max(width, height));
  const pixels = await read(rect, reader, decoders);
  return { kind: 'image', image: { width, height, hotspotX, hotspotY, pixels } };
}

/** Whether an encoding tells how the cursor looks. */
export function isCursor(encoding: number): boolean {
  return forms.has(encoding);
}

/** Reads a form's pixels as RGBA, not premultiplied. */
type CursorForm = (rect: Rect, reader: ByteReader, decoders: Decoders) => Promise<Uint8Array>;

const forms: ReadonlyMap<number, CursorForm> = new Map([
  [encodings.Cursor, readRichCursor],
  [encodings.XCursor, readXCursor],
  [encodings.CursorWithAlpha, readCursorWithAlpha],
  [encodings.VMwareCursor, readVMwareCursor],
]);

/** Cursor (RFC 6143, section 7.8.1): pixels in the session's format and a mask, rows padded to bytes. */
async function readRichCursor(rect: Rect, reader: ByteReader, decoders: Decoders): Promise<Uint8Array> {
  const { pixel } = decoders.layout;
  const count = rect.width * rect.height;
  const maskBytes = maskStride(rect) * rect.height;
  await reader.need(count * pixel.bytes + maskBytes);
  const image = new Uint8Array(count * 4);
  const words = new Uint32Array(image.buffer);
  let at = reader.take(count * pixel.bytes);
  for (let i = 0; i < count; i++, at += pixel.bytes) words[i] = pixel.word(reader.view, at);
  return masked(image, rect, reader.bytes(maskBytes));
}

/** X Cursor (rfbproto): two colours, a bitmap that chooses and a mask. */
async function readXCursor(rect: Rect, reader: ByteReader): Promise<Uint8Array> {
  const { width, height } = rect;
  const image = new Uint8Array(width * height * 4);
  if (image.length === 0) return image;
  const stride = maskStride(rect);
  await reader.need(6 + 2 * stride * height);
  const colours = Uint8Array.from(reader.bytes(6));
  const primary = [...colours.subarray(0, 3), 255];
  const secondary = [...colours.subarray(3), 255];
  const bitmap = Uint8Array.from(reader.bytes(stride * height));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      image.set(bitAt(bitmap, stride, x, y) ? primary : secondary, (y * width + x) * 4);
    }
  }
  return masked(image, rect, reader.bytes(stride * height));
}

/** Cursor With Alpha (rfbproto): a rectangle of any encoding, its colours multiplied with their alpha. */
async function readCursorWithAlpha(rect: Rect, reader: ByteReader, decoders: Decoders): Promise<Uint8Array> {
  await reader.need(4);
  const encoding = reader.s32();
  const { width, height } = rect;
  const picture = new Framebuffer(width, height);
  if (!(await decoders.decodeWithAlpha(encoding, { x: 0, y: 0, width, height }, reader, picture))) {
    throw badData(reader, 'cursor-encoding');
  }
  const { pixels } = picture;
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3] ?? 0;
    for (let i = at; i < at + 3; i++) {
      pixels[i] = alpha === 0 ? 0 : Math.min(255, Math.round(((pixels[i] ?? 0) * 255) / alpha));
    }
  }
  return pixels;
}

/**
 * VMware Cursor (rfbproto): RGBA, or pixels to combine with the screen by AND and then by XOR. It is not said
 * whether RGBA is premultiplied; VMware's own driver sends it plain.
 */
async function readVMwareCursor(rect: Rect, reader: ByteReader, decoders: Decoders): Promise<Uint8Array> {
  await reader.need(2);
  const type = reader.u8();
  reader.take(1);
  const count = rect.width * rect.height;
  if (type === VMWARE_ALPHA) {
    await reader.need(count * 4);
    return Uint8Array.from(reader.bytes(count * 4));
  }
  if (type !== VMWARE_CLASSIC) throw badData(reader, 'vmware-cursor');
  const { pixel } = decoders.layout;
  const bytes = count * pixel.bytes;
  await reader.need(2 * bytes);
  let and = reader.take(2 * bytes);
  const { view } = reader;
  const image = new Uint8Array(count * 4);
  for (let at = 0; at < image.length; at += 4, and += pixel.bytes) {
    const xor = and + bytes;
    if (isZero(pixel, view, and)) {
      const word = pixel.word(view, xor);
      image.set([word & 255, (word >> 8) & 255, (word >> 16) & 255, 255], at);
    } else if (!isZero(pixel, view, xor)) {
      image.set(INVERTING, at);
    }
  }
  return image;
}

/** Whether a pixel changes nothing by XOR and everything by AND. */
function isZero(pixel: PixelReader, view: DataView, at: number): boolean {
  // Of four bytes one may be unused and mean nothing.
  if (pixel.bytes === 4) return (pixel.word(view, at) & 0xffffff) === 0;
  return pixel.bytes === 2 ? view.getUint16(at) === 0 : view.getUint8(at) === 0;
}

/** Bytes of a row of bits. */
function maskStride({ width }: Rect): number {
  return (width + 7) >> 3;
}

function bitAt(bits: Uint8Array, stride: number, x: number, y: number): boolean {
  return ((bits[y * stride + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}

/** Empties what is outside the mask: it must not shine through when the image is scaled. */
function masked(image: Uint8Array, rect: Rect, mask: Uint8Array): Uint8Array {
  const stride = maskStride(rect);
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      const at = (y * rect.width + x) * 4;
      if (!bitAt(mask, stride, x, y)) image.fill(0, at, at + 4);
    }
  }
  return image;
}
