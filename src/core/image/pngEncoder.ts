import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';
import type { PixelImage } from '../session/bridge.ts';
import { adler32, adler32OfZeros } from './adler32.ts';

const deflateRawAsync = promisify(deflateRaw);

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Compression level: on screens higher ones cost twice the time for a few per cent. */
const level = 3;

/** Bytes that one call may put out at once: the default of 16 KiB spends its time between the threads. */
const chunkSize = 1024 * 1024;

/** PNG filter types of a row (PNG specification, section 9.2). */
const filterSub = 1;
const filterUp = 2;

/** Bytes of rows below which another thread is not worth the compression that a cut costs. */
const smallestBand = 512 * 1024;

/** Threads of Node's pool. */
const mostBands = 4;

/** Header of a zlib stream (RFC 1950) with a 32 KiB window. */
const zlibHeader = Uint8Array.of(0x78, 0x01);

/**
 * Writes an image as PNG: 8-bit RGB, every row with the Up or the Sub filter, which turn the flat areas of
 * screens into zeros. Bands of rows are compressed side by side in the thread pool while the next one is filtered.
 * The image has been read when the call returns: it may change while the result is still awaited.
 */
export async function encodePng(image: PixelImage): Promise<Uint8Array> {
  const { width, height } = image;
  const words = wordsOf(image.pixels);
  const rowBytes = 1 + width * 3;
  const bands = Math.max(1, Math.min(mostBands, Math.floor((rowBytes * height) / smallestBand)));
  const compressed: Promise<Uint8Array>[] = [];
  let check = 1;
  for (let band = 0; band < bands; band += 1) {
    const from = Math.floor((height * band) / bands);
    const to = Math.floor((height * (band + 1)) / bands);
    const filtered = filterRows(image, words, from, to, check);
    // A band that is not the last ends at a byte without ending the stream, so that the next can follow.
    const finishFlush = band === bands - 1 ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    compressed.push(deflateRawAsync(filtered.rows, { level, chunkSize, finishFlush }));
    check = filtered.check;
  }
  const trailer = new Uint8Array(4);
  new DataView(trailer.buffer).setUint32(0, check);
  const data = [zlibHeader, ...(await Promise.all(compressed)), trailer];
  return Buffer.concat([
    signature,
    ...chunk('IHDR', [header(width, height)]),
    ...chunk('IDAT', data),
    ...chunk('IEND', []),
  ]);
}

/** Size, 8 bits a channel, colour type RGB, no interlace (PNG specification, section 11.2.2). */
function header(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set([8, 2], 8);
  return bytes;
}

/**
 * The rows from `first` to before `end` without alpha. A row that is as the one above it, as most of a screen's
 * are, becomes zeros with the Up filter; of the others each channel is less that of the pixel to its left.
 *
 * @param check the checksum of the rows before.
 */
function filterRows(
  { width, pixels }: PixelImage,
  words: Uint32Array,
  first: number,
  end: number,
  check: number,
): { readonly rows: Uint8Array; readonly check: number } {
  const rowBytes = 1 + width * 3;
  const stride = width * 4;
  const out = new Uint8Array(rowBytes * (end - first));
  let sum = check;
  let start = 0;
  for (let y = first; y < end; y += 1) {
    const next = start + rowBytes;
    const at = y * stride;
    if (y > 0 && Buffer.compare(pixels.subarray(at, at + stride), pixels.subarray(at - stride, at)) === 0) {
      out[start] = filterUp;
      sum = adler32OfZeros(rowBytes - 1, adler32(out.subarray(start, start + 1), sum));
    } else {
      out[start] = filterSub;
      const end = subtractLeft(words.subarray(y * width, (y + 1) * width), out, start + 1);
      // The rest of most rows is flat, and the checksum of zeros costs nothing.
      sum = adler32OfZeros(next - end, adler32(out.subarray(start, end), sum));
    }
    start = next;
  }
  return { rows: out, check: sum };
}

/**
 * Writes the difference of each pixel to the one on its left. Where there is none the zeros stay.
 *
 * @returns the place in `out` from which on only zeros follow.
 */
function subtractLeft(row: Uint32Array, out: Uint8Array, start: number): number {
  let to = start;
  let end = start;
  let left = 0;
  for (let x = 0; x < row.length; x += 1) {
    const word = (row[x] ?? 0) & 0xffffff;
    if (word !== left) {
      // The array wraps at 256 by itself, as the filter wants.
      out[to] = word - left;
      out[to + 1] = (word >> 8) - (left >> 8);
      out[to + 2] = (word >> 16) - (left >> 16);
      left = word;
      end = to + 3;
    }
    to += 3;
  }
  return end;
}

/** The pixels as words, red in the lowest byte: every platform that Node runs on is little-endian. */
function wordsOf(pixels: Uint8Array): Uint32Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : Uint8Array.from(pixels);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}

function chunk(type: string, parts: readonly Uint8Array[]): Uint8Array[] {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    0,
  );
  head.write(type, 4, 'latin1');
  const check = Buffer.alloc(4);
  check.writeUInt32BE(
    parts.reduce((sum, part) => crc32(part, sum), crc32(head.subarray(4))),
    0,
  );
  return [head, ...parts, check];
}
