import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { PNG } from 'pngjs';
import { decodePng } from '../../../../src/core/image/pngDecoder.ts';
import { colours as c } from '../support/picture.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { testVectors } from '../support/vector.ts';
import { wire } from '../support/wireWriter.ts';

const { R, G, B, W } = c;

/** One chunk of a PNG file; nobody looks at the checksum. */
function chunk(type: string, body: Uint8Array): Uint8Array {
  return wire().u32(body.length).text(type).bytes(body).u32(0).build();
}

/** A PNG file of rows that begin with their filter. */
function png(
  width: number,
  height: number,
  kind: readonly [depth: number, colourType: number, interlace?: number],
  rows: Uint8Array,
  palette: readonly number[] = [],
): Uint8Array {
  const [depth, colourType, interlace = 0] = kind;
  return wire()
    .u8(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
    .bytes(chunk('IHDR', wire().u32(width, height).u8(depth, colourType, 0, 0, interlace).build()))
    .bytes(
      chunk(
        'PLTE',
        wire()
          .pixel3(...palette)
          .build(),
      ),
    )
    .bytes(chunk('IDAT', deflateSync(rows)))
    .bytes(chunk('IEND', new Uint8Array(0)))
    .build();
}

const coloured = png(2, 2, [8, 2], wire().u8(0).pixel3(R, G).u8(0).pixel3(B, W).build());

testVectors('Tight PNG', [
  {
    name: 'paints a picture after a fill',
    picture: ['WRG', 'WBW'],
    stream: () =>
      wire()
        .update(2)
        .rect(0, 0, 3, 2, -260)
        .u8(0x80)
        .pixel3(W)
        .rect(1, 0, 2, 2, -260)
        .u8(0xa0, coloured.length)
        .bytes(coloured),
  },
]);

describe('decodePng', () => {
  const words = (...values: number[]): Uint32Array => Uint32Array.from(values, (value) => 0xff000000 + value);

  it('undoes every filter', () => {
    const [width, height] = [37, 29];
    const pixels = new SeededRandom(8).bytes(width * height * 4).map((byte, i) => (i % 4 === 3 ? 255 : byte));
    const expected = new Uint32Array(pixels.buffer);
    for (const filterType of [0, 1, 2, 3, 4]) {
      for (const colorType of [2, 6] as const) {
        const image = new PNG({ width, height });
        image.data = Buffer.from(pixels);
        const file = PNG.sync.write(image, { filterType, colorType, inputHasAlpha: true });
        assert.deepEqual(decodePng(file, { width, height }), expected, `filter ${filterType}`);
      }
    }
  });

  it('knows grey and palettes of every depth', () => {
    const rows = (...bytes: number[]): Uint8Array => Uint8Array.of(0, ...bytes);
    const palette = [R, G, B, W];
    const size = { width: 3, height: 1 };
    assert.deepEqual(decodePng(png(3, 1, [1, 0], rows(0b10100000)), size), words(0xffffff, 0, 0xffffff));
    assert.deepEqual(decodePng(png(3, 1, [2, 0], rows(0b00011000)), size), words(0, 0x555555, 0xaaaaaa));
    assert.deepEqual(decodePng(png(3, 1, [4, 0], rows(0x0f, 0x10)), size), words(0, 0xffffff, 0x111111));
    assert.deepEqual(decodePng(png(3, 1, [8, 0], rows(1, 2, 3)), size), words(0x10101, 0x20202, 0x30303));
    assert.deepEqual(
      decodePng(png(3, 1, [8, 4], rows(1, 9, 2, 9, 3, 9)), size),
      words(0x10101, 0x20202, 0x30303),
    );
    assert.deepEqual(decodePng(png(3, 1, [2, 3], rows(0b11100100), palette), size), words(W, B, G));
    assert.deepEqual(decodePng(png(3, 1, [8, 3], rows(1, 0, 2), palette), size), words(G, R, B));
  });

  const bad: readonly (readonly [what: string, file: Uint8Array])[] = [
    ['png-signature', new Uint8Array(60)],
    ['png-size', png(3, 2, [8, 2], new Uint8Array(20))],
    ['png-kind', png(2, 2, [16, 2], new Uint8Array(26))],
    ['png-kind', png(2, 2, [8, 5], new Uint8Array(14))],
    ['png-kind', png(2, 2, [8, 2, 1], new Uint8Array(14))],
    ['png-length', png(2, 2, [8, 2], new Uint8Array(13))],
    ['png-data', png(2, 2, [8, 2], new Uint8Array(15))],
    ['png-filter', png(2, 2, [8, 2], new Uint8Array(14).fill(5))],
    ['png-chunk', coloured.slice(0, -20)],
    ['png-header', Uint8Array.from([...coloured.slice(0, 8), ...coloured.slice(-12)])],
  ];
  for (const [what, file] of bad) {
    it(`refuses a picture: ${what}`, () => {
      assert.throws(() => decodePng(file, { width: 2, height: 2 }), { code: 'VNC_BAD_DATA', data: { what } });
    });
  }
});
