import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { MenuRow } from '../../../src/protocol/toolMessages.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { ScreenTools } from '../../editor/screenTools.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage, type ScreenPageOptions } from '../../webview/support/screenPage.ts';

const rows: readonly MenuRow[] = [
  { id: 'alpha', label: 'Alpha' },
  { id: 'beta', label: 'Beta', checked: true },
  { separator: true },
  { id: 'one', label: 'One', checked: true, radio: true },
  { id: 'two', label: 'Two', checked: false, radio: true },
  { id: 'off', label: 'Off', disabled: true },
  { id: 'more', label: 'More', hint: 'of them', rows: [{ id: 'inner', label: 'Inner' }] },
];

describe('the page of the remote screen, around the picture', function () {
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

  const open = async (options?: ScreenPageOptions): Promise<readonly [ScreenPage, ScreenTools]> => {
    const page = await ScreenPage.open(browser, server, options);
    await page.send({
      type: 'setup',
      version: 1,
      keyboard: { releaseChord: 'Ctrl+Alt+Shift', passThrough: [] },
    });
    await page.state();
    await page.send({ type: 'tool', tool: 'send-keys', change: { rows } });
    await page.forget();
    return [page, new ScreenTools({ frame: page.page.mainFrame() })];
  };

  const text = async (page: ScreenPage, id: string): Promise<string> =>
    (await page.page.locator(`#${id}`).textContent()) ?? '';

  const untilSaid = async (page: ScreenPage, id: string, wanted: string): Promise<void> => {
    await until(`#${id} says “${wanted}”`, async () => {
      const said = await text(page, id);
      if (said !== wanted) throw new Error(said);
      return true;
    });
  };

  describe('menus', () => {
    it('tell screen readers what their rows are', async () => {
      const [page, tools] = await open({ width: 1000 });
      await using _page = page;
      await tools.press('send-keys');
      const menu = page.page.locator('.menu');
      assert.equal(await menu.getAttribute('role'), 'menu');
      assert.equal(await menu.getAttribute('aria-label'), 'Send Keys');
      const said = await menu.locator('> *').evaluateAll((all) =>
        all.map((row) =>
          ['role', 'aria-checked', 'aria-disabled', 'aria-haspopup', 'aria-expanded']
            .map((name) => row.getAttribute(name))
            .filter((value) => value !== null)
            .join(' '),
        ),
      );
      assert.deepEqual(said, [
        'menuitem',
        'menuitemcheckbox true',
        'separator',
        'menuitemradio true',
        'menuitemradio false',
        'menuitem true',
        'menuitem menu false',
      ]);
    });

    it('choose with Enter, Space and a click, and tell the path', async () => {
      const [page, tools] = await open({ width: 1000 });
      await using _page = page;
      const { keyboard } = page.page;
      await page.page.locator('#send-keys').focus();
      for (const key of ['ArrowDown', 'Enter', 'Enter', 'ArrowDown', ' ']) await keyboard.press(key);
      await tools.choose('send-keys', 'two');
      await page.page.locator('#send-keys').focus();
      for (const key of ['ArrowUp', 'ArrowRight', 'Enter']) await keyboard.press(key);
      const used = await page.next('useTool', 4);
      assert.deepEqual(
        used.map(({ tool, row }) => `${tool} ${row ?? ''}`),
        ['send-keys alpha', 'send-keys beta', 'send-keys two', 'send-keys inner'],
      );
      await tools.untilFocused('send-keys');
      assert.deepEqual(page.complaints, []);
    });

    it('walk past disabled rows without choosing them, and search for what is typed', async () => {
      const [page, tools] = await open({ width: 1000 });
      await using _page = page;
      const { keyboard } = page.page;
      await page.page.locator('#send-keys').focus();
      await keyboard.press('ArrowDown');
      await keyboard.type('of');
      await tools.untilFocused('row off');
      await keyboard.press('Enter');
      assert.equal(await tools.openMenus(), 1);
      await keyboard.press('Tab');
      await tools.untilOpen(0);
      assert.deepEqual(await page.of('useTool'), []);
      // None of these keys went to the remote side.
      assert.deepEqual(await page.of('key'), []);
    });

    it('never reach past the edges of the page', async () => {
      const [page, tools] = await open({ width: 320, height: 240 });
      await using _page = page;
      const many = Array.from({ length: 60 }, (_, i) => ({ id: `row-${i}`, label: `Row ${i}` }));
      await page.send({ type: 'tool', tool: 'zoom-menu', change: { rows: many } });
      await page.page.locator('#more').focus();
      await page.page.keyboard.press('ArrowUp');
      await tools.untilOpen(1);
      const reach = async () =>
        await page.page.locator('.menu').evaluateAll((menus) =>
          menus.every((menu) => {
            const box = menu.getBoundingClientRect();
            return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
          }),
        );
      assert.ok(await reach());
      await page.page.keyboard.press('Escape');
      await tools.press('zoom-menu');
      await until('the long menu is open', async () => (await tools.rows()).length === 60);
      assert.ok(await reach());
    });
  });

  it('puts into its menu what has the least priority, and the focus where it can be', async () => {
    const [page, tools] = await open({ width: 1200 });
    await using _page = page;
    const all = await tools.shown();
    await page.page.locator('#statistics').focus();
    await page.page.setViewportSize({ width: 500, height: 400 });
    await until('some are left out', async () => (await tools.shown()).includes('more'));
    const priorities = await page.page
      .locator('#toolbar button.tool[data-priority]:not([hidden])')
      .evaluateAll((buttons) => buttons.map((button) => Number(button.getAttribute('data-priority'))));
    const left = await page.page
      .locator('#toolbar button.tool[data-priority][hidden]')
      .evaluateAll((buttons) =>
        buttons
          .filter(({ id }) => !/^hold-|screens|keyboard$/.test(id))
          .map((button) => Number(button.getAttribute('data-priority'))),
      );
    assert.ok(
      left.length > 0 && Math.max(...left) < Math.min(...priorities),
      `${left.join()} in the menu, ${priorities.join()} not`,
    );
    await tools.untilFocused('more');
    await page.page.setViewportSize({ width: 1200, height: 400 });
    await until('all are there', async () => (await tools.shown()).join() === all.join());
  });

  it('takes a bell that cannot be heard', async () => {
    await using page = await ScreenPage.open(browser, server);
    await page.state();
    await page.page.evaluate(() => {
      AudioContext.prototype.createOscillator = () => {
        document.body.dataset['asked'] = 'true';
        throw new Error('no sound here');
      };
    });
    await page.send({ type: 'bell', text: 'Bell of web-01', sound: true });
    await page.page.locator('body[data-asked]').waitFor();
    await untilSaid(page, 'bell-text', '');
    assert.deepEqual(page.complaints, []);
  });

  it('reads out what becomes of the connection, of the keyboard, and the bell', async () => {
    const [page] = await open({ width: 1000 });
    await using _page = page;
    for (const id of ['announcement', 'hint', 'status-text', 'bell-text'])
      assert.equal(await page.page.locator(`#${id}`).getAttribute('aria-live'), 'polite', id);
    await untilSaid(page, 'announcement', 'Connected. Remote screen of web-01, 1280 × 800');
    await page.show(200, 150, () => [90, 90, 90]);
    await page.page.locator('canvas#screen').click();
    await untilSaid(page, 'hint', 'Ctrl+Alt+Shift releases the keyboard');
    await page.send({ type: 'focus', grab: false });
    await untilSaid(page, 'hint', 'Click the screen to use the keyboard there');
    const said = page.page.evaluate(
      async () =>
        await new Promise<string>((resolve) => {
          const words = document.querySelector('#bell-text');
          if (words === null) return;
          new MutationObserver(() => resolve(words.textContent)).observe(words, { childList: true });
        }),
    );
    await page.send({ type: 'bell', text: 'Bell of web-01', sound: false });
    assert.equal(await said, 'Bell of web-01');
    await untilSaid(page, 'bell-text', '');
    await page.state({
      phase: 'closed',
      label: 'Remote screen of web-01, not connected',
      overlay: {
        icon: 'disconnected',
        heading: 'Disconnected',
        message: 'The connection to web-01 was closed.',
        detail: '',
        actions: [{ command: 'reconnect', label: 'Reconnect' }],
      },
    });
    await untilSaid(page, 'announcement', 'Disconnected The connection to web-01 was closed.');
  });

  it('shows each step of the zoom, and reads none of them out', async () => {
    const [page] = await open({ width: 1000 });
    await using _page = page;
    await page.show(200, 150, () => [90, 90, 90]);
    await untilSaid(page, 'status-text', 'web-01 · 1280 × 800');
    await page.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const region of document.querySelectorAll('[aria-live], [role="status"], [role="alert"]'))
        new MutationObserver(() => void heard.push(region.textContent)).observe(region, {
          ...{ childList: true, characterData: true, subtree: true },
        });
    });
    for (const zoom of [200, 300]) {
      await page.send({ type: 'zoom', zoom });
      const line = `web-01 · 1280 × 800 · ${zoom} %`;
      await untilSaid(page, 'status', line);
      assert.equal(await page.page.locator('#status').getAttribute('title'), line);
    }
    await page.send({ type: 'viewNotice', text: 'The server refuses' });
    await untilSaid(page, 'status', 'The server refuses');
    const heard = await page.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    assert.deepEqual(heard, ['The server refuses']);
  });

  it('counts what it paints, and says what carries it', async () => {
    const [page, tools] = await open({ width: 1200 });
    await using _page = page;
    await tools.press('statistics');
    assert.deepEqual(await page.next('wantStatistics'), [{ type: 'wantStatistics', wanted: true }]);
    const lines = [
      { label: 'Painted', value: '{0} /s', fill: 'painted' as const },
      { label: 'Updates', value: '3 /s' },
      { label: 'Carrier', value: '{0}', fill: 'carrier' as const },
    ];
    await page.send({ type: 'statistics', lines });
    await page.page.locator('#statistics-list div').nth(2).waitFor();
    for (let i = 0; i < 3; i += 1) await page.show(40, 30, () => [i * 40, 0, 0]);
    await page.send({ type: 'statistics', lines });
    const painted = page.page.locator('#statistics-list dd').first();
    await until('what was painted is counted', async () => /^[1-9]\d* \/s$/.test(await painted.innerText()));
    assert.equal(await page.page.locator('#statistics-list dd').nth(2).innerText(), 'messages of the editor');
    await page.send({ type: 'statistics', lines: lines.slice(0, 1) });
    await until(
      'two lines are gone',
      async () => (await page.page.locator('#statistics-list div').count()) === 1,
    );
    await page.send({ type: 'pressTool', tool: 'statistics' });
    await page.page.locator('#statistics-list').waitFor({ state: 'hidden' });
    assert.deepEqual((await page.next('wantStatistics', 2))[1], { type: 'wantStatistics', wanted: false });
    assert.deepEqual(await page.stored(), {
      ...{ version: 1, name: 'web-01', address: '127.0.0.1:5900', zoom: 'fit' },
    });
  });

  it('tells once how the keyboard comes back, until that was read or done', async () => {
    const [page] = await open({ width: 1000 });
    await using _page = page;
    const hint = page.page.locator('#first-hint');
    await page.send({ type: 'focus', grab: false });
    await page.page.locator('#toolbar button').first().focus();
    await page.show(200, 150, () => [90, 90, 90]);
    await page.send({ type: 'firstHint', text: 'Press {0} to come back.' });
    assert.equal(await hint.isVisible(), false);
    await page.page.locator('canvas#screen').click();
    await hint.getByText('Press Ctrl+Alt+Shift to come back.').waitFor();
    // The keyboard stays where it is.
    await hint.locator('button').click();
    await hint.waitFor({ state: 'hidden' });
    assert.deepEqual(await page.next('hintSeen'), [{ type: 'hintSeen' }]);
    assert.equal(await page.page.locator('body').getAttribute('data-grabbed'), 'true');
  });
});
