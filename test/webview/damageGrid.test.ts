import assert from 'node:assert/strict';
import type { Rect } from '../../src/core/base/geometry.ts';
import { DamageGrid } from '../../src/vscode/screen/damageGrid.ts';

function takeAll(grid: DamageGrid): Rect[] {
  const taken: Rect[] = [];
  for (let next = grid.take(); next !== undefined; next = grid.take()) taken.push(next);
  return taken;
}

describe('the damage that waits for a frame', () => {
  it('is taken as the smallest rectangle of each tile', () => {
    const grid = new DamageGrid({ width: 200, height: 130 });
    grid.add({ x: 10, y: 20, width: 5, height: 6 });
    grid.add({ x: 30, y: 22, width: 2, height: 9 });
    assert.equal(grid.count, 1);
    assert.deepEqual(takeAll(grid), [{ x: 10, y: 20, width: 22, height: 11 }]);
    assert.equal(grid.count, 0);
    // What was taken leaves nothing behind for the next.
    grid.add({ x: 40, y: 40, width: 1, height: 1 });
    assert.deepEqual(takeAll(grid), [{ x: 40, y: 40, width: 1, height: 1 }]);
  });

  it('is cut at the borders of tiles and of the screen', () => {
    const grid = new DamageGrid({ width: 200, height: 130 });
    grid.add({ x: 60, y: 126, width: 500, height: 90 });
    assert.deepEqual(takeAll(grid), [
      { x: 60, y: 126, width: 4, height: 2 },
      { x: 64, y: 126, width: 64, height: 2 },
      { x: 128, y: 126, width: 64, height: 2 },
      { x: 192, y: 126, width: 8, height: 2 },
      { x: 60, y: 128, width: 4, height: 2 },
      { x: 64, y: 128, width: 64, height: 2 },
      { x: 128, y: 128, width: 64, height: 2 },
      { x: 192, y: 128, width: 8, height: 2 },
    ]);
  });

  it('ignores what lies outside of the screen, and what is empty', () => {
    const grid = new DamageGrid({ width: 200, height: 130 });
    grid.add({ x: 200, y: 0, width: 10, height: 10 });
    grid.add({ x: -20, y: 0, width: 20, height: 10 });
    grid.add({ x: 5, y: 5, width: 0, height: 3 });
    assert.deepEqual([grid.count, grid.take()], [0, undefined]);
  });

  it('tells what of a rectangle waits, and no pixel beside it', () => {
    const grid = new DamageGrid({ width: 200, height: 130 });
    grid.add({ x: 60, y: 10, width: 8, height: 4 });
    assert.deepEqual(grid.within({ x: 0, y: 0, width: 200, height: 130 }), [
      { x: 60, y: 10, width: 4, height: 4 },
      { x: 64, y: 10, width: 4, height: 4 },
    ]);
    assert.deepEqual(grid.within({ x: 62, y: 12, width: 1, height: 100 }), [
      { x: 62, y: 12, width: 1, height: 2 },
    ]);
    assert.deepEqual(grid.within({ x: 0, y: 20, width: 200, height: 100 }), []);
    assert.equal(grid.count, 2);
  });
});
