import assert from 'node:assert/strict';
import type { PixelRegion } from '../../src/protocol/frames.ts';
import { TileEncoder } from '../../src/vscode/screen/tileEncoder.ts';
import { paintRegion } from '../../webview/regionPainter.ts';
import { rgb } from './support/fakeScreen.ts';

const width = 37;
const height = 21;

/** A tile of so many colours, all of them used. */
function tile(colors: number): Int32Array {
  return Int32Array.from({ length: width * height }, (_, i) => {
    const n = (i * 11) % colors;
    return rgb(n & 0xff, n >> 8, 255 - (n & 0xff));
  });
}

function painted(region: PixelRegion): Int32Array {
  const words = new Uint32Array(width * height);
  paintRegion(region, words, width);
  return new Int32Array(words.buffer);
}

describe('the tile encoder', () => {
  const place = { x: 0, y: 0, width, height };
  const forms: readonly [number, PixelRegion['form']][] = [
    [1, 'fill'],
    [2, 'palette'],
    [3, 'palette'],
    [4, 'palette'],
    [5, 'palette'],
    [16, 'palette'],
    [17, 'palette'],
    [256, 'palette'],
    [257, 'rgb'],
    [700, 'rgb'],
  ];
  const encoder = new TileEncoder();
  for (const [colors, form] of forms) {
    it(`gives ${colors} colours as ${form}, and every pixel comes back`, () => {
      const words = tile(colors);
      const region = encoder.encode(words, 0, width, place);
      assert.equal(region.form, form);
      assert.deepEqual(painted(region), words);
    });
  }

  const flat = (x: number, y: number): number => rgb((x >> 3) % 3, (y >> 2) % 5, 0);
  it('gives flat areas as runs, where a byte a pixel or less is more', () => {
    const words = Int32Array.from({ length: width * height }, (_, i) =>
      flat(i % width, Math.floor(i / width)),
    );
    const region = encoder.encode(words, 0, width, place);
    assert.equal(region.form, 'runs');
    assert.deepEqual(painted(region), words);
    const bars = Int32Array.from(words, (_, i) => rgb((i % width) & 1, 0, 0));
    const striped = encoder.encode(bars, 0, width, place);
    assert.equal(striped.form, 'runs', 'rows that repeat are worth more than a bit a pixel');
    assert.deepEqual(painted(striped), bars);
  });

  it('does not give runs of more colours than they can name', () => {
    const gradient = (colors: number): Int32Array =>
      Int32Array.from({ length: width * height }, (_, i) =>
        rgb(Math.floor((i * colors) / (width * height)), 0, 0),
      );
    const [most, more] = [gradient(127), gradient(128)].map((words) =>
      encoder.encode(words, 0, width, place),
    );
    assert.deepEqual([most?.form, more?.form], ['runs', 'palette']);
  });

  it('takes a part out of the middle', () => {
    const words = tile(9);
    const part = { x: 3, y: 2, width: 11, height: 5 };
    const canvas = new Uint32Array(width * height);
    const target = new Int32Array(canvas.buffer);
    paintRegion(encoder.encode(words, 2 * width + 3, width, part), canvas, width);
    for (let y = 2; y < 7; y++) {
      const row = (from: Int32Array): Int32Array => from.slice(y * width + 3, y * width + 14);
      assert.deepEqual(row(target), row(words));
    }
    assert.equal(target.filter((word) => word !== 0).length, 55);
  });

  it('gives single pixels and lines of two colours without a palette that is larger than they are', () => {
    const words = Int32Array.of(rgb(1, 2, 3), rgb(4, 5, 6));
    const region = encoder.encode(words, 0, 2, { x: 0, y: 0, width: 2, height: 1 });
    assert.deepEqual(region, {
      form: 'rgb',
      ...{ x: 0, y: 0, width: 2, height: 1 },
      pixels: Uint8Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  it('gives regions that own their bytes, so that the next tile does not change them', () => {
    const first = encoder.encode(tile(200), 0, width, place);
    const before = painted(first);
    encoder.encode(tile(3), 0, width, place);
    encoder.encode(tile(700), 0, width, place);
    assert.deepEqual(painted(first), before);
  });
});
