import assert from 'node:assert/strict';
import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { encodeBmp } from '../../../src/core/image/bmpEncoder.ts';
import { encodeJpeg } from '../../../src/core/image/jpegEncoder.ts';
import { encodePng } from '../../../src/core/image/pngEncoder.ts';
import type { PixelImage } from '../../../src/core/session/bridge.ts';

/** A picture of noise, which no codec can guess. */
function noise(width: number, height: number): PixelImage {
  const pixels = new Uint8Array(width * height * 4);
  let state = 12_345;
  for (let i = 0; i < pixels.length; i += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    pixels[i] = i % 4 === 3 ? 255 : state >>> 16;
  }
  return { width, height, pixels };
}

/** A picture of slow gradients, which JPEG keeps well. */
function gradient(width: number, height: number): PixelImage {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      pixels.set([(x * 255) / width, (y * 255) / height, 128, 255], (y * width + x) * 4);
  return { width, height, pixels };
}

const sizes = [
  [1, 1],
  [2, 3],
  [3, 1],
  [17, 5],
  [64, 48],
  [640, 300],
] as const;

describe('the PNG encoder', () => {
  for (const [width, height] of sizes)
    it(`keeps every pixel of ${width}x${height}`, async () => {
      const image = noise(width, height);
      const decoded = PNG.sync.read(Buffer.from(await encodePng(image)), { checkCRC: true });
      assert.deepEqual([decoded.width, decoded.height], [width, height]);
      assert.ok(decoded.data.equals(image.pixels));
    });

  it('keeps a picture that is cut into several runs', async () => {
    const image = gradient(1920, 1080);
    const decoded = PNG.sync.read(Buffer.from(await encodePng(image)), { checkCRC: true });
    assert.ok(decoded.data.equals(image.pixels));
  });

  it('keeps rows that are as those above them, where runs begin too', async () => {
    const rows = noise(1200, 900);
    const stride = 1200 * 4;
    for (let y = 1; y < 900; y += 1)
      if (y % 5 !== 0) rows.pixels.copyWithin(y * stride, (y - 1) * stride, y * stride);
    const data = await encodePng(rows);
    assert.ok(PNG.sync.read(Buffer.from(data), { checkCRC: true }).data.equals(rows.pixels));
    assert.ok(data.length < (rows.pixels.length * 3) / 4 / 4);
  });

  it('writes 8-bit RGB without interlace', async () => {
    const data = Buffer.from(await encodePng(noise(3, 2)));
    assert.deepEqual([...data.subarray(24, 29)], [8, 2, 0, 0, 0]);
  });

  it('takes a view into a larger buffer', async () => {
    const { pixels } = noise(4, 4);
    const larger = new Uint8Array(100);
    larger.set(pixels, 7);
    const image = { width: 4, height: 4, pixels: larger.subarray(7, 7 + 64) };
    assert.ok(PNG.sync.read(Buffer.from(await encodePng(image))).data.equals(pixels));
  });
});

describe('the JPEG encoder', () => {
  it('keeps a smooth picture well, and better at higher quality', () => {
    const image = gradient(64, 48);
    const worst = [10, 95].map((quality) => {
      const decoded = decodeJpeg(encodeJpeg(image, quality), { useTArray: true });
      assert.deepEqual([decoded.width, decoded.height], [64, 48]);
      return Math.max(...decoded.data.map((value, i) => Math.abs(value - (image.pixels[i] ?? 0))));
    });
    assert.ok((worst[1] ?? 255) <= 6, `off by ${worst[1]}`);
    assert.ok((worst[0] ?? 0) > (worst[1] ?? 0));
  });
});

describe('the BMP encoder', () => {
  for (const [width, height] of sizes)
    it(`keeps every pixel of ${width}x${height}`, () => {
      const image = noise(width, height);
      const data = Buffer.from(encodeBmp(image));
      assert.equal(data.toString('latin1', 0, 2), 'BM');
      assert.equal(data.readUInt32LE(2), data.length);
      assert.deepEqual([data.readInt32LE(18), data.readInt32LE(22)], [width, height]);
      assert.equal(data.readUInt16LE(28), 24);
      const start = data.readUInt32LE(10);
      const stride = (data.length - start) / height;
      assert.equal(stride % 4, 0);
      const decoded = new Uint8Array(width * height * 4).fill(255);
      for (let y = 0, to = 0; y < height; y += 1)
        for (let x = 0, at = start + (height - 1 - y) * stride; x < width; x += 1, at += 3, to += 4)
          decoded.set([data[at + 2] ?? 0, data[at + 1] ?? 0, data[at] ?? 0], to);
      assert.ok(image.pixels.every((value, i) => value === decoded[i] || i % 4 === 3));
    });
});
