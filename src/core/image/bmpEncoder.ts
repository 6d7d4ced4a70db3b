import type { PixelImage } from '../session/bridge.ts';

/** Bytes of BITMAPFILEHEADER and BITMAPINFOHEADER. */
const headerBytes = 14 + 40;

/** Pixels a metre at 96 dots an inch, which viewers take for "no scaling". */
const pixelsPerMetre = 3780;

/** Writes an image as BMP: 24 bits a pixel, bottom row first, not compressed. */
export function encodeBmp(image: PixelImage): Uint8Array {
  const { width, height, pixels } = image;
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const out = new Uint8Array(headerBytes + rowBytes * height);
  const view = new DataView(out.buffer);
  out[0] = 0x42;
  out[1] = 0x4d;
  view.setUint32(2, out.length, true);
  view.setUint32(10, headerBytes, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  view.setUint32(34, rowBytes * height, true);
  view.setInt32(38, pixelsPerMetre, true);
  view.setInt32(42, pixelsPerMetre, true);
  for (let y = 0; y < height; y += 1) {
    let from = y * width * 4;
    let to = headerBytes + (height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x += 1) {
      out[to] = pixels[from + 2] ?? 0;
      out[to + 1] = pixels[from + 1] ?? 0;
      out[to + 2] = pixels[from] ?? 0;
      from += 4;
      to += 3;
    }
  }
  return out;
}
