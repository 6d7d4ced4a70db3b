import type { Rect, Size } from '../base/geometry.ts';
import type { ScreenArea } from '../session/wire.ts';
import { PIXEL_FORMAT_BYTES, type PixelFormat, writePixelFormat } from './pixelFormat.ts';

/** Bytes of a SCREEN structure (rfbproto, ExtendedDesktopSize). */
export const SCREEN_BYTES = 16;

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

/**
 * QEMU Extended Key Event (rfbproto): a key with its XT scancode, of which `E0 xx` is `xx | 0x80`. A keysym that is
 * not known is 0.
 */
export function extendedKeyEvent(keysym: number, down: boolean, scancode: number): Uint8Array {
  const { bytes, view } = message(255, 12);
  view.setUint16(2, down ? 1 : 0);
  view.setUint32(4, keysym);
  view.setUint32(8, scancode);
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

/**
 * PointerEvent with the buttons beyond the seventh (rfbproto, ExtendedMouseButtons): bit 7 of `buttonMask` is back,
 * bit 8 forward.
 */
export function extendedPointerEvent(x: number, y: number, buttonMask: number): Uint8Array {
  const bytes = new Uint8Array(7);
  // The highest bit of the first mask says that the second one follows.
  bytes.set(pointerEvent(x, y, (buttonMask & 0x7f) | 0x80));
  bytes[6] = buttonMask >> 7;
  return bytes;
}

/** ClientCutText with text in ISO 8859-1. */
export function clientCutText(latin1: Uint8Array): Uint8Array {
  const { bytes, view } = message(6, 8 + latin1.length);
  view.setUint32(4, latin1.length);
  bytes.set(latin1, 8);
  return bytes;
}

/** ClientCutText with a message of the extended clipboard: its length is negative (rfbproto). */
export function extendedClientCutText(content: Uint8Array): Uint8Array {
  const { bytes, view } = message(6, 8 + content.length);
  view.setInt32(4, -content.length);
  bytes.set(content, 8);
  return bytes;
}

/** EnableContinuousUpdates (rfbproto). */
export function enableContinuousUpdates(region: Rect, enable: boolean): Uint8Array {
  const { bytes, view } = message(150, 10);
  view.setUint8(1, enable ? 1 : 0);
  view.setUint16(2, region.x);
  view.setUint16(4, region.y);
  view.setUint16(6, region.width);
  view.setUint16(8, region.height);
  return bytes;
}

/** xvp Client Message of version 1 (rfbproto). */
export function xvpClientMessage(code: number): Uint8Array {
  return Uint8Array.of(250, 0, 1, code);
}

/** SetDesktopSize (rfbproto). */
export function setDesktopSize({ width, height }: Size, screens: readonly ScreenArea[]): Uint8Array {
  const { bytes, view } = message(251, 8 + screens.length * SCREEN_BYTES);
  view.setUint16(2, width);
  view.setUint16(4, height);
  view.setUint8(6, screens.length);
  screens.forEach((screen, i) => {
    const at = 8 + i * SCREEN_BYTES;
    view.setUint32(at, screen.id);
    view.setUint16(at + 4, screen.x);
    view.setUint16(at + 6, screen.y);
    view.setUint16(at + 8, screen.width);
    view.setUint16(at + 10, screen.height);
    view.setUint32(at + 12, screen.flags);
  });
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
