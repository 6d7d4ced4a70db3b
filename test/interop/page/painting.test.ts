import assert from 'node:assert/strict';
import jpeg from 'jpeg-js';
import type { Browser } from 'playwright-core';
import { jpegDecoder } from '../../../src/core/image/jpegDecoder.ts';
import { encodeFrame, frameFormat } from '../../../src/protocol/frames.ts';
import { packFrame } from '../../../src/vscode/screen/framePacker.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

/** A picture in which every pixel tells its place. */
function placed(x: number, y: number): readonly [number, number, number] {
  return [x & 0xff, y & 0xff, ((x >> 8) << 4) | (y >> 8)];
}

describe('the page of the remote screen, painting', function () {
  this.timeout(60_000);
  let server: PageServer;
  let browser: Browser;
  before(async () => {
    server = await PageServer.start();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  it('paints a frame pixel by pixel at its own size, and says so with its number', async () => {
    await using page = await ScreenPage.open(browser, server, { width: 800, height: 600 });
    await page.state();
    await page.show(640, 480, placed);
    const { width, height, rgb } = await page.pixels();
    assert.deepEqual([width, height], [640, 480]);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        assert.deepEqual([...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)], placed(x, y));
    assert.deepEqual(await page.of('painted'), [{ type: 'painted', sequence: 0 }]);
    assert.deepEqual(page.complaints, []);
  });

  it('paints fills, palettes and pixels over what is there', async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.send({ type: 'zoom', zoom: 'actual' });
    await page.show(200, 100, () => [10, 20, 30]);
    await page.paint({
      width: 200,
      height: 100,
      regions: [
        { form: 'fill', x: 5, y: 6, width: 7, height: 8, color: Uint8Array.of(1, 2, 3) },
        {
          form: 'palette',
          ...{ x: 100, y: 50, width: 3, height: 2 },
          colors: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255),
          indices: Uint8Array.of(0b00_01_10_00, 0b10_01_00_00),
        },
        {
          form: 'runs',
          ...{ x: 150, y: 50, width: 3, height: 3 },
          colors: Uint8Array.of(255, 0, 0, 0, 255, 0),
          // Two of the first, one of the second; the same row again; three of the second.
          runs: Uint8Array.of(128, 0, 1, 127, 0, 129, 1),
        },
      ],
    });
    const { width, rgb } = await page.pixels();
    const at = (x: number, y: number): number[] => [
      ...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
    ];
    assert.deepEqual(
      [at(4, 6), at(5, 6), at(11, 13), at(12, 13)],
      [
        [10, 20, 30],
        [1, 2, 3],
        [1, 2, 3],
        [10, 20, 30],
      ],
    );
    assert.deepEqual(
      [at(100, 50), at(101, 50), at(102, 50), at(100, 51), at(101, 51), at(102, 51)],
      [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [0, 0, 255],
        [0, 255, 0],
        [255, 0, 0],
      ],
    );
    const row = (y: number): number[][] => [at(149, y), at(150, y), at(151, y), at(152, y), at(153, y)];
    const [red, green, before] = [
      [255, 0, 0],
      [0, 255, 0],
      [10, 20, 30],
    ];
    for (const y of [50, 51]) assert.deepEqual(row(y), [before, red, red, green, before]);
    assert.deepEqual(row(52), [before, green, green, green, before]);
    assert.deepEqual(row(53), [before, before, before, before, before]);
  });

  it('copies what it holds, overlapping and in both zooms, in the order of the regions', async () => {
    await using page = await ScreenPage.open(browser, server, { width: 500, height: 400 });
    await page.state();
    for (const zoom of ['actual', 'fit'] as const) {
      await page.send({ type: 'zoom', zoom });
      await page.show(200, 100, placed);
      await page.paint({
        width: 200,
        height: 100,
        regions: [
          { form: 'copy', x: 0, y: 0, width: 200, height: 90, fromX: 0, fromY: 10 },
          { form: 'copy', x: 30, y: 20, width: 100, height: 60, fromX: 25, fromY: 12 },
          { form: 'fill', x: 5, y: 6, width: 7, height: 8, color: Uint8Array.of(1, 2, 3) },
          { form: 'copy', x: 150, y: 6, width: 7, height: 8, fromX: 5, fromY: 6 },
        ],
      });
      await page.send({ type: 'zoom', zoom: 'actual' });
      const { width, rgb } = await page.pixels();
      assert.equal(width, 200);
      for (let y = 0; y < 100; y++) {
        for (let x = 0; x < 200; x++) {
          const moved = x >= 30 && x < 130 && y >= 20 && y < 80;
          const fromX: number = moved ? x - 5 : x;
          const below: number = moved ? y - 8 : y;
          const filled = [5, 150].some((left) => x >= left && x < left + 7) && y >= 6 && y < 14;
          const expected = filled ? [1, 2, 3] : placed(fromX, below < 90 ? below + 10 : below);
          const at: number = (y * width + x) * 3;
          assert.deepEqual([...rgb.subarray(at, at + 3)], expected, `${x}, ${y} in ${zoom}`);
        }
      }
    }
    assert.deepEqual(page.complaints, []);
  });

  it("decodes the server's pictures as the host would, and paints them in their turn", async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.send({ type: 'zoom', zoom: 'actual' });
    await page.show(200, 100, () => [10, 20, 30]);
    const [width, height] = [120, 64];
    const data = Buffer.from(Uint8Array.from({ length: width * height * 4 }, (_value, i) => (i * 7) >> 5));
    const picture = new Uint8Array(jpeg.encode({ data, width, height }, 80).data);
    const pixels = new Uint8Array(jpegDecoder().decode(picture, { width, height }).slice().buffer);
    const part = { x: 60, y: 10, width: 20, height: 30 };
    await Promise.all([
      page.paint({
        width: 200,
        height: 100,
        regions: [
          { form: 'jpeg', x: 0, y: 0, width, height, parts: [], jpeg: picture },
          { form: 'copy', x: 130, y: 0, width: 60, height: 64, fromX: 0, fromY: 0 },
          { form: 'jpeg', x: 50, y: 5, width, height, parts: [part], jpeg: picture },
        ],
      }),
      // It needs no decoding, and must wait all the same.
      page.paint({
        width: 200,
        height: 100,
        regions: [{ form: 'fill', x: 0, y: 0, width: 9, height: 9, color: Uint8Array.of(1, 2, 3) }],
      }),
    ]);
    const seen = await page.pixels();
    const of = (x: number, y: number): readonly number[] => {
      const at = (y * width + x) * 4;
      return [...pixels.subarray(at, at + 3)];
    };
    for (let y = 0; y < 100; y++) {
      for (let x = 0; x < 200; x++) {
        const inPart = x >= part.x && x < part.x + part.width && y >= part.y && y < part.y + part.height;
        let expected: readonly number[] = [10, 20, 30];
        if (x < 9 && y < 9) expected = [1, 2, 3];
        else if (inPart) expected = of(x - 50, y - 5);
        else if (x < width && y < height) expected = of(x, y);
        else if (x >= 130 && x < 190 && y < height) expected = of(x - 130, y);
        const at = (y * seen.width + x) * 3;
        for (const [channel, value] of expected.entries()) {
          const difference = Math.abs((seen.rgb[at + channel] ?? 0) - value);
          assert.ok(difference <= 2, `channel ${channel} of ${x}, ${y} is off by ${difference}`);
        }
      }
    }
    assert.deepEqual(page.complaints, []);
  });

  it('paints once for a picture of the page, however many frames come meanwhile', async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.show(20, 20, placed);
    const flood = Array.from({ length: 60 }, (_value, i) => {
      const region = {
        form: 'fill',
        x: 0,
        y: 0,
        width: 9,
        height: 9,
        color: Uint8Array.of(i, i, i),
      } as const;
      return [...encodeFrame({ sequence: 100 + i, width: 20, height: 20, regions: [region] })];
    });
    const painted = await page.page.evaluate(async (frames) => {
      const drawn = async (): Promise<void> =>
        await new Promise((resolve) => requestAnimationFrame(() => resolve()));
      // What was painted before has been drawn.
      await drawn();
      await drawn();
      let turn = 0;
      const painted: { turn: number; sequence: number }[] = [];
      const { posted } = window as unknown as { posted: { type: string; sequence: number }[] };
      posted.push = ({ type, sequence }) => (type === 'painted' ? painted.push({ turn, sequence }) : 0);
      // All of them before the page can be drawn.
      for (const frame of frames) {
        const data = { type: 'frame', data: Uint8Array.from(frame) };
        window.dispatchEvent(new MessageEvent('message', { data }));
        turn += 1;
      }
      while (painted.at(-1)?.sequence !== 159) {
        await drawn();
        turn += 1;
      }
      return painted;
    }, flood);
    assert.deepEqual(
      painted.map(({ sequence }) => sequence),
      [100, 159],
      'the first at once, and all others together',
    );
    assert.ok(painted[1]!.turn >= flood.length);
    const { rgb } = await page.pixels();
    assert.deepEqual([...rgb.subarray(0, 3)], [59, 59, 59]);
  });

  it('asks for everything once more when a picture is none, and goes on', async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.show(20, 20, placed);
    const region = {
      form: 'jpeg',
      x: 0,
      y: 0,
      width: 9,
      height: 9,
      parts: [],
      jpeg: new Uint8Array(50),
    } as const;
    const data = encodeFrame({ sequence: 77, width: 20, height: 20, regions: [region] });
    await page.send({ type: 'frame', data });
    await page.next('badFrame');
    await page.show(20, 20, placed);
    assert.ok((await page.of('painted')).every(({ sequence }) => sequence !== 77));
  });

  it('paints a packed frame in its turn', async () => {
    await using screen = await ScreenPage.open(browser, server, { width: 800, height: 600 });
    await screen.state();
    const frame = (sequence: number, color: number): Uint8Array => {
      const pixels = new Uint8Array(64 * 48 * 3).fill(color);
      const region = { form: 'rgb', x: 0, y: 0, width: 64, height: 48, pixels } as const;
      return encodeFrame({ sequence, width: 64, height: 48, regions: [region] });
    };
    const packed = packFrame(frame(0, 90));
    assert.ok(packed.length < 500);
    await screen.send({ type: 'frame', data: packed });
    await screen.send({ type: 'frame', data: frame(1, 200) });
    await until('both are painted', async () =>
      (await screen.of('painted')).some(({ sequence }) => sequence === 1),
    );
    const { rgb } = await screen.pixels();
    assert.ok(rgb.every((value) => value === 200));
  });

  it('shows a picture that was sent ahead as bright as one of a session that is open', async () => {
    await using page = await ScreenPage.open(browser, server, { width: 800, height: 600 });
    await page.show(64, 48, placed);
    const opacity = async (): Promise<string> =>
      await page.page.locator('#screen').evaluate((canvas) => getComputedStyle(canvas).opacity);
    assert.equal(await opacity(), '1', 'nothing was told of the session yet');
    await page.state();
    assert.equal(await opacity(), '1');
    await page.state({ phase: 'closed' });
    assert.equal(await opacity(), '0.3', 'what is over is seen to be');
  });

  it('gives each pixel whole device pixels on a fine screen', async () => {
    await using page = await ScreenPage.open(browser, server, { deviceScaleFactor: 2 });
    await page.state();
    await page.show(360, 260, placed);
    const { width, height, rgb } = await page.pixels();
    assert.equal(width % 360, 0);
    const scale = width / 360;
    assert.ok(scale >= 2);
    assert.equal(height, 260 * scale);
    for (const [x, y] of [
      [0, 0],
      [599, 399],
      [301, 77],
    ] as const) {
      const pixel = [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
      assert.deepEqual(pixel, placed(Math.floor(x / scale), Math.floor(y / scale)));
    }
    const box = await page.box();
    assert.equal(box.width * 2, width);
  });

  for (const ratio of [1, 1.5, 2]) {
    it(`has as many pixels as the screen shows at ratio ${ratio}, in either zoom`, async () => {
      await using page = await ScreenPage.open(browser, server, { deviceScaleFactor: ratio });
      await page.state();
      await page.show(1280, 800, placed);
      for (const zoom of ['fit', 'actual'] as const) {
        await page.send({ type: 'zoom', zoom });
        await page.page.locator(`#viewport[data-zoom="${zoom}"]`).waitFor();
        const [box, { width, height }] = [await page.box(), await page.pixels()];
        assert.ok(Math.abs(box.width * ratio - width) < 0.05);
        assert.ok(Math.abs(box.height * ratio - height) < 0.05);
      }
    });
  }

  it('paints where the browser knows no device pixels of boxes, as on the finest screen', async () => {
    await using page = await ScreenPage.open(browser, server, {
      deviceScaleFactor: 2,
      lacksDeviceBoxes: true,
    });
    await page.state();
    await page.show(360, 260, placed);
    const [box, { width, height }] = [await page.box(), await page.pixels()];
    assert.deepEqual([box.width * 2, box.height * 2], [width, height]);
    assert.ok(width >= 720 && width % 360 === 0, `${width} pixels wide`);
    await page.page.setViewportSize({ width: 240, height: 600 });
    await until('the picture has shrunk', async () => (await page.box()).width <= 240);
    assert.deepEqual(page.complaints, []);
  });

  it('draws a part that changed like the whole, when the screen is shrunk', async () => {
    await using page = await ScreenPage.open(browser, server, { width: 700, height: 500 });
    await page.state();
    const busy = (x: number, y: number): readonly [number, number, number] => [
      (x * 7) & 0xff,
      (y * 5) & 0xff,
      (x ^ y) & 0xff,
    ];
    const size = { width: 1000, height: 700 };
    await page.show(size.width, size.height, () => [0, 0, 0]);
    for (const [x, y] of [
      [0, 0],
      [500, 0],
      [0, 350],
      [500, 350],
    ] as const) {
      const pixels = new Uint8Array(500 * 350 * 3);
      for (let j = 0; j < 350; j++)
        for (let i = 0; i < 500; i++) pixels.set(busy(x + i, y + j), (j * 500 + i) * 3);
      await page.paint({ ...size, regions: [{ form: 'rgb', x, y, width: 500, height: 350, pixels }] });
    }
    const parts = await page.pixels();
    await page.show(size.width, size.height, busy);
    const whole = await page.pixels();
    assert.ok(parts.width < 1000);
    let worst = 0;
    for (const [i, value] of whole.rgb.entries()) worst = Math.max(worst, Math.abs(value - parts.rgb[i]!));
    assert.ok(worst <= 2, `a channel is off by ${worst}`);
  });

  it('takes another size with the frame that brings it', async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.show(100, 50, () => [1, 1, 1]);
    await page.show(60, 90, placed);
    const { width, height } = await page.pixels();
    assert.equal(width / height, 60 / 90);
    assert.deepEqual(page.complaints, []);
  });

  it('fits anew when its room changes', async () => {
    await using page = await ScreenPage.open(browser, server, { width: 900, height: 700 });
    await page.state();
    await page.show(640, 480, placed);
    await page.page.setViewportSize({ width: 340, height: 700 });
    await until('the picture has shrunk', async () => (await page.box()).width <= 340);
    const { width, rgb } = await page.pixels();
    assert.equal(width, 336);
    assert.ok(rgb.some((value) => value > 0));
  });

  it('says what is wrong with a frame that it cannot read, and goes on', async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.send({ type: 'frame', data: Uint8Array.of(frameFormat, 2, 3) });
    const [bad] = await page.next('badFrame');
    assert.match(bad!.reason, /frame ends too early/);
    await page.show(20, 20, placed);
    assert.ok((await page.pixels()).width >= 20);
  });

  it('says that it is ready once more when it is asked', async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.send({ type: 'hello' });
    await page.next('ready', 2);
  });

  it("shows the server's cursor with its hot spot, in spite of the strict policy", async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.send({ type: 'zoom', zoom: 'actual' });
    await page.show(400, 300, placed);
    const pixels = new Uint8Array(16 * 16 * 4).fill(255);
    await page.send({ type: 'cursor', cursor: { width: 16, height: 16, hotspotX: 3, hotspotY: 5, pixels } });
    const style = await until('the cursor is there', async () => {
      const value = await page.page.locator('#screen').evaluate((canvas) => canvas.style.cursor);
      return /blob:.* 3 5, default/.test(value) ? value : undefined;
    });
    const url = /blob:[^"]+/.exec(style)![0];
    const size = await page.page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, url);
    assert.deepEqual(size, [16, 16]);
    assert.deepEqual(page.complaints, []);
  });

  it('shows a dot for a hidden cursor, and the arrow of the page where nothing can be done', async () => {
    await using page = await ScreenPage.open(browser, server);
    const style = async (): Promise<string> =>
      await page.page.locator('#screen').evaluate((canvas) => canvas.style.cursor);
    await page.state();
    await page.send({
      type: 'cursor',
      cursor: { width: 0, height: 0, hotspotX: 0, hotspotY: 0, pixels: new Uint8Array(0) },
    });
    await until('the dot is there', async () => / 2 2, default/.test(await style()));
    await page.state({ viewOnly: true });
    await until('the arrow is back', async () => (await style()) === '');
  });

  it('puts a picture on the clipboard', async () => {
    await using page = await ScreenPage.open(browser, server);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page.send({ type: 'copy', id: 7, png: Uint8Array.from(png) });
    const [{ id, error } = { id: 0, error: 'nothing' }] = await page.next('copied');
    assert.deepEqual([id, error], [7, undefined]);
    const kinds = await page.page.evaluate(async () =>
      (await navigator.clipboard.read()).flatMap((item) => item.types),
    );
    assert.ok(kinds.includes('image/png'));
  });
});
