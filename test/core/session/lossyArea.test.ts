import assert from 'node:assert/strict';
import type { Rect } from '../../../src/core/base/geometry.ts';
import { LossyArea } from '../../../src/core/session/lossyArea.ts';

const size = { width: 200, height: 100 };
const whole: Rect = { x: 0, y: 0, ...size };

function at(x: number, y: number, width: number, height: number): Rect {
  return { x, y, width, height };
}

describe('where the pixels of a screen were simplified', () => {
  it('is nowhere at first, and wherever a lossy rectangle was painted', () => {
    const area = new LossyArea(size);
    assert.equal(area.empty, true);
    assert.equal(area.touches(whole), false);
    area.add([{ ...at(40, 40, 8, 8), lossy: true }], 1);
    assert.equal(area.empty, false);
    assert.equal(area.touches(at(44, 44, 1, 1)), true);
    assert.equal(area.touches(at(44, 48, 1, 1)), false, 'exact to the row');
    assert.equal(area.touches(at(96, 40, 8, 8)), false);
  });

  it('shrinks by what is painted exactly over the whole width of its tiles, row by row', () => {
    const area = new LossyArea(size);
    area.mark(at(0, 0, 64, 32), 0);
    area.add([at(0, 0, 64, 16)], 1);
    assert.equal(area.touches(at(0, 0, 64, 16)), false);
    assert.equal(area.touches(at(0, 16, 64, 1)), true);
    area.add([at(0, 16, 200, 16)], 1);
    assert.equal(area.empty, true);
  });

  it('keeps what a rectangle painted exactly leaves over in a tile', () => {
    const area = new LossyArea(size);
    area.mark(at(0, 0, 32, 32), 0);
    area.add([at(0, 0, 31, 32)], 1);
    assert.equal(area.touches(at(31, 0, 1, 1)), true);
  });

  it('knows the narrow tiles at the right and at the bottom', () => {
    const area = new LossyArea(size);
    area.mark(whole, 0);
    area.clear(at(0, 0, 200, 99));
    assert.equal(area.touches(at(199, 98, 1, 1)), false);
    assert.equal(area.touches(at(199, 99, 1, 1)), true);
    area.clear(at(192, 99, 8, 1));
    assert.equal(area.touches(at(199, 99, 1, 1)), false);
    area.clear(at(0, 99, 200, 1));
    assert.equal(area.empty, true);
  });

  it('takes what was copied for what it was where it came from', () => {
    const area = new LossyArea(size);
    area.mark(at(0, 0, 32, 32), 0);
    area.add([{ ...at(96, 32, 32, 32), from: { x: 0, y: 0 } }], 1);
    assert.equal(area.touches(at(96, 32, 32, 32)), true);
    area.add([{ ...at(0, 0, 32, 32), from: { x: 32, y: 64 } }], 1);
    assert.equal(area.touches(at(0, 0, 32, 32)), false);
  });

  it('does not care for what lies beside the screen', () => {
    const area = new LossyArea(size);
    area.mark(at(190, 90, 500, 500), 0);
    area.mark(at(-50, -50, 60, 60), 0);
    assert.equal(area.touches(at(0, 0, 10, 10)), true);
    area.clear(at(-10, -10, 1000, 1000));
    assert.equal(area.empty, true);
  });

  it('gives what has been still since a time, joined to few rectangles, and what moved later not', () => {
    const area = new LossyArea(size);
    area.mark(whole, 100);
    area.mark(at(64, 32, 32, 32), 900);
    assert.deepEqual(area.settled(99, 1e6), []);
    assert.deepEqual(area.settled(1000, 1e6), [whole]);
    const still = area.settled(500, 1e6);
    assert.equal(
      still.reduce((sum, { width, height }) => sum + width * height, 0),
      200 * 100 - 32 * 32,
    );
    for (const rect of still)
      assert.ok(rect.x >= 96 || rect.x + rect.width <= 64 || rect.y >= 64 || rect.y + rect.height <= 32);
  });

  it('gives no more of it than wanted, and a tile at least', () => {
    const area = new LossyArea(size);
    area.mark(whole, 0);
    assert.deepEqual(area.settled(1, 1), [at(0, 0, 32, 32)]);
    const some = area.settled(1, 4000);
    const pixels = some.reduce((sum, { width, height }) => sum + width * height, 0);
    assert.ok(pixels >= 4000 && pixels < 4000 + 32 * 32, `${pixels} pixels`);
  });
});
