import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import type { Zoom } from '../../../src/protocol/messages.ts';
import type { ViewSettings } from '../../../src/protocol/viewMessages.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { decodePng } from '../../support/pictures.ts';
import { PageServer, ScreenPage, type ScreenPageOptions } from '../../webview/support/screenPage.ts';

const remote = { width: 1280, height: 800 };
const settings: ViewSettings = { zoom: 'fit', wheelZoom: 'released', followPointer: true };

/** A colour that tells its place: pixels that are blended tell one in between. */
function placed(x: number, y: number): readonly [number, number, number] {
  return [x & 0xff, y & 0xff, ((x >> 8) << 5) | (y >> 8)];
}

/** Which remote pixel has this colour. */
function placeOf([red = 0, green = 0, blue = 0]: ArrayLike<number> & Iterable<number>): readonly [
  number,
  number,
] {
  return [((blue >> 5) << 8) | red, ((blue & 31) << 8) | green];
}

describe('the page of the remote screen, its view', function () {
  this.timeout(120_000);
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

  async function open(options: ScreenPageOptions = {}, size = remote, from = browser): Promise<ScreenPage> {
    const page = await ScreenPage.open(from, server, options);
    await page.state();
    await page.send({ type: 'viewSettings', settings });
    await page.show(size.width, size.height, placed);
    return page;
  }

  async function zoomTo(page: ScreenPage, zoom: Zoom): Promise<void> {
    await page.send({ type: 'zoom', zoom });
    await page.page.locator(`#viewport[data-zoom="${zoom}"]`).waitFor();
  }

  /** Scrolls by the scrollbars, in parts of the whole way. */
  async function scrollTo(page: ScreenPage, right: number, down: number): Promise<void> {
    await page.page.locator('#scroller').evaluate(
      async (scroller, [x = 0, y = 0]) => {
        scroller.scrollTo(
          x * (scroller.scrollWidth - scroller.clientWidth),
          y * (scroller.scrollHeight - scroller.clientHeight),
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
      [right, down],
    );
  }

  async function screenshot(page: ScreenPage): Promise<PixelImage> {
    return decodePng(await page.page.screenshot());
  }

  /** What is seen of the picture, in CSS pixels of the page, and the device pixels of a remote one. */
  async function seenPart(
    page: ScreenPage,
  ): Promise<{ x: number; y: number; right: number; bottom: number; scale: number }> {
    return await page.page.evaluate(() => {
      const rect = (selector: string): DOMRect => document.querySelector(selector)!.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.querySelector('#scroller')!;
      const [room, canvas] = [rect('#viewport'), rect('#screen')];
      const percent = /(\d+) %/.exec(document.querySelector('#status')?.textContent ?? '')?.[1];
      return {
        x: Math.max(room.x, canvas.x),
        y: Math.max(room.y, canvas.y),
        right: Math.min(room.x + clientWidth, canvas.right),
        bottom: Math.min(room.y + clientHeight, canvas.bottom),
        scale: Math.round((Number(percent) / 100) * devicePixelRatio * 50) / 50,
      };
    });
  }

  /** Moves the pointer, and tells at which device pixel the browser says it is, and what the remote side heard. */
  async function pointAt(
    page: ScreenPage,
    ratio: number,
    deviceX: number,
    deviceY: number,
  ): Promise<{ readonly device: readonly [number, number]; readonly heard: readonly [number, number] }> {
    await page.forget();
    await page.page.mouse.move((deviceX + 0.5) / ratio, (deviceY + 0.5) / ratio);
    const [heard] = await page.next('pointer');
    const [x = 0, y = 0] = await page.page.evaluate(
      () => document.body.dataset['pointerAt']?.split(' ').map(Number) ?? [],
    );
    return { device: [Math.floor(x * ratio), Math.floor(y * ratio)], heard: [heard!.x, heard!.y] };
  }

  for (const ratio of [1, 1.25, 1.5, 2, 3]) {
    it(`points at the very pixel that is painted under the pointer at ratio ${ratio}, in every zoom, scrolled or not`, async () => {
      const display = { width: 640, height: 480, deviceScaleFactor: ratio };
      await using fine = await launchBrowser(display);
      await using page = await open({ deviceScaleFactor: 'window' }, { width: 900, height: 500 }, fine);
      await page.page.evaluate(() => {
        window.addEventListener(
          'pointermove',
          ({ clientX, clientY }) => (document.body.dataset['pointerAt'] = `${clientX} ${clientY}`),
          { capture: true },
        );
      });
      // What comes near to an edge would scroll.
      await page.send({ type: 'viewSettings', settings: { ...settings, followPointer: false } });
      let looked = 0;
      for (const zoom of ['fit', 'whole', 'width', 'actual', 150, 400] as const) {
        await zoomTo(page, zoom);
        for (const part of zoom === 'fit' || zoom === 'whole' ? [0] : [0, 0.37, 1]) {
          await scrollTo(page, part, part);
          const seen = await screenshot(page);
          const { x, y, right, bottom, scale } = await seenPart(page);
          for (const [partX, partY] of [
            [0, 0],
            [0.31, 0.47],
            [0.83, 0.71],
            [1, 1],
          ] as const) {
            // One within: the browser tells of a pointer between two device pixels as of the one before.
            const deviceX = Math.round(x * ratio + 1 + ((right - x) * ratio - 4) * partX);
            const deviceY = Math.round(y * ratio + 1 + ((bottom - y) * ratio - 4) * partY);
            const { device, heard } = await pointAt(page, ratio, deviceX, deviceY);
            const at = (device[1] * seen.width + device[0]) * 4;
            const painted = placeOf(seen.pixels.subarray(at, at + 3));
            // Where pixels are blended, the colour is one between those of neighbours: at steps of its code, none.
            const tolerance = Number.isInteger(scale) ? 0 : Math.ceil(1 / Math.min(scale, 1)) + 1;
            if (tolerance > 0 && heard.some((place) => (place + 4) % 256 < 8)) continue;
            const message = `${zoom} at ${part}, ${deviceX}, ${deviceY}: painted ${painted.join()}, heard ${heard.join()}`;
            assert.ok(Math.abs(painted[0] - heard[0]) <= tolerance, message);
            assert.ok(Math.abs(painted[1] - heard[1]) <= tolerance, message);
            looked += 1;
          }
        }
      }
      assert.ok(looked > 40, `${looked}`);
      assert.deepEqual(page.complaints, []);
    });
  }
});
