import type { LockState, PointerMode, WireCapabilities } from '../../session/wire.ts';
import type { Rect } from '../../base/geometry.ts';
import type { ByteReader } from '../byteReader.ts';
import { type PixelFormat, PIXEL_FORMAT_BYTES, isSanePixelFormat, readPixelFormat } from '../pixelFormat.ts';
import { badData } from '../wireErrors.ts';
import { encodings } from './encodingNumbers.ts';

/** What a pseudo-rectangle tells of the server's devices, or of what it supports. */
export type StateNews =
  | { readonly kind: 'confirmed'; readonly capability: keyof WireCapabilities }
  | { readonly kind: 'locks'; readonly state: LockState }
  | { readonly kind: 'pointer'; readonly mode: PointerMode }
  /** Later rectangles have another pixel format, without a word of ours. */
  | { readonly kind: 'format'; readonly format: PixelFormat }
  /** Nothing that concerns us. */
  | { readonly kind: 'other' };

/** Empty pseudo-rectangles by which a server says that it has an extension. Some carry the size of the screen. */
const confirmations: ReadonlyMap<number, keyof WireCapabilities> = new Map([
  [encodings.QemuExtendedKeys, 'extendedKeys'],
  [encodings.ExtendedMouseButtons, 'extendedMouseButtons'],
]);

/** Numbers of bytes behind the pseudo-rectangles that say nothing to us, yet may come (rfbproto). */
const unusedBytes: ReadonlyMap<number, number> = new Map([
  [encodings.QemuAudio, 0],
  [encodings.VMwareCursorState, 2],
  [encodings.VMwareKeyRepeat, 10],
  [encodings.VMwareMachineState, 2],
]);

/**
 * Reads a pseudo-rectangle of QEMU's and VMware's extensions.
 *
 * @returns `undefined` when the encoding is none of them; nothing is read then
 * @throws `VNC_BAD_DATA` for a pixel format that no pixels can have
 */
export async function readState(
  encoding: number,
  rect: Rect,
  reader: ByteReader,
): Promise<StateNews | undefined> {
  const capability = confirmations.get(encoding);
  if (capability !== undefined) return { kind: 'confirmed', capability };
  switch (encoding) {
    case encodings.QemuPointerMotion:
      return { kind: 'pointer', mode: rect.x === 0 ? 'relative' : 'absolute' };
    case encodings.QemuLedState:
      await reader.need(1);
      return { kind: 'locks', state: lockState(reader.u8()) };
    case encodings.VMwareLedState:
      await reader.need(4);
      return { kind: 'locks', state: lockState(reader.u32()) };
    case encodings.VMwareDisplayMode:
      await reader.need(PIXEL_FORMAT_BYTES);
      return { kind: 'format', format: takePixelFormat(reader) };
    default: {
      const bytes = unusedBytes.get(encoding);
      if (bytes === undefined) return undefined;
      await reader.need(bytes);
      reader.take(bytes);
      return { kind: 'other' };
    }
  }
}

/** Bits 0 to 2; the others mean nothing. */
function lockState(bits: number): LockState {
  return { scroll: (bits & 1) !== 0, num: (bits & 2) !== 0, caps: (bits & 4) !== 0 };
}

function takePixelFormat(reader: ByteReader): PixelFormat {
  const at = reader.take(PIXEL_FORMAT_BYTES);
  const format = readPixelFormat(reader.view, at);
  if (!isSanePixelFormat(format)) throw badData(reader, 'pixel-format');
  return format;
}
