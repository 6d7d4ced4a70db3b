import { type VncError, vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { ByteReader } from './byteReader.ts';

/** The server sent data that no reading of the specification allows. `what` names the rule, for logs. */
export function badData(reader: ByteReader, what: string, cause?: unknown): VncError {
  return vncError('VNC_BAD_DATA', { what, offset: reader.offset }, cause);
}

/** Checks a number from the wire against its limit. @throws `VNC_LIMIT_EXCEEDED` */
export function checkLimit(reader: ByteReader, limit: keyof typeof limits, value: number): void {
  if (value > limits[limit]) throw vncError('VNC_LIMIT_EXCEEDED', { limit, value, offset: reader.offset });
}

/** Checks the size of a framebuffer. @throws `VNC_LIMIT_EXCEEDED` */
export function checkScreenSize(reader: ByteReader, width: number, height: number): void {
  checkLimit(reader, 'framebufferSide', Math.max(width, height));
  checkLimit(reader, 'framebufferPixels', width * height);
}
