import assert from 'node:assert/strict';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import type { Rect, Size } from '../../../src/core/base/geometry.ts';
import { Thumbnail, thumbnailSize } from '../../../src/vscode/wall/thumbnail.ts';
import { testPicture } from '../../support/pictures.ts';

/** A reader of a picture that notes what it was asked for. */
function readerOf(image: PixelImage, asked: Rect[] = []) {
  return (region: Rect, target: Uint8Array): void => {
    asked.push(region);
    for (let row = 0; row < region.height; row += 1) {
      const from = ((region.y + row) * image.width + region.x) * 4;
      target.set(image.pixels.subarray(from, from + region.width * 4), row * region.width * 4);
    }
  };
}

/** The same, box by box and channel by channel. */
function averaged(image: PixelImage, size: Size): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height * 4);
  const edge = (i: number, screen: number, count: number): number => Math.floor((i * screen) / count);
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const sums = [0, 0, 0];
      let count = 0;
      for (
        let sy = edge(y, image.height, size.height);
        sy < edge(y + 1, image.height, size.height);
        sy += 1
      ) {
        for (let sx = edge(x, image.width, size.width); sx < edge(x + 1, image.width, size.width); sx += 1) {
          for (const c of [0, 1, 2]) sums[c]! += image.pixels[(sy * image.width + sx) * 4 + c]!;
          count += 1;
        }
      }
      pixels.set([...sums.map((sum) => Math.round(sum / count)), 255], (y * size.width + x) * 4);
    }
  }
  return pixels;
}

describe('a thumbnail', () => {
  const shapes: readonly [string, Size, Size][] = [
    ['whole boxes', { width: 192, height: 108 }, { width: 32, height: 18 }],
    ['boxes of different widths', { width: 333, height: 217 }, { width: 100, height: 65 }],
    ['the same size', { width: 70, height: 40 }, { width: 70, height: 40 }],
    ['one pixel', { width: 90, height: 90 }, { width: 1, height: 1 }],
    ['a very wide screen', { width: 2000, height: 9 }, { width: 128, height: 1 }],
  ];
  for (const [what, screen, size] of shapes) {
    it(`has the average of every box: ${what}`, () => {
      const image = testPicture(screen.width, screen.height);
      const thumbnail = new Thumbnail(screen, size);
      const changed = thumbnail.update(readerOf(image));
      assert.deepEqual(Buffer.from(thumbnail.pixels), Buffer.from(averaged(image, size)));
      assert.deepEqual(changed, { x: 0, y: 0, ...size });
      assert.equal(thumbnail.dirty, false);
    });
  }

  it('keeps the brightest colours over boxes of 255 columns', () => {
    const screen = { width: 255 * 4, height: 300 };
    const pixels = new Uint8Array(screen.width * screen.height * 4).fill(255);
    const thumbnail = new Thumbnail(screen, { width: 4, height: 1 });
    thumbnail.update(readerOf({ ...screen, pixels }));
    assert.deepEqual([...thumbnail.pixels], new Array(16).fill(255));
  });

  it('reads again only what is near to damage, and is the same as made anew', () => {
    const screen = { width: 1280, height: 720 };
    const image = testPicture(screen.width, screen.height);
    const thumbnail = new Thumbnail(screen, { width: 320, height: 180 });
    thumbnail.update(readerOf(image));
    for (const rect of [
      { x: 700, y: 333, width: 9, height: 5 },
      { x: 1279, y: 719, width: 1, height: 1 },
      { x: 0, y: 0, width: 1280, height: 1 },
    ]) {
      for (let y = rect.y; y < rect.y + rect.height; y += 1)
        image.pixels.fill(77, (y * 1280 + rect.x) * 4, (y * 1280 + rect.x + rect.width) * 4);
      for (let at = 3; at < image.pixels.length; at += 4) image.pixels[at] = 255;
      thumbnail.damage(rect);
      assert.equal(thumbnail.dirty, true);
      const asked: Rect[] = [];
      thumbnail.update(readerOf(image, asked));
      assert.deepEqual(Buffer.from(thumbnail.pixels), Buffer.from(averaged(image, thumbnail.size)));
      const read = asked.reduce((sum, { width, height }) => sum + width * height, 0);
      assert.ok(read <= 1280 * 64, `${read} pixels were read`);
    }
  });

  it('tells what looks different, which is nothing where the same was painted', () => {
    const screen = { width: 640, height: 480 };
    const image = testPicture(640, 480);
    const thumbnail = new Thumbnail(screen, { width: 160, height: 120 });
    thumbnail.update(readerOf(image));
    thumbnail.damage({ x: 100, y: 100, width: 200, height: 200 });
    assert.equal(thumbnail.update(readerOf(image)), undefined);
    for (let y = 200; y < 208; y += 1) image.pixels.fill(255, (y * 640 + 320) * 4, (y * 640 + 332) * 4);
    thumbnail.damage({ x: 320, y: 200, width: 12, height: 8 });
    assert.deepEqual(thumbnail.update(readerOf(image)), { x: 80, y: 50, width: 3, height: 2 });
  });

  it('does not mind damage outside of the screen', () => {
    const image = testPicture(64, 64);
    const thumbnail = new Thumbnail(image, { width: 16, height: 16 });
    thumbnail.update(readerOf(image));
    thumbnail.damage({ x: 64, y: 0, width: 500, height: 10 });
    thumbnail.damage({ x: 0, y: 0, width: 0, height: 0 });
    assert.equal(thumbnail.dirty, false);
  });

  it('fits into its box, keeps its shape and is never larger than the screen', () => {
    const box = { width: 320, height: 200 };
    assert.deepEqual(thumbnailSize({ width: 1920, height: 1080 }, box), { width: 320, height: 180 });
    assert.deepEqual(thumbnailSize({ width: 600, height: 900 }, box), { width: 133, height: 200 });
    assert.deepEqual(thumbnailSize({ width: 200, height: 100 }, box), { width: 200, height: 100 });
    assert.deepEqual(thumbnailSize({ width: 16_384, height: 1 }, box), { width: 320, height: 1 });
    // However little room the page says it has, no average is of more than 256 columns.
    const { width } = thumbnailSize({ width: 16_384, height: 16_384 }, { width: 1, height: 1 });
    assert.ok(16_384 / width <= 256);
  });
});
