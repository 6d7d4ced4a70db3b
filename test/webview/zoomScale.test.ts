import assert from 'node:assert/strict';
import type { Zoom } from '../../src/protocol/messages.ts';
import { type LayoutRoom, layoutScreen } from '../../webview/geometry.ts';
import { actualScale, boundedZoom, nextStop, scaleOf } from '../../webview/zoomScale.ts';

const screen = { width: 1280, height: 800 };

function scaleIn(zoom: Zoom, room: LayoutRoom): number {
  return scaleOf(zoom, screen, room);
}

describe('the scale of a zoom', () => {
  it('fits, and is sharp where that costs at most a fifth', () => {
    assert.equal(scaleIn('fit', { width: 640, height: 4000, ratio: 1 }), 0.5);
    assert.equal(scaleIn('fit', { width: 1590, height: 4000, ratio: 1 }), 1);
    assert.equal(scaleIn('fit', { width: 1920, height: 4000, ratio: 1 }), 1.5);
  });

  it('fits in whole steps: whole device pixels, or whole fractions of one where the screen is larger', () => {
    for (const [width, scale] of [
      [1280, 1],
      [2559, 1],
      [2560, 2],
      [5000, 3],
      [1279, 1 / 2],
      [640, 1 / 2],
      [639, 1 / 3],
      [320, 1 / 4],
    ] as const)
      assert.equal(scaleIn('whole', { width, height: 9000, ratio: 1 }), scale, `${width}`);
  });

  it('fills the width, beside a scrollbar where there is more below', () => {
    const room = { width: 1900, height: 700, ratio: 1, bar: 10 };
    const layout = layoutScreen(screen, room, 'width');
    assert.equal(layout.picture.width, 1890);
    assert.deepEqual(layout.bars, { right: true, bottom: false });
    assert.equal(layout.room.width, 1890);
  });

  it('fills the width without a scrollbar where nothing is below', () => {
    const layout = layoutScreen(screen, { width: 1280, height: 900, ratio: 1, bar: 10 }, 'width');
    assert.equal(layout.scale, 1);
    assert.deepEqual(layout.bars, { right: false, bottom: false });
  });

  it('shows no scrollbar for what is whole without one and not with one', () => {
    const room = { width: 1280, height: 799, ratio: 1, bar: 10 };
    const layout = layoutScreen(screen, room, 'width');
    assert.ok(layout.picture.height <= 799 || layout.bars.right);
    if (layout.bars.right) assert.ok(layout.picture.height > layout.room.height);
    else assert.ok(layout.picture.width <= room.width);
  });

  for (const [ratio, scale] of [
    [0.8, 1],
    [1, 1],
    [1.25, 1],
    [1.5, 1],
    [1.99, 2],
    [2, 2],
    [2.5, 2],
    [3, 3],
  ] as const) {
    it(`shows ${scale} device pixels a pixel in actual size at ratio ${ratio}`, () => {
      assert.equal(actualScale(ratio), scale);
      assert.equal(scaleIn('actual', { width: 10, height: 10, ratio }), scale);
    });
  }

  it('is free in percent of the page, and rests where it is sharp', () => {
    const room = { width: 500, height: 500, ratio: 1.5 };
    assert.equal(scaleIn(150, room), 2.25);
    assert.equal(scaleIn(200, room), 3);
    assert.equal(scaleIn(67, room), 1);
    assert.equal(scaleIn(132, room), 2);
    assert.equal(scaleIn(50, room), 0.75);
  });
});

describe('free zoom', () => {
  it('has bounds, within which the whole screen is always seen', () => {
    assert.equal(boundedZoom(10, 60), 25);
    assert.equal(boundedZoom(900, 60), 800);
    assert.equal(boundedZoom(130, 60), 130);
    assert.equal(boundedZoom(10, 12), 12);
    assert.equal(boundedZoom(5000, 1500), 1500);
  });

  it('goes from stop to stop and back, from wherever it is', () => {
    assert.equal(nextStop(100, 'in'), 110);
    assert.equal(nextStop(110, 'out'), 100);
    assert.equal(nextStop(83, 'in'), 90);
    assert.equal(nextStop(83, 'out'), 75);
    assert.equal(nextStop(800, 'in'), 800);
    assert.equal(nextStop(4, 'out'), 4);
  });

  it('does not stay at a stop that it was held sharp near to', () => {
    // 66.67 % is one device pixel a pixel at ratio 1.5, and is as good as 67 %.
    assert.equal(nextStop(66.667, 'in'), 75);
    assert.equal(nextStop(66.667, 'out'), 50);
  });
});
