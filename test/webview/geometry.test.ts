import assert from 'node:assert/strict';
import {
  type Area,
  type Layout,
  addArea,
  isSharp,
  layoutScreen,
  remotePixel,
} from '../../webview/geometry.ts';
import type { Zoom } from '../../src/protocol/messages.ts';

const screen = { width: 1280, height: 800 };

/** The layout in a room without scrollbars. */
function layoutIn(
  room: { readonly width: number; readonly height: number },
  ratio: number,
  zoom: Zoom,
): Layout {
  return layoutScreen(screen, { ...room, ratio }, zoom);
}

describe('the layout of the screen', () => {
  it('shrinks a screen that is larger than its room, keeping its shape, in the middle', () => {
    const layout = layoutIn({ width: 640, height: 800 }, 1, 'fit');
    assert.equal(layout.scale, 0.5);
    assert.deepEqual(layout.device, { width: 640, height: 400 });
    assert.deepEqual(layout.css, { x: 0, y: 200, width: 640, height: 400 });
    assert.equal(isSharp(layout), false);
  });

  it('prefers whole device pixels when they cost at most a fifth of the size', () => {
    assert.equal(layoutIn({ width: 1580, height: 4000 }, 1, 'fit').scale, 1);
    assert.equal(layoutIn({ width: 2900, height: 4000 }, 1, 'fit').scale, 2);
    assert.equal(layoutIn({ width: 1920, height: 4000 }, 1, 'fit').scale, 1.5);
  });

  it('counts in device pixels: on a fine screen a picture can be larger and sharp', () => {
    const layout = layoutIn({ width: 2600, height: 1700 }, 2, 'fit');
    assert.equal(layout.scale, 2);
    assert.deepEqual(layout.css, { x: 10, y: 25, width: 1280, height: 800 });
  });

  for (const [ratio, scale] of [
    [0.8, 1],
    [1, 1],
    [1.25, 1],
    [1.5, 1],
    [2, 2],
    [3, 3],
  ] as const) {
    it(`shows ${scale} device pixels a pixel in actual size at ratio ${ratio}`, () => {
      const layout = layoutIn({ width: 300, height: 300 }, ratio, 'actual');
      assert.equal(layout.scale, scale);
      assert.equal(layout.picture.width, 1280 * scale);
      assert.deepEqual([layout.css.x, layout.css.y], [0, 0]);
    });
  }

  it('keeps every edge on a device pixel', () => {
    for (const ratio of [1, 1.25, 1.5, 2]) {
      const { css } = layoutIn({ width: 1001, height: 777 }, ratio, 'fit');
      for (const edge of [css.x, css.y, css.width, css.height]) {
        assert.ok(Math.abs(edge * ratio - Math.round(edge * ratio)) < 1e-9);
      }
    }
  });

  it('gives even a line of pixels a device pixel', () => {
    const layout = layoutScreen({ width: 10000, height: 1 }, { width: 100, height: 100, ratio: 1 }, 'fit');
    assert.deepEqual(layout.device, { width: 100, height: 1 });
  });
});

describe('the remote pixel under the pointer', () => {
  it('is the one whose square holds the place, at any scale', () => {
    for (const scale of [0.5, 0.637, 1, 1.5, 2]) {
      const canvas = { x: 13.25, y: -40, width: 1280 * scale, height: 800 * scale };
      for (const pixel of [0, 1, 399, 799]) {
        const middle = { x: 13.25 + (pixel + 0.5) * scale, y: -40 + (pixel + 0.5) * scale };
        assert.deepEqual(remotePixel(middle, canvas, screen), { x: pixel, y: pixel });
      }
    }
  });

  it('is at the edge for places outside', () => {
    const canvas = { x: 10, y: 10, width: 1280, height: 800 };
    assert.deepEqual(remotePixel({ x: -500, y: 9 }, canvas, screen), { x: 0, y: 0 });
    assert.deepEqual(remotePixel({ x: 1290, y: 5000 }, canvas, screen), { x: 1279, y: 799 });
  });
});

describe('areas to repaint', () => {
  it('become one when they lie together', () => {
    const areas: Area[] = [];
    for (let y = 0; y < 800; y += 64) {
      for (let x = 0; x < 1280; x += 64) addArea(areas, { x, y, width: 64, height: Math.min(64, 800 - y) });
    }
    assert.deepEqual(areas, [{ x: 0, y: 0, width: 1280, height: 800 }]);
  });

  it('stay apart when they lie far from each other', () => {
    const areas: Area[] = [];
    addArea(areas, { x: 0, y: 0, width: 10, height: 10 });
    addArea(areas, { x: 1200, y: 700, width: 10, height: 10 });
    assert.equal(areas.length, 2);
  });
});
