import assert from 'node:assert/strict';
import { checkRuns, paintRuns, writeRuns } from '../../src/protocol/runs.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

function written(indices: Uint8Array, { width, height }: Size, room = indices.length * 2 + 2): Uint8Array {
  const target = new Uint8Array(room);
  return target.slice(0, writeRuns(indices, width, height, target));
}

/** Paints them into the middle of something larger, of which nothing else may change. */
function read(codes: Uint8Array, size: Size): Uint8Array {
  checkRuns(codes, size, 127);
  const palette = Uint32Array.from({ length: 127 }, (_, i) => i);
  const stride = size.width + 5;
  const words = new Uint32Array(stride * (size.height + 2)).fill(255);
  const start = stride + 3;
  paintRuns(codes, size.width, palette, words, start, stride);
  const rows = Array.from({ length: size.height }, (_, row) =>
    words.slice(start + row * stride, start + row * stride + size.width),
  );
  const painted = rows.flatMap((row) => [...row]);
  assert.equal(words.filter((word) => word !== 255).length, painted.length);
  return Uint8Array.from(painted);
}

/** Rows that often repeat, of runs of any length. */
function picture({ width, height }: Size, colors: number, seed: number): Uint8Array {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const indices = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    if (row > 0 && next(3) === 0) {
      indices.copyWithin(row * width, (row - 1) * width, row * width);
      continue;
    }
    for (let at = 0; at < width; ) {
      const count = Math.min(width - at, next(2) === 0 ? 1 : 1 + next(width));
      indices.fill(next(colors), row * width + at, row * width + at + count);
      at += count;
    }
  }
  return indices;
}

describe('runs of palette indices', () => {
  it('are written as documented', () => {
    const indices = Uint8Array.of(...[5, 5, 5, 1], ...[5, 5, 5, 1], ...[5, 5, 5, 1], ...[0, 126, 126, 0]);
    assert.deepEqual(
      [...written(indices, { width: 4, height: 4 })],
      [128 + 5, 1, 1, /* two more rows */ 127, 1, 0, 128 + 126, 0, 0],
    );
  });

  it('come back whatever the picture is', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const size = { width: 1 + ((seed * 7) % 64), height: 1 + ((seed * 13) % 64) };
      const indices = picture(size, 1 + (seed % 127), seed);
      assert.deepEqual(read(written(indices, size), size), indices, `seed ${seed}`);
    }
  });

  it('know runs and repeats of any length', () => {
    for (const length of [1, 2, 256, 257, 258, 259, 514, 515, 600]) {
      const line = new Uint8Array(length).fill(3);
      assert.deepEqual(read(written(line, { width: length, height: 1 }), { width: length, height: 1 }), line);
      const tall = { width: 2, height: length };
      const bar = Uint8Array.from({ length: length * 2 }, (_, i) => i & 1);
      assert.deepEqual(read(written(bar, tall), tall), bar);
    }
  });

  it('end where they do not fit', () => {
    const size = { width: 16, height: 16 };
    const indices = picture(size, 40, 3);
    const { length } = written(indices, size);
    assert.equal(writeRuns(indices, 16, 16, new Uint8Array(length)), length);
    for (let room = 0; room < length; room++)
      assert.equal(writeRuns(indices, 16, 16, new Uint8Array(room)), undefined, `${room} bytes`);
  });

  const size = { width: 4, height: 2 };
  const broken: readonly [string, readonly number[], RegExp][] = [
    ['nothing', [], /runs of 0 pixels where there are 8/],
    ['too few rows', [128, 2], /runs of 4 pixels/],
    ['a run that leaves its row', [0, 128, 2, 128, 2], /leaves its row/],
    ['more rows than there are', [128, 2, 128, 2, 0], /leaves its row/],
    ['a run without its length', [128, 2, 128], /end within one/],
    ['a repeat without its count', [128, 2, 127], /end within one/],
    ['a repeat before the first row', [127, 0, 128, 2], /repeated that are none/],
    ['a repeat within a row', [0, 127, 0], /repeated that are none/],
    ['a repeat over the lower edge', [128, 2, 127, 1], /repeated that are none/],
    ['a colour that there is not', [2, 128, 1, 127, 0], /its colours/],
    ['a run of a colour that there is not', [130, 2, 127, 0], /its colours/],
  ];
  for (const [what, codes, error] of broken) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => checkRuns(Uint8Array.from(codes), size, 2), error);
    });
  }

  it('are refused for more colours than codes can name', () => {
    assert.throws(() => checkRuns(Uint8Array.of(128, 2, 127, 0), size, 128), /128 colours/);
  });
});
