import assert from 'node:assert/strict';
import { type Rect, overlaps } from '../../src/core/base/geometry.ts';
import type { ScreenPicture } from '../../src/core/session/wire.ts';
import { PictureCover } from '../../src/vscode/screen/pictureCover.ts';

function picture(...visible: readonly Rect[]): ScreenPicture {
  const [first] = visible;
  assert.ok(first !== undefined);
  return { ...first, jpeg: new Uint8Array(0), visible };
}

function inside({ x, y, width, height }: Rect, column: number, row: number): boolean {
  return column >= x && column < x + width && row >= y && row < y + height;
}

describe('what lies under pictures', () => {
  it('is everything or nothing where one picture covers a tile, or none touches it', () => {
    const cover = new PictureCover([picture({ x: 0, y: 60, width: 300, height: 200 })]);
    assert.deepEqual(cover.without({ x: 64, y: 64, width: 64, height: 64 }), []);
    const above = { x: 64, y: 0, width: 64, height: 60 };
    assert.deepEqual(cover.without(above), [above]);
    assert.deepEqual(new PictureCover([]).without(above), [above]);
  });

  it('is nothing where several cover a tile together', () => {
    const bands = [0, 30, 60, 90, 120].map((y) => picture({ x: 0, y, width: 300, height: 30 }));
    assert.deepEqual(new PictureCover(bands).without({ x: 64, y: 64, width: 64, height: 64 }), []);
  });

  it('leaves, pixel by pixel, what no picture shows, and none of it twice', () => {
    const screen = { x: 0, y: 0, width: 200, height: 200 };
    const pictures = [
      picture({ x: 10, y: 5, width: 90, height: 150 }, { x: 10, y: 160, width: 40, height: 20 }),
      picture({ x: 120, y: 63, width: 20, height: 2 }),
      picture({ x: 150, y: 0, width: 50, height: 200 }),
    ];
    const cover = new PictureCover(pictures);
    const shown = pictures.flatMap(({ visible }) => visible);
    for (const rect of [
      screen,
      { x: 5, y: 60, width: 130, height: 70 },
      { x: 140, y: 10, width: 20, height: 180 },
    ]) {
      const rest = cover.without(rect);
      for (const [i, part] of rest.entries())
        assert.ok(rest.every((other, k) => k <= i || !overlaps(part, other)));
      for (let row = rect.y; row < rect.y + rect.height; row++)
        for (let column = rect.x; column < rect.x + rect.width; column++)
          assert.equal(
            rest.some((part) => inside(part, column, row)),
            !shown.some((part) => inside(part, column, row)),
            `${column},${row}`,
          );
    }
  });
});
