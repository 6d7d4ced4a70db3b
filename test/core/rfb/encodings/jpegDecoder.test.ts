import assert from 'node:assert/strict';
import { decode as decodeJpeg } from '@cwasm/jpeg-turbo';
import jpeg from 'jpeg-js';
import { describe, it } from 'mocha';
import { isVncError } from '../../../../src/core/base/errors.ts';
import { PixelForm, pixelFormats } from '../support/pixelForm.ts';
import { playRectangles } from '../support/playRectangles.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { splits } from '../support/splits.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const width = 33;
const height = 17;

/** A picture that is not smooth, so that a wrong table shows. */
function picture(seed: number, quality = 90): Uint8Array {
  const random = new SeededRandom(seed);
  const data = Uint8Array.from(
    { length: width * height * 4 },
    (_value, i) => (i / 8 + random.below(64)) % 256,
  );
  return jpeg.encode({ width, height, data }, quality).data;
}

/** A picture's segments up to its scan, which is the last and has all the rest. */
function segmentsOf(bytes: Uint8Array): { marker: number; bytes: Uint8Array }[] {
  const segments = [{ marker: 0xd8, bytes: bytes.subarray(0, 2) }];
  for (let at = 2; ; ) {
    const marker = bytes[at + 1] ?? 0;
    const length = 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    if (marker === 0xda) return [...segments, { marker, bytes: bytes.subarray(at) }];
    segments.push({ marker, bytes: bytes.subarray(at, at + length) });
    at += length;
  }
}

/** A picture without its tables of a kind: Huffman 0xc4, quantisation 0xdb. */
function without(bytes: Uint8Array, ...markers: number[]): Uint8Array {
  return Buffer.concat(
    segmentsOf(bytes)
      .filter(({ marker }) => !markers.includes(marker))
      .map((segment) => segment.bytes),
  );
}

function rect(x: number, y: number, bytes: Uint8Array): WireWriter {
  return wire().rect(x, y, width, height, 21).bytes(bytes);
}

async function play(stream: WireWriter, count: number): Promise<Uint8Array[][]> {
  const bytes = stream.build();
  const screens: Uint8Array[][] = [];
  for (const format of ['full colour, ours', '16 bits', '8 bits'] as const) {
    const form = new PixelForm(pixelFormats[format] ?? assert.fail(format));
    for (const split of splits) {
      const screen = await playRectangles(split.cut(bytes), {
        width,
        height: height * count,
        prepare: (decoders) => form.prepare(decoders),
      });
      screens.push(
        Array.from({ length: count }, (_value, i) => screen.read({ x: 0, y: i * height, width, height })),
      );
    }
  }
  return screens;
}

async function assertPictures(stream: WireWriter, pictures: readonly Uint8Array[]): Promise<void> {
  const expected = pictures.map((bytes) => Buffer.from(decodeJpeg(bytes).data));
  for (const screen of await play(stream, pictures.length)) {
    assert.deepEqual(
      screen.map((part) => Buffer.from(part)),
      expected,
    );
  }
}

const [first, second, coarse] = [picture(1), picture(2), picture(3, 30)];

describe('JPEG', () => {
  it('ends where the picture ends', async () => {
    await assertPictures(
      wire()
        .bytes(rect(0, 0, first).build())
        .bytes(rect(0, height, coarse).build())
        .bytes(rect(0, 2 * height, second).build()),
      [first, coarse, second],
    );
  });

  it('uses the tables of the picture before where a picture has none', async () => {
    await assertPictures(
      wire()
        .bytes(rect(0, 0, first).build())
        .bytes(rect(0, height, without(second, 0xc4, 0xdb)).build())
        .bytes(rect(0, 2 * height, without(first, 0xc4)).build())
        .bytes(rect(0, 3 * height, without(second, 0xdb)).build()),
      [first, second, first, second],
    );
  });

  it('keeps the latest tables', async () => {
    await assertPictures(
      wire()
        .bytes(rect(0, 0, first).build())
        .bytes(rect(0, height, coarse).build())
        .bytes(rect(0, 2 * height, without(coarse, 0xc4, 0xdb)).build()),
      [first, coarse, coarse],
    );
  });

  it('takes filled and restarted data, comments and filled markers', async () => {
    const segments = segmentsOf(first).map((segment) => segment.bytes);
    const [start, ...rest] = segments;
    const withExtras = Buffer.concat([
      start ?? new Uint8Array(0),
      // A comment that holds the markers of an end and of a scan, behind a byte that fills.
      Uint8Array.of(0xff, 0xff, 0xfe, 0, 6, 0xff, 0xd9, 0xff, 0xda),
      ...rest,
    ]);
    await assertPictures(rect(0, 0, withExtras), [first]);
    assert.ok(Buffer.from(first).includes(Buffer.of(0xff, 0x00)), 'the data has a byte 0xff in it');
  });

  for (const [what, bytes] of [
    ['jpeg-marker', Uint8Array.of(0xff, 0xd9)],
    ['jpeg-marker', Uint8Array.of(0, 0)],
    ['jpeg-marker', Uint8Array.of(0xff, 0xd8, 0xff, 0xd8)],
    ['jpeg-segment', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 1)],
    ['jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
    ['jpeg-tables', without(first, 0xdb)],
  ] as const) {
    it(`that is broken is ${what}: ${Buffer.from(bytes.subarray(0, 6)).toString('hex')}`, async () => {
      for (const split of splits) {
        await assert.rejects(
          playRectangles(split.cut(rect(0, 0, bytes).build()), { width, height }),
          (error) => isVncError(error, 'VNC_BAD_DATA') && error.data['what'] === what,
        );
      }
    });
  }

  it('with tables without end is refused', async () => {
    const tables = Uint8Array.of(0xff, 0xdb, 0, 4, 0, 0);
    const endless = Buffer.concat([Uint8Array.of(0xff, 0xd8), ...Array<Uint8Array>(300).fill(tables)]);
    await assert.rejects(
      playRectangles([rect(0, 0, endless).build()], { width, height }),
      (error) => isVncError(error, 'VNC_BAD_DATA') && error.data['what'] === 'jpeg-tables',
    );
  });
});
