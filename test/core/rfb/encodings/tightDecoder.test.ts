import assert from 'node:assert/strict';
import { decode as decodeJpeg } from '@cwasm/jpeg-turbo';
import jpeg from 'jpeg-js';
import { describe, it } from 'mocha';
import { colours as c, coloursOf } from '../support/picture.ts';
import { greeting, playStream } from '../support/playStream.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { splits } from '../support/splits.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { line, lines } from '../support/lines.ts';
import { testVectors } from '../support/vector.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const { R, G, B, W } = c;

/** The header of an update with one Tight rectangle at the origin. */
function tight(width: number, height: number): WireWriter {
  return wire().update(1).rect(0, 0, width, height, 7);
}

/** A length of one to three bytes (rfbproto, "Tight Encoding"). */
function compact(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x4000) return [(length & 0x7f) | 0x80, length >> 7];
  return [(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14];
}

function compressed(writer: WireWriter, deflater: TestDeflater, bytes: Uint8Array): WireWriter {
  const data = deflater.next(bytes);
  return writer.u8(...compact(data.length)).bytes(data);
}

/** Bytes that are not compressed; twelve and more have a length nevertheless. */
function asTheyAre(writer: WireWriter, bytes: ArrayLike<number>): WireWriter {
  if (bytes.length >= 12) writer.u8(...compact(bytes.length));
  return writer.bytes(Uint8Array.from(bytes));
}

function pixels(...rows: string[]): Uint8Array {
  return wire()
    .pixel3(...coloursOf(rows.join('')))
    .build();
}

testVectors('Tight', [
  { name: 'fills', picture: ['RRR', 'RRR'], stream: () => tight(3, 2).u8(0x80).pixel3(R) },
  {
    name: 'takes fewer than twelve bytes as they are',
    picture: ['RGB'],
    stream: () => tight(3, 1).u8(0x00).pixel3(R, G, B),
  },
  {
    name: 'inflates twelve bytes',
    picture: ['RG', 'BW'],
    stream: () => compressed(tight(2, 2).u8(0x00), new TestDeflater(), pixels('RG', 'BW')),
  },
  {
    name: 'knows the copy filter by name',
    picture: ['RGBW'],
    stream: () => compressed(tight(4, 1).u8(0x40, 0), new TestDeflater(), pixels('RGBW')),
  },
  {
    name: 'keeps four streams apart',
    picture: ['RGBWRGBW', 'WBGRWBGR', 'YYYYYYYY'],
    stream: () => {
      const streams = [0, 1, 2, 3].map(() => new TestDeflater());
      const writer = wire();
      for (const [x, y, stream, row] of [
        [0, 0, 0, 'RGBW'],
        [0, 1, 3, 'WBGR'],
        [4, 0, 0, 'RGBW'],
        [4, 1, 3, 'WBGR'],
        [0, 2, 1, 'YYYY'],
        [4, 2, 2, 'YYYY'],
      ] as const) {
        writer
          .update(1)
          .rect(x, y, 4, 1, 7)
          .u8(stream << 4);
        compressed(writer, streams[stream] ?? new TestDeflater(), pixels(row));
      }
      return writer;
    },
  },
  {
    name: 'resets the streams that the control byte names, on a fill as well',
    picture: ['RGBW', 'WBGR', 'YYYY', 'GGGG'],
    stream: () => {
      const writer = compressed(tight(4, 1).u8(0x00), new TestDeflater(), pixels('RGBW'));
      writer.update(1).rect(0, 1, 4, 1, 7).u8(0x01);
      compressed(writer, new TestDeflater(), pixels('WBGR'));
      writer.update(1).rect(0, 3, 4, 1, 7).u8(0x81).pixel3(G);
      writer.update(1).rect(0, 2, 4, 1, 7).u8(0x00);
      return compressed(writer, new TestDeflater(), pixels('YYYY'));
    },
  },
  {
    name: 'paints two colours, one bit each, rows padded',
    picture: ['RGRGRGRGG', 'GGGGGGGGR'],
    stream: () => tight(9, 2).u8(0x40, 1, 1).pixel3(R, G).u8(0x55, 0x80, 0xff, 0x00),
  },
  {
    name: 'paints two colours, inflated',
    picture: [...lines(8, 'GRRRRRRRRRRRRRRG')],
    stream: () => {
      const bits = Uint8Array.from({ length: 16 }, (_value, i) => (i % 2 === 0 ? 0x80 : 0x01));
      return compressed(tight(16, 8).u8(0x50, 1, 1).pixel3(R, G), new TestDeflater(), bits);
    },
  },
  {
    name: 'paints a palette of one colour',
    picture: ['RRR'],
    stream: () => tight(3, 1).u8(0x40, 1, 0).pixel3(R).u8(0x00),
  },
  {
    name: 'paints a palette, a byte a pixel',
    picture: ['RGB', 'BGR'],
    stream: () => tight(3, 2).u8(0x40, 1, 2).pixel3(R, G, B).u8(0, 1, 2, 2, 1, 0),
  },
  {
    name: 'paints a palette of 256 colours, inflated',
    picture: [line(16, 'W')],
    stream: () => {
      const palette = Array.from({ length: 256 }, (_value, i) => (i === 255 ? W : R));
      return compressed(
        tight(16, 1)
          .u8(0x60, 1, 255)
          .pixel3(...palette),
        new TestDeflater(),
        new Uint8Array(16).fill(255),
      );
    },
  },
  {
    name: 'takes pixels without zlib',
    picture: ['RGBW', 'WBGR'],
    stream: () => asTheyAre(tight(4, 2).u8(0xa0), pixels('RGBW', 'WBGR')),
  },
  {
    name: 'takes fewer than twelve bytes without zlib, and without a length',
    picture: ['RGB', 'BGR'],
    stream: () => {
      const writer = wire().update(2).rect(0, 0, 3, 1, 7).u8(0xa0).bytes(pixels('RGB'));
      return writer.rect(0, 1, 3, 1, 7).u8(0xe0, 0).bytes(pixels('BGR'));
    },
  },
  {
    name: 'takes two colours without zlib',
    picture: lines(12, 'RGRGRGRGG'),
    stream: () => {
      const rows = Array.from({ length: 12 }, () => [0x55, 0x80]).flat();
      return asTheyAre(tight(9, 12).u8(0xe0, 1, 1).pixel3(R, G), rows);
    },
  },
  {
    name: 'takes filtered pixels without zlib',
    picture: lines(2, 'RGBWRGBW'),
    stream: () => {
      const indices = [0, 1, 2, 3, 0, 1, 2, 3];
      return asTheyAre(tight(8, 2).u8(0xe0, 1, 3).pixel3(R, G, B, W), [...indices, ...indices]);
    },
  },
  {
    name: 'skips filtered rectangles without pixels',
    picture: ['R'],
    stream: () => wire().update(2).rect(0, 0, 0, 0, 7).u8(0x00).rect(0, 0, 1, 1, 7).u8(0x80).pixel3(R),
  },
]);

describe('Tight', () => {
  it('undoes the gradient filter, its prediction clamped and its sum wrapped', async () => {
    const [width, height] = [40, 9];
    const image = new SeededRandom(3).bytes(width * height * 3);
    const at = (x: number, y: number, i: number): number =>
      x < 0 || y < 0 ? 0 : (image[(y * width + x) * 3 + i] ?? 0);
    const filtered = new Uint8Array(image.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let i = 0; i < 3; i++) {
          const sum = at(x - 1, y, i) + at(x, y - 1, i) - at(x - 1, y - 1, i);
          filtered[(y * width + x) * 3 + i] = at(x, y, i) - Math.max(0, Math.min(255, sum));
        }
      }
    }
    const stream = compressed(tight(width, height).u8(0x70, 2), new TestDeflater(), filtered).build();
    for (const split of splits) {
      const { client, error } = await playStream([greeting(width, height), ...split.cut(stream)]);
      assert.equal(error?.code, 'VNC_CONNECTION_LOST');
      const colour = client.framebuffer.pixels.filter((_value, i) => i % 4 !== 3);
      assert.deepEqual(Buffer.from(colour), Buffer.from(image));
      assert.ok(client.framebuffer.words.every((word) => word >>> 24 === 255));
    }
  });

  for (const [side, bytes] of [
    [3, 'one byte'],
    [8, 'two bytes'],
    [75, 'three bytes'],
  ] as const) {
    const noise = new SeededRandom(side).bytes(side * side * 3);
    const header = (control: number): WireWriter => tight(side, side).u8(control);
    for (const [title, stream] of [
      [`reads lengths of ${bytes}`, () => compressed(header(0x00), new TestDeflater(), noise)],
      [`reads lengths of ${bytes} before pixels without zlib`, () => asTheyAre(header(0xa0), noise)],
    ] as const) {
      for (const split of splits) {
        it(`${title} (${split.name})`, async () => {
          const messages = stream().build();
          const { client, error } = await playStream([greeting(side, side), ...split.cut(messages)]);
          assert.equal(error?.code, 'VNC_CONNECTION_LOST');
          const colour = client.framebuffer.pixels.filter((_value, i) => i % 4 !== 3);
          assert.deepEqual(Buffer.from(colour), Buffer.from(noise));
        });
      }
    }
  }

  for (const [length, title] of [
    [26, 'shorter'],
    [28, 'longer'],
    [0, 'much shorter'],
    [0x3f_ffff, 'much longer'],
  ] as const) {
    it(`refuses pixels without zlib that are ${title} than their rectangle`, async () => {
      const messages = tight(3, 3)
        .u8(0xa0, ...compact(length))
        .bytes(new Uint8Array(40))
        .build();
      for (const split of splits) {
        const { error } = await playStream([greeting(3, 3), ...split.cut(messages)]);
        assert.equal(error?.code, 'VNC_BAD_DATA');
        assert.equal(error.data['what'], 'tight-length');
      }
    });
  }

  it('paints JPEG pictures as libjpeg-turbo decodes them', async () => {
    const [width, height] = [33, 17];
    const random = new SeededRandom(9);
    const encode = (): Uint8Array => {
      const data = Uint8Array.from(
        { length: width * height * 4 },
        (_value, i) => (i / 8 + random.below(64)) % 256,
      );
      return jpeg.encode({ width, height, data }, 90).data;
    };
    const pictures = [encode(), encode()];
    const writer = wire();
    for (const [i, data] of pictures.entries()) {
      writer
        .update(1)
        .rect(i * 40, 2, width, height, 7)
        .u8(0x90, ...compact(data.length))
        .bytes(data);
    }
    const stream = writer.build();
    for (const split of splits) {
      const { client, error } = await playStream([greeting(80, 20), ...split.cut(stream)]);
      assert.equal(error?.code, 'VNC_CONNECTION_LOST');
      for (const [i, data] of pictures.entries()) {
        const seen = client.framebuffer.read({ x: i * 40, y: 2, width, height });
        assert.deepEqual(Buffer.from(seen), Buffer.from(decodeJpeg(data).data));
      }
    }
  });

  it('fills with every colour in its place', async () => {
    const stream = tight(1, 1).u8(0x80, 1, 2, 3).build();
    const { client } = await playStream([greeting(1, 1), stream]);
    assert.deepEqual([...client.framebuffer.pixels], [1, 2, 3, 255]);
  });

  it('does not wait for bytes behind a short length', async () => {
    // A server may wait for its answer before it sends more: one byte of length must be enough to go on.
    const deflater = new TestDeflater();
    const data = deflater.next(pixels('RGBW'));
    assert.ok(data.length < 0x80);
    const stream = tight(4, 1).u8(0x00, data.length).bytes(data).build();
    const played = await playStream([greeting(4, 1), stream]);
    assert.equal(played.updates.length, 1);
  });
});
