import type { Browser, BrowserContext } from 'playwright-core';
import { startWebsockify } from '../../support/servers/websockify.ts';
import { firstPictureOf, sinceOf, watchFirstPictures } from './firstPicture.ts';
import { serveNovnc } from './novncPage.ts';
import { quietPage } from './quietPage.ts';
import type { OpenOptions, OpenedScreen, Viewer } from './viewer.ts';

const selector = '#screen canvas';

/** noVNC behind websockify, with its defaults but for the quality that is asked for. */
export class NovncViewer implements Viewer {
  readonly name = 'noVNC';
  readonly selector = selector;
  readonly #browser: Browser;
  #context: BrowserContext | undefined;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async recover(picture: string): Promise<void> {
    await this.#context?.pages()[0]?.screenshot({ path: picture });
    await this.#context?.close();
  }

  async open({ server, quality, undisturbed = 0 }: OpenOptions): Promise<OpenedScreen> {
    const gate = await startWebsockify({ targetPort: server.port });
    const served = await serveNovnc(gate.port, typeof quality === 'number' ? { qualityLevel: quality } : {});
    const context = await this.#browser.newContext({ viewport: { width: 2400, height: 1400 } });
    this.#context = context;
    await watchFirstPictures(context, selector);
    const page = await context.newPage();
    await quietPage(page);
    const close = async (): Promise<void> => {
      await context.close();
      await served[Symbol.asyncDispose]();
      await gate.close();
    };
    await page.goto(served.address, { waitUntil: 'commit' });
    await new Promise((resolve) => setTimeout(resolve, undisturbed));
    await page.waitForFunction((selector) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector);
      return (canvas?.width ?? 0) > 640;
    }, selector);
    return {
      frame: page.mainFrame(),
      page,
      firstPicture: async () => {
        const seen = await firstPictureOf(page.mainFrame());
        return sinceOf(seen, await page.evaluate(() => performance.timeOrigin));
      },
      links: [
        { name: 'server to websockify', sends: (port) => port === server.port },
        { name: 'websockify to page', sends: (port) => port === gate.port },
      ],
      close,
    };
  }
}
