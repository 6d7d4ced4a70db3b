import assert from 'node:assert/strict';
import {
  type Frame,
  decodeFrame,
  encodeFrame,
  paletteBits,
  paletteRowBytes,
  regionBytes,
} from '../../src/protocol/frames.ts';

const frame: Frame = {
  sequence: 0x01020304,
  width: 10,
  height: 8,
  regions: [
    { form: 'fill', x: 1, y: 2, width: 3, height: 4, color: Uint8Array.of(9, 8, 7) },
    { form: 'rgb', x: 0, y: 0, width: 2, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) },
    {
      form: 'palette',
      x: 0,
      y: 6,
      width: 9,
      height: 2,
      colors: Uint8Array.of(1, 1, 1, 2, 2, 2),
      indices: Uint8Array.of(0xaa, 0x80, 0x55, 0),
    },
    { form: 'copy', x: 2, y: 3, width: 4, height: 5, fromX: 6, fromY: 1 },
    { form: 'jpeg', x: 0, y: 0, width: 10, height: 8, parts: [], jpeg: Uint8Array.of(0xff, 0xd8) },
    {
      form: 'jpeg',
      x: 1,
      y: 1,
      width: 5,
      height: 5,
      parts: [
        { x: 1, y: 2, width: 3, height: 4 },
        { x: 5, y: 5, width: 1, height: 1 },
      ],
      jpeg: Uint8Array.of(7),
    },
    {
      form: 'runs',
      x: 1,
      y: 2,
      width: 4,
      height: 3,
      colors: Uint8Array.of(1, 1, 1, 2, 2, 2),
      runs: Uint8Array.of(0, 129, 1, 127, 1),
    },
  ],
};

function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}

describe('frames on the wire', () => {
  const wire = hex(
    '03 04030201 0a00 0800 07000000' +
      '00 0100 0200 0300 0400 090807' +
      '01 0000 0000 0200 0100 010203 040506' +
      '02 0000 0600 0900 0200 01 010101 020202 aa80 5500' +
      '03 0200 0300 0400 0500 0600 0100' +
      '04 0000 0000 0a00 0800 00 02000000 ffd8' +
      '04 0100 0100 0500 0500 02 0100 0200 0300 0400 0500 0500 0100 0100 01000000 07' +
      '05 0100 0200 0400 0300 01 010101 020202 05000000 00 81 01 7f 01',
  );

  it('are packed byte by byte as documented', () => {
    assert.deepEqual(Buffer.from(encodeFrame(frame)).toString('hex'), Buffer.from(wire).toString('hex'));
  });

  it('own exactly their bytes, so that a post carries nothing else', () => {
    const packed = encodeFrame(frame);
    assert.equal(packed.byteOffset, 0);
    assert.equal(packed.buffer.byteLength, packed.byteLength);
    assert.equal(Object.getPrototypeOf(packed), Uint8Array.prototype);
  });

  it('come back as they were', () => {
    assert.deepEqual(decodeFrame(wire), frame);
  });

  it('are read out of the middle of a larger buffer', () => {
    const large = new Uint8Array(wire.length + 20);
    large.set(wire, 7);
    assert.deepEqual(decodeFrame(large.subarray(7, 7 + wire.length)), frame);
  });

  it('are refused wherever they are cut short', () => {
    for (let length = 0; length < wire.length; length++) {
      assert.throws(() => decodeFrame(wire.subarray(0, length)), /frame ends too early/, `${length} bytes`);
    }
  });

  const broken: [string, string, RegExp][] = [
    ['bytes behind the last region', '03 00000000 0100 0100 00000000 00', /1 bytes too many/],
    ['another format', '01 00000000 0100 0100 00000000', /format 1/],
    ['an unknown form', '03 00000000 0100 0100 01000000 07 0000 0000 0100 0100', /form 7/],
    [
      'a region over the right edge',
      '03 00000000 0200 0200 01000000 00 0100 0000 0200 0100 000000',
      /not on/,
    ],
    [
      'a region over the lower edge',
      '03 00000000 0200 0200 01000000 00 0000 0100 0100 0200 000000',
      /not on/,
    ],
    [
      'a copy from over the right edge',
      '03 00000000 0400 0400 01000000 03 0000 0000 0200 0200 0300 0000',
      /not on the screen/,
    ],
    [
      'a copy from over the lower edge',
      '03 00000000 0400 0400 01000000 03 0000 0000 0200 0200 0000 0300',
      /not on the screen/,
    ],
    [
      'a part outside of its picture',
      '03 00000000 0400 0400 01000000 04 0000 0000 0200 0200 01 0100 0100 0200 0100 00000000',
      /not on the screen/,
    ],
    [
      'runs of fewer pixels than the region has',
      '03 00000000 0400 0400 01000000 05 0000 0000 0200 0200 00 010101 02000000 80 00',
      /2 pixels where there are 4/,
    ],
    ['a region without width', '03 00000000 0200 0200 01000000 00 0000 0000 0000 0100 000000', /not on/],
  ];
  for (const [what, text, error] of broken) {
    it(`are refused with ${what}`, () => assert.throws(() => decodeFrame(hex(text)), error));
  }

  it('count the bytes of a region without packing it', () => {
    const sizes = frame.regions.map((region) => encodeFrame({ ...frame, regions: [region] }).length - 13);
    assert.deepEqual(frame.regions.map(regionBytes), sizes);
  });

  it('use the fewest bits that number the colours', () => {
    const bits = [1, 2, 3, 4, 5, 16, 17, 256].map(paletteBits);
    assert.deepEqual(bits, [1, 1, 2, 2, 4, 4, 8, 8]);
    assert.equal(paletteRowBytes(2, 9), 2);
    assert.equal(paletteRowBytes(4, 9), 3);
    assert.equal(paletteRowBytes(16, 9), 5);
    assert.equal(paletteRowBytes(17, 9), 9);
  });
});
