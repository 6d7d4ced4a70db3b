import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { PNG } from 'pngjs';
import { decodePng } from '../../../../src/core/image/pngDecoder.ts';
import { colours as c, coloursOf } from '../support/picture.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { line, lines } from '../support/lines.ts';
import { testVectors } from '../support/vector.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

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

/** An update with one rectangle that is a PNG picture. */
function picture(width: number, height: number, file: Uint8Array): WireWriter {
  const length = file.length;
  return wire()
    .update(1)
    .rect(0, 0, width, height, -260)
    .u8(0xa0, ...(length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7]))
    .bytes(file);
}

/** Rows of a PNG file, each with its filter (PNG, "Filter types for filter method 0"). */
function filtered(rows: readonly string[], filters: readonly number[]): Uint8Array {
  const raw = rows.map((row) =>
    wire()
      .pixel3(...coloursOf(row))
      .build(),
  );
  const writer = wire();
  for (const [y, filter] of filters.entries()) {
    const at = (row: number, i: number): number => raw[row]?.[i] ?? 0;
    const predicted = (i: number): number => {
      const [left, above, corner] = [at(y, i - 3), at(y - 1, i), at(y - 1, i - 3)];
      const distances = [left, above, corner].map((one) => Math.abs(left + above - corner - one));
      const nearest = distances.indexOf(Math.min(...distances));
      return [0, left, above, (left + above) >> 1, [left, above, corner][nearest] ?? 0][filter] ?? 0;
    };
    writer.u8(filter).bytes(Uint8Array.from(raw[y] ?? [], (byte, i) => byte - predicted(i)));
  }
  return writer.build();
}

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
  {
    name: 'paints a grey picture',
    picture: ['W.W'],
    stream: () => picture(3, 1, png(3, 1, [1, 0], wire().u8(0, 0b10100000).build())),
  },
  {
    name: 'paints a picture with a palette',
    picture: ['WBG', 'RRG'],
    stream: () => {
      const rows = wire().u8(0, 0b11100100).u8(0, 0b00000100).build();
      return picture(3, 2, png(3, 2, [2, 3], rows, [R, G, B, W]));
    },
  },
  {
    name: 'paints pictures with every filter of PNG',
    picture: ['RRR', 'RRR', 'RRG', 'RGB', 'WRG'],
    stream: () => {
      // Sub: what differs from the left. Up: from above. Average and Paeth: from both.
      const rows = filtered(['RRR', 'RRR', 'RRG', 'RGB', 'WRG'], [1, 2, 3, 4, 0]);
      return picture(3, 5, png(3, 5, [8, 2], rows));
    },
  },
  {
    name: 'paints a palette of Tight in the same encoding',
    picture: lines(4, 'RGBWRGBW'),
    stream: () => {
      const indices = Uint8Array.from({ length: 32 }, (_value, i) => i % 4);
      const data = new TestDeflater().next(indices);
      return wire()
        .update(1)
        .rect(0, 0, 8, 4, -260)
        .u8(0x40, 1, 3)
        .pixel3(R, G, B, W)
        .u8(data.length)
        .bytes(data);
    },
  },
  {
    name: 'undoes Tight’s gradient in the same encoding',
    picture: lines(3, line(8, 'R')),
    stream: () => {
      // The first pixel is the colour; every other one is as predicted.
      const data = new TestDeflater().next(
        wire()
          .pixel3(R)
          .bytes(new Uint8Array(23 * 3))
          .build(),
      );
      return wire().update(1).rect(0, 0, 8, 3, -260).u8(0x40, 2).u8(data.length).bytes(data);
    },
  },
  {
    name: 'takes filtered pixels without zlib in the same encoding',
    picture: lines(4, 'RGBWRGBW'),
    stream: () => {
      const indices = Uint8Array.from({ length: 32 }, (_value, i) => i % 4);
      return wire()
        .update(1)
        .rect(0, 0, 8, 4, -260)
        .u8(0xe0, 1, 3)
        .pixel3(R, G, B, W)
        .u8(indices.length)
        .bytes(indices);
    },
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
