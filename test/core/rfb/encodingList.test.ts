import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { encodingList, pixelEncodingNames } from '../../../src/core/rfb/encodingList.ts';
import type { EncodingChoice } from '../../../src/core/session/wire.ts';

const isLevel = (encoding: number): boolean =>
  (encoding >= -32 && encoding <= -23) || (encoding >= -768 && encoding <= -412);

describe('the list of encodings', () => {
  it('is without loss and offers every extension, but no sound', () => {
    const list = encodingList();
    assert.deepEqual(list.filter(isLevel), []);
    const extensions = [-308, -312, -313, 0xc0a1e5ce | 0, -316, -258, -257, -261, 0x574d5668, -309];
    for (const extension of extensions) assert.ok(list.includes(extension), `${extension}`);
    for (const left of [-259, 50, 9, 8, 21]) assert.ok(!list.includes(left), `${left}`);
    assert.equal(new Set(list).size, list.length);
  });

  it('begins with the encoding that is preferred, whichever way it is written', () => {
    for (const preferred of ['ZRLE', 'zrle', 'Raw', 'TightPng', 'Hextile'])
      assert.equal(
        encodingList({ preferred })[0],
        { zrle: 16, raw: 0, tightpng: -260, hextile: 5 }[preferred.toLowerCase()],
      );
    assert.ok(pixelEncodingNames.includes('Tight') && !pixelEncodingNames.includes('Cursor'));
  });

  it('has the levels that are asked for', () => {
    const levels = (choice: EncodingChoice): number[] => encodingList(choice).filter(isLevel);
    assert.deepEqual(levels({ quality: 0 }), [-32]);
    assert.deepEqual(levels({ quality: 9, subsampling: '4x' }), [-23, -767]);
    assert.deepEqual(levels({ fineQuality: 100 }), [-23, -412]);
    assert.deepEqual(levels({ fineQuality: 0, quality: 3, subsampling: 'gray' }), [-29, -512, -765]);
    const compression = (choice: EncodingChoice): number[] =>
      encodingList(choice).filter((encoding) => encoding >= -256 && encoding <= -247);
    assert.deepEqual(compression({ compression: 0 }), [-256]);
    assert.deepEqual(compression({ compression: 9 }), [-247]);
    assert.equal(compression({}).length, 1);
  });

  it('refuses what no server could understand', () => {
    for (const choice of [
      { preferred: 'H.264' },
      { preferred: 'Cursor' },
      { preferred: 'toString' },
      { quality: -1 },
      { quality: 1.5 },
      { quality: 10 },
      { compression: 10 },
      { fineQuality: 101 },
      { fineQuality: -1 },
      { subsampling: '3x' },
    ])
      assert.throws(() => encodingList(choice as EncodingChoice), { code: 'VNC_ARGUMENT_INVALID' });
  });
});
