import type { Rect, Size } from '../../base/geometry.ts';
import type { ScreenArea } from '../../session/wire.ts';
import type { ByteReader } from '../byteReader.ts';
import { SCREEN_BYTES } from '../clientMessages.ts';
import type { DesktopSizeReport } from '../extensions/desktopLayout.ts';
import { checkLimit, checkScreenSize } from '../wireErrors.ts';
import { decodeWireText } from '../wireText.ts';

/** Reads a DesktopSize pseudo-rectangle (RFC 6143, section 7.8.2): the new size. @throws `VNC_LIMIT_EXCEEDED` */
export function readDesktopSize({ width, height }: Rect, reader: ByteReader): Size {
  checkScreenSize(reader, width, height);
  return { width, height };
}

/**
 * Reads an ExtendedDesktopSize pseudo-rectangle (rfbproto). Its size is not checked: it means nothing when it says
 * that a request was refused.
 */
export async function readExtendedDesktopSize(rect: Rect, reader: ByteReader): Promise<DesktopSizeReport> {
  await reader.need(4);
  const count = reader.u8();
  reader.take(3);
  await reader.need(count * SCREEN_BYTES);
  const screens: ScreenArea[] = [];
  for (let i = 0; i < count; i++) {
    const at = reader.take(SCREEN_BYTES);
    const { view } = reader;
    screens.push({
      id: view.getUint32(at),
      x: view.getUint16(at + 4),
      y: view.getUint16(at + 6),
      width: view.getUint16(at + 8),
      height: view.getUint16(at + 10),
      flags: view.getUint32(at + 12),
    });
  }
  const { width, height } = rect;
  return { size: { width, height }, screens, reason: rect.x, status: rect.y };
}

/** Reads a DesktopName pseudo-rectangle (rfbproto). @throws `VNC_LIMIT_EXCEEDED` */
export async function readDesktopName(reader: ByteReader): Promise<string> {
  await reader.need(4);
  const length = reader.u32();
  checkLimit(reader, 'desktopNameBytes', length);
  await reader.need(length);
  return decodeWireText(reader.bytes(length));
}
