import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import { Thumbnail } from '../../../src/vscode/wall/thumbnail.ts';
import { type Relay, relayTcp } from '../../cli/relay.ts';
import { comparePictures, cropPicture } from '../../support/pictures.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Terminal, startTerminal } from '../../support/servers/xDisplay.ts';
import { XPainter } from '../../support/servers/xPainter.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenView } from '../screenView.ts';
import { pictures, theStage } from './stage.ts';

/** FramebufferUpdateRequests (RFC 6143, 7.5.3) that are whole in `bytes`, which begins at one or has none before. */
function updateRequests(bytes: Buffer): number {
  let count = 0;
  for (
    let at = bytes.indexOf('\u0003\u0001', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('\u0003\u0001', at + 10, 'latin1')
  )
    count += 1;
  return count;
}

describe('the wall of sessions', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
  const servers: XServer[] = [];
  const painters: XPainter[] = [];
  let terminal: Terminal;
  let relay: Relay;
  let editor: EditorPage;
  let wall: Frame;

  before(async () => {
    const stage = await theStage();
    const browser = stage.editor.page.context().browser();
    assert.ok(browser !== null);
    for (const [width, height] of [
      [800, 600],
      [1280, 720],
      [600, 900],
    ] as const) {
      const server = await startTigerVnc({ width, height });
      servers.push(server);
      painters.push(await XPainter.open(server.display));
    }
    const [one, two, three] = servers;
    assert.ok(one && two && three);
    terminal = await startTerminal(one.display);
    relay = await relayTcp(two.port);
    await painters[1]?.fill({ x: 0, y: 0, width: 1280, height: 300 }, 0x2060a0);
    await painters[2]?.fill({ x: 0, y: 0, width: 600, height: 900 }, 0x207040);
    const folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const connections = [
      { name: 'build agent', host: one.host, port: one.port },
      { name: 'kiosk', host: '127.0.0.1', port: relay.port },
      { name: 'camera', host: three.host, port: three.port, viewOnly: true },
      { name: 'spare machine', host: '127.0.0.1', port: 9 },
    ];
    const settings = { 'vncAgentBridge.connections': connections };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    writeFileSync(
      path.join(folder, 'steady.vncscript'),
      ['vncscript 1', 'use "build agent"', 'repeat 300 times {', '  type "x"', '  wait 100ms', '}', ''].join(
        '\n',
      ),
    );
    writeFileSync(path.join(folder, 'notes.txt'), 'something else to look at\n');
    editor = await EditorPage.open(browser, stage.editorServer, {
      ...{ folder, theme: 'dark', width: 1500, height: 900 },
    });
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors').catch(() => undefined);
    await editor.close();
    for (const painter of painters) await painter[Symbol.asyncDispose]();
    await terminal.close();
    await relay.close();
    for (const server of servers) await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}wall-${name}.png`);
  });

  const card = (name: string) => wall.locator('.card', { has: wall.locator('.name', { hasText: name }) });

  /** Every stored connection has one quiet card; what other tests have stored has one too. */
  const assertQuiet = async (): Promise<void> => {
    const quiet = await wall.locator('.card.quiet .name').allInnerTexts();
    for (const name of ['lab', 'build agent', 'kiosk', 'camera', 'spare machine'])
      assert.equal(quiet.filter((shown) => shown === name).length, 1, `${name} of ${quiet.join(', ')}`);
  };

  const showWall = async (): Promise<void> => {
    await editor.runCommand('VNC: Show Wall of Sessions');
    wall = await editor.frameWith('#live-cards');
  };

  /** The picture of a card, as its page holds it. */
  const thumbnail = async (name: string): Promise<PixelImage> => {
    const { width, height, base64 } = await card(name)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
        if (!image) throw new Error('the canvas cannot be read');
        let text = '';
        for (let at = 0; at < image.data.length; at += 32_768)
          text += String.fromCharCode(...image.data.subarray(at, at + 32_768));
        return { width: image.width, height: image.height, base64: btoa(text) };
      });
    return { width, height, pixels: new Uint8Array(Buffer.from(base64, 'base64')) };
  };

  /** Sees a card show what the display shows, made small: the half above the pointer, which is in the middle. */
  const assertShows = async (name: string, server: XServer | undefined): Promise<void> => {
    await until(`${name} is on the wall`, async () => {
      const seen = await thumbnail(name);
      const grab = await server?.grab();
      if (grab === undefined || seen.width === 1) return false;
      const small = new Thumbnail(grab, seen);
      const words = new Uint8Array(grab.pixels);
      small.update(({ x, y, width, height }, target) => {
        for (let row = 0; row < height; row += 1) {
          const from = ((y + row) * grab.width + x) * 4;
          target.set(words.subarray(from, from + width * 4), row * width * 4);
        }
      });
      const top = [0, 0, seen.width, Math.floor(seen.height * 0.4)] as const;
      const expected = { ...small.size, pixels: small.pixels };
      const { differing } = comparePictures(cropPicture(seen, ...top), cropPicture(expected, ...top));
      if (differing > 0) throw new Error(`${differing} pixels differ`);
      return true;
    });
  };

  it('has a quiet card for every stored connection', async () => {
    await showWall();
    await card('spare machine').waitFor();
    await assertQuiet();
    assert.equal(await wall.locator('.card.live').count(), 0);
    await wall.locator('#summary', { hasText: /^No session$/ }).waitFor();
    assert.equal(await card('kiosk').locator('.address').innerText(), `127.0.0.1:${relay.port}`);
  });

  it('connects from its cards, stays, and shows the screens small as they are', async () => {
    for (const name of ['build agent', 'kiosk', 'camera']) {
      await card(name).locator('button', { hasText: 'Connect' }).click();
      await wall.locator('.card.live', { hasText: name }).waitFor();
    }
    await wall.locator('#summary', { hasText: /^3 sessions$/ }).waitFor();
    assert.equal(await editor.tab('kiosk').count(), 0);
    await assertShows('build agent', servers[0]);
    await assertShows('kiosk', servers[1]);
    await assertShows('camera', servers[2]);
    assert.match(
      (await card('camera').locator('button').getAttribute('aria-label')) ?? '',
      /View only, 600 × 900/,
    );
  });

  it('follows the screens', async () => {
    await painters[1]?.fill({ x: 100, y: 50, width: 37, height: 21 }, 0xffcc00);
    await assertShows('kiosk', servers[1]);
    await painters[0]?.fill({ x: 500, y: 0, width: 300, height: 200 }, 0xa03020);
    await assertShows('build agent', servers[0]);
  });

  it('asks for no more updates than its pace, however much the screen changes', async () => {
    const before = updateRequests(relay.received().subarray());
    const began = performance.now();
    let i = 0;
    while (performance.now() - began < 4000) {
      await painters[1]?.fill({ x: (i * 7) % 1200, y: 60, width: 60, height: 60 }, (i * 40503) & 0xffffff);
      i += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const seconds = (performance.now() - began) / 1000;
    const requests = updateRequests(relay.received()) - before;
    assert.ok(requests > 0);
    // One a second, and what was under way at either end.
    assert.ok(requests <= seconds + 2, `${requests} requests in ${seconds} s, ${i} changes`);
  });

  it('asks for nothing while it is hidden, and is as the screens are when it comes back', async () => {
    await editor.openFile('notes.txt');
    await until('the wall is hidden', async () => {
      const counts = await Promise.all(
        editor.page.frames().map((frame) =>
          frame
            .locator('#live-cards')
            .count()
            .catch(() => 0),
        ),
      );
      return counts.every((count) => count === 0);
    });
    // The one request that may be open is answered by the first change.
    await painters[1]?.fill({ x: 0, y: 0, width: 5, height: 5 }, 0xff0000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = relay.received().length;
    for (let i = 0; i < 30; i += 1) {
      await painters[1]?.fill({ x: i * 20, y: 100, width: 30, height: 30 }, i * 70_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(updateRequests(relay.received().subarray(before)), 0);
    await editor.tab('Wall of Sessions').click();
    wall = await editor.frameWith('#live-cards');
    await card('kiosk').locator('canvas').waitFor();
    await assertShows('kiosk', servers[1]);
  });

  it('tells of the script that drives', async () => {
    await editor.openFile('steady.vncscript');
    await editor.runCommand('View: Move Editor into Right Group');
    wall = await editor.frameWith('#live-cards');
    await editor.page.locator('.codelens-decoration a', { hasText: 'Run Script' }).first().click();
    await card('build agent')
      .locator('.badge', { hasText: 'steady.vncscript is driving' })
      .waitFor({ timeout: 60_000 });
    const label = await card('build agent').locator('button').getAttribute('aria-label');
    assert.match(
      label ?? '',
      /^build agent, 127\.0\.0\.1:\d+, connected, steady\.vncscript is driving, 800 × 600$/,
    );
    await assertShows('camera', servers[2]);
    await editor.screenshot(`${pictures}/wall-driving.png`);
    await editor.runCommand('VNC: Stop Script');
    await card('build agent').locator('.badge').waitFor({ state: 'detached' });
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
  });

  it('is read well in light, dark and high contrast', async () => {
    await showWall();
    for (const name of ['build agent', 'kiosk', 'camera']) await card(name).locator('canvas').waitFor();
    const background = async (): Promise<string> =>
      await wall.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    const dark = await background();
    await editor.screenshot(`${pictures}/wall-dark.png`);
    await editor.page.emulateMedia({ colorScheme: 'light' });
    await until('the wall is light', async () => (await background()) !== dark);
    await editor.screenshot(`${pictures}/wall-light.png`);
    await editor.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await until('the wall has high contrast', async () => {
      return (await wall.locator('body.vscode-high-contrast').count()) > 0;
    });
    await editor.screenshot(`${pictures}/wall-contrast.png`);
    await editor.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'none' });
  });

  it('is walked through with the arrow keys, and Enter opens the screen', async () => {
    const focused = async (): Promise<string> =>
      await wall.evaluate(
        () => document.activeElement?.closest('li')?.querySelector('.name')?.textContent ?? '',
      );
    const press = async (key: string): Promise<void> => await editor.page.keyboard.press(key);
    await card('build agent').locator('button').focus();
    assert.equal(await wall.locator('.card button[tabindex="0"]').count(), 1);
    await press('ArrowRight');
    assert.equal(await focused(), 'kiosk');
    await press('End');
    assert.equal(await focused(), 'spare machine');
    await press('ArrowUp');
    assert.notEqual(await focused(), 'spare machine');
    await press('Home');
    assert.equal(await focused(), 'build agent');
    await press('ArrowRight');
    await press('Enter');
    const view = await ScreenView.find(editor);
    assert.match(await view.text(), /1280 × 720/);
  });

  it('is the same wall when it is shown again, and is there after a reload of the window', async () => {
    await showWall();
    await card('kiosk').locator('canvas').waitFor();
    assert.equal(
      await editor.page.locator('.tabs-container .tab', { hasText: 'Wall of Sessions' }).count(),
      1,
    );
    await wall.locator('#sizes [data-size="large"]').click();
    await editor.reload();
    wall = await editor.frameWith('#live-cards');
    await card('spare machine').waitFor();
    await assertQuiet();
    assert.equal(await wall.locator('#sizes [aria-checked="true"]').getAttribute('data-size'), 'large');
  });
});
