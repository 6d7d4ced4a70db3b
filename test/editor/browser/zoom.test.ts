import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type XPointerLog, startPointerLog } from '../../support/servers/xEvents.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenView } from '../screenView.ts';
import { type ShownPicture, shownPicture } from '../shownPicture.ts';
import { pictures, theStage } from './stage.ts';

const remote = { width: 1280, height: 800 };

/** Where the whole picture lies on the editor's page, and how many CSS pixels a remote pixel has there. */
const pictureOf = async (view: ScreenView): Promise<ShownPicture> => await shownPicture(view, remote);

describe('zoom of a remote screen', function () {
  this.timeout(240_000);
  let server: XServer;
  let pointer: XPointerLog;
  let browser: Browser;
  let folder: string;
  let editor: EditorPage | undefined;

  before(async () => {
    const stage = await theStage();
    const own = stage.editor.page.context().browser();
    assert.ok(own !== null);
    browser = own;
    server = await startTigerVnc(remote);
    pointer = await startPointerLog(server.display, remote);
    folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const settings = {
      'vncAgentBridge.connections': [{ name: 'large', host: server.host, port: server.port }],
      // What comes near to an edge would move.
      'vncAgentBridge.screen.followPointer': false,
    };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor?.screenshot(`${pictures}/${outcome}zoom-${name}.png`);
    await editor?.close();
    editor = undefined;
  });

  after(async () => {
    await pointer[Symbol.asyncDispose]();
    await server.close();
  });

  async function open(deviceScaleFactor: number): Promise<readonly [EditorPage, ScreenView]> {
    const { editorServer } = await theStage();
    editor = await EditorPage.open(browser, editorServer, {
      ...{ folder, theme: 'dark', width: 1300, height: 700, deviceScaleFactor },
    });
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: 'large' }).first().click();
    return [editor, await ScreenView.find(editor)];
  }

  /** Clicks at a place of what is seen, in parts of it, and compares what the X server heard with what is there. */
  async function clicksExactly(page: EditorPage, view: ScreenView, name: string): Promise<void> {
    for (const [partX, partY] of [
      [0.31, 0.27],
      [0.62, 0.7],
    ] as const) {
      const { x, y, width, height, scale } = await pictureOf(view);
      const room = await view.frame.locator('#viewport').boundingBox();
      assert.ok(room !== null);
      const wanted = {
        x: Math.min(Math.floor((room.x + width * partX - x) / scale), remote.width - 1),
        y: Math.min(Math.floor((room.y + height * partY - y) / scale), remote.height - 1),
      };
      pointer.forget();
      await page.page.mouse.click(x + (wanted.x + 0.5) * scale, y + (wanted.y + 0.5) * scale);
      const press = await until(`${name}: the click arrives`, () =>
        pointer.events.find(({ type }) => type === 'press'),
      );
      // A remote pixel that is shrunk has no place of its own.
      const tolerance = scale < 1 ? 1 : 0;
      const told = `${name}: ${press.x},${press.y} instead of ${wanted.x},${wanted.y}`;
      assert.ok(Math.abs(press.x - wanted.x) <= tolerance, told);
      assert.ok(Math.abs(press.y - wanted.y) <= tolerance, told);
    }
  }

  for (const ratio of [1, 2]) {
    it(`clicks at the very pixel in every zoom, at ${ratio} device pixels`, async () => {
      const [page, view] = await open(ratio);
      for (const [command, zoom] of [
        ['VNC: Actual Size', 'actual'],
        ['VNC: Zoom to Fill Width', 'width'],
        ['VNC: Zoom to Fit in Whole Steps', 'whole'],
      ] as const) {
        await page.runCommand(command);
        await view.frame.locator(`#viewport[data-zoom="${zoom}"]`).waitFor();
        if (zoom !== 'width') await clicksExactly(page, view, `${zoom} at ${ratio}`);
      }
      await view.frame.locator('button#zoom-menu').click();
      await view.frame.locator('.menu-row[data-row="300"]').click();
      await view.frame.locator('#viewport[data-zoom="300"]').waitFor();
      await view.frame.locator('#scroller').evaluate((scroller) => scroller.scrollTo(700, 450));
      await clicksExactly(page, view, `300 % at ${ratio}`);
      // Only what is seen is painted.
      const { width, height } = await view.frame.evaluate(() => {
        const canvas = document.querySelector('canvas');
        return { width: canvas?.width ?? 0, height: canvas?.height ?? 0 };
      });
      assert.ok(width <= 1300 * ratio && height <= 700 * ratio, `${width} x ${height}`);
    });
  }

  it('zooms by a pinch where the pointer is, and has the same view after a reload', async () => {
    const [page, view] = await open(1);
    const before = await pictureOf(view);
    const at = { x: before.x + 300.5 * before.scale, y: before.y + 200.5 * before.scale };
    await page.page.mouse.move(at.x, at.y);
    // As browsers tell of a pinch: with Ctrl, which no key has pressed.
    await view.frame.locator('canvas#screen').evaluate(
      (canvas, [x = 0, y = 0]) => {
        const box = canvas.getBoundingClientRect();
        for (let i = 0; i < 40; i += 1) {
          const place = { clientX: box.x + x, clientY: box.y + y };
          const wheel = { deltaY: -4, ctrlKey: true, bubbles: true, cancelable: true, ...place };
          canvas.dispatchEvent(new WheelEvent('wheel', wheel));
        }
      },
      [at.x - before.x, at.y - before.y],
    );
    const zoomed = await until('the picture is larger', async () => {
      const now = await pictureOf(view);
      return now.scale > before.scale * 3 ? now : undefined;
    });
    const under = [(at.x - zoomed.x) / zoomed.scale, (at.y - zoomed.y) / zoomed.scale] as const;
    assert.ok(Math.abs(under[0] - 300.5) < 2 && Math.abs(under[1] - 200.5) < 2, under.join());
    const zoom = await view.zoom();
    await until('it is stored', async () => {
      await page.openFile('.vscode/settings.json');
      await ScreenView.untilGone(page);
      return true;
    });
    await page.tab('large').click();
    const again = await ScreenView.find(page);
    assert.equal(await again.zoom(), zoom);
    const back = await until('it is seen again', async () => {
      const now = await pictureOf(again);
      return Math.abs(now.scale - zoomed.scale) < 0.02 ? now : undefined;
    });
    assert.ok(Math.abs(back.x - zoomed.x) < 4 && Math.abs(back.y - zoomed.y) < 4, `${back.x}, ${back.y}`);
  });
});
