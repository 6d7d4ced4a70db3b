import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { comparePictures, savePicture } from '../../support/pictures.ts';
import { runProgram } from '../../support/programs.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { startTerminal, type Terminal } from '../../support/servers/xDisplay.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage, launchBrowser } from '../editorPage.ts';
import { type EditorServer, startEditorServer } from '../editorServer.ts';
import { packageExtension } from '../packageExtension.ts';
import { ScreenView } from '../screenView.ts';
import { editorVersion } from '../versions.ts';

const pictures = 'out/screenshots';
const size = { width: 640, height: 480 };

/** Sees the canvas hold exactly what the server's display shows. */
async function assertCanvasIsGrab(view: ScreenView, server: XServer, name: string): Promise<void> {
  await until(`${name}: the canvas shows the display`, async () => {
    const canvas = await view.pixels();
    const grab = await server.grab();
    const { differing } = comparePictures(canvas, grab);
    if (differing === 0) return true;
    savePicture(canvas, 'out/differences/canvas.png');
    savePicture(grab, 'out/differences/display.png');
    throw new Error(`${differing} pixels differ, see out/differences`);
  });
}

describe('a person with the packaged extension in the editor', function () {
  this.timeout(180_000);
  // Each step stands on the one before.
  this.bail(true);
  let server: XServer;
  let terminal: Terminal;
  let editorServer: EditorServer;
  let browser: Browser;
  let editor: EditorPage;
  const folder = temporaryFolder('vscode-folder');

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    server = await startTigerVnc({ ...size, security: 'vncauth' });
    terminal = await startTerminal(server.display);
    const { vsix } = await packageExtension('out/browser/vnc-agent-bridge.vsix');
    writeFileSync(
      path.join(folder, 'journey.vncscript'),
      [
        'vncscript 1',
        'use "lab"',
        'set timeout 20s',
        'step "Type into the terminal" {',
        '  click (200, 150)',
        '  type "typed by a script"',
        '  press <Enter>',
        '  wait for pixel(600, 440) is "#ffffff"',
        '  wait for still 300ms',
        '}',
        'step "Look" {',
        '  expect pixel(5, 470) is "#000000"',
        '  screenshot "terminal.png"',
        '}',
        '',
      ].join('\n'),
    );
    editorServer = await startEditorServer({
      version: editorVersion('newest'),
      trusted: true,
      extensions: [vsix],
      settings: {
        'vncAgentBridge.connections': [{ name: 'lab', host: server.host, port: server.port }],
      },
    });
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, editorServer, {
      folder,
      theme: 'dark',
      width: 1800,
      height: 900,
    });
  });

  after(async () => {
    await browser.close();
    await editorServer.close();
    await terminal.close();
    await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}${name}.png`);
  });

  it('sees the stored connection in the tree', async () => {
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: 'lab' }).first().waitFor();
  });

  it('connects from the tree, answers the password and sees the screen', async () => {
    const row = editor.page.locator('.monaco-list-row', { hasText: 'lab' }).first();
    await row.hover();
    await row.locator('.action-label[aria-label^="Connect"]').first().click();
    await editor.answer('secret12', 'assword');
    const view = await ScreenView.find(editor);
    assert.match(await view.text(), /640 × 480/);
  });

  it('clicks exactly where the pointer is, however large the screen is shown', async () => {
    const view = await ScreenView.find(editor);
    for (const [x, y] of [
      [0, 0],
      [639, 479],
      [320, 241],
    ] as const) {
      await view.click(...(await view.placeOf(x, y, size)));
      await until(`the pointer is at ${x},${y}`, async () => {
        const place = await runProgram('xdotool', ['getmouselocation'], { env: { DISPLAY: server.display } });
        if (!place.toString().startsWith(`x:${x} y:${y} `)) throw new Error(place.toString());
        return true;
      });
    }
  });

  it('sees the screen pixel by pixel', async () => {
    const view = await ScreenView.find(editor);
    await view.showActualSize(size);
    await assertCanvasIsGrab(view, server, 'after connecting');
  });

  it('clicks and types on the canvas: the terminal has the text and the canvas follows', async () => {
    const view = await ScreenView.find(editor);
    const before = await server.grab();
    await view.click(200, 150);
    await view.type('Hello from the editor: 100% {ok}\n');
    await until('the text arrived', async () => {
      const typed = await terminal.typed();
      if (typed !== 'Hello from the editor: 100% {ok}\n') throw new Error(JSON.stringify(typed));
      return true;
    });
    await assertCanvasIsGrab(view, server, 'after typing');
    assert.ok(comparePictures(await server.grab(), before).differing > 100);
  });

  it('runs a script from its file beside the screen: the terminal has its text, the screen follows', async () => {
    await editor.openFile('journey.vncscript');
    await editor.runCommand('View: Move Editor into Next Group');
    await editor.page.locator('.codelens-decoration a', { hasText: 'Run Script' }).first().click();
    const view = await ScreenView.find(editor);
    // While the script drives, the panel says so.
    await view.frame.locator('#banner', { hasText: 'journey.vncscript' }).waitFor();
    await editor.screenshot(`${pictures}/script-running.png`);
    // What the script waits for: a second window in the corner at the bottom.
    const second = await startTerminal(server.display, '20x6-0-0');
    await until('the script typed', async () => {
      const typed = await terminal.typed();
      if (!typed.endsWith('typed by a script\n')) throw new Error(JSON.stringify(typed));
      return true;
    });
    await assertCanvasIsGrab(view, server, 'after the script');
    await view.frame.locator('#banner').waitFor({ state: 'hidden' });
    await second.close();
  });

  it('takes the theme of the editor', async () => {
    const view = await ScreenView.find(editor);
    const background = async (): Promise<string> =>
      await view.frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    const dark = await background();
    await editor.page.emulateMedia({ colorScheme: 'light' });
    await until('the panel is light', async () => (await background()) !== dark);
  });
});
