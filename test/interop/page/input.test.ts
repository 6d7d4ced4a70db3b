import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage, type ScreenPageOptions } from '../../webview/support/screenPage.ts';

const remote = { width: 1280, height: 800 };

describe('the page of the remote screen, input', function () {
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

  /** A page that shows an open session and has the keyboard. */
  async function open(options: ScreenPageOptions = {}): Promise<ScreenPage> {
    const page = await ScreenPage.open(browser, server, options);
    await page.send({
      type: 'setup',
      version: 1,
      keyboard: { releaseChord: 'Ctrl+Alt+Shift', passThrough: ['Ctrl+Shift+P'] },
    });
    await page.state();
    const color = Uint8Array.of(40, 90, 140);
    await page.paint({ ...remote, regions: [{ form: 'fill', x: 0, y: 0, ...remote, color }] });
    await page.page.locator('#screen').focus();
    await page.page.locator('body[data-grabbed="true"]').waitFor();
    await page.forget();
    return page;
  }

  /** The keys that were posted, as `+KeyA` and `-KeyA`; `all-up` is everything at once. */
  async function keys(page: ScreenPage): Promise<string[]> {
    return (await page.posted()).flatMap((message) => {
      if (message.type === 'releaseAll') return ['all-up'];
      return message.type === 'key' ? [(message.down ? '+' : '-') + message.code] : [];
    });
  }

  async function isGrabbed(page: ScreenPage): Promise<boolean> {
    return await page.page.evaluate(() => document.body.dataset['grabbed'] === 'true');
  }

  for (const ratio of [1, 1.5, 2]) {
    for (const zoom of ['fit', 'actual'] as const) {
      it(`points at the very pixel under the pointer (${zoom}, ratio ${ratio})`, async () => {
        await using page = await open({ deviceScaleFactor: ratio });
        await page.send({ type: 'zoom', zoom });
        await page.page.locator(`#viewport[data-zoom="${zoom}"]`).waitFor();
        const box = await page.box();
        // Where it is enlarged, the canvas is as large as the room.
        const scale = zoom === 'actual' ? Math.floor(ratio) / ratio : box.width / remote.width;
        // Painted where a device pixel begins.
        const [left, top] = [Math.round(box.x * ratio) / ratio, Math.round(box.y * ratio) / ratio];
        for (const [x, y] of [
          [0, 0],
          [333, 222],
          [700, 401],
          [31, 399],
        ] as const) {
          const place = [left + (x + 0.5) * scale, top + (y + 0.5) * scale] as const;
          if (place[0] > box.x + box.width || place[1] > box.y + box.height) continue;
          await page.forget();
          await page.page.mouse.move(...place);
          const [moved] = await page.next('pointer');
          // Browsers may round where the pointer is to device pixels, of which a shrunk remote pixel has none.
          const tolerance = scale * ratio < 1 ? 1 : 0;
          assert.ok(Math.abs(moved!.x - x) <= tolerance, `x ${moved!.x} is not ${x}`);
          assert.ok(Math.abs(moved!.y - y) <= tolerance, `y ${moved!.y} is not ${y}`);
        }
      });
    }
  }

  it('points right when the actual size is scrolled', async () => {
    await using page = await open();
    await page.send({ type: 'zoom', zoom: 'actual' });
    await page.page.locator('#viewport[data-zoom="actual"]').waitFor();
    await page.page.locator('#scroller').evaluate((scroller) => scroller.scrollTo(400, 150));
    await until('it is scrolled', async () => (await page.box()).x < -300);
    const box = await page.box();
    assert.ok(box.x < -390);
    await page.page.mouse.move(box.x + 700.5, box.y + 300.5);
    assert.deepEqual(await page.next('pointer'), [{ type: 'pointer', x: 700, y: 300, buttons: 0 }]);
  });

  it('presses and releases each button where it happened', async () => {
    await using page = await open();
    const box = await page.box();
    await page.page.mouse.move(box.x + 100, box.y + 100);
    const [{ x, y } = { x: -1, y: -1 }] = await page.next('pointer');
    await page.forget();
    for (const button of ['left', 'middle', 'right'] as const)
      await page.page.mouse.click(box.x + 100, box.y + 100, { button });
    const all = await until('all buttons are up', async () => {
      const sent = await page.of('pointer');
      return sent.at(-1)?.buttons === 0 && sent.some(({ buttons }) => buttons === 4) ? sent : undefined;
    });
    const pressed = all.filter(({ buttons }, i) => buttons !== (all[i - 1]?.buttons ?? 0));
    assert.deepEqual(
      pressed.map(({ buttons }) => buttons),
      [1, 0, 2, 0, 4, 0],
    );
    assert.ok(pressed.every((message) => message.x === x && message.y === y));
  });

  it('holds two buttons at once and lets go of them one by one', async () => {
    await using page = await open();
    const box = await page.box();
    const { mouse } = page.page;
    await mouse.move(box.x + 50, box.y + 50);
    await page.next('pointer');
    await page.forget();
    await mouse.down({ button: 'left' });
    await mouse.down({ button: 'right' });
    await mouse.up({ button: 'left' });
    await mouse.up({ button: 'right' });
    assert.deepEqual(
      (await page.next('pointer', 4)).map(({ buttons }) => buttons),
      [1, 5, 4, 0],
    );
  });

  it('drags past the edge of the canvas and sends the last place before the button comes up', async () => {
    await using page = await open();
    const box = await page.box();
    const { mouse } = page.page;
    await mouse.move(box.x + 100, box.y + 100);
    await mouse.down();
    await mouse.move(box.x + 200, box.y + 150, { steps: 5 });
    await mouse.move(-50, 590, { steps: 3 });
    await mouse.up();
    const sent = await until('the button comes up', async () => {
      const all = await page.of('pointer');
      return all.at(-1)?.buttons === 0 && all.some(({ buttons }) => buttons === 1) ? all : undefined;
    });
    assert.equal(sent.at(-1)!.x, 0);
    assert.equal(sent.at(-1)!.y, remote.height - 1);
  });

  it('sends moves once a picture, however many there are', async () => {
    await using page = await open();
    const sent = await page.page.evaluate(async () => {
      const canvas = document.querySelector('#screen')!;
      const posted = (window as unknown as { posted: { type: string }[] }).posted;
      await new Promise(requestAnimationFrame);
      const before = posted.length;
      for (let i = 0; i < 500; i++) {
        canvas.dispatchEvent(
          new PointerEvent('pointermove', { clientX: 50 + i / 2, clientY: 100, bubbles: true }),
        );
      }
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return posted.slice(before);
    });
    // The page also tells how much room it has, when it likes.
    assert.equal(sent.filter(({ type }) => type === 'pointer').length, 1);
  });

  it('turns the wheel by notches in four directions', async () => {
    await using page = await open();
    const box = await page.box();
    const { mouse } = page.page;
    await mouse.move(box.x + 100, box.y + 100);
    for (const [dx, dy] of [
      [0, 120],
      [0, -120],
      [120, 0],
      [-120, 0],
    ] as const) {
      await page.forget();
      await mouse.wheel(dx, dy);
      const [turned] = await page.next('wheel');
      assert.deepEqual([turned!.right, turned!.down], [Math.sign(dx), Math.sign(dy)]);
    }
  });

  it('keeps the context menu of the page away', async () => {
    await using page = await open();
    const prevented = await page.page.evaluate(() => {
      const event = new MouseEvent('contextmenu', { cancelable: true, bubbles: true });
      document.querySelector('#screen')!.dispatchEvent(event);
      return event.defaultPrevented;
    });
    assert.equal(prevented, true);
  });

  it('takes keys so that neither the editor nor the browser acts on them', async () => {
    await using page = await open();
    const { keyboard } = page.page;
    for (const key of ['a', 'F1', 'Escape', 'Control+p', 'Tab', 'Shift+Tab']) await keyboard.press(key);
    assert.deepEqual(await keys(page), [
      ...['+KeyA', '-KeyA', '+F1', '-F1', '+Escape', '-Escape'],
      ...['+ControlLeft', '+KeyP', '-KeyP', '-ControlLeft', '+Tab', '-Tab'],
      ...['+ShiftLeft', '+Tab', '-Tab', '-ShiftLeft'],
    ]);
    assert.deepEqual(await page.editorKeys(), []);
    assert.equal(await isGrabbed(page), true);
  });

  it('leaves the chords that stay with the editor to it', async () => {
    await using page = await open();
    await page.page.keyboard.press('Control+Shift+P');
    assert.deepEqual(await keys(page), ['+ControlLeft', '+ShiftLeft', '-ShiftLeft', '-ControlLeft']);
    assert.deepEqual(await page.editorKeys(), ['KeyP']);
  });

  it('gives the keyboard back by the release chord, says how all the while, and takes it again by a click', async () => {
    await using page = await open();
    const { keyboard } = page.page;
    const hint = page.page.locator('#hint');
    assert.equal(await hint.textContent(), 'Ctrl+Alt+Shift releases the keyboard');
    for (const key of ['Control', 'Alt', 'Shift']) await keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await keyboard.up(key);
    assert.equal(await isGrabbed(page), false);
    assert.deepEqual(await keys(page), ['+ControlLeft', '+AltLeft', '+ShiftLeft', 'all-up']);
    assert.equal(await hint.textContent(), 'Click the screen to use the keyboard there');
    await page.forget();
    await keyboard.press('x');
    assert.deepEqual(await keys(page), []);
    assert.deepEqual(await page.editorKeys(), ['KeyX']);
    const box = await page.box();
    await page.page.mouse.click(box.x + 10, box.y + 10);
    assert.equal(await isGrabbed(page), true);
    assert.equal((await page.next('grabbed')).at(-1)!.grabbed, true);
  });

  it('goes on by Tab after the release chord, and comes back by it', async () => {
    await using page = await open();
    const { keyboard } = page.page;
    const focused = async (): Promise<string> =>
      await page.page.evaluate(() => document.activeElement?.id ?? '');
    for (const key of ['Control', 'Alt', 'Shift']) await keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await keyboard.up(key);
    const shown = page.page.locator('#toolbar button:visible');
    const tools = await shown.evaluateAll((buttons) => buttons.map(({ id }) => id));
    assert.equal(await focused(), tools[0]);
    await keyboard.press('ArrowRight');
    assert.equal(await focused(), tools[1]);
    await keyboard.press('End');
    assert.equal(await focused(), tools.at(-1));
    await keyboard.press('ArrowRight');
    assert.equal(await focused(), tools[0]);
    await keyboard.press('Tab');
    assert.equal(await focused(), 'keys');
    assert.equal(await isGrabbed(page), true);
  });

  it('uses the release chord of the settings, and the default where that is none', async () => {
    await using page = await open();
    const hint = page.page.locator('#hint');
    const set = async (releaseChord: string): Promise<void> =>
      await page.send({ type: 'setup', version: 1, keyboard: { releaseChord, passThrough: [] } });
    await set('Ctrl+F12');
    await hint.getByText('Ctrl+F12 releases the keyboard').waitFor();
    await page.page.keyboard.press('Control+F12');
    assert.equal(await isGrabbed(page), false);
    await page.page.locator('#screen').focus();
    await set('Ctrl+');
    await hint.getByText('Ctrl+Alt+Shift releases the keyboard').waitFor();
  });

  it('lets go of keys and buttons when the focus leaves the canvas', async () => {
    await using page = await open();
    const box = await page.box();
    await page.page.keyboard.down('Control');
    await page.page.mouse.move(box.x + 30, box.y + 30);
    await page.page.mouse.down();
    await page.page.locator('#zoom').focus();
    assert.deepEqual(await keys(page), ['+ControlLeft', 'all-up']);
    assert.equal((await page.of('pointer')).at(-1)!.buttons, 0);
  });

  it('lets go of keys when the window loses the focus', async () => {
    await using page = await open();
    await page.page.keyboard.down('Alt');
    await page.page.evaluate(() => {
      Object.defineProperty(document, 'hasFocus', { value: () => false });
      window.dispatchEvent(new FocusEvent('blur'));
    });
    assert.deepEqual(await keys(page), ['+AltLeft', 'all-up']);
    assert.equal(await isGrabbed(page), false);
  });

  it('lets go of keys when the page is hidden', async () => {
    await using page = await open();
    await page.page.keyboard.down('Shift');
    await page.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    assert.deepEqual(await keys(page), ['+ShiftLeft', 'all-up']);
  });

  it('lets go of keys when the session ends, and takes no more of them', async () => {
    await using page = await open();
    await page.page.keyboard.down('Shift');
    await page.state({ phase: 'closed', label: 'gone' });
    assert.deepEqual(await keys(page), ['+ShiftLeft', 'all-up']);
    await page.forget();
    await page.page.keyboard.press('q');
    await page.page.mouse.click(200, 200);
    assert.deepEqual(await keys(page), []);
    assert.deepEqual(await page.of('pointer'), []);
  });

  it('takes no input of a session that is only viewed, and no key from the editor', async () => {
    await using page = await open();
    await page.state({ viewOnly: true, label: 'viewed' });
    await page.forget();
    await page.page.keyboard.press('q');
    await page.page.mouse.click(200, 200);
    await page.page.mouse.wheel(0, 120);
    const input = ['key', 'text', 'modifier', 'pointer', 'movement', 'wheel'];
    const posted = await page.posted();
    assert.deepEqual(
      posted.filter(({ type }) => input.includes(type)),
      [],
    );
    assert.deepEqual(await page.editorKeys(), ['KeyQ']);
    assert.equal(await page.page.locator('#hint').textContent(), 'View only');
  });

  it('merges the Control that Windows makes up into AltGr', async () => {
    await using page = await open({ platform: 'Win32' });
    await page.page.locator('#screen').evaluate((canvas) => {
      const fire = (type: string, code: string, key: string): void =>
        void canvas.dispatchEvent(new KeyboardEvent(type, { code, key, bubbles: true, cancelable: true }));
      fire('keydown', 'ControlLeft', 'Control');
      fire('keydown', 'AltRight', 'AltGraph');
      fire('keydown', 'KeyQ', '@');
      fire('keyup', 'KeyQ', '@');
      fire('keyup', 'ControlLeft', 'Control');
      fire('keyup', 'AltRight', 'AltGraph');
    });
    assert.deepEqual(await keys(page), ['+AltRight', '+KeyQ', '-KeyQ', '-AltRight']);
  });

  it('asks the host for what its buttons say, and for nothing where a tool is off', async () => {
    await using page = await open();
    await page.page.locator('#paste').click();
    await page.page.locator('#screenshot').click();
    await page.page.locator('.menu [data-row="region-editor"]').click();
    assert.deepEqual(
      (await page.of('useTool')).map(({ tool, row }) => [tool, row]),
      [
        ['paste', undefined],
        ['screenshot', 'region-editor'],
      ],
    );
    await page.state({ viewOnly: true, label: 'viewed' });
    await page.forget();
    for (const id of ['send-keys', 'paste']) await page.page.locator(`#${id}`).click({ force: true });
    assert.equal(await page.page.locator('.menu').count(), 0);
    assert.deepEqual(await page.of('useTool'), []);
  });

  it('shows who drives and offers to take over, then to resume or stop', async () => {
    await using page = await open();
    const banner = page.page.locator('#banner');
    await page.state({ label: 'driven', banner: { paused: false, text: 'smoke.vncscript is driving' } });
    assert.equal(await banner.getByText('smoke.vncscript is driving').isVisible(), true);
    assert.equal(await page.page.locator('#resume').isVisible(), false);
    await page.page.locator('#take-over').click();
    await page.state({ label: 'paused', banner: { paused: true, text: 'You have the controls.' } });
    assert.equal(await page.page.locator('#take-over').isVisible(), false);
    await page.page.locator('#resume').click();
    await page.page.locator('#stop-driver').click();
    assert.deepEqual(
      (await page.of('command')).map(({ command }) => command),
      ['takeOver', 'resume', 'stopDriver'],
    );
    await page.state();
    assert.equal(await banner.isVisible(), false);
  });

  it('says why there is no session, and reconnects only when it is told to', async () => {
    await using page = await open();
    await page.state({
      phase: 'closed',
      label: 'gone',
      overlay: {
        icon: 'disconnected',
        heading: 'Disconnected',
        message: 'The server closed the connection.',
        detail: '',
        actions: [{ command: 'reconnect', label: 'Reconnect' }],
      },
    });
    assert.equal(
      await page.page
        .locator('#overlay-message', { hasText: 'The server closed the connection.' })
        .isVisible(),
      true,
    );
    assert.deepEqual(await page.of('command'), []);
    await page.page.getByRole('button', { name: 'Reconnect' }).click();
    assert.deepEqual(await page.of('command'), [{ type: 'command', command: 'reconnect' }]);
  });

  it('stores what a reload needs and finds its zoom again', async () => {
    const stored = { version: 1, name: 'web-01', address: '127.0.0.1:5900', zoom: 'actual' } as const;
    await using page = await open({ stored });
    assert.equal(await page.page.locator('#viewport').getAttribute('data-zoom'), 'actual');
    await page.page.locator('#zoom').click();
    await page.state({ keep: { connection: 'c1', name: 'web-02', address: 'h:1' }, label: 'other' });
    assert.deepEqual(await page.stored(), {
      version: 1,
      connection: 'c1',
      name: 'web-02',
      address: 'h:1',
      zoom: 'fit',
    });
  });
});
