import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ColourMap } from '../../../src/core/rfb/colourMap.ts';
import { OPAQUE } from '../../../src/core/rfb/framebuffer.ts';
import {
  type PixelFormat,
  isSanePixelFormat,
  samePixelFormat,
  sessionPixelFormat,
  sessionPixelFormatFor,
} from '../../../src/core/rfb/pixelFormat.ts';
import { pixelLayoutOf } from '../../../src/core/rfb/pixelLayout.ts';
import { pixelFormats } from './support/pixelForm.ts';

const full = sessionPixelFormat;

describe('a pixel format', () => {
  it('to ask for is sane, whatever the depth', () => {
    for (const format of [
      sessionPixelFormatFor(24),
      sessionPixelFormatFor(16),
      sessionPixelFormatFor(8),
      sessionPixelFormatFor(8, true),
    ])
      assert.ok(isSanePixelFormat(format));
    assert.equal(sessionPixelFormatFor(24, true), full);
    assert.equal(sessionPixelFormatFor(8, true).trueColour, false);
    assert.equal(sessionPixelFormatFor(16).bitsPerPixel, 16);
  });

  it('of every kind in these tests is sane', () => {
    for (const [name, format] of Object.entries(pixelFormats)) assert.ok(isSanePixelFormat(format), name);
  });

  const insane: readonly (readonly [string, Partial<PixelFormat>])[] = [
    ['of 24 bits a pixel', { bitsPerPixel: 24 }],
    ['of no depth', { depth: 0 }],
    ['deeper than its pixels', { bitsPerPixel: 16, depth: 24 }],
    ['whose colours overlap', { greenShift: 4 }],
    ['whose colours do not fit', { blueShift: 25 }],
    ['whose colours do not fit in 16 bits', { bitsPerPixel: 16, depth: 16 }],
    ['whose maximum is no mask', { redMax: 200 }],
    ['without green', { greenMax: 0 }],
    ['with a colour map of 32 bits', { trueColour: false }],
    ['shifted to nowhere', { redShift: 255 }],
  ];
  for (const [name, change] of insane) {
    it(`${name} has no meaning`, () => {
      assert.ok(!isSanePixelFormat({ ...full, ...change }));
      assert.throws(() => pixelLayoutOf({ ...full, ...change }, new ColourMap()));
    });
  }

  it('is the same as another that means the same', () => {
    assert.ok(samePixelFormat(full, { ...full }));
    assert.ok(!samePixelFormat(full, { ...full, bigEndian: true }));
    assert.ok(!samePixelFormat(full, { ...full, redShift: 24 }));
    const mapped = sessionPixelFormatFor(8, true);
    assert.ok(samePixelFormat(mapped, { ...mapped, redMax: 7 }), 'a colour map has no shifts');
  });

  it('leaves out the byte without colour, and only that', () => {
    const bytes = (format: PixelFormat): number[] => {
      const { pixel, compact, tight } = pixelLayoutOf(format, new ColourMap());
      return [pixel.bytes, compact.bytes, tight.bytes];
    };
    assert.deepEqual(bytes(full), [4, 3, 3]);
    assert.deepEqual(bytes({ ...full, redShift: 8, greenShift: 16, blueShift: 24 }), [4, 3, 3]);
    // Neither the low nor the high three bytes hold all colours.
    assert.deepEqual(bytes({ ...full, blueShift: 24 }), [4, 4, 3]);
    assert.deepEqual(bytes({ ...full, depth: 32 }), [4, 4, 4]);
    assert.deepEqual(bytes({ ...full, depth: 18, redMax: 63, greenMax: 63, blueMax: 63 }), [4, 3, 4]);
    assert.deepEqual(bytes(sessionPixelFormatFor(16)), [2, 2, 2]);
    assert.deepEqual(bytes(sessionPixelFormatFor(8)), [1, 1, 1]);
  });
});

describe('a colour map', () => {
  const entries = (...colours: readonly (readonly [number, number, number])[]): DataView => {
    const view = new DataView(new ArrayBuffer(colours.length * 6));
    colours.flat().forEach((value, i) => view.setUint16(i * 2, value));
    return view;
  };

  it('keeps the high byte of every intensity', () => {
    const map = new ColourMap();
    assert.ok(map.set(254, 2, entries([0xff00, 0x1234, 0], [0xffff, 0xffff, 0xffff]), 0));
    assert.equal(map.words[254], 0xff0012ff);
    assert.equal(map.words[255], 0xffffffff);
    assert.equal(map.words[0], OPAQUE);
  });

  it('tells whether an entry has changed', () => {
    const map = new ColourMap();
    assert.ok(!map.set(3, 1, entries([0, 0, 0]), 0));
    assert.ok(map.set(3, 1, entries([0x0100, 0, 0]), 0));
    assert.ok(!map.set(3, 1, entries([0x01ff, 0, 0]), 0));
    assert.ok(!map.set(3, 0, entries(), 0));
  });

  it('grows for entries above 255 and drops what no pixel can name', () => {
    const map = new ColourMap();
    map.set(1, 1, entries([0x0500, 0, 0]), 0);
    assert.ok(map.set(65_535, 2, entries([0x0700, 0, 0], [0x0900, 0, 0]), 0));
    assert.equal(map.words.length, 65_536);
    assert.equal(map.words[65_535], 0xff000007);
    assert.equal(map.words[1], 0xff000005);
  });
});
