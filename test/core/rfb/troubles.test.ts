import assert from 'node:assert/strict';
import jpeg from 'jpeg-js';
import { describe, it } from 'mocha';
import { PNG } from 'pngjs';
import { defaultEncodings, encodings } from '../../../src/core/rfb/encodings/encodingNumbers.ts';
import { setEncodings } from '../../../src/core/rfb/clientMessages.ts';
import { connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { FakePipe } from './support/fakePipe.ts';
import { wordError } from '../../../src/wording/errorWording.ts';
import { colours as c, pictureOf } from './support/picture.ts';
import { type Played, greeting, playStream, turn } from './support/playStream.ts';
import { splits } from './support/splits.ts';
import { TestDeflater } from './support/testDeflater.ts';
import { type WireWriter, wire } from './support/wireWriter.ts';

const { R, G, B, W } = c;

/** A server's bytes, from its greeting on, cut in every way; the check sees what the client made of each. */
async function playAll(
  start: Uint8Array,
  messages: WireWriter,
  check: (played: Played, split: string) => void,
): Promise<void> {
  const bytes = messages.build();
  for (const split of splits) check(await playStream([start, ...split.cut(bytes)]), split.name);
}

function assertReadToTheEnd(played: Played, split: string): void {
  assert.equal(played.error?.code, 'VNC_CONNECTION_LOST', `${split}: ${played.error?.message}`);
}

/** The messages that a client wrote, by their first byte. */
function written(pipe: FakePipe, type: number): string[] {
  return pipe.written
    .filter((message) => message[0] === type)
    .map((message) => Buffer.from(message).toString('hex'));
}

// Told in github.com/novnc/noVNC/issues/813 and websockify/issues/402.
describe('VMware ESXi', () => {
  it('sends JPEG, Tight PNG and JPEG rectangles without having been asked', async () => {
    const side = 16;
    const grey = Buffer.alloc(side * side * 4, Buffer.of(99, 99, 99, 255));
    const photo = jpeg.encode({ width: side, height: side, data: grey }, 90).data;
    const image = new PNG({ width: side, height: side });
    image.data = grey;
    const drawing = PNG.sync.write(image, { colorType: 2 });
    const compact = (length: number): number[] => [
      (length & 127) | 128,
      ((length >> 7) & 127) | 128,
      length >> 14,
    ];
    const messages = wire()
      .update(4)
      .rect(0, 0, side, side, 7)
      .u8(0x90, ...compact(photo.length))
      .bytes(photo)
      .rect(side, 0, side, side, -260)
      .u8(0xa0, ...compact(drawing.length))
      .bytes(drawing)
      .rect(2 * side, 0, side, side, -260)
      .u8(0x90, ...compact(photo.length))
      .bytes(photo)
      .rect(3 * side, 0, side, side, 21)
      .bytes(photo);
    await playAll(greeting(4 * side, side), messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.ok(played.client.framebuffer.words.every((word) => word === 0xff636363));
      assert.equal(played.updates[0]?.length, 4);
    });
  });
});

// Told in consoles/VNC.pm of os-autoinst: "work around buggy addrlink VNC".
describe('AdderLink', () => {
  const bare = (): WireWriter =>
    [1, 2, 4, 5, 6, 7, 15, 16, 21]
      .reduce((writer, encoding) => writer.rect(0, 0, 0, 0, encoding), wire().update(10))
      .rect(0, 0, 2, 1, 0)
      .pixel(R)
      .pixel(G)
      .u8(2);

  it('sends empty rectangles without the data of their encoding', async () => {
    await playAll(greeting(2, 1, 'AdderLink ipeps'), bare(), (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['RG']);
      assert.deepEqual(played.updates, [[{ x: 0, y: 0, width: 2, height: 1 }]]);
      assert.equal(played.bells, 1);
    });
  });

  it('is the only one: other servers send the data', async () => {
    const messages = wire()
      .update(4)
      .rect(0, 0, 0, 0, 7)
      .u8(0x80)
      .pixel3(B)
      .rect(0, 0, 0, 0, 16)
      .u32(0)
      .rect(0, 0, 0, 0, 2)
      .u32(0)
      .pixel(B)
      .rect(0, 0, 2, 1, 0)
      .pixel(R)
      .pixel(G);
    await playAll(greeting(2, 1, 'desk'), messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['RG']);
    });
  });
});

describe('an AdderLink by another name', () => {
  const bare = (rectangles: number): WireWriter =>
    wire().update(rectangles).rect(0, 0, 0, 0, encodings.Hextile);

  it('works where its empty rectangles are Raw, which has no data to leave out', async () => {
    const messages = wire().update(2).rect(0, 0, 0, 0, encodings.Raw).rect(0, 0, 2, 1, 0).pixel(R).pixel(G);
    await playAll(greeting(2, 1, 'Rack 4'), messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['RG']);
    });
  });

  it('is not blamed where an empty rectangle needs no data', async () => {
    await playAll(greeting(2, 1, 'Rack 4'), bare(1).u8(77), ({ error }) => {
      assert.equal(error?.code, 'VNC_MESSAGE_UNKNOWN');
      assert.equal(error.data['afterEmpty'], undefined);
    });
  });

  it('loses the place in the stream, and the error says what may have been left out', async () => {
    // The next header is read as the number of rectangles that RRE has.
    const messages = wire()
      .update(2)
      .rect(0, 0, 0, 0, encodings.RRE)
      .rect(9, 9, 2, 1, 0)
      .bytes(new Uint8Array(8));
    await playAll(greeting(2, 1, 'Rack 4'), messages, ({ error }) => {
      assert.equal(error?.kind, 'protocol');
      assert.equal(error.data['afterEmpty'], 'true');
      assert.match(wordError(error).detail, /AdderLink.*“Raw”/u);
    });
  });
});

// Told in consoles/VNC.pm of os-autoinst, which reads them: encodings and messages of their own.
describe('controllers with ATEN iKVM firmware', () => {
  for (const [encoding, name] of [
    [0x57, 'ATEN iKVM AST2100'],
    [0x58, 'ATEN iKVM'],
    [0x59, 'ATEN iKVM Hermon'],
  ] as const) {
    it(`are named when they send a picture in encoding ${encoding}`, async () => {
      // Behind the header: a prefix and a length, then data.
      const messages = wire().update(1).rect(0, 0, 640, 480, encoding).u32(0, 4).u32(0);
      await playAll(greeting(640, 480), messages, (played) => {
        assert.equal(played.error?.code, 'VNC_ENCODING_UNKNOWN');
        assert.equal(played.error.data['name'], name);
        assert.equal(played.error.data['encoding'], encoding);
      });
    });
  }

  for (const [message, bytes] of [
    [0x04, 20],
    [0x16, 1],
    [0x33, 4],
    [0x37, 3],
    [0x39, 264],
    [0x3c, 8],
  ] as const) {
    it(`are named when they send message ${message}`, async () => {
      const messages = wire().u8(message).bytes(new Uint8Array(bytes));
      await playAll(greeting(640, 480), messages, (played) => {
        assert.equal(played.error?.code, 'VNC_MESSAGE_UNKNOWN');
        assert.deepEqual(played.error.data, {
          message,
          server: 'ATEN iKVM',
          offset: greeting(640, 480).length,
        });
      });
    });
  }
});

// Told in consoles/VNC.pm of os-autoinst: "idrac's ZRLE implementation even kills tigervnc, they duplicate frames".
describe('Dell iDRAC', () => {
  const width = 8;
  const zrle = (data: Uint8Array): WireWriter =>
    wire().update(1).rect(0, 0, width, 1, encodings.ZRLE).u32(data.length).bytes(data);
  /** Tiles of one colour: more of them would refer to each other, and twice they would paint something else. */
  const pictures = (): readonly [Uint8Array, Uint8Array] => {
    const deflater = new TestDeflater();
    return [deflater.next(wire().u8(1).pixel3(R).build()), deflater.next(wire().u8(1).pixel3(G).build())];
  };

  it('sends a block of ZRLE twice, which breaks the stream: the error names the encoding', async () => {
    const [first] = pictures();
    await playAll(greeting(width, 1, 'iDRAC'), zrle(first).bytes(zrle(first).build()), ({ error }) => {
      assert.equal(error?.code, 'VNC_BAD_DATA');
      assert.equal(error.data['encoding'], 'ZRLE');
      assert.equal(error.data['what'], 'inflate');
      assert.match(wordError(error).detail, /iDRAC.*“Raw”/u);
    });
  });

  it('sends a later block twice, which paints the same again where the stream allows it', async () => {
    const [first, second] = pictures();
    const messages = zrle(first).bytes(zrle(second).build()).bytes(zrle(second).build());
    await playAll(greeting(width, 1, 'iDRAC'), messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['GGGGGGGG']);
    });
  });

  it('works in Raw', async () => {
    const raw = (): WireWriter => wire().update(1).rect(0, 0, 2, 1, encodings.Raw).pixel(R).pixel(G);
    await playAll(greeting(2, 1, 'iDRAC'), raw().bytes(raw().build()), (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['RG']);
    });
  });
});

describe('macOS', () => {
  it('is named when it sends an encoding of its own', async () => {
    await playAll(greeting(9, 9), wire().update(1).rect(0, 0, 9, 9, 1011), (played) => {
      assert.deepEqual(played.error?.data['name'], 'Apple');
    });
  });
});

describe('Intel AMT', () => {
  const start = wire()
    .text('RFB 004.000\n')
    .u8(1, 1)
    .u32(0)
    .u16(3, 1)
    .u8(16, 16, 0, 1)
    .u16(31, 63, 31)
    .u8(11, 5, 0, 0, 0, 0)
    .string('Intel(r) AMT KVM')
    .build();

  it('is asked for eight bits, which it can send', async () => {
    const messages = wire().update(1).rect(0, 0, 3, 1, 0).u8(0xe0, 0x1c, 0x03);
    await playAll(start, messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(written(played.pipe, 0)[0], '000000000808000100070007000305020000' + '0000');
      assert.deepEqual(pictureOf(played.client.framebuffer), ['RGB']);
    });
  });

  it('keeps them whatever else is chosen', async () => {
    const pipe = new FakePipe();
    const connecting = connectRfb({ pipe, credentials: {}, colorDepth: 16 });
    pipe.send(start);
    const client = await connecting;
    await client.setPixelFormat(24);
    assert.equal(written(pipe, 0).length, 1);
    client.close();
  });
});

// Told in vncviewer/CConn.cxx of TigerVNC: a cursor in the middle of a change has the old format.
describe('TightVNC 1.2.9', () => {
  const start = wire()
    .text('RFB 003.007\n')
    .u8(1, 1)
    .u16(3, 1)
    .u8(32, 24, 0, 1)
    .u16(255, 255, 255)
    .u8(16, 8, 0, 0, 0, 0)
    .string('x11')
    .build();

  it('is asked for no cursors while the pixel format changes', async () => {
    const pipe = new FakePipe();
    const connecting = connectRfb({ pipe, credentials: {}, encodings: defaultEncodings });
    pipe.send(start);
    const client = await connecting;
    const before = pipe.written.length;
    await client.setPixelFormat(8);
    const messages = pipe.written.slice(before).map((message) => Buffer.from(message).toString('hex'));
    const cursors: readonly number[] = [
      encodings.Cursor,
      encodings.XCursor,
      encodings.CursorWithAlpha,
      encodings.VMwareCursor,
    ];
    const hex = (list: readonly number[]): string => Buffer.from(setEncodings(list)).toString('hex');
    assert.deepEqual(
      messages.filter((message) => !message.startsWith('03')),
      [
        hex(defaultEncodings.filter((encoding) => !cursors.includes(encoding))),
        '00000000' + '08080001000700070003000306000000',
        hex(defaultEncodings),
      ],
    );
    client.close();
  });

  it('sends cursors in the format that holds, also in eight bits', async () => {
    const pipe = new FakePipe();
    const connecting = connectRfb({ pipe, credentials: {}, colorDepth: 8 });
    pipe.send(start);
    const client = await connecting;
    const cursors: number[][] = [];
    client.onCursor((image) => cursors.push([...image.pixels]));
    await turn();
    pipe.send(wire().update(1).rect(0, 0, 1, 1, -239).u8(7, 0x80).build());
    await turn();
    assert.deepEqual(cursors, [[255, 0, 0, 255]]);
    client.close();
  });
});

describe('QEMU', () => {
  it('sends updates that answer nothing as soon as it knows what we can read', async () => {
    const [width, height] = [3, 2];
    const messages = wire()
      .update(1)
      .rect(0, 0, width, height, -258)
      .update(1)
      .rect(0, 0, width, height, -259)
      .update(1)
      .rect(1, 0, width, height, -257)
      .update(1)
      .rect(0, 0, 0, 0, -261)
      .u8(2)
      .update(1)
      .rect(0, 0, 1, 1, -239)
      .pixel(W)
      .u8(0x80)
      .update(1)
      .rect(0, 0, width, height, -223)
      .u8(2);
    await playAll(greeting(width, height), messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(played.updates, [[], [], [], [], [], []], 'none of them painted anything');
      assert.deepEqual(played.resizes, []);
      assert.equal(played.cursors.length, 1);
      assert.equal(played.bells, 1);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['...', '...']);
    });
  });
});

describe('a server that shows a colour map', () => {
  const mapped = (writer: WireWriter): WireWriter =>
    // VMware Display Mode Change (rfbproto): the format of what follows, without true colour.
    writer.rect(0, 0, 3, 1, 0x574d5669).u8(8, 8, 0, 0).u16(0, 0, 0).u8(0, 0, 0, 0, 0, 0);
  const entries = (writer: WireWriter, ...colours: number[]): WireWriter => {
    writer.u8(1, 0).u16(0, colours.length);
    for (const colour of colours) writer.u16(...[0, 8, 16].map((shift) => ((colour >> shift) & 255) * 257));
    return writer;
  };

  it('sends indices, and its screen is asked for anew when they get other colours', async () => {
    const messages = entries(wire(), R, G, B);
    mapped(messages.update(2)).rect(0, 0, 3, 1, 0).u8(0, 1, 2);
    entries(messages, R, G, B);
    entries(messages, R, W);
    messages.update(1).rect(0, 0, 3, 1, 0).u8(0, 1, 2);
    await playAll(greeting(3, 1), messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.deepEqual(pictureOf(played.client.framebuffer), ['RWB']);
      assert.deepEqual(written(played.pipe, 3), ['03000000000000030001'], 'once, for the entry that changed');
    });
  });

  it('may name its colours to no end while the picture has true ones', async () => {
    const messages = wire().u8(1, 0).u16(65_000, 3).bytes(new Uint8Array(18).fill(7)).u8(2);
    await playAll(greeting(3, 1), messages, (played, split) => {
      assertReadToTheEnd(played, split);
      assert.equal(played.bells, 1);
      assert.deepEqual(written(played.pipe, 3), []);
    });
  });
});
