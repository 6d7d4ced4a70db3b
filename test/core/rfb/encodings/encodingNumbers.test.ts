import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Decoders } from '../../../../src/core/rfb/encodings/decoders.ts';
import { defaultEncodings, encodingName } from '../../../../src/core/rfb/encodings/encodingNumbers.ts';

describe('decoders', () => {
  it('are there for every encoding of pixels, and for no other', () => {
    const decoders = new Decoders();
    const known = [...Array(60).keys(), -260].filter((number) => decoders.get(number) !== undefined);
    assert.deepEqual(known, [0, 1, 2, 4, 5, 6, 7, 15, 16, 17, 21, -260]);
    for (const number of [8, 9, 50]) {
      assert.equal(decoders.get(number), undefined);
      assert.ok(!defaultEncodings.includes(number));
    }
    decoders.close();
  });
});

describe('what a session asks for', () => {
  it('is exact, Tight and ZRLE first', () => {
    assert.equal(
      defaultEncodings.map(encodingName).join(' '),
      'CopyRect Tight ZRLE Hextile Zlib TRLE RRE CoRRE Raw Compression2 LastRect CursorWithAlpha VMwareCursor ' +
        'Cursor XCursor PointerPos VMwareCursorPosition DesktopSize DesktopName',
    );
  });
});

describe('the name of an encoding', () => {
  for (const [number, name] of [
    [7, 'Tight'],
    [-32, 'Quality0'],
    [-23, 'Quality9'],
    [-256, 'Compression0'],
    [-247, 'Compression9'],
    [-512, 'FineQuality0'],
    [-412, 'FineQuality100'],
    [-768, 'Subsampling0'],
    [-763, 'Subsampling5'],
    [0x574d5664, 'VMwareCursor'],
    [0xc0a1e5ce | 0, 'ExtendedClipboard'],
    [0x57, 'ATEN iKVM AST2100'],
    [9, 'Ultra'],
    [4242, '4242'],
  ] as const) {
    it(`${number} is ${name}`, () => assert.equal(encodingName(number), name));
  }
});
