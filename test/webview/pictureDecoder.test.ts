import assert from 'node:assert/strict';
import type { JpegRegion } from '../../src/protocol/frames.ts';
import { PictureDecoder } from '../../webview/pictureDecoder.ts';

/** What a browser is asked to do, and what it has. */
class FakeBrowser {
  /** By which way pictures were decoded. */
  readonly ways: string[] = [];
  /** The size of every picture, whatever it says. */
  size = { width: 4, height: 2 };
  /** Bytes of a pixel that the decoder's picture is copied to. */
  pixelBytes = 4;
  /** Decoders and pictures that were not closed. */
  open = 0;
  /** Memory that pictures were copied to. */
  readonly memory = new Set<ArrayBufferLike>();

  decoder(): unknown {
    const opened = (): void => void (this.open += 1);
    const closed = (): void => void (this.open -= 1);
    const decode = (): unknown => this.#image();
    return class {
      constructor() {
        opened();
      }
      async decode(): Promise<unknown> {
        return await Promise.resolve({ image: decode() });
      }
      close(): void {
        closed();
      }
    };
  }

  async bitmap(): Promise<unknown> {
    this.ways.push('bitmap');
    this.open += 1;
    return await Promise.resolve({ ...this.size, close: () => void (this.open -= 1) });
  }

  #image(): unknown {
    this.ways.push('decoder');
    this.open += 1;
    const { width, height } = this.size;
    return {
      displayWidth: width,
      displayHeight: height,
      allocationSize: () => width * height * this.pixelBytes,
      copyTo: async (words: Uint32Array) => {
        this.memory.add(words.buffer);
        words.fill(0xff112233);
        await Promise.resolve();
      },
      close: () => void (this.open -= 1),
    };
  }
}

/** A picture of which every pixel has its own colour, or shares it. */
function region(sharing = false): JpegRegion {
  const header = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 2, 0, 4, 3];
  const components = [1, sharing ? 0x22 : 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
  const jpeg = Uint8Array.from([...header, ...components, 0xff, 0xd9]);
  return { form: 'jpeg', x: 0, y: 0, width: 4, height: 2, parts: [], jpeg };
}

describe('decoding pictures in the page', () => {
  let browser: FakeBrowser;

  function give(name: string, value: unknown): void {
    Object.defineProperty(globalThis, name, { configurable: true, value });
  }

  beforeEach(() => {
    browser = new FakeBrowser();
    give('ImageDecoder', browser.decoder());
    give('createImageBitmap', async () => await browser.bitmap());
  });

  afterEach(() => {
    for (const name of ['ImageDecoder', 'createImageBitmap']) Reflect.deleteProperty(globalThis, name);
  });

  it('takes the decoder of bytes where every pixel has its own colour, and leaves nothing open', async () => {
    const picture = await new PictureDecoder().decode(region());
    assert.deepEqual(browser.ways, ['decoder']);
    assert.ok(picture.kind === 'words');
    assert.deepEqual(
      [...picture.words],
      Array.from({ length: 8 }, () => 0xff112233),
    );
    assert.equal(browser.open, 0);
  });

  it('takes the browser’s own pictures where colours are shared', async () => {
    const picture = await new PictureDecoder().decode(region(true));
    assert.deepEqual([picture.kind, browser.ways], ['bitmap', ['bitmap']]);
    picture.close();
    assert.equal(browser.open, 0);
  });

  it('takes them where the browser has no decoder of bytes', async () => {
    Reflect.deleteProperty(globalThis, 'ImageDecoder');
    const picture = await new PictureDecoder().decode(region());
    assert.deepEqual([picture.kind, browser.ways], ['bitmap', ['bitmap']]);
  });

  it('takes them where that decoder does not give the colours that it is asked for', async () => {
    browser.pixelBytes = 3;
    const picture = await new PictureDecoder().decode(region());
    assert.deepEqual([picture.kind, browser.ways], ['bitmap', ['decoder', 'bitmap']]);
    picture.close();
    assert.equal(browser.open, 0);
  });

  it('refuses a picture of another size than its place, and leaves nothing open', async () => {
    browser.size = { width: 5, height: 2 };
    for (const sharing of [false, true])
      await assert.rejects(new PictureDecoder().decode(region(sharing)), /5x2 for 4x2/);
    assert.equal(browser.open, 0);
  });

  it('uses the memory of a picture again once it is closed, and not before', async () => {
    const decoder = new PictureDecoder();
    const first = await decoder.decode(region());
    const second = await decoder.decode(region());
    assert.equal(browser.memory.size, 2);
    first.close();
    const third = await decoder.decode(region());
    assert.equal(browser.memory.size, 2);
    assert.ok(second.kind === 'words' && third.kind === 'words' && second.words !== third.words);
  });

  it('keeps memory for no more than two large screens', async () => {
    const decoder = new PictureDecoder();
    browser.size = { width: 1920, height: 1080 };
    const large = { ...region(), ...browser.size };
    const pictures = await Promise.all([1, 2, 3].map(async () => await decoder.decode(large)));
    for (const picture of pictures) picture.close();
    const before = browser.memory.size;
    for (let i = 0; i < 3; i++) await decoder.decode(large);
    assert.deepEqual([before, browser.memory.size], [3, 4]);
  });
});
