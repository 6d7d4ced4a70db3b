import { crc32 } from 'node:zlib';
import type { Size } from '../base/geometry.ts';

/**
 * The container of wire recordings, `.vncrec`; docs/recording-format.md describes it. All numbers are little-endian.
 *
 * ```
 * file   signature, then blocks; the first is the header, the last one the index when the recording ended in order
 * block  4 bytes kind, u32 length of the payload, u32 CRC-32 of what follows, u32 first and u32 last millisecond
 *        that it tells of, u8 packing (0 none, 1 raw deflate), payload
 * ```
 */

/** The first bytes of every recording: not text, and broken by what changes line ends. */
export const recordingSignature = Uint8Array.of(0x89, 0x56, 0x4e, 0x43, 0x52, 0x0d, 0x0a, 0x1a);

/** The version that is written, and the newest that is read. */
export const recordingVersion = 1;

/** Bytes of a block before its payload. */
export const blockHeaderBytes = 21;

/**
 * The kinds of blocks: `HEAD` is JSON about the recording; `KEYF` moments that need nothing before them; `MOVE` moments
 * that follow those before; `INDX` the list of all blocks before it. Readers pass over other kinds.
 */
export const blockKinds = { header: 'HEAD', key: 'KEYF', moments: 'MOVE', index: 'INDX' } as const;

/** How a payload is packed. */
export const packings = { none: 0, deflate: 1 } as const;

/** What moments are made of. */
export const opCodes = {
  /** `u32` milliseconds since the start: a moment begins, and ends with the next one or with the block. */
  moment: 0,
  /** `u16` width, `u16` height: the screen has this size and is black. */
  size: 1,
  /** Place, then red, green and blue of each pixel, row by row. */
  pixels: 2,
  /** Place, then `u16` x and y of where the same pixels are. */
  copy: 3,
  /** Place, `u16` parts, so many places of what is painted of it (all when none), `u32` length, a JPEG picture. */
  jpeg: 4,
  /** `u16` width, height, x and y of the hotspot, then RGBA of each pixel: the shape of the pointer. */
  cursor: 5,
  /** `u16` x, `u16` y: where the pointer is, as far as the recorder knows. */
  pointer: 6,
  /** `u16` length, UTF-8: the name of the desktop. */
  name: 7,
  /** `u8` screens, each `u32` id and its place. */
  layout: 8,
  /** `u8` 0 or 1: the connection was lost, or is there again. */
  connected: 9,
} as const;

/** A screen of the desktop. */
export interface RecordedScreen {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the first block says, as JSON. Nothing in it is secret. */
export interface RecordingHeader extends Size {
  readonly format: 'vncrec';
  readonly version: number;
  /** What the connection was called. */
  readonly name: string;
  /** When it began, as in ISO 8601. */
  readonly started: string;
  /** How pixels are kept; there is one way yet. */
  readonly pixels: 'rgb888';
}

/** Whether `value` is a header, of whatever version. */
export function isRecordingHeader(value: unknown): value is RecordingHeader {
  if (typeof value !== 'object' || value === null) return false;
  const field = (name: string): unknown => Reflect.get(value, name);
  const isSide = (side: unknown): boolean => Number.isInteger(side) && Number(side) >= 0;
  return (
    field('format') === 'vncrec' &&
    Number.isInteger(field('version')) &&
    typeof field('name') === 'string' &&
    typeof field('started') === 'string' &&
    isSide(field('width')) &&
    isSide(field('height'))
  );
}

/** A block by its head. */
export interface BlockHead {
  readonly kind: string;
  /** Bytes of the payload. */
  readonly length: number;
  readonly check: number;
  /** Milliseconds since the start. */
  readonly first: number;
  readonly last: number;
  readonly packing: number;
}

/** Reads the head at the start of `bytes`, which has {@link blockHeaderBytes} at least. */
export function readBlockHead(bytes: Uint8Array): BlockHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    kind: String.fromCharCode(...bytes.subarray(0, 4)),
    length: view.getUint32(4, true),
    check: view.getUint32(8, true),
    first: view.getUint32(12, true),
    last: view.getUint32(16, true),
    packing: view.getUint8(20),
  };
}

/** Where in a head that begins what its checksum is about. */
const checkedFrom = 12;

/** The checksum of a block with this head. */
export function checkOf(head: Uint8Array, payload: Uint8Array): number {
  const check = crc32(head.subarray(checkedFrom, blockHeaderBytes));
  // Node hands zlib no address for no bytes, for which zlib starts anew.
  return payload.length === 0 ? check : crc32(payload, check);
}
