import type { PixelImage } from '../../src/core/session/bridge.ts';

/** Reads an X window dump (XWDFile.h, version 7) of a true-colour window with 32 bits a pixel. */
export function readXwd(data: Uint8Array): PixelImage {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const field = (index: number): number => view.getUint32(index * 4);
  const width = field(4);
  const height = field(5);
  const littleEndian = field(7) === 0;
  const bytesPerLine = field(12);
  if (field(1) !== 7 || field(2) !== 2 || field(11) !== 32)
    throw new Error(`unexpected window dump: version ${field(1)}, format ${field(2)}, ${field(11)} bits`);
  const [red, green, blue] = [field(14), field(15), field(16)].map((mask) => Math.clz32(mask));
  if (red !== 8 || green !== 16 || blue !== 24) throw new Error('unexpected colour masks in the window dump');
  const start = field(0) + field(19) * 12;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0, at = start + y * bytesPerLine; x < width; x++, at += 4, out += 4) {
      const pixel = view.getUint32(at, littleEndian);
      pixels[out] = pixel >>> 16;
      pixels[out + 1] = pixel >>> 8;
      pixels[out + 2] = pixel;
      pixels[out + 3] = 255;
    }
  }
  return { width, height, pixels };
}

/** Reads a binary PPM with 8 bits a channel. */
export function readPpm(data: Uint8Array): PixelImage {
  const header = /^P6\s+(?:#.*\s+)*(\d+)\s+(\d+)\s+255\s/.exec(
    Buffer.from(data.subarray(0, 200)).toString('latin1'),
  );
  if (!header) throw new Error('not a PPM picture');
  const width = Number(header[1]);
  const height = Number(header[2]);
  const start = header[0].length;
  if (data.length < start + width * height * 3) throw new Error('the PPM picture is cut short');
  const pixels = new Uint8Array(width * height * 4);
  for (let at = start, out = 0; out < pixels.length; at += 3, out += 4) {
    pixels[out] = data[at] ?? 0;
    pixels[out + 1] = data[at + 1] ?? 0;
    pixels[out + 2] = data[at + 2] ?? 0;
    pixels[out + 3] = 255;
  }
  return { width, height, pixels };
}

/** Writes an X window dump that {@link readXwd} and xwud read. */
export function writeXwd(image: PixelImage): Uint8Array {
  const { width, height } = image;
  const trueColour = 4;
  const header = [
    ...[104, 7, 2, 24, width, height, 0, 0, 32, 0, 32, 32, width * 4, trueColour],
    ...[0xff0000, 0x00ff00, 0x0000ff, 8, 256, 0, width, height, 0, 0, 0],
  ];
  const data = new Uint8Array(104 + width * height * 4);
  const view = new DataView(data.buffer);
  for (const [index, value] of header.entries()) view.setUint32(index * 4, value);
  for (let at = 0, out = 104; at < image.pixels.length; at += 4, out += 4) {
    data[out] = image.pixels[at + 2] ?? 0;
    data[out + 1] = image.pixels[at + 1] ?? 0;
    data[out + 2] = image.pixels[at] ?? 0;
  }
  return data;
}
