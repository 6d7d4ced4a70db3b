import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ViewSettings } from '../../../src/protocol/viewMessages.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

const remote = { width: 1280, height: 800 };
const settings: ViewSettings = { zoom: 'actual', wheelZoom: 'released', followPointer: true };

describe('the page of the remote screen, a view that follows the pointer', function () {
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

  /** A page too small for its screen, which it shows pixel by pixel from the top left corner on. */
  async function open(followPointer = true): Promise<ScreenPage> {
    const page = await ScreenPage.open(browser, server);
    await page.state();
    await page.send({ type: 'viewSettings', settings: { ...settings, followPointer } });
    const color = Uint8Array.of(40, 90, 140);
    await page.paint({ ...remote, regions: [{ form: 'fill', x: 0, y: 0, ...remote, color }] });
    await page.page.locator('#viewport[data-zoom="actual"]').waitFor();
    return page;
  }

  /** Where the picture is seen on the page. */
  async function room(
    page: ScreenPage,
  ): Promise<{ x: number; y: number; right: number; middle: { x: number; y: number } }> {
    return await page.page.evaluate(() => {
      const { x, y } = document.querySelector('#viewport')!.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.querySelector('#scroller')!;
      return { x, y, right: x + clientWidth, middle: { x: x + clientWidth / 2, y: y + clientHeight / 2 } };
    });
  }

  /** Moves the pointer into the middle, and forgets that. */
  async function rest(page: ScreenPage): Promise<void> {
    const { middle } = await room(page);
    await page.page.mouse.move(middle.x, middle.y);
    await page.next('pointer');
    await page.forget();
  }

  async function untilRightEdge(page: ScreenPage): Promise<void> {
    const { right } = await room(page);
    await until('the right edge of the screen is seen', async () => {
      const box = await page.box();
      return Math.round(box.x + remote.width) === Math.round(right);
    });
  }

  /** The remote pixel at a place of the page. */
  async function pixelAt(page: ScreenPage, x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await page.box();
    return { x: Math.floor(x - box.x), y: Math.floor(y - box.y) };
  }

  it('moves on while the pointer rests near an edge, and takes the remote pointer along', async () => {
    await using page = await open();
    const { right, middle } = await room(page);
    await rest(page);
    await page.page.mouse.move(right - 3, middle.y);
    await untilRightEdge(page);
    const there = { type: 'pointer', ...(await pixelAt(page, right - 3, middle.y)), buttons: 0 };
    await until('the remote pointer is under the pointer', async () => {
      const last = (await page.of('pointer')).at(-1);
      return last?.x === there.x && last.y === there.y;
    });
    const sent = await page.of('pointer');
    assert.deepEqual(sent.at(-1), there);
    assert.ok(sent.length > 3, `${sent.length} places on the way`);
    const places = sent.map(({ x }) => x);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    // It has not moved in a direction that nobody pointed at.
    assert.equal((await page.box()).y, (await room(page)).y);
  });

  it('goes on under a drag that leaves the picture, with the button held all the way', async () => {
    await using page = await open();
    const { middle } = await room(page);
    const { mouse } = page.page;
    await rest(page);
    await mouse.down();
    // Out of the page: only the capture of the pointer tells of it.
    await mouse.move(830, middle.y, { steps: 4 });
    await untilRightEdge(page);
    await until(
      'the remote pointer is at the edge',
      async () => (await page.of('pointer')).at(-1)?.x === remote.width - 1,
    );
    const dragged = await page.of('pointer');
    assert.ok(dragged.length > 3, `${dragged.length} places on the way`);
    assert.ok(dragged.every(({ buttons }) => buttons === 1));
    await mouse.up();
    await until('the button comes up', async () => (await page.of('pointer')).at(-1)?.buttons === 0);
    assert.equal((await page.of('pointer')).at(-1)!.x, remote.width - 1);
  });

  it('shows a remote pointer that something else has moved out of sight', async () => {
    await using page = await open();
    const { x, y, right } = await room(page);
    await page.send({ type: 'remotePointer', x: 1200, y: 30 });
    await until('the pixel is seen', async () => {
      const box = await page.box();
      return box.x + 1200.5 > x && box.x + 1200.5 < right;
    });
    const box = await page.box();
    // As little as it takes, with some of what is around it.
    assert.ok(box.x + remote.width > right, 'it does not go to the very edge');
    assert.equal(box.y, y);
  });

  it('stays where it is for somebody who does not want it to follow', async () => {
    await using page = await open(false);
    const before = await page.box();
    const { right, middle } = await room(page);
    await page.send({ type: 'remotePointer', x: 1200, y: 700 });
    await rest(page);
    await page.page.mouse.move(right - 3, middle.y);
    await page.next('pointer');
    await page.page.evaluate(async () => {
      for (let i = 0; i < 5; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    assert.deepEqual(await page.box(), before);
    assert.equal((await page.of('pointer')).length, 1);
  });
});
