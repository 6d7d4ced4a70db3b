import assert from 'node:assert/strict';
import jpeg from 'jpeg-js';
import { describe, it } from 'mocha';
import { isVncError } from '../../../src/core/base/errors.ts';
import { type Rect, wholeOf } from '../../../src/core/base/geometry.ts';
import { Framebuffer } from '../../../src/core/rfb/framebuffer.ts';
import { jpegDecoder } from '../../../src/core/image/jpegDecoder.ts';
import { playRectangles } from './support/playRectangles.ts';
import { SeededRandom } from './support/seededRandom.ts';
import { wire } from './support/wireWriter.ts';

/** What the pictures of a test became. */
interface Played {
  readonly framebuffer: Framebuffer;
  readonly decoded: string[];
  readonly failed: unknown[];
}

function start(width = 40, height = 30): Played {
  const failed: unknown[] = [];
  return { framebuffer: new Framebuffer(width, height, (error) => failed.push(error)), decoded: [], failed };
}

/** Keeps a picture of one colour, each pixel of which tells its place in the picture. */
function keep({ framebuffer, decoded }: Played, name: string, rect: Rect, bytes = 10): void {
  framebuffer.keepPicture(rect, new Uint8Array(bytes), () => {
    decoded.push(name);
    return words(name, rect);
  });
}

function words(name: string, { width, height }: Rect): Uint32Array {
  return Uint32Array.from(
    { length: width * height },
    (_value, i) => 0xff000000 + name.charCodeAt(0) * 65536 + i,
  );
}

const whole = { x: 0, y: 0, width: 40, height: 30 };

describe('pictures that a framebuffer keeps', () => {
  it('are decoded when their pixels are read, once', () => {
    const played = start();
    keep(played, 'a', { x: 2, y: 3, width: 10, height: 5 });
    assert.deepEqual(played.decoded, []);
    const read = played.framebuffer.read({ x: 2, y: 3, width: 10, height: 5 });
    assert.deepEqual(new Uint32Array(read.buffer), words('a', { x: 0, y: 0, width: 10, height: 5 }));
    played.framebuffer.read(whole);
    assert.deepEqual(played.decoded, ['a']);
    assert.equal(played.framebuffer.pictures.length, 0);
  });

  it('stay as they are while other pixels are read', () => {
    const played = start();
    keep(played, 'a', { x: 2, y: 3, width: 10, height: 5 });
    played.framebuffer.read({ x: 12, y: 0, width: 5, height: 30 });
    played.framebuffer.read({ x: 0, y: 8, width: 40, height: 1 });
    assert.deepEqual(played.decoded, []);
  });

  it('are all decoded where all pixels are read', () => {
    const played = start();
    keep(played, 'a', { x: 0, y: 0, width: 4, height: 4 });
    keep(played, 'b', { x: 20, y: 20, width: 4, height: 4 });
    assert.equal(new Uint32Array(played.framebuffer.pixels.buffer)[20 * 40 + 20], words('b', whole)[0]);
    assert.deepEqual(played.decoded, ['a', 'b']);
  });

  it('are forgotten when they are painted over', () => {
    const played = start();
    keep(played, 'a', { x: 2, y: 3, width: 10, height: 5 });
    keep(played, 'b', { x: 0, y: 0, width: 20, height: 20 });
    assert.deepEqual(
      played.framebuffer.pictures.map(({ width }) => width),
      [20],
    );
    played.framebuffer.overwrite(whole);
    assert.equal(played.framebuffer.pictures.length, 0);
    played.framebuffer.read(whole);
    assert.deepEqual(played.decoded, []);
  });

  it('keep what is not painted over', () => {
    const played = start();
    const { framebuffer } = played;
    keep(played, 'a', { x: 0, y: 0, width: 10, height: 10 });
    framebuffer.overwrite({ x: 4, y: 4, width: 2, height: 2 });
    framebuffer.fill(4, 4, 2, 2, 0xff000001);
    const [picture] = framebuffer.pictures;
    const area = picture!.visible.reduce((sum, part) => sum + part.width * part.height, 0);
    assert.equal(area, 96);
    const expected = words('a', { x: 0, y: 0, width: 10, height: 10 });
    for (const at of [44, 45, 54, 55]) expected[at] = 0xff000001;
    assert.deepEqual(
      new Uint32Array(framebuffer.read({ x: 0, y: 0, width: 10, height: 10 }).buffer),
      expected,
    );
  });

  it('are not decoded for what was painted over them', () => {
    const played = start();
    keep(played, 'a', { x: 0, y: 0, width: 10, height: 10 });
    played.framebuffer.overwrite({ x: 0, y: 0, width: 10, height: 4 });
    played.framebuffer.read({ x: 0, y: 0, width: 10, height: 4 });
    assert.deepEqual(played.decoded, []);
  });

  it('are decoded before they are copied, and not where the copy goes', () => {
    const played = start();
    keep(played, 'a', { x: 0, y: 0, width: 5, height: 5 });
    keep(played, 'b', { x: 10, y: 10, width: 5, height: 5 });
    played.framebuffer.copy(0, 0, 10, 10, 5, 5);
    assert.deepEqual(played.decoded, ['a']);
    assert.equal(played.framebuffer.pictures.length, 0);
    const read = played.framebuffer.read({ x: 10, y: 10, width: 5, height: 5 });
    assert.deepEqual(new Uint32Array(read.buffer), words('a', { x: 0, y: 0, width: 5, height: 5 }));
  });

  it('are decoded before the screen changes its size', () => {
    const played = start();
    keep(played, 'a', { x: 0, y: 0, width: 5, height: 5 });
    played.framebuffer.resize(50, 50);
    assert.deepEqual(played.decoded, ['a']);
    assert.equal(played.framebuffer.words[0], words('a', whole)[0]);
  });

  it('are decoded from the oldest on when they are too many', () => {
    const played = start(64, 64);
    for (let i = 0; i < 1030; i++)
      keep(played, String.fromCharCode(i), { x: i % 64, y: i >> 6, width: 1, height: 1 });
    assert.equal(played.framebuffer.pictures.length, 1024);
    assert.equal(played.decoded.length, 6);
    assert.equal(played.decoded[0], String.fromCharCode(0));
  });

  it('are decoded from the oldest on when they are too large', () => {
    const played = start();
    for (let i = 0; i < 5; i++)
      keep(played, String(i), { x: i, y: 0, width: 1, height: 1 }, 10 * 1024 * 1024);
    assert.deepEqual(played.decoded, ['0', '1']);
  });

  it('are decoded when only scraps of them are left', () => {
    const played = start();
    keep(played, 'a', whole);
    for (let i = 0; i < 30; i++)
      played.framebuffer.overwrite({ x: (i % 6) * 6 + 2, y: (i % 5) * 6 + 1, width: 2, height: 2 });
    assert.deepEqual(played.decoded, ['a']);
  });

  it('tell of an error whoever reads them and their owner, once', () => {
    const { framebuffer, failed } = start();
    const broken = new Error('no picture');
    framebuffer.keepPicture({ x: 0, y: 0, width: 9, height: 9 }, new Uint8Array(1), () => {
      throw broken;
    });
    assert.throws(() => framebuffer.read(whole), broken);
    assert.deepEqual(failed, [broken]);
    assert.equal(framebuffer.read(whole).length, 40 * 30 * 4);
  });
});

describe('pictures of a stream', () => {
  const random = new SeededRandom(9);
  const [width, height] = [48, 32];
  const pixels = Buffer.from(
    Uint8Array.from({ length: width * height * 4 }, (_value, i) => (i & 0xff) ^ random.below(8)),
  );
  const picture = new Uint8Array(jpeg.encode({ data: pixels, width, height }, 80).data);
  const compact = [(picture.length & 0x7f) | 0x80, picture.length >> 7];
  const tight = (x: number, y: number): Uint8Array =>
    wire()
      .rect(x, y, width, height, 7)
      .u8(0x90, ...compact)
      .bytes(picture)
      .build();

  async function play(deferred: boolean, ...chunks: Uint8Array[]): Promise<Framebuffer> {
    return await playRectangles(chunks, {
      width: 100,
      height: 100,
      screen: (framebuffer) => {
        framebuffer.defersPictures = deferred;
      },
    });
  }

  it('are kept where that was asked for, with the bytes that the server sent', async () => {
    const framebuffer = await play(true, tight(4, 5));
    assert.deepEqual(framebuffer.pictures, [
      {
        ...framebuffer.pictures[0]!,
        x: 4,
        y: 5,
        width,
        height,
        jpeg: picture,
        visible: [{ x: 4, y: 5, width, height }],
      },
    ]);
    assert.ok(framebuffer.words.every((word) => word === 0xff000000));
  });

  it('are the same pixels in the end, whenever they are decoded', async () => {
    const fill = wire().rect(10, 10, 7, 40, 7).u8(0x80).pixel3(0xff0000).build();
    const copy = wire().rect(50, 60, 30, 30, 1).u16(20, 20).build();
    const raw = wire().rect(1, 30, 3, 1, 0).pixel(0xff0000).pixel(0x00ff00).pixel(0x0000ff).build();
    const jpegs = wire().rect(0, 40, width, height, 21).bytes(picture).build();
    const chunks = [tight(4, 5), fill, tight(30, 20), copy, raw, jpegs, tight(52, 60), raw];
    const expected = await play(false, ...chunks);
    const actual = await play(true, ...chunks);
    assert.ok(actual.pictures.length > 0);
    assert.deepEqual(actual.read(wholeOf(actual)), expected.read(wholeOf(expected)));
    assert.equal(expected.pictures.length, 0);
  });

  it('are decoded at once where they are of another size than their rectangle', async () => {
    const wrong = wire()
      .rect(0, 0, width + 1, height, 7)
      .u8(0x90, ...compact)
      .bytes(picture)
      .build();
    await assert.rejects(play(true, wrong), (error) => isVncError(error, 'VNC_BAD_DATA'));
  });

  it('tell where in the stream they were when they cannot be decoded', async () => {
    const cut = picture.slice();
    cut.fill(0x55, cut.length - 400);
    assert.throws(() => jpegDecoder().decode(cut, { width, height }));
    const bytes = wire()
      .rect(0, 0, width, height, 7)
      .u8(0x90, ...compact)
      .bytes(cut)
      .build();
    const framebuffer = await play(true, bytes);
    assert.throws(
      () => framebuffer.pixels,
      (error) => isVncError(error, 'VNC_BAD_DATA') && error.data['offset'] === bytes.length,
    );
  });
});
