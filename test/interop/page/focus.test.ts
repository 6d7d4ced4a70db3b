import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Overlay, ViewState } from '../../../src/protocol/messages.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

const remote = { width: 640, height: 480 };

const disconnected: Overlay = {
  icon: 'disconnected',
  heading: 'Disconnected',
  message: 'The connection was closed.',
  detail: '',
  actions: [{ command: 'reconnect', label: 'Reconnect' }],
};
const closed: Partial<ViewState> = { phase: 'closed', label: 'closed', overlay: disconnected };
const connecting: Partial<ViewState> = {
  phase: 'waiting',
  label: 'waiting',
  overlay: { ...disconnected, icon: 'connecting', heading: 'Connecting…', actions: [] },
};
const countdown = { text: 'Attempt 2 in {0} s', seconds: 30 };
const lost: Partial<ViewState> = { phase: 'lost', label: 'lost', lost: { text: 'Lost.', countdown } };
const driven: Partial<ViewState> = { label: 'driven', banner: { text: 'It is driving', paused: false } };
const paused: Partial<ViewState> = { label: 'paused', banner: { text: 'It is paused', paused: true } };

describe('the focus of the remote screen’s page', function () {
  this.timeout(60_000);
  let server: PageServer;
  let browser: Browser;
  let page: ScreenPage;

  before(async () => {
    server = await PageServer.start();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    page = await ScreenPage.open(browser, server);
    await page.state();
    const color = Uint8Array.of(40, 90, 140);
    await page.paint({ ...remote, regions: [{ form: 'fill', x: 0, y: 0, ...remote, color }] });
    await page.page.locator('#keys').focus();
    await page.page.locator('body[data-grabbed="true"]').waitFor();
  });
  afterEach(async () => await page[Symbol.asyncDispose]());

  /** A press of the pointer, and one of a key on the button that has the focus. */
  const presses = {
    pointer: async (button: string) => await page.page.getByRole('button', { name: button }).click(),
    key: async (button: string) => {
      await page.page.getByRole('button', { name: button }).focus();
      await page.page.keyboard.press('Enter');
    },
  };

  /** A key that the editor would act on goes to the remote side. */
  async function assertKeysGoThere(): Promise<void> {
    await page.forget();
    await page.page.keyboard.press('Control+w');
    const codes = (await page.next('key', 4)).map(({ code }) => code);
    assert.deepEqual(codes, ['ControlLeft', 'KeyW', 'KeyW', 'ControlLeft']);
    assert.deepEqual(await page.editorKeys(), []);
  }

  const ways: readonly (readonly [string, Partial<ViewState>, readonly Partial<ViewState>[]])[] = [
    ['Reconnect', closed, [connecting, {}]],
    ['Try Now', lost, [{ phase: 'lost', label: 'again', lost: { text: 'Attempt 2' } }, {}]],
    ['Take Over', driven, [paused]],
    ['Resume', paused, [driven]],
    ['Stop', paused, [{}]],
  ];
  for (const [button, first, then] of ways)
    for (const [how, press] of Object.entries(presses))
      it(`goes to the remote side after a press of “${button}” by ${how}`, async () => {
        await page.state(first);
        await press(button);
        await page.next('command');
        for (const state of then) await page.state(state);
        await page.page.locator('body[data-grabbed="true"]').waitFor();
        await assertKeysGoThere();
      });

  it('goes there once the session opens when a press took it from a page that had none', async () => {
    await page.state(closed);
    await page.page.locator('#keys').blur();
    await presses.pointer('Reconnect');
    await page.state(connecting);
    await page.state();
    await page.page.locator('body[data-grabbed="true"]').waitFor();
    await assertKeysGoThere();
  });

  it('stays in the page’s own tools when the session opens, and when its state changes', async () => {
    await page.state(connecting);
    await page.page.locator('#zoom').focus();
    await page.state();
    await page.state(driven);
    assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'zoom');
  });

  it('stays on a button whose neighbours and reasons change', async () => {
    await page.state(closed);
    const button = page.page.getByRole('button', { name: 'Reconnect' });
    await button.focus();
    await page.state({
      ...closed,
      label: 'closed, with a reason',
      overlay: {
        ...disconnected,
        message: 'The server closed the connection.',
        actions: [...disconnected.actions, { command: 'showLog', label: 'Show Log' }],
      },
    });
    await page.page.getByRole('button', { name: 'Show Log' }).waitFor();
    assert.equal(await page.page.evaluate(() => document.activeElement?.textContent), 'Reconnect');
    await page.page.keyboard.press('Enter');
    assert.deepEqual(
      (await page.next('command')).map(({ command }) => command),
      ['reconnect'],
    );
    await page.state({ ...closed, label: 'closed again' });
    await until('one button is left', async () => (await page.page.locator('#overlay button').count()) === 1);
    assert.equal(await page.page.evaluate(() => document.activeElement?.textContent), 'Reconnect');
  });

  it('stays in the bar of a lost connection while an attempt is under way', async () => {
    await page.state(lost);
    await presses.key('Try Now');
    await page.state({ phase: 'lost', label: 'again', lost: { text: 'Attempt 2' } });
    assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'stop-reconnecting');
  });
});
