import assert from 'node:assert/strict';
import {
  type ClientPixelFormat,
  PixelWriter,
  nativeFormat,
  parsePixelFormat,
  writePixelFormat,
} from '../../../src/core/demo/clientPixelFormat.ts';
import { colour } from '../../../src/core/demo/surface.ts';

const orange = colour(0xff8000);

const cases: readonly {
  readonly name: string;
  readonly format: ClientPixelFormat;
  readonly pixel: string;
  readonly tight: string;
  readonly compressed: string;
}[] = [
  { name: 'the native one', format: nativeFormat, pixel: 'ff800000', tight: 'ff8000', compressed: 'ff8000' },
  {
    name: '32 bits, big-endian, red highest',
    format: { ...nativeFormat, bigEndian: true, shift: [16, 8, 0] },
    pixel: '00ff8000',
    tight: 'ff8000',
    compressed: 'ff8000',
  },
  {
    name: '32 bits, little-endian, in the high bytes',
    format: { ...nativeFormat, shift: [8, 16, 24] },
    pixel: '00ff8000',
    tight: 'ff8000',
    compressed: 'ff8000',
  },
  {
    name: '16 bits, 5-6-5',
    format: { ...nativeFormat, bitsPerPixel: 16, depth: 16, max: [31, 63, 31], shift: [11, 5, 0] },
    pixel: '00fc',
    tight: '00fc',
    compressed: '00fc',
  },
  {
    name: '8 bits with a colour map',
    format: { ...nativeFormat, bitsPerPixel: 8, depth: 8, trueColour: false },
    pixel: '27',
    tight: '27',
    compressed: '27',
  },
];

describe('the pixels of the demo server', () => {
  for (const { name, format, pixel, tight, compressed } of cases) {
    it(`follow the client's format: ${name}`, () => {
      const writer = new PixelWriter(format);
      assert.equal(writer.pixels([orange]).toString('hex'), pixel);
      assert.equal(writer.tightPixels([orange]).toString('hex'), tight);
      assert.equal(writer.compressedPixels([orange]).toString('hex'), compressed);
      assert.deepEqual(parsePixelFormat(writePixelFormat(format)), format);
    });
  }

  it('are not made for a format without sense', () => {
    const bytes = writePixelFormat(nativeFormat);
    bytes.writeUInt8(24, 0);
    assert.equal(parsePixelFormat(bytes), undefined);
    bytes.writeUInt8(16, 0);
    bytes.writeUInt8(16, 12);
    assert.equal(parsePixelFormat(bytes), undefined);
  });
});
