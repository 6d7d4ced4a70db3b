import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isVncError } from '../../../../src/core/base/errors.ts';
import { testFormatVectors } from '../support/formatVector.ts';
import { colours as c } from '../support/picture.ts';
import { playRectangles } from '../support/playRectangles.ts';
import { splits } from '../support/splits.ts';
import { wire } from '../support/wireWriter.ts';
import { tileFormatVectors, trle } from '../vectors/tileVectors.ts';

const { R, G, B } = c;

for (const { title, vectors } of tileFormatVectors) testFormatVectors(title, vectors);

const compact = (...all: readonly number[]): number[] =>
  all.flatMap((colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]);

describe('TRLE that is broken', () => {
  for (const [what, bytes] of [
    ['trle-type', [17]],
    ['trle-type', [126]],
    ['trle-palette', [127]],
    ['trle-palette', [129]],
    ['trle-palette-index', [3, ...compact(R, G, B), 0xff, 0, 0, 0]],
    ['trle-palette-index', [130, ...compact(R, G), 2]],
    ['trle-run', [128, ...compact(R), 16]],
    ['trle-run', [128, ...compact(R), 255, 255, 255]],
    ['trle-run', [130, ...compact(R, G), 128, 255, 0]],
  ] as const) {
    it(`is ${what}: ${bytes[0]} ${bytes.at(-1)}`, async () => {
      const stream = trle(4, 4, wire().u8(...bytes)).build();
      for (const split of splits) {
        await assert.rejects(
          playRectangles(split.cut(stream), { width: 4, height: 4 }),
          (error) => isVncError(error, 'VNC_BAD_DATA') && error.data['what'] === what,
        );
      }
    });
  }

  it('knows no palette of the rectangle before', async () => {
    const first = trle(4, 1, wire().u8(2, ...compact(R, G), 0x50));
    const stream = wire()
      .bytes(first.build())
      .bytes(trle(4, 1, wire().u8(127, 0x50)).build())
      .build();
    await assert.rejects(
      playRectangles([stream], { width: 4, height: 1 }),
      (error) => isVncError(error, 'VNC_BAD_DATA') && error.data['what'] === 'trle-palette',
    );
  });
});
