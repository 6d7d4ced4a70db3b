import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Framebuffer } from '../../../src/core/rfb/framebuffer.ts';
import { SeededRandom } from './support/seededRandom.ts';

/** A framebuffer of noise. */
function noise(width: number, height: number): Framebuffer {
  const framebuffer = new Framebuffer(width, height);
  const random = new SeededRandom(width * height);
  for (let i = 0; i < width * height; i++) framebuffer.words[i] = 0xff000000 + random.below(0x1000000);
  return framebuffer;
}

/** All words by what `word` says of each place. */
function expected(framebuffer: Framebuffer, word: (x: number, y: number) => number | undefined): Uint32Array {
  const { width, words } = framebuffer;
  return words.map((old, i) => word(i % width, Math.floor(i / width)) ?? old);
}

describe('Framebuffer', () => {
  it('is black and opaque', () => {
    const framebuffer = new Framebuffer(2, 1);
    assert.deepEqual([...framebuffer.pixels], [0, 0, 0, 255, 0, 0, 0, 255]);
  });

  it('shows words as RGBA', () => {
    const framebuffer = new Framebuffer(1, 1);
    framebuffer.words[0] = 0xff030201;
    assert.deepEqual([...framebuffer.pixels], [1, 2, 3, 255]);
  });

  for (const [x, y, width, height] of [
    [0, 0, 40, 10],
    [3, 2, 30, 5],
    [3, 2, 5, 5],
    [39, 9, 1, 1],
    [5, 5, 0, 3],
  ] as const) {
    it(`fills ${width} x ${height} at ${x}, ${y}`, () => {
      const framebuffer = noise(40, 10);
      const wanted = expected(framebuffer, (px, py) =>
        px >= x && px < x + width && py >= y && py < y + height ? 0xff123456 : undefined,
      );
      framebuffer.fill(x, y, width, height, 0xff123456);
      assert.deepEqual(framebuffer.words, wanted);
    });
  }

  for (const [fromX, fromY, x, y, width, height] of [
    [0, 0, 0, 3, 12, 6],
    [0, 3, 0, 0, 12, 6],
    [0, 0, 1, 1, 8, 8],
    [1, 1, 0, 0, 8, 8],
    [2, 0, 0, 2, 8, 6],
    [0, 2, 2, 0, 8, 6],
    [0, 0, 3, 0, 8, 9],
    [3, 0, 0, 0, 8, 9],
  ] as const) {
    it(`copies ${width} x ${height} from ${fromX}, ${fromY} to ${x}, ${y}`, () => {
      const framebuffer = noise(12, 9);
      const before = framebuffer.words.slice();
      const wanted = expected(framebuffer, (px, py) =>
        px >= x && px < x + width && py >= y && py < y + height
          ? before[(py - y + fromY) * 12 + px - x + fromX]
          : undefined,
      );
      framebuffer.copy(fromX, fromY, x, y, width, height);
      assert.deepEqual(framebuffer.words, wanted);
    });
  }

  for (const [x, width] of [
    [0, 6],
    [2, 3],
  ] as const) {
    it(`paints and reads rows of ${width} words at ${x}`, () => {
      const framebuffer = noise(6, 4);
      const source = Uint32Array.from({ length: width * 2 }, (_value, i) => 0xff000000 + i);
      const wanted = expected(framebuffer, (px, py) =>
        px >= x && px < x + width && py >= 1 && py < 3 ? source[(py - 1) * width + px - x] : undefined,
      );
      framebuffer.blit(x, 1, width, 2, source);
      assert.deepEqual(framebuffer.words, wanted);
      const region = { x, y: 1, width, height: 2 };
      assert.deepEqual(framebuffer.read(region), new Uint8Array(source.buffer));
      const target = new Uint8Array(width * 8 + 4).fill(7);
      framebuffer.readInto(region, target);
      assert.deepEqual(target.subarray(0, -4), new Uint8Array(source.buffer));
      assert.deepEqual([...target.subarray(-4)], [7, 7, 7, 7]);
    });
  }

  for (const [width, height] of [
    [6, 5],
    [2, 2],
    [6, 2],
    [2, 5],
    [0, 0],
  ] as const) {
    it(`keeps pixels in their places when it becomes ${width} x ${height}`, () => {
      const framebuffer = noise(4, 3);
      const before = framebuffer.words.slice();
      framebuffer.resize(width, height);
      assert.deepEqual([framebuffer.width, framebuffer.height], [width, height]);
      assert.equal(framebuffer.pixels.length, width * height * 4);
      const wanted = expected(framebuffer, (x, y) => (x < 4 && y < 3 ? before[y * 4 + x] : 0xff000000));
      assert.deepEqual(framebuffer.words, wanted);
    });
  }
});
