import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

const remote = { width: 640, height: 480 };

describe('the page of a lost connection', function () {
  this.timeout(60_000);
  let server: PageServer;
  let browser: Browser;
  let page: ScreenPage;

  before(async () => {
    server = await PageServer.start();
    browser = await launchBrowser();
    page = await ScreenPage.open(browser, server);
    await page.state();
    const color = Uint8Array.of(40, 90, 140);
    await page.paint({ ...remote, regions: [{ form: 'fill', x: 0, y: 0, ...remote, color }] });
    await page.page.locator('#screen').focus();
  });

  after(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  const bar = () => page.page.locator('#lost');

  it('counts down to the next attempt over the last picture, and takes no input', async () => {
    await page.state({
      phase: 'lost',
      lost: { text: 'The connection was lost.', countdown: { text: 'Attempt 2 in {0} s', seconds: 30 } },
    });
    await bar().waitFor();
    assert.match(await bar().innerText(), /The connection was lost\.\s*Attempt 2 in \d+ s/);
    const seconds = async () => Number(/in (\d+) s/.exec(await bar().innerText())?.[1]);
    const first = await seconds();
    assert.ok(first <= 30);
    await until('it counts', async () => (await seconds()) < first);
    const { rgb } = await page.pixels();
    assert.deepEqual([...rgb.subarray(0, 3)], [40, 90, 140]);
    await page.forget();
    await page.page.keyboard.press('a');
    await page.page.locator('#screen').click();
    assert.deepEqual(await page.of('key'), []);
    assert.deepEqual(await page.of('pointer'), []);
    assert.equal(await page.page.locator('body').getAttribute('data-grabbed'), 'false');
  });

  it('offers to try now and to stop', async () => {
    await page.forget();
    await bar().locator('button', { hasText: 'Try Now' }).click();
    await bar().locator('button', { hasText: 'Stop' }).click();
    await until('both were posted', async () => (await page.of('command')).length === 2);
    assert.deepEqual(
      (await page.of('command')).map(({ command }) => command),
      ['reconnectNow', 'stopReconnecting'],
    );
  });

  it('says that an attempt is under way, without a countdown', async () => {
    await page.state({ phase: 'lost', lost: { text: 'Reconnecting, attempt 2…' } });
    await until('the words change', async () =>
      (await bar().innerText()).includes('Reconnecting, attempt 2…'),
    );
    assert.equal(await bar().locator('button', { hasText: 'Try Now' }).isVisible(), false);
    assert.doesNotMatch(await bar().innerText(), /\d s/);
  });

  it('goes on as if nothing had been', async () => {
    await page.state();
    await bar().waitFor({ state: 'hidden' });
    await page.page.locator('#screen').focus();
    await page.page.locator('body[data-grabbed="true"]').waitFor();
    await page.forget();
    await page.page.keyboard.press('b');
    await until('the key arrives', async () => (await page.of('key')).length === 2);
  });
});
