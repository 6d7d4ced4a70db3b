import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../editor/editorPage.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

describe('the page of the remote screen, picking', function () {
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

  const begin = async (page: ScreenPage, what: 'point' | 'region'): Promise<void> => {
    await page.state();
    await page.show(320, 200, () => [10, 20, 30]);
    await page.send({ type: 'select', id: 7, what, text: 'Pick' });
    await page.page.locator('#selection').waitFor();
  };

  it('takes a dragged region in remote pixels, and sends nothing to the remote side', async () => {
    await using page = await ScreenPage.open(browser, server);
    await begin(page, 'region');
    await page.forget();
    const box = await page.box();
    const at = (x: number, y: number): [number, number] => [
      box.x + ((x + 0.5) * box.width) / 320,
      box.y + ((y + 0.5) * box.height) / 200,
    ];
    await page.page.mouse.move(...at(40, 30));
    await page.page.mouse.down();
    await page.page.mouse.move(...at(139, 79));
    assert.equal(await page.page.locator('#selection-size').innerText(), '100 × 50 (40, 30)');
    await page.page.mouse.up();
    const [selected] = await page.next('selected');
    assert.deepEqual(selected, { type: 'selected', id: 7, area: { x: 40, y: 30, width: 100, height: 50 } });
    assert.deepEqual(await page.of('pointer'), []);
    assert.equal(await page.page.locator('#selection').isVisible(), false);
  });

  it('is done with the keys alone, and called off by Escape', async () => {
    await using page = await ScreenPage.open(browser, server);
    await begin(page, 'region');
    const { keyboard } = page.page;
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowRight', 'Enter'])
      await keyboard.press(key);
    const [selected] = await page.next('selected');
    assert.deepEqual(selected?.area, { x: 81, y: 51, width: 161, height: 100 });
    await page.send({ type: 'select', id: 8, what: 'point', text: 'Pick' });
    await page.page.locator('#selection').waitFor();
    await keyboard.press('Escape');
    assert.deepEqual((await page.next('selected', 2))[1], { type: 'selected', id: 8 });
  });
});
