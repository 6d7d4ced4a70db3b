import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { PixelImage } from '../session/bridge.ts';

const deflateAsync = promisify(deflate);

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Compression level: on screens higher ones cost several times the time for a few per cent. */
const level = 3;

/** PNG filter type of a row (PNG specification, section 9.2). */
const filterSub = 1;

/**
 * Writes an image as PNG: 8-bit RGB, every row with the Sub filter, which turns the flat areas of screens
 * into zeros. Compression runs in the thread pool.
 */
export async function encodePng(image: PixelImage): Promise<Uint8Array> {
  const compressed = await deflateAsync(filterRows(image), { level });
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, image.width);
  view.setUint32(4, image.height);
  header[8] = 8; // Bits a channel.
  header[9] = 2; // Colour type RGB.
  return Buffer.concat([
    signature,
    ...chunk('IHDR', header),
    ...chunk('IDAT', compressed),
    ...chunk('IEND', new Uint8Array(0)),
  ]);
}

/** The rows without alpha, each channel less that of the pixel to its left, after the filter byte. */
function filterRows({ width, height, pixels }: PixelImage): Uint8Array {
  const rowBytes = 1 + width * 3;
  const out = new Uint8Array(rowBytes * height);
  let from = 0;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
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

function chunk(type: string, data: Uint8Array): Uint8Array[] {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, 'latin1');
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(data, crc32(head.subarray(4))), 0);
  return [head, data, check];
}
