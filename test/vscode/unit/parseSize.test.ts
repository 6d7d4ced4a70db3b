import assert from 'node:assert/strict';
import { parseSize } from '../../../src/vscode/machine/parseSize.ts';

describe('a size of the desktop', () => {
  it('is read as people write it', () => {
    for (const text of ['1440x900', ' 1440 × 900 ', '1440*900', '1440, 900', '1440 900', '1440X900'])
      assert.deepEqual(parseSize(text), { width: 1440, height: 900 }, text);
  });

  it('is none without two sides that the wire can carry', () => {
    for (const text of ['', '1440', '0x900', '1440x0', '65536x1', 'axb', '1440x900x2', '-1x5', '1.5x2'])
      assert.equal(parseSize(text), undefined, text);
  });
});
