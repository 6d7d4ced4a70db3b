import assert from 'node:assert/strict';
import { movesBy } from '../../webview/menuRows.ts';

describe('the way through a menu', () => {
  const cases: readonly [key: string, from: number, to: number | undefined][] = [
    ['ArrowDown', -1, 0],
    ['ArrowDown', 1, 2],
    ['ArrowDown', 2, 0],
    ['ArrowUp', -1, 2],
    ['ArrowUp', 0, 2],
    ['ArrowUp', 2, 1],
    ['Home', 1, 0],
    ['PageUp', 2, 0],
    ['End', 0, 2],
    ['PageDown', -1, 2],
    ['a', 1, undefined],
    ['Enter', 1, undefined],
  ];
  for (const [key, from, to] of cases)
    it(`leads from ${from} to ${String(to)} with ${key}`, () => assert.equal(movesBy(key, from, 3), to));

  it('leads nowhere where there are no rows', () => assert.equal(movesBy('ArrowDown', -1, 0), undefined));
});
