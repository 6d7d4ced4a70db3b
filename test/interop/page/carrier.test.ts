import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { silentLogger } from '../../../src/core/base/logger.ts';
import type { PanelToHost } from '../../../src/protocol/messages.ts';
import { DirectListener } from '../../../src/vscode/screen/directListener.ts';
import { type CarrierChoice, FrameChannel } from '../../../src/vscode/screen/frameChannel.ts';
import { FrameSender } from '../../../src/vscode/screen/frameSender.ts';
import { launchBrowser } from '../../editor/editorPage.ts';
import { until } from '../../support/until.ts';
import { FakeScreen, rgb } from '../../webview/support/fakeScreen.ts';
import { PageServer, ScreenPage } from '../../webview/support/screenPage.ts';

const size = { width: 320, height: 240 };

/** The page in a browser, and the host's side of its panel with a real listener. */
class Panel {
  readonly screen = new FakeScreen(size.width, size.height);
  readonly delivered: PanelToHost[] = [];
  readonly page: ScreenPage;
  readonly channel: FrameChannel;
  readonly #sender: FrameSender;
  /** Frames that went as messages of the editor. */
  messages = 0;
  #taken = 0;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(page: ScreenPage, listener: DirectListener, choice: CarrierChoice) {
    this.page = page;
    this.channel = new FrameChannel({
      post: (message) => {
        if (message.type === 'frame') this.messages += 1;
        this.#sending = this.#sending.then(async () => await page.send(message));
      },
      deliver: (message) => {
        this.delivered.push(message);
        if (message.type === 'painted') this.#sender.painted(message.sequence);
      },
      log: silentLogger,
    });
    this.#sender = new FrameSender(this.screen, (frame) => this.channel.send(frame));
    this.channel.choose(choice);
    this.channel.open({
      addresses: [`ws://127.0.0.1:${listener.port}/`],
      onLine: listener.onLine,
      admit: (origin) => listener.admit(origin),
      lock: () => listener.lock(),
    });
  }

  /** Answers the page's `ready`. */
  async begin(): Promise<void> {
    const [ready] = await this.page.next('ready');
    assert.ok(ready?.origin !== undefined);
    this.#taken = (await this.page.posted()).length;
    await this.page.state();
    this.channel.pageReady(ready.origin);
    this.#sender.ready();
  }

  /** Takes what the page has posted since. */
  async pump(): Promise<void> {
    const posted = await this.page.posted();
    const news = posted.slice(this.#taken);
    this.#taken = posted.length;
    for (const message of news) this.channel.receive(message);
    await this.#sending;
  }

  async untilCarrier(carrier: 'messages' | 'direct'): Promise<void> {
    await until(`frames go as ${carrier}`, async () => {
      await this.pump();
      return this.channel.carrier === carrier;
    });
    await this.page.page.locator(`body[data-carrier="${carrier}"]`).waitFor();
  }

  /** Paints the screen in one colour and waits until the page shows it. */
  async showColor(red: number, green: number, blue: number): Promise<void> {
    this.screen.paint({ x: 0, y: 0, ...size }, rgb(red, green, blue));
    await until(`the page shows ${red}, ${green}, ${blue}`, async () => {
      await this.pump();
      const { rgb: pixels } = await this.page.pixels();
      return pixels[0] === red && pixels[1] === green && pixels[2] === blue;
    });
  }

  get codes(): string[] {
    return this.delivered.flatMap((message) =>
      message.type === 'key' && message.down ? [message.code] : [],
    );
  }

  dispose(): void {
    this.#sender.dispose();
    this.channel.dispose();
  }
}

describe('the carriers of frames and input in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let listener: DirectListener;
  let server: PageServer;
  let panel: Panel | undefined;

  before(async () => {
    browser = await launchBrowser();
    listener = await DirectListener.start();
    server = await PageServer.start([`ws://127.0.0.1:${listener.port}`]);
  });

  afterEach(async () => {
    panel?.dispose();
    await panel?.page[Symbol.asyncDispose]();
  });

  after(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    listener.dispose();
  });

  async function open(choice: CarrierChoice): Promise<Panel> {
    panel = new Panel(await ScreenPage.open(browser, server), listener, choice);
    await panel.begin();
    return panel;
  }

  it('are messages of the editor where the person wants them', async () => {
    const { page } = await open('messages');
    assert.ok(panel);
    await panel.showColor(200, 100, 50);
    await page.page.locator('#screen').focus();
    await page.page.keyboard.type('ab');
    await until('the keys are there', async () => {
      await panel?.pump();
      return panel?.codes.length === 2;
    });
    assert.deepEqual(panel.codes, ['KeyA', 'KeyB']);
    assert.ok(panel.messages > 0);
    assert.deepEqual(page.complaints, []);
  });

  it('are the direct connection once it is measured, within the policy of the page', async () => {
    const now = await open('auto');
    await now.untilCarrier('direct');
    const { messages } = now;
    await now.showColor(10, 120, 230);
    await now.page.page.locator('#screen').focus();
    await now.page.page.keyboard.type('cd');
    await until('the keys are there', () => now.codes.length === 2);
    assert.deepEqual(now.codes, ['KeyC', 'KeyD']);
    assert.equal(now.messages, messages);
    assert.deepEqual(await now.page.of('key'), []);
    assert.deepEqual(now.page.complaints, []);
  });

  it('change in mid-stream when the connection is cut, without a lost key', async () => {
    const now = await open('direct');
    await now.untilCarrier('direct');
    await now.showColor(1, 2, 3);
    await now.page.page.locator('#screen').focus();
    const typing = now.page.page.keyboard.type('abcdefghijklmnopqrstuvwxyz', { delay: 5 });
    await until('some keys are there', () => now.codes.length > 5);
    listener.lock();
    await typing;
    await now.untilCarrier('messages');
    await until('all keys are there', async () => {
      await now.pump();
      return now.codes.length >= 26;
    });
    assert.deepEqual(
      now.codes,
      Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`),
    );
    await now.showColor(250, 240, 5);
  });

  it('change when the setting does', async () => {
    const now = await open('direct');
    await now.untilCarrier('direct');
    await now.showColor(30, 20, 10);
    now.channel.choose('messages');
    await now.untilCarrier('messages');
    await now.showColor(40, 50, 60);
    assert.deepEqual(now.page.complaints, []);
  });
});
