import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ViewSettings } from '../../../src/protocol/viewMessages.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

const remote = { width: 1280, height: 800 };

describe('the page of the remote screen, the wheel together with Ctrl and Alt', function () {
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

  /** A page that shows a screen pixel by pixel, the pointer on the remote pixel 300, 200. */
  async function open(grab: boolean, wheelZoom: ViewSettings['wheelZoom'] = 'released'): Promise<ScreenPage> {
    const page = await ScreenPage.open(browser, server);
    await page.state();
    // What comes near to an edge would scroll.
    await page.send({ type: 'viewSettings', settings: { zoom: 'actual', wheelZoom, followPointer: false } });
    const color = Uint8Array.of(40, 90, 140);
    await page.paint({ ...remote, regions: [{ form: 'fill', x: 0, y: 0, ...remote, color }] });
    await page.page.locator('#viewport[data-zoom="actual"]').waitFor();
    await page.page.locator('#screen').focus();
    if (!grab) await page.send({ type: 'focus', grab: false });
    await page.page.locator(`body[data-grabbed="${grab}"]`).waitFor();
    await page.forget();
    const box = await page.box();
    await page.page.mouse.move(box.x + 300.5, box.y + 200.5);
    assert.deepEqual(await page.next('pointer'), [{ type: 'pointer', x: 300, y: 200, buttons: 0 }]);
    await page.forget();
    return page;
  }

  const percent = async (page: ScreenPage): Promise<number> =>
    Number(/(\d+) %/.exec((await page.page.locator('#status').textContent()) ?? '')?.[1]);

  /** Turns the wheel by a notch while a key is held. */
  async function turn(page: ScreenPage, key: 'Control' | 'Alt', by: number): Promise<void> {
    await page.page.keyboard.down(key);
    await page.page.mouse.wheel(0, by);
    await page.page.keyboard.up(key);
  }

  /** Two fingers on a touchpad: the browser tells of Ctrl, which nobody holds. */
  async function pinch(page: ScreenPage, deltaY: number): Promise<void> {
    await page.page.locator('#screen').evaluate((canvas, by) => {
      const { x, y } = canvas.getBoundingClientRect();
      canvas.dispatchEvent(
        new WheelEvent('wheel', {
          ...{ deltaY: by, ctrlKey: true, bubbles: true, cancelable: true },
          ...{ clientX: x + 300.5, clientY: y + 200.5 },
        }),
      );
    }, deltaY);
  }

  async function assertLargerAtPointer(page: ScreenPage): Promise<void> {
    await until('it is larger', async () => (await percent(page)) > 100);
    const [place] = await page.next('pointer');
    assert.ok(
      Math.abs(place!.x - 300) <= 1 && Math.abs(place!.y - 200) <= 1,
      `${place!.x}, ${place!.y} is under the pointer`,
    );
    assert.deepEqual(await page.of('wheel'), []);
    assert.equal(await page.page.evaluate(() => devicePixelRatio), 1);
  }

  it('zooms where the pointer is while the keyboard is released, larger and smaller', async () => {
    await using page = await open(false);
    await turn(page, 'Control', -120);
    await assertLargerAtPointer(page);
    const larger = await percent(page);
    await turn(page, 'Control', 120);
    await until('it is as before', async () => (await percent(page)) === 100);
    assert.ok(larger > 115 && larger < 130, `${larger} %`);
    assert.deepEqual(await page.of('key'), []);
  });

  it('is the remote side’s while that has the keyboard, Ctrl before the wheel', async () => {
    await using page = await open(true);
    await turn(page, 'Control', -120);
    assert.deepEqual(await page.next('wheel'), [{ type: 'wheel', x: 300, y: 200, right: 0, down: -1 }]);
    await page.next('key', 2);
    const order = (await page.posted()).flatMap((message) => {
      if (message.type === 'key') return [`${message.down ? '+' : '-'}${message.code}`];
      return message.type === 'wheel' ? ['wheel'] : [];
    });
    assert.deepEqual(order, ['+ControlLeft', 'wheel', '-ControlLeft']);
    assert.equal(await percent(page), 100);
  });

  it('zooms by a pinch whoever has the keyboard, and tells it from Ctrl that is really held', async () => {
    await using page = await open(true);
    await page.page.keyboard.down('Control');
    await pinch(page, -120);
    await page.next('wheel');
    assert.equal(await percent(page), 100);
    await page.page.keyboard.up('Control');
    await page.next('key', 2);
    await page.forget();
    await pinch(page, -20);
    await until('it is larger', async () => (await percent(page)) > 100);
    // By the browsers' own measure for touchpads, not by the notch of a wheel.
    assert.equal(await percent(page), Math.round(100 * Math.exp(0.2)));
    assert.deepEqual(await page.of('wheel'), []);
  });

  it('zooms though the remote side has the keyboard, where the setting says always', async () => {
    await using page = await open(true, 'always');
    await turn(page, 'Control', -120);
    await assertLargerAtPointer(page);
  });

  it('never zooms, where the setting says so', async () => {
    await using page = await open(false, 'never');
    await turn(page, 'Control', -120);
    assert.deepEqual(await page.next('wheel'), [{ type: 'wheel', x: 300, y: 200, right: 0, down: -1 }]);
    await pinch(page, -120);
    await page.next('wheel', 2);
    assert.equal(await percent(page), 100);
  });

  it('pans together with Alt while the keyboard is released, the remote pointer stays under the pointer', async () => {
    await using page = await open(false);
    const before = await page.box();
    await turn(page, 'Alt', 120);
    await until('it moves', async () => (await page.box()).y === before.y - 120);
    assert.equal((await page.box()).x, before.x);
    assert.deepEqual((await page.next('pointer')).at(-1), { type: 'pointer', x: 300, y: 320, buttons: 0 });
    assert.deepEqual(await page.of('wheel'), []);
  });

  it('does not pan while the remote side has the keyboard', async () => {
    await using page = await open(true);
    const before = await page.box();
    await turn(page, 'Alt', 120);
    assert.deepEqual(await page.next('wheel'), [{ type: 'wheel', x: 300, y: 200, right: 0, down: 1 }]);
    assert.deepEqual(await page.box(), before);
  });
});
