import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

const remote = { width: 640, height: 480 };
const relative = { relativePointer: true } as const;

describe('the page of the remote screen, a pointer that only moves', function () {
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

  /** @param refuses how the browser tells that it does not hold the pointer, where it does not. */
  async function open({ refuses }: { readonly refuses?: 'promise' | 'event' } = {}): Promise<ScreenPage> {
    const page = await ScreenPage.open(browser, server);
    if (refuses !== undefined) {
      await page.page.evaluate((answer) => {
        Element.prototype.requestPointerLock = function () {
          if (answer === 'promise')
            return Promise.reject(new DOMException('the frame is sandboxed', 'SecurityError'));
          queueMicrotask(() => document.dispatchEvent(new Event('pointerlockerror')));
          return undefined as unknown as Promise<void>;
        };
      }, refuses);
    }
    await page.send({
      type: 'setup',
      version: 1,
      keyboard: { releaseChord: 'Ctrl+Alt+Shift', passThrough: [] },
    });
    await page.state(relative);
    const color = Uint8Array.of(40, 90, 140);
    await page.paint({ ...remote, regions: [{ form: 'fill', x: 0, y: 0, ...remote, color }] });
    await page.send({ type: 'zoom', zoom: 'actual' });
    await page.page.locator('#viewport[data-zoom="actual"]').waitFor();
    await page.page.locator('#screen').focus();
    await page.page.locator('body[data-grabbed="true"]').waitFor();
    const box = await page.box();
    await page.page.mouse.move(box.x + 100, box.y + 100);
    await page.forget();
    return page;
  }

  async function hold(page: ScreenPage): Promise<void> {
    const box = await page.box();
    await page.page.mouse.click(box.x + 100, box.y + 100);
    await page.page.locator('body[data-pointer="held"]').waitFor();
  }

  const isHeld = async (page: ScreenPage): Promise<boolean> =>
    await page.page.evaluate(() => document.pointerLockElement?.id === 'screen');

  const hint = async (page: ScreenPage): Promise<string> =>
    (await page.page.locator('#hint').textContent()) ?? '';

  /** All movements together, and the buttons in their order. */
  async function moved(page: ScreenPage): Promise<{ dx: number; dy: number; buttons: number[] }> {
    const all = await page.of('movement');
    return {
      dx: all.reduce((sum, { dx }) => sum + dx, 0),
      dy: all.reduce((sum, { dy }) => sum + dy, 0),
      buttons: all.map(({ buttons }) => buttons).filter((buttons, i, list) => buttons !== list[i - 1]),
    };
  }

  it('is held by a click that the remote side does not get, and says how to leave', async () => {
    await using page = await open();
    assert.match(await hint(page), /^Click the screen to use the pointer there/);
    await hold(page);
    assert.equal(await hint(page), 'Ctrl+Alt+Shift releases keyboard and pointer, Esc the pointer');
    assert.ok((await page.of('movement')).every(({ buttons }) => buttons === 0));
    assert.deepEqual(await page.of('pointer'), []);
  });

  it('moves by what the mouse moved, all of it before a button', async () => {
    await using page = await open();
    await hold(page);
    await page.forget();
    await page.page.evaluate(() => {
      const canvas = document.querySelector('#screen')!;
      const fire = (type: string, movementX: number, movementY: number, buttons: number): void =>
        void canvas.dispatchEvent(
          new PointerEvent(type, { movementX, movementY, buttons, bubbles: true, clientX: 1, clientY: 1 }),
        );
      for (let i = 0; i < 50; i++) fire('pointermove', 2, -1, 0);
      fire('pointerdown', 0, 0, 1);
      fire('pointermove', -7, 3, 1);
      fire('pointerup', 0, 0, 0);
    });
    await until('the button comes up', async () => (await page.of('movement')).at(-1)?.buttons === 0);
    assert.deepEqual(await page.of('movement'), [
      { type: 'movement', dx: 100, dy: -50, buttons: 0 },
      { type: 'movement', dx: 0, dy: 0, buttons: 1 },
      { type: 'movement', dx: -7, dy: 3, buttons: 1 },
      { type: 'movement', dx: 0, dy: 0, buttons: 0 },
    ]);
  });

  it('turns the wheel where the remote pointer is', async () => {
    await using page = await open();
    await hold(page);
    await page.forget();
    await page.page.mouse.wheel(0, 120);
    assert.deepEqual(await page.next('wheel'), [{ type: 'wheel', right: 0, down: 1 }]);
  });

  it('is given back by Esc, which lets the buttons come up and keeps the keyboard', async () => {
    await using page = await open();
    await hold(page);
    await page.page.mouse.down();
    await until('the button is down', async () => (await page.of('movement')).at(-1)?.buttons === 1);
    await page.page.keyboard.press('Escape');
    await page.page.locator('body[data-pointer="free"]').waitFor();
    await until('the button is up', async () => (await page.of('movement')).at(-1)?.buttons === 0);
    assert.equal(await isHeld(page), false);
    assert.deepEqual(await page.of('key'), []);
    assert.equal(await page.page.locator('body').getAttribute('data-grabbed'), 'true');
    await page.page.keyboard.press('Escape');
    assert.equal((await page.next('key', 2))[0]!.code, 'Escape');
  });

  it('comes back together with the keyboard by the release chord', async () => {
    await using page = await open();
    await hold(page);
    const { keyboard } = page.page;
    for (const key of ['Control', 'Alt', 'Shift']) await keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await keyboard.up(key);
    await page.page.locator('body[data-grabbed="false"][data-pointer="free"]').waitFor();
    assert.equal(await isHeld(page), false);
    assert.equal(await hint(page), 'Click the screen to use keyboard and pointer there');
  });

  it('is free again when the remote side wants places', async () => {
    await using page = await open();
    await hold(page);
    await page.state();
    await page.page.locator('body[data-pointer="free"]').waitFor();
    await until('it is free', async () => !(await isHeld(page)));
    await page.forget();
    const box = await page.box();
    await page.page.mouse.move(box.x + 30.5, box.y + 40.5);
    assert.deepEqual((await page.next('pointer')).at(-1), { type: 'pointer', x: 30, y: 40, buttons: 0 });
    assert.deepEqual(await page.of('movement'), []);
  });

  it('is never held for a session that is only viewed', async () => {
    await using page = await open();
    await page.state({ ...relative, viewOnly: true, label: 'viewed' });
    await page.forget();
    const box = await page.box();
    await page.page.mouse.click(box.x + 100, box.y + 100);
    await page.page.mouse.move(box.x + 120, box.y + 100);
    assert.equal(await isHeld(page), false);
    assert.equal(await hint(page), 'View only');
    assert.deepEqual(await page.of('movement'), []);
  });

  // Older Safari and Firefox return no promise that could fail.
  for (const refuses of ['promise', 'event'] as const)
    it(`moves by the way over the screen where the browser does not hold it (told by ${refuses}), and coming in is no way`, async () => {
      await using page = await open({ refuses });
      const box = await page.box();
      const { mouse } = page.page;
      await mouse.click(box.x + 100, box.y + 100);
      await until('it is said', async () => (await hint(page)).startsWith('At an edge, leave the screen'));
      await page.forget();
      await mouse.move(box.x + 130, box.y + 90, { steps: 4 });
      await mouse.down();
      await mouse.move(box.x + 120, box.y + 100, { steps: 3 });
      await mouse.up();
      await until('the button is up', async () => (await moved(page)).buttons.join() === '0,1,0');
      const first = await moved(page);
      assert.deepEqual([first.dx, first.dy], [20, 0]);
      await mouse.move(5, 5);
      await mouse.move(box.x + 300, box.y + 300);
      await mouse.move(box.x + 301, box.y + 302);
      await until('it has moved', async () => (await moved(page)).dy !== first.dy);
      const { dx, dy } = await moved(page);
      // Out to the tools and in elsewhere counts for what was over the screen only.
      assert.ok(dx - first.dx < 150 && dy - first.dy < 150, `${dx},${dy}`);
      assert.deepEqual(await page.of('pointer'), []);
    });
});
