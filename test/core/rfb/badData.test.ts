import assert from 'node:assert/strict';
import jpeg from 'jpeg-js';
import { describe, it } from 'mocha';
import type { VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { greeting, playStream } from './support/playStream.ts';
import { splits } from './support/splits.ts';
import { TestDeflater } from './support/testDeflater.ts';
import { type WireWriter, wire } from './support/wireWriter.ts';

const SIDE = 100;

function rect(width: number, height: number, encoding: number): WireWriter {
  return wire().update(1).rect(0, 0, width, height, encoding);
}

function deflated(writer: WireWriter, bytes: WireWriter | Uint8Array): WireWriter {
  const data = new TestDeflater().next(bytes instanceof Uint8Array ? bytes : bytes.build());
  return writer.u32(data.length).bytes(data);
}

const zrle = (tiles: WireWriter): WireWriter => deflated(rect(4, 4, 16), tiles);

function tightJpeg(width: number, height: number, picture: Uint8Array): WireWriter {
  const length = picture.length;
  return rect(width, height, 7)
    .u8(0x90, (length & 127) | 128, (length >> 7) | 128, length >> 14)
    .bytes(picture);
}

const picture = jpeg.encode({ width: 16, height: 16, data: Buffer.alloc(1024, 99) }, 90).data;
const zeros = (count: number): Uint8Array => new Uint8Array(count);

const cases: readonly {
  readonly name: string;
  readonly code: VncErrorCode;
  readonly what?: string;
  readonly stream: WireWriter;
}[] = [
  { name: 'a message type', code: 'VNC_MESSAGE_UNKNOWN', stream: wire().u8(77) },
  { name: 'an encoding', code: 'VNC_ENCODING_UNKNOWN', stream: rect(1, 1, 4242) },
  { name: 'a rectangle to the right', code: 'VNC_BAD_RECTANGLE', stream: rect(SIDE + 1, 1, 0) },
  { name: 'a rectangle below', code: 'VNC_BAD_RECTANGLE', stream: rect(1, SIDE + 1, 0) },
  {
    name: 'an empty rectangle outside',
    code: 'VNC_BAD_RECTANGLE',
    stream: wire()
      .update(1)
      .rect(SIDE + 1, 0, 0, 1, 0),
  },
  { name: 'a copy from the right', code: 'VNC_BAD_RECTANGLE', stream: rect(10, 1, 1).u16(SIDE - 9, 0) },
  { name: 'a copy from below', code: 'VNC_BAD_RECTANGLE', stream: rect(1, 10, 1).u16(0, SIDE - 9) },
  {
    name: 'RRE with more rectangles than pixels',
    code: 'VNC_BAD_DATA',
    what: 'rre-count',
    stream: rect(2, 2, 2).u32(5).pixel(0),
  },
  {
    name: 'RRE outside its rectangle',
    code: 'VNC_BAD_DATA',
    what: 'rre-rectangle',
    stream: rect(2, 2, 2).u32(1).pixel(0).pixel(1).u16(1, 1, 2, 1),
  },
  {
    name: 'Hextile of a kind that is not defined',
    code: 'VNC_BAD_DATA',
    what: 'hextile-mask',
    stream: rect(2, 2, 5).u8(32),
  },
  {
    name: 'Hextile outside its tile',
    code: 'VNC_BAD_DATA',
    what: 'hextile-rectangle',
    stream: rect(2, 2, 5)
      .u8(2 | 4 | 8)
      .pixel(0)
      .pixel(1)
      .u8(1, 0x10, 0x10),
  },
  {
    name: 'Zlib data that is none',
    code: 'VNC_BAD_DATA',
    what: 'inflate',
    stream: rect(2, 2, 6).u32(4).u32(0),
  },
  {
    name: 'Zlib data with too few pixels',
    code: 'VNC_BAD_DATA',
    what: 'zlib-length',
    stream: deflated(rect(2, 2, 6), zeros(15)),
  },
  {
    name: 'Zlib data with too many pixels',
    code: 'VNC_BAD_DATA',
    what: 'inflate',
    stream: deflated(rect(2, 2, 6), zeros(17)),
  },
  {
    name: 'a Zlib bomb',
    code: 'VNC_BAD_DATA',
    what: 'inflate',
    stream: deflated(rect(2, 2, 6), zeros(50_000_000)),
  },
  {
    name: 'a ZRLE bomb',
    code: 'VNC_BAD_DATA',
    what: 'inflate',
    stream: zrle(wire().u8(0).bytes(zeros(50_000_000))),
  },
  {
    name: 'ZRLE data that is none',
    code: 'VNC_BAD_DATA',
    what: 'inflate',
    stream: rect(2, 2, 16).u32(4).u32(0xffffffff),
  },
  { name: 'ZRLE without a tile', code: 'VNC_BAD_DATA', what: 'zrle-short', stream: rect(4, 4, 16).u32(0) },
  {
    name: 'ZRLE that ends in raw pixels',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(0).bytes(zeros(47))),
  },
  {
    name: 'ZRLE that ends in a colour',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(1, 2, 3)),
  },
  {
    name: 'ZRLE that ends in a palette',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(9).bytes(zeros(26))),
  },
  {
    name: 'ZRLE that ends in packed pixels',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(2).bytes(zeros(9))),
  },
  {
    name: 'ZRLE that ends in a run',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(128, 1, 2, 3)),
  },
  {
    name: 'ZRLE that ends in the length of a run',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(128, 1, 2, 3, 255)),
  },
  {
    name: 'ZRLE that ends in a palette run',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(130).bytes(zeros(6)).u8(128)),
  },
  {
    name: 'ZRLE that ends before a palette run',
    code: 'VNC_BAD_DATA',
    what: 'zrle-short',
    stream: zrle(wire().u8(130).bytes(zeros(6)).u8(0)),
  },
  {
    name: 'a ZRLE run over the end of its tile',
    code: 'VNC_BAD_DATA',
    what: 'zrle-run',
    stream: zrle(wire().u8(128, 1, 2, 3, 16)),
  },
  {
    name: 'a ZRLE palette run over the end of its tile',
    code: 'VNC_BAD_DATA',
    what: 'zrle-run',
    stream: zrle(wire().u8(130).bytes(zeros(6)).u8(128, 255, 0)),
  },
  {
    name: 'ZRLE tiles of type 129',
    code: 'VNC_BAD_DATA',
    what: 'zrle-type',
    stream: zrle(wire().u8(129, 1, 2, 3)),
  },
  {
    name: 'a ZRLE palette index that is too large',
    code: 'VNC_BAD_DATA',
    what: 'zrle-palette-index',
    stream: zrle(wire().u8(130).bytes(zeros(6)).u8(2)),
  },
  {
    name: 'a packed ZRLE palette index that is too large',
    code: 'VNC_BAD_DATA',
    what: 'zrle-palette-index',
    stream: zrle(wire().u8(3).bytes(zeros(9)).u8(0xff, 0, 0, 0)),
  },
  {
    name: 'Tight of a kind that is not defined',
    code: 'VNC_BAD_DATA',
    what: 'tight-method',
    stream: rect(2, 2, 7).u8(0xb0),
  },
  {
    name: 'a Tight filter that is not defined',
    code: 'VNC_BAD_DATA',
    what: 'tight-filter',
    stream: rect(2, 2, 7).u8(0x40, 3),
  },
  {
    name: 'a Tight palette index that is too large',
    code: 'VNC_BAD_DATA',
    what: 'tight-palette-index',
    stream: rect(2, 2, 7).u8(0x40, 1, 2).bytes(zeros(9)).u8(0, 1, 2, 3),
  },
  {
    name: 'Tight data that is none',
    code: 'VNC_BAD_DATA',
    what: 'inflate',
    stream: rect(9, 9, 7).u8(0, 4).u32(0),
  },
  {
    name: 'Tight data with too few pixels',
    code: 'VNC_BAD_DATA',
    what: 'tight-length',
    stream: rect(9, 9, 7).u8(0, 0),
  },
  { name: 'a JPEG of another size', code: 'VNC_BAD_DATA', what: 'jpeg', stream: tightJpeg(16, 15, picture) },
  { name: 'a JPEG that is none', code: 'VNC_BAD_DATA', what: 'jpeg', stream: tightJpeg(16, 16, zeros(40)) },
  { name: 'a JPEG without data', code: 'VNC_BAD_DATA', what: 'jpeg', stream: tightJpeg(16, 16, zeros(0)) },
  {
    name: 'a JPEG whose tables are broken',
    code: 'VNC_BAD_DATA',
    what: 'jpeg',
    stream: tightJpeg(
      16,
      16,
      Uint8Array.from(picture, (byte, i) => (i > 20 && i < 150 ? 0xff : byte)),
    ),
  },
];

describe('data that no server may send', () => {
  for (const { name, code, what, stream } of cases) {
    it(`${name} is ${code}`, async () => {
      const bytes = stream.build();
      for (const split of splits) {
        // The bombs are too large for single bytes.
        const chunks = bytes.length > 4000 ? [bytes] : split.cut(bytes);
        const { error } = await playStream([greeting(SIDE, SIDE), ...chunks]);
        assert.equal(error?.code, code, error?.stack);
        assert.equal(error.data['what'], what);
        assert.equal(typeof error.data['offset'], 'number');
      }
    });
  }

  it('does not keep the next connection from decoding JPEG', async () => {
    const broken = Uint8Array.from(picture, (byte, i) => (i > 20 && i < 150 ? 0xff : byte));
    for (const data of [picture, broken, picture]) {
      const { error } = await playStream([greeting(SIDE, SIDE), tightJpeg(16, 16, data).build()]);
      assert.equal(error?.code, data === broken ? 'VNC_BAD_DATA' : 'VNC_CONNECTION_LOST');
    }
  });

  it('is told with the number and the offset of what was unknown', async () => {
    const start = greeting(SIDE, SIDE).length;
    const message = await playStream([greeting(SIDE, SIDE), wire().u8(2, 77).build()]);
    assert.deepEqual(message.error?.data, { message: 77, offset: start + 1 });
    const encoding = await playStream([greeting(SIDE, SIDE), rect(1, 1, -305).build()]);
    assert.deepEqual(encoding.error?.data, { encoding: -305, offset: start + 16 });
  });
});
