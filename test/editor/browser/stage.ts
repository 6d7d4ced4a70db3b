import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { comparePictures, savePicture } from '../../support/pictures.ts';
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

/** Where the pictures of the tests are kept. */
export const pictures = 'out/screenshots';

/** The size of the stage's remote screen. */
export const screenSize = { width: 640, height: 480 };

/** The password of the stage's server. */
export const password = 'secret12';

/** What the tests of a person in the editor share: starting it takes longer than most of them. */
export interface Stage {
  /** TigerVNC, stored as the connection `lab`. */
  readonly server: XServer;
  /** In the server's top left corner. */
  readonly terminal: Terminal;
  readonly editorServer: EditorServer;
  readonly editor: EditorPage;
}

const scripts: Readonly<Record<string, readonly string[]>> = {
  'journey.vncscript': [
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
  ],
  // Types for longer than a person needs to take over on a slow machine.
  'patient.vncscript': [
    'click (200, 150)',
    'type "begin "',
    'repeat 100 times {',
    '  type "x"',
    '  wait 100ms',
    '}',
    'type " end"',
    'press <Enter>',
  ],
  // Long enough to be stopped in the middle on the slowest machine.
  'endless.vncscript': [
    'click (200, 150)',
    'type "begin "',
    'repeat 2000 times {',
    '  type "x"',
    '  wait 100ms',
    '}',
  ],
};

let opened: Promise<Stage> | undefined;
let browser: Browser | undefined;

/** The one stage of this run of mocha, opened by the first who asks. */
export async function theStage(): Promise<Stage> {
  opened ??= open();
  return await opened;
}

after(async () => {
  const stage = await opened?.catch(() => undefined);
  await browser?.close();
  await stage?.editorServer.close();
  await stage?.terminal.close();
  await stage?.server.close();
});

async function open(): Promise<Stage> {
  mkdirSync(pictures, { recursive: true });
  const folder = temporaryFolder('vscode-folder');
  for (const [name, lines] of Object.entries(scripts))
    writeFileSync(path.join(folder, name), ['vncscript 1', 'use "lab"', ...lines, ''].join('\n'));
  writeFileSync(path.join(folder, 'notes.txt'), 'something else to look at\n');
  const server = await startTigerVnc({ ...screenSize, security: 'vncauth', password });
  const terminal = await startTerminal(server.display);
  const { vsix } = await packageExtension('out/browser/vnc-agent-bridge.vsix');
  const editorServer = await startEditorServer({
    version: editorVersion('newest'),
    trusted: true,
    extensions: [vsix],
    settings: {
      'vncAgentBridge.connections': [{ name: 'lab', host: server.host, port: server.port }],
    },
  });
  browser = await launchBrowser();
  const editor = await EditorPage.open(browser, editorServer, {
    folder,
    theme: 'dark',
    width: 1800,
    height: 900,
  });
  return { server, terminal, editorServer, editor };
}

/** Keeps what the page shows after a test; for `afterEach`. */
export async function keepPicture(this: Mocha.Context): Promise<void> {
  const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
  const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
  const { editor } = await theStage();
  await editor.screenshot(`${pictures}/${outcome}${name}.png`);
}

/** Opens the screen of `lab` in an editor without any other tab, pixel by pixel. */
export async function openLab({ editor }: Stage): Promise<ScreenView> {
  await editor.runCommand('View: Close All Editors');
  await ScreenView.untilGone(editor);
  await editor.runCommand('Notifications: Clear All Notifications');
  await editor.runCommand('View: Show VNC');
  await editor.page.locator('.monaco-list-row', { hasText: 'lab' }).first().click();
  await answerPasswordOnce(editor);
  const view = await ScreenView.find(editor);
  await view.zoomTo('actual');
  // Until the person moves the pointer, the server paints its own into the picture.
  await view.click(200, 150);
  return view;
}

/** Opens the screen of a server in an editor without any other tab, pixel by pixel. */
export async function openAddress(editor: EditorPage, address: string): Promise<ScreenView> {
  await editor.runCommand('View: Close All Editors');
  await ScreenView.untilGone(editor);
  await editor.runCommand('VNC: Connect to Address…');
  await editor.answer(address);
  const view = await ScreenView.find(editor);
  await view.zoomTo('actual');
  return view;
}

/** Connecting to `lab` for the first time asks for the password, unless tests that ran before have. */
let knowsPassword = false;

async function answerPasswordOnce(editor: EditorPage): Promise<void> {
  if (knowsPassword) return;
  knowsPassword = true;
  // Rows of a list that was shown before stay in the widget, hidden.
  const prompt = editor.page.locator('.quick-input-widget').getByText('assword').filter({ visible: true });
  const view = editor.frameWith('canvas#screen', 60_000);
  if (
    (await Promise.race([
      prompt
        .first()
        .waitFor()
        .then(() => 'asked'),
      view,
    ])) !== 'asked'
  )
    return;
  await editor.answer(password, 'assword');
  await editor.answerNotification('Remember', 'Remember');
  await view;
}

/** Sees the canvas hold exactly what the server's display shows, after `act`, which is repeated with every look. */
export async function assertCanvasIsGrab(
  view: ScreenView,
  server: XServer,
  name: string,
  act: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await until(`${name}: the canvas shows the display`, async () => {
    await act();
    const canvas = await view.pixels();
    const grab = await server.grab();
    const { differing } = comparePictures(canvas, grab);
    if (differing === 0) return true;
    savePicture(canvas, 'out/differences/canvas.png');
    savePicture(grab, 'out/differences/display.png');
    throw new Error(`${differing} pixels differ, see out/differences`);
  });
}
