import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';
import type { PixelImage } from '../session/bridge.ts';
import { adler32 } from './adler32.ts';

const deflateRawAsync = promisify(deflateRaw);

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Compression level: on screens higher ones cost twice the time for a few per cent. */
const level = 3;

/** Bytes that one call may put out at once: the default of 16 KiB spends its time between the threads. */
const chunkSize = 1024 * 1024;

/** PNG filter type of a row (PNG specification, section 9.2). */
const filterSub = 1;

/** Bytes of rows below which another thread is not worth the compression that a cut costs. */
const smallestBand = 512 * 1024;

/** Threads of Node's pool. */
const mostBands = 4;

/** Header of a zlib stream (RFC 1950) with a 32 KiB window. */
const zlibHeader = Uint8Array.of(0x78, 0x01);

/**
 * Writes an image as PNG: 8-bit RGB, every row with the Sub filter, which turns the flat areas of screens
 * into zeros. Bands of rows are compressed side by side in the thread pool while the next one is filtered.
 */
export async function encodePng(image: PixelImage): Promise<Uint8Array> {
  const { width, height } = image;
  const rowBytes = 1 + width * 3;
  const bands = Math.max(1, Math.min(mostBands, Math.floor((rowBytes * height) / smallestBand)));
  const compressed: Promise<Uint8Array>[] = [];
  let check = 1;
  for (let band = 0; band < bands; band += 1) {
    const from = Math.floor((height * band) / bands);
    const to = Math.floor((height * (band + 1)) / bands);
    const rows = filterRows(image, from, to);
    // A band that is not the last ends at a byte without ending the stream, so that the next can follow.
    const finishFlush = band === bands - 1 ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    compressed.push(deflateRawAsync(rows, { level, chunkSize, finishFlush }));
    check = adler32(rows, check);
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
 * The rows from `first` to before `end` without alpha, each channel less that of the pixel to its left, after
 * the filter byte.
 */
function filterRows({ width, pixels }: PixelImage, first: number, end: number): Uint8Array {
  const out = new Uint8Array((1 + width * 3) * (end - first));
  let from = first * width * 4;
  let to = 0;
  for (let y = first; y < end; y += 1) {
    out[to] = filterSub;
    to += 1;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let x = 0; x < width; x += 1) {
      // The array wraps at 256 by itself, as the filter wants.
      const r = pixels[from] ?? 0;
      const g = pixels[from + 1] ?? 0;
      const b = pixels[from + 2] ?? 0;
      out[to] = r - red;
      out[to + 1] = g - green;
      out[to + 2] = b - blue;
      red = r;
      green = g;
      blue = b;
      from += 4;
      to += 3;
    }
  }
  return out;
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
