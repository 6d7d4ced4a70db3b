/**
 * A frame that is deflated, for links that are slow and compress nothing themselves. Numbers are little-endian.
 *
 * ```
 * packed  u8 format (129), u32 bytes of the frame, then so many in the raw form of RFC 1951
 * ```
 */
import { decodeFrame } from './frames.ts';

/** The first byte; no frame begins with it. */
const packedFormat = 129;

const headerBytes = 5;

/** Bytes of a frame at most, far above those that are sent: what claims more was damaged. */
export const mostFrameBytes = 64 * 1024 * 1024;

/** Frames of fewer bytes go out sooner as they are. */
const fewestBytes = 2048;

/** Whether a frame is deflated. */
export function isPacked(data: Uint8Array): boolean {
  return data[0] === packedFormat;
}

/**
 * Whether a frame would become much smaller: pictures of the server are compressed already.
 *
 * @throws Error when it is no frame
 */
export function isWorthPacking(data: Uint8Array): boolean {
  if (data.length < fewestBytes) return false;
  const { regions } = decodeFrame(data);
  const pictures = regions.reduce(
    (sum, region) => sum + (region.form === 'jpeg' ? region.jpeg.length : 0),
    0,
  );
  return pictures * 2 < data.length;
}

/** @param deflated the frame's bytes; @param length how many they were. */
export function packedFrame(deflated: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(headerBytes + deflated.length);
  packed[0] = packedFormat;
  new DataView(packed.buffer).setUint32(1, length, true);
  packed.set(deflated, headerBytes);
  return packed;
}

/** Takes a packed frame apart. @throws Error when it is cut off or claims too much */
export function packedParts(data: Uint8Array): { readonly length: number; readonly deflated: Uint8Array } {
  if (!isPacked(data) || data.length < headerBytes) throw new Error('no packed frame');
  const length = new DataView(data.buffer, data.byteOffset).getUint32(1, true);
  if (length > mostFrameBytes) throw new Error(`a frame of ${length} bytes`);
  return { length, deflated: data.subarray(headerBytes) };
}
