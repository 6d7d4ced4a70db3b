import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isVncError } from '../../../../src/core/base/errors.ts';
import { limits } from '../../../../src/core/base/limits.ts';
import { ByteReader } from '../../../../src/core/rfb/byteReader.ts';
import { type CursorNews, readCursor } from '../../../../src/core/rfb/encodings/cursorPseudo.ts';
import { Decoders } from '../../../../src/core/rfb/encodings/decoders.ts';
import { Framebuffer } from '../../../../src/core/rfb/framebuffer.ts';
import { FakePipe } from '../support/fakePipe.ts';
import { colours as c } from '../support/picture.ts';
import { PixelForm, pixelFormats } from '../support/pixelForm.ts';
import { turn } from '../support/playStream.ts';
import { splits } from '../support/splits.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const { R, G, B, W } = c;
const FULL = pixelFormats['full colour, ours'] ?? assert.fail();

interface Shape {
  readonly encoding: number;
  readonly width: number;
  readonly height: number;
  readonly data: WireWriter;
}

/** Reads the data of a rectangle at (3, 2), cut into `chunks`; all of it must be read. */
async function read(shape: Shape, chunks: readonly Uint8Array[], form: PixelForm): Promise<CursorNews> {
  const pipe = new FakePipe();
  const reader = new ByteReader(pipe);
  const decoders = new Decoders();
  form.prepare(decoders);
  const rect = { x: 3, y: 2, width: shape.width, height: shape.height };
  const reading = readCursor(shape.encoding, rect, reader, decoders);
  reading.catch(() => undefined);
  for (const chunk of chunks) {
    pipe.send(chunk);
    await turn();
  }
  pipe.end();
  const news = await reading;
  assert.equal(reader.available, 0);
  assert.deepEqual(decoders.pixelFormat, form.format);
  decoders.close();
  return news ?? assert.fail('not a cursor');
}

/** The pixels of a cursor, the same however its data is cut. */
async function pixelsOf(shape: Shape, form = new PixelForm(FULL)): Promise<number[][]> {
  const bytes = shape.data.build();
  const seen: number[][][] = [];
  for (const split of splits) {
    const news = await read(shape, split.cut(bytes), form);
    assert.equal(news.kind, 'image');
    const { pixels, width, height, hotspotX, hotspotY } = news.image;
    assert.deepEqual(
      { width, height, hotspotX, hotspotY },
      { width: shape.width, height: shape.height, hotspotX: 3, hotspotY: 2 },
    );
    seen.push(
      Array.from({ length: pixels.length / 4 }, (_value, i) => [...pixels.subarray(i * 4, i * 4 + 4)]),
    );
  }
  for (const other of seen) assert.deepEqual(other, seen[0]);
  return seen[0] ?? [];
}

const none = [0, 0, 0, 0];
const rgba = (word: number): number[] => [word & 255, (word >> 8) & 255, (word >> 16) & 255, 255];

describe('a cursor', () => {
  it('in the pixels of the session has the mask as its alpha, in every format', async () => {
    for (const format of Object.values(pixelFormats)) {
      const form = new PixelForm(format);
      const data = wire()
        .bytes(form.pixel(R, G, B, W))
        .u8(0x40, 0x80);
      const pixels = await pixelsOf({ encoding: -239, width: 2, height: 2, data }, form);
      assert.deepEqual(pixels, [none, rgba(form.word(G)), rgba(form.word(B)), none]);
    }
  });

  it('of X has two colours', async () => {
    const data = wire().u8(250, 1, 2, 3, 4, 5).u8(0x55, 0x00, 0x80, 0x80).u8(0xff, 0x80, 0x80, 0x00);
    const pixels = await pixelsOf({ encoding: -240, width: 9, height: 2, data });
    const [primary, secondary] = [
      [250, 1, 2, 255],
      [3, 4, 5, 255],
    ];
    const first = Array.from({ length: 9 }, (_value, x) => (x % 2 === 1 ? primary : secondary));
    assert.deepEqual(pixels, [...first, primary, ...Array<number[]>(8).fill(none)]);
  });

  it('of X without pixels has no data', async () => {
    assert.deepEqual(await pixelsOf({ encoding: -240, width: 0, height: 5, data: wire() }), []);
  });

  it('with alpha is no longer multiplied with it, whatever format the session has', async () => {
    const data = wire().u32(0).u8(255, 0, 0, 255).u8(64, 32, 0, 128).u8(9, 9, 9, 0).u8(200, 0, 0, 100);
    for (const format of Object.values(pixelFormats)) {
      const pixels = await pixelsOf({ encoding: -314, width: 4, height: 1, data }, new PixelForm(format));
      assert.deepEqual(pixels, [[255, 0, 0, 255], [128, 64, 0, 128], none, [255, 0, 0, 100]]);
    }
  });

  it('with alpha comes in any encoding, its pixels being of four bytes', async () => {
    const colours = [1, 2, 3, 255];
    for (const [encoding, data] of [
      [
        2,
        wire()
          .u32(0)
          .u8(...colours),
      ],
      [5, wire().u8(2, ...colours)],
      [7, wire().u8(0x80, ...colours)],
      [15, wire().u8(1, ...colours)],
    ] as const) {
      const shape = { encoding: -314, width: 2, height: 1, data: wire().u32(encoding).bytes(data.build()) };
      assert.deepEqual(await pixelsOf(shape), [colours, colours]);
    }
  });

  it('with alpha uses the streams of the rectangles around it', async () => {
    const deflater = new TestDeflater();
    const form = new PixelForm(FULL);
    const before = deflater.next(wire().u8(1).bytes(form.compact(R)).build());
    const cursor = deflater.next(wire().u8(1, 1, 2, 3, 255).build());
    const after = deflater.next(wire().u8(1).bytes(form.compact(B)).build());
    const pipe = new FakePipe();
    const reader = new ByteReader(pipe);
    const decoders = new Decoders();
    const screen = new Framebuffer(2, 1);
    const zrle = decoders.get(16) ?? assert.fail();
    for (const data of [before, cursor, after]) {
      const head = data === cursor ? wire().u32(16) : wire();
      pipe.send(head.u32(data.length).bytes(data).build());
    }
    await zrle.decode({ x: 0, y: 0, width: 1, height: 1 }, reader, screen);
    const news = await readCursor(-314, { x: 0, y: 0, width: 1, height: 1 }, reader, decoders);
    await zrle.decode({ x: 1, y: 0, width: 1, height: 1 }, reader, screen);
    assert.ok(news?.kind === 'image');
    assert.deepEqual([...news.image.pixels], [1, 2, 3, 255]);
    assert.deepEqual([...screen.words], [form.word(R), form.word(B)]);
    decoders.close();
  });

  it('of VMware has colours, nothing, or what inverts the screen and is shown grey', async () => {
    for (const [name, format] of Object.entries(pixelFormats)) {
      if (!format.trueColour) continue;
      const form = new PixelForm(format);
      const [black, white] = [0, 0xffffff];
      const and = form.pixel(black, white, white, black);
      const xor = form.pixel(G, black, white, black);
      const data = wire().u8(0, 0).bytes(and).bytes(xor);
      // Unused bits of 8 and 16 bit pixels that are set would make black something else.
      if (format.bitsPerPixel < 32 && format.depth < format.bitsPerPixel) continue;
      const pixels = await pixelsOf({ encoding: 0x574d5664, width: 4, height: 1, data }, form);
      assert.deepEqual(pixels, [rgba(form.word(G)), none, [128, 128, 128, 255], [0, 0, 0, 255]], name);
    }
  });

  it('of VMware with alpha is RGBA', async () => {
    const data = wire().u8(1, 0).u8(1, 2, 3, 4, 5, 6, 7, 8);
    const pixels = await pixelsOf({ encoding: 0x574d5664, width: 2, height: 1, data });
    assert.deepEqual(pixels, [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('is moved by the server', async () => {
    for (const encoding of [-232, 0x574d5666]) {
      const news = await read({ encoding, width: 0, height: 0, data: wire() }, [], new PixelForm(FULL));
      assert.deepEqual(news, { kind: 'position', position: { x: 3, y: 2 } });
    }
  });

  for (const [what, encoding, data] of [
    ['vmware-cursor', 0x574d5664, wire().u8(2, 0)],
    ['cursor-encoding', -314, wire().u32(1).u16(0, 0)],
    ['cursor-encoding', -314, wire().u32(99)],
    ['cursor-encoding', -314, wire().u32(0xffffff11)],
  ] as const) {
    it(`that cannot be read is ${what}: ${encoding}`, async () => {
      await assert.rejects(
        read({ encoding, width: 1, height: 1, data }, [data.build()], new PixelForm(FULL)),
        (error) => isVncError(error, 'VNC_BAD_DATA') && error.data['what'] === what,
      );
    });
  }

  for (const encoding of [-239, -240, -314, 0x574d5664]) {
    it(`larger than any real one ends the connection: ${encoding}`, async () => {
      const shape = { encoding, width: 1, height: limits.cursorSide + 1, data: wire() };
      await assert.rejects(
        read(shape, [], new PixelForm(FULL)),
        (error) => isVncError(error, 'VNC_LIMIT_EXCEEDED') && error.data['limit'] === 'cursorSide',
      );
    });
  }

  it('is not what another encoding tells', async () => {
    const decoders = new Decoders();
    const reader = new ByteReader(new FakePipe());
    const rect = { x: 0, y: 0, width: 1, height: 1 };
    assert.equal(await readCursor(-223, rect, reader, decoders), undefined);
    decoders.close();
  });
});
