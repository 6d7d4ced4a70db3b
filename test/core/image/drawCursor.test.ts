import assert from 'node:assert/strict';
import type { Rect } from '../../../src/core/base/geometry.ts';
import type { CursorImage } from '../../../src/core/image/cursorImage.ts';
import { drawCursor } from '../../../src/core/image/drawCursor.ts';

const region: Rect = { x: 10, y: 20, width: 4, height: 3 };

/** 3 x 3 with the hot spot in the middle: a red cross, its corners see-through. */
const cross: CursorImage = {
  width: 3,
  height: 3,
  hotspotX: 1,
  hotspotY: 1,
  pixels: Uint8Array.from([0, 1, 0, 1, 1, 1, 0, 1, 0].flatMap((on) => [255 * on, 0, 0, 255 * on])),
};

/** The region as rows of letters after the cursor was drawn on black: red or not. */
function drawn(cursor: CursorImage, x: number, y: number): string[] {
  const pixels = new Uint8Array(region.width * region.height * 4);
  for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
  drawCursor(pixels, region, cursor, { x, y });
  return Array.from({ length: region.height }, (_, row) =>
    Array.from({ length: region.width }, (_unused, column) => {
      const at = (row * region.width + column) * 4;
      assert.equal(pixels[at + 3], 255);
      return pixels[at] === 255 ? 'r' : '.';
    }).join(''),
  );
}

describe('drawing a cursor into a picture', () => {
  it('puts its hot spot on the place of the pointer', () => {
    assert.deepEqual(drawn(cross, 12, 21), ['..r.', '.rrr', '..r.']);
  });

  it('draws of it what lies inside', () => {
    assert.deepEqual(drawn(cross, 10, 20), ['rr..', 'r...', '....']);
    assert.deepEqual(drawn(cross, 13, 22), ['....', '...r', '..rr']);
    assert.deepEqual(drawn(cross, 9, 21), ['....', 'r...', '....']);
    assert.deepEqual(drawn(cross, 30, 40), ['....', '....', '....']);
    assert.deepEqual(drawn({ ...cross, hotspotX: 5, hotspotY: 0 }, 16, 20), ['..r.', '.rrr', '..r.']);
  });

  it('lets through what lies below a half-transparent one', () => {
    const pixels = Uint8Array.of(200, 100, 0, 255);
    const veil = { width: 1, height: 1, hotspotX: 0, hotspotY: 0, pixels: Uint8Array.of(0, 200, 255, 51) };
    drawCursor(pixels, { x: 0, y: 0, width: 1, height: 1 }, veil, { x: 0, y: 0 });
    assert.deepEqual([...pixels], [160, 120, 51, 255]);
  });

  it('draws nothing of a hidden one', () => {
    const hidden = { width: 0, height: 0, hotspotX: 0, hotspotY: 0, pixels: new Uint8Array(0) };
    assert.deepEqual(drawn(hidden, 12, 21), ['....', '....', '....']);
  });
});
