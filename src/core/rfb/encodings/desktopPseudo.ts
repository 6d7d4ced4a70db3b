import type { Rect, Size } from '../../base/geometry.ts';
import type { ByteReader } from '../byteReader.ts';
import { checkLimit, checkScreenSize } from '../wireErrors.ts';
import { decodeWireText } from '../wireText.ts';

/** `x` of an ExtendedDesktopSize rectangle that answers a request of our own. */
const REASON_OWN_REQUEST = 1;
const SCREEN_BYTES = 16;

/** Reads a DesktopSize pseudo-rectangle (RFC 6143, section 7.8.2): the new size. @throws `VNC_LIMIT_EXCEEDED` */
export function readDesktopSize({ width, height }: Rect, reader: ByteReader): Size {
  checkScreenSize(reader, width, height);
  return { width, height };
}

/**
 * Reads an ExtendedDesktopSize pseudo-rectangle (rfbproto): the new size, or `undefined` when it says that a
 * request for one was refused. The layout of screens is read over.
 */
export async function readExtendedDesktopSize(rect: Rect, reader: ByteReader): Promise<Size | undefined> {
  await reader.need(4);
  const screens = reader.u8();
  reader.take(3);
  await reader.need(screens * SCREEN_BYTES);
  reader.take(screens * SCREEN_BYTES);
  const refused = rect.x === REASON_OWN_REQUEST && rect.y !== 0;
  return refused ? undefined : readDesktopSize(rect, reader);
}

/** Reads a DesktopName pseudo-rectangle (rfbproto). @throws `VNC_LIMIT_EXCEEDED` */
export async function readDesktopName(reader: ByteReader): Promise<string> {
  await reader.need(4);
  const length = reader.u32();
  checkLimit(reader, 'desktopNameBytes', length);
  await reader.need(length);
  return decodeWireText(reader.bytes(length));
}
