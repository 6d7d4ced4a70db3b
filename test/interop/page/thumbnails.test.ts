import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../editor/editorPage.ts';
import { projectRoot } from '../../support/projectRoot.ts';

/** The picture of a card, in a page of its own. */
interface CardGlobals {
  readonly card: {
    readonly ThumbnailCanvas: new () => {
      readonly canvas: HTMLCanvasElement;
      paint(picture: object): Promise<void>;
    };
  };
}

describe('the picture of a card on the wall', function () {
  this.timeout(60_000);
  let browser: Browser;
  let script: string;

  before(async () => {
    browser = await launchBrowser();
    const { outputFiles } = await esbuild.build({
      absWorkingDir: projectRoot,
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'card',
      entryPoints: ['webview/wall/thumbnailCanvas.ts'],
    });
    script = outputFiles[0]?.text ?? '';
  });

  after(async () => await browser.close());

  it('stays the newer one when one of another size takes longer to be read', async () => {
    const page = await browser.newPage();
    try {
      await page.addScriptTag({ content: script });
      const old = deflateSync(Buffer.alloc(600 * 400 * 4, 0xff)).toString('base64');
      const seen = await page.evaluate(async (encoded) => {
        const { ThumbnailCanvas } = (window as unknown as CardGlobals).card;
        const thumbnail = new ThumbnailCanvas();
        const base = { type: 'thumbnail', id: 'a', x: 0, y: 0 };
        const size = (width: number, height: number): object => ({
          ...{ width, height, columns: width, rows: height },
        });
        const data = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
        const slow = thumbnail.paint({ ...base, ...size(600, 400), sequence: 1, form: 'deflated', data });
        const red = Uint8Array.from({ length: 9 * 6 * 4 }, (_value, i) =>
          i % 4 === 0 || i % 4 === 3 ? 255 : 0,
        );
        await thumbnail.paint({ ...base, ...size(9, 6), sequence: 2, form: 'raw', data: red });
        await slow;
        const { canvas } = thumbnail;
        const pixel = canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [];
        return [canvas.width, canvas.height, ...pixel];
      }, old);
      assert.deepEqual(seen, [9, 6, 255, 0, 0, 255]);
    } finally {
      await page.close();
    }
  });
});
