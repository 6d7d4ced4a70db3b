/**
 * EBML, the form of Matroska and WebM files (RFC 8794): elements of an id, a size and data, which may be elements again.
 */

/** An element's data: bytes, or elements one behind the other. */
export type EbmlData = Uint8Array | readonly Uint8Array[];

/** Bytes of a size that is written with room for any. */
export const wideSizeBytes = 8;

/** The size of what goes on until the next element of its kind, or to the end of the file (RFC 8794, section 6.2). */
export const unknownSize = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

/** An id as it stands in the file: its length is in its first bits. */
export function elementId(id: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

/** A size in eight bytes. */
export function wideSize(size: number): Uint8Array {
  const bytes = Buffer.alloc(wideSizeBytes);
  bytes.writeUInt8(0x01, 0);
  bytes.writeUIntBE(size, 2, 6);
  return bytes;
}

/** A whole element. */
export function element(id: number, data: EbmlData): Uint8Array {
  const bytes = data instanceof Uint8Array ? data : Buffer.concat(data);
  return Buffer.concat([elementId(id), shortSize(bytes.length), bytes]);
}

/** An element with a number, in as few bytes as do. */
export function unsigned(id: number, value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return element(id, Uint8Array.from(bytes.length === 0 ? [0] : bytes));
}

/** An element with a number in eight bytes, so that it can be corrected in place. */
export function double(id: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(id, bytes);
}

/** An element with a text. */
export function text(id: number, value: string): Uint8Array {
  return element(id, Buffer.from(value));
}

/** Room of so many bytes, at least two, for an element that is written later. */
export function empty(bytes: number): Uint8Array {
  const void_ = 0xec;
  const head = bytes > 100 ? 9 : 2;
  const size = head === 9 ? wideSize(bytes - 9) : Uint8Array.of(0x80 | (bytes - 2));
  return Buffer.concat([elementId(void_), size, Buffer.alloc(bytes - head)]);
}

function shortSize(size: number): Uint8Array {
  if (size < 0x7f) return Uint8Array.of(0x80 | size);
  if (size < 0x3fff) return Uint8Array.of(0x40 | (size >> 8), size & 0xff);
  return wideSize(size);
}
