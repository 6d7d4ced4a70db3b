import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { launchBrowser } from '../editorPage.ts';
import { projectRoot } from '../../support/projectRoot.ts';
import { startProgram } from '../../support/programs.ts';
import { until } from '../../support/until.ts';

describe('npm run demo without a desktop', function () {
  this.timeout(300_000);

  it('runs the tour, then opens the editor on the demo screen behind a token', async () => {
    const demo = await startProgram(process.execPath, ['test/editor/demo.mjs', '--built'], {
      cwd: projectRoot,
      env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined },
    });
    const browser = await launchBrowser();
    try {
      const address = await until(
        'the address is printed',
        () => {
          if (demo.ended) throw new Error(`the demo has ended:\n${demo.output}`);
          return /^\s*(http:\/\/127\.0\.0\.1:\d+\/\S+)$/m.exec(demo.output)?.[1];
        },
        200_000,
      );
      assert.match(demo.output, /passed the tour/);
      assert.ok(existsSync(path.join(projectRoot, 'out/demo/1-start.png')));
      const withoutToken = new URL(address);
      withoutToken.searchParams.delete('tkn');
      assert.equal((await fetch(withoutToken)).status, 403);
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(address);
      await until(
        'the demo screen is painted',
        async () => {
          for (const frame of page.frames()) {
            const width = await frame.evaluate(() => document.querySelector('canvas')?.width).catch(() => 0);
            if ((width ?? 0) > 300) return true;
          }
          return false;
        },
        60_000,
      );
      await page.screenshot({ path: 'out/screenshots/npm-run-demo.png' });
    } finally {
      await browser.close();
      await demo.stop();
    }
  });
});
