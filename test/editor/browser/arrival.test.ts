import assert from 'node:assert/strict';
import { comparePictures } from '../../support/pictures.ts';
import { runProgram } from '../../support/programs.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTerminal, type Terminal } from '../../support/servers/xDisplay.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { until } from '../../support/until.ts';
import type { EditorPage } from '../editorPage.ts';
import { ScreenView } from '../screenView.ts';
import {
  assertCanvasIsGrab,
  keepPicture,
  password,
  pictures,
  screenSize as size,
  theStage,
} from './stage.ts';

// Files run in the order of their names, and this one comes first: it meets the stored connection for the first
// time, when nobody has connected it and no password is remembered.
describe('a person with the packaged extension in the editor', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
  let server: XServer;
  let terminal: Terminal;
  let editor: EditorPage;

  before(async () => {
    ({ server, terminal, editor } = await theStage());
  });

  afterEach(keepPicture);

  it('sees the stored connection in the tree', async () => {
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: 'lab' }).first().waitFor();
  });

  it('connects from the tree, answers the password and sees the screen', async () => {
    const row = editor.page.locator('.monaco-list-row', { hasText: 'lab' }).first();
    await row.hover();
    await row.locator('.action-label[aria-label^="Connect"]').first().click();
    await editor.answer(password, 'assword');
    await editor.answerNotification('Remember', 'Remember');
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
    await editor.page.emulateMedia({ colorScheme: 'dark' });
  });
});
