import type { Rect } from '../base/geometry.ts';
import { PIXEL_FORMAT_BYTES, type PixelFormat, writePixelFormat } from './pixelFormat.ts';

/** The messages that a client sends (RFC 6143, section 7.5), each as the bytes of one. */

/** ClientInit: whether other clients may stay connected. */
export function clientInit(shared: boolean): Uint8Array {
  return Uint8Array.of(shared ? 1 : 0);
}

/** SetPixelFormat. */
export function setPixelFormat(format: PixelFormat): Uint8Array {
  const { bytes, view } = message(0, 4 + PIXEL_FORMAT_BYTES);
  writePixelFormat(view, 4, format);
  return bytes;
}

/** SetEncodings, the preferred one first. */
export function setEncodings(encodings: readonly number[]): Uint8Array {
  const { bytes, view } = message(2, 4 + encodings.length * 4);
  view.setUint16(2, encodings.length);
  encodings.forEach((encoding, i) => view.setInt32(4 + i * 4, encoding));
  return bytes;
}

/** FramebufferUpdateRequest. */
export function framebufferUpdateRequest(region: Rect, incremental: boolean): Uint8Array {
  const { bytes, view } = message(3, 10);
  view.setUint8(1, incremental ? 1 : 0);
  view.setUint16(2, region.x);
  view.setUint16(4, region.y);
  view.setUint16(6, region.width);
  view.setUint16(8, region.height);
  return bytes;
}

/** KeyEvent. */
export function keyEvent(keysym: number, down: boolean): Uint8Array {
  const { bytes, view } = message(4, 8);
  view.setUint8(1, down ? 1 : 0);
  view.setUint32(4, keysym);
  return bytes;
}

/** PointerEvent; bit 0 of the mask is the left button. */
export function pointerEvent(x: number, y: number, buttonMask: number): Uint8Array {
  const { bytes, view } = message(5, 6);
  view.setUint8(1, buttonMask);
  view.setUint16(2, x);
  view.setUint16(4, y);
  return bytes;
}

/** ClientCutText with text in ISO 8859-1. */
export function clientCutText(latin1: Uint8Array): Uint8Array {
  const { bytes, view } = message(6, 8 + latin1.length);
  view.setUint32(4, latin1.length);
  bytes.set(latin1, 8);
  return bytes;
}

/** ClientFence: flags and the payload of the server's own (rfbproto, ClientFence). */
export function clientFence(flags: number, payload: Uint8Array): Uint8Array {
  const { bytes, view } = message(248, 9 + payload.length);
  view.setUint32(4, flags);
  view.setUint8(8, payload.length);
  bytes.set(payload, 9);
  return bytes;
}

function message(type: number, length: number): { bytes: Uint8Array<ArrayBuffer>; view: DataView } {
  const bytes = new Uint8Array(length);
  bytes[0] = type;
  return { bytes, view: new DataView(bytes.buffer) };
}
