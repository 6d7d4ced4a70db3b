import assert from 'node:assert/strict';
import { areaBetween, moved, resized, startArea } from '../../webview/selectionArea.ts';

const screen = { width: 100, height: 80 };

describe('an area that is picked', () => {
  it('has both pixels between which it was dragged, whichever way', () => {
    const wanted = { x: 10, y: 20, width: 31, height: 5 };
    assert.deepEqual(areaBetween({ x: 10, y: 20 }, { x: 40, y: 24 }), wanted);
    assert.deepEqual(areaBetween({ x: 40, y: 24 }, { x: 10, y: 20 }), wanted);
    assert.deepEqual(areaBetween({ x: 3, y: 3 }, { x: 3, y: 3 }), { x: 3, y: 3, width: 1, height: 1 });
  });

  it('begins in the middle of what is seen', () => {
    const seen = { x: 100, y: 50, width: 81, height: 41 };
    assert.deepEqual(startArea('point', seen), { x: 140, y: 70, width: 1, height: 1 });
    assert.deepEqual(startArea('region', seen), { x: 120, y: 60, width: 40, height: 20 });
    assert.deepEqual(startArea('region', { x: 0, y: 0, width: 1, height: 1 }), {
      ...{ x: 0, y: 0, width: 1, height: 1 },
    });
  });

  it('moves within the screen, and is cut to one that has become smaller', () => {
    const area = { x: 10, y: 10, width: 30, height: 30 };
    assert.deepEqual(moved(area, 5, -5, screen), { ...area, x: 15, y: 5 });
    assert.deepEqual(moved(area, -50, 500, screen), { ...area, x: 0, y: 50 });
    assert.deepEqual(moved(area, 0, 0, { width: 20, height: 25 }), { x: 0, y: 0, width: 20, height: 25 });
  });

  it('is never smaller than a pixel nor larger than the screen has room', () => {
    const area = { x: 90, y: 10, width: 5, height: 5 };
    assert.deepEqual(resized(area, 1, -1, screen), { ...area, width: 6, height: 4 });
    assert.deepEqual(resized(area, 50, -50, screen), { ...area, width: 10, height: 1 });
  });
});
