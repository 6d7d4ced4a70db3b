import assert from 'node:assert/strict';
import { colorAt, colorFromHex, colorToHex, colorsMatch } from '../../../src/core/vision/compareColors.ts';

const color = (red: number, green: number, blue: number) => ({ red, green, blue });

describe('colours', () => {
  const cases: [
    a: [number, number, number],
    b: [number, number, number],
    tolerance: number,
    match: boolean,
  ][] = [
    [[0, 0, 0], [0, 0, 0], 0, true],
    [[10, 10, 10], [18, 2, 10], 8, true],
    [[10, 10, 10], [19, 10, 10], 8, false],
    [[10, 10, 10], [10, 1, 10], 8, false],
    [[10, 10, 10], [10, 10, 19], 8, false],
    [[0, 0, 0], [255, 255, 255], 255, true],
  ];
  for (const [a, b, tolerance, match] of cases)
    it(`${match ? 'match' : 'differ'}: ${String(a)} and ${String(b)} with tolerance ${tolerance}`, () => {
      assert.equal(colorsMatch(color(...a), color(...b), tolerance), match);
    });

  it('are read from and written as hexadecimal digits', () => {
    assert.deepEqual(colorFromHex('#1E90ff'), color(30, 144, 255));
    assert.deepEqual(colorFromHex('#f0a'), color(255, 0, 170));
    assert.equal(colorToHex(color(30, 4, 255)), '#1e04ff');
    for (const text of ['', 'red', '#12', '#12345', '#1234567', '1e90ff', '#gggggg'])
      assert.equal(colorFromHex(text), undefined, text);
  });

  it('are found in a picture by row and column', () => {
    const pixels = Uint8Array.from([1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255]);
    const image = { width: 2, height: 2, pixels };
    assert.deepEqual(colorAt(image, 0, 1), color(7, 8, 9));
    assert.deepEqual(colorAt(image, 1, 0), color(4, 5, 6));
    assert.throws(() => colorAt(image, 2, 0), RangeError);
    assert.throws(() => colorAt(image, 0, -1), RangeError);
  });
});
