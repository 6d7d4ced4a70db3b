import { inflateSync } from 'node:zlib';
import { type VncError, vncError } from '../base/errors.ts';
import type { Size } from '../base/geometry.ts';

/** The eight bytes that every PNG picture begins with. */
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const OPAQUE = 0xff000000;

/** Samples a pixel by colour type: grey, colours, palette index, each without or with alpha. */
const samplesOf = new Map<number, number>([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

interface Layout extends Size {
  readonly bitDepth: number;
  readonly colourType: number;
  readonly samples: number;
}

/**
 * Decodes a PNG picture that must be of `size` (W3C PNG specification). Transparency is dropped; pictures of
 * 16 bits a sample and interlaced ones are refused.
 *
 * @returns one word a pixel (red in the lowest byte, alpha 255), rows without gaps
 * @throws `VNC_BAD_DATA`
 */
export function decodePng(png: Uint8Array, size: Size): Uint32Array {
  const { layout, palette, data } = readChunks(png, size);
  const rowBytes = Math.ceil((layout.width * layout.samples * layout.bitDepth) / 8);
  const expected = (rowBytes + 1) * layout.height;
  const rows = inflate(data, expected);
  const pixelBytes = Math.max(1, (layout.samples * layout.bitDepth) >> 3);
  const words = new Uint32Array(layout.width * layout.height);
  for (let y = 0; y < layout.height; y++) {
    const start = y * (rowBytes + 1);
    const row = rows.subarray(start + 1, start + 1 + rowBytes);
    const above = y === 0 ? new Uint8Array(rowBytes) : rows.subarray(start - rowBytes, start);
    unfilter(rows[start] ?? 0, row, above, pixelBytes);
    paintRow(row, layout, palette, words.subarray(y * layout.width, (y + 1) * layout.width));
  }
  return words;
}

function bad(what: string, cause?: unknown): VncError {
  return vncError('VNC_BAD_DATA', { what }, cause);
}

/** Reads header, palette and compressed data. Checksums are left to zlib's own. */
function readChunks(png: Uint8Array, size: Size): { layout: Layout; palette: Uint32Array; data: Uint8Array } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (!SIGNATURE.every((byte, i) => png[i] === byte)) throw bad('png-signature');
  let layout: Layout | undefined;
  const palette = new Uint32Array(256).fill(OPAQUE);
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const body = at + 8;
    if (body + length + 4 > png.length) throw bad('png-chunk');
    if (type === 'IHDR' && length >= 13) layout = readHeader(view, body, size);
    else if (type === 'PLTE') readPalette(png.subarray(body, body + length), palette);
    else if (type === 'IDAT') data.push(png.subarray(body, body + length));
    else if (type === 'IEND') break;
    at = body + length + 4;
  }
  if (layout === undefined) throw bad('png-header');
  return { layout, palette, data: Buffer.concat(data) };
}

function readHeader(view: DataView, at: number, size: Size): Layout {
  const width = view.getUint32(at);
  const height = view.getUint32(at + 4);
  const bitDepth = view.getUint8(at + 8);
  const colourType = view.getUint8(at + 9);
  const interlaced = view.getUint8(at + 12) !== 0;
  if (width !== size.width || height !== size.height) throw bad('png-size');
  const samples = samplesOf.get(colourType);
  const packs = colourType === 0 || colourType === 3;
  const depthIsKnown = bitDepth === 8 || (packs && (bitDepth === 1 || bitDepth === 2 || bitDepth === 4));
  if (samples === undefined || !depthIsKnown || interlaced) throw bad('png-kind');
  return { width, height, bitDepth, colourType, samples };
}

function readPalette(bytes: Uint8Array, palette: Uint32Array): void {
  const size = Math.min(256, Math.floor(bytes.length / 3));
  for (let i = 0; i < size; i++) {
    const at = i * 3;
    palette[i] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | OPAQUE;
  }
}

function inflate(data: Uint8Array, expected: number): Uint8Array {
  let rows: Uint8Array;
  try {
    rows = inflateSync(data, { maxOutputLength: expected });
  } catch (error) {
    throw bad('png-data', error);
  }
  if (rows.length !== expected) throw bad('png-length');
  return rows;
}

/** Undoes the filter of one row in place; `above` is the row before, undone already. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  if (filter === 0) return;
  for (let i = 0; i < row.length; i++) {
    const left = i < pixelBytes ? 0 : (row[i - pixelBytes] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < pixelBytes ? 0 : (above[i - pixelBytes] ?? 0);
    row[i] = (row[i] ?? 0) + predict(filter, left, up, corner);
  }
}

function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      throw bad('png-filter');
  }
}

function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function paintRow(row: Uint8Array, layout: Layout, palette: Uint32Array, words: Uint32Array): void {
  const { width, bitDepth, colourType, samples } = layout;
  if (samples >= 3) {
    for (let x = 0, at = 0; x < width; x++, at += samples) {
      words[x] = (row[at] ?? 0) | ((row[at + 1] ?? 0) << 8) | ((row[at + 2] ?? 0) << 16) | OPAQUE;
    }
    return;
  }
  const mask = (1 << bitDepth) - 1;
  const greyStep = 255 / mask;
  for (let x = 0; x < width; x++) {
    const bit = x * samples * bitDepth;
    const value = ((row[bit >> 3] ?? 0) >> (8 - bitDepth - (bit & 7))) & mask;
    words[x] = colourType === 3 ? (palette[value] ?? OPAQUE) : (value * greyStep * 0x010101) | OPAQUE;
  }
}
