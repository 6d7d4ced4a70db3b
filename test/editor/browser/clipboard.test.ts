import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { limits } from '../../../src/core/base/limits.ts';
import { type Program, runProgram, startProgram } from '../../support/programs.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { startTerminal } from '../../support/servers/xDisplay.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenTools } from '../screenTools.ts';
import { ScreenView } from '../screenView.ts';
import { assertCanvasIsGrab, pictures, theStage } from './stage.ts';

const unicode = 'Grüße aus Köln,\n漢字かな交じり文 — 한글 🖥️👩‍💻 €';
/** So much that it does not fit in one write, and still what both sides take. */
const large = Array.from({ length: 4000 }, (_, i) => `line ${i}: äöü 漢字 🙂`).join('\n');

describe('the clipboards of a person and of a remote screen', function () {
  this.timeout(180_000);
  let server: XServer;
  let folder: string;
  let editor: EditorPage;
  let view: ScreenView;
  let tools: ScreenTools;
  let owner: Program | undefined;

  before(async () => {
    const { editorServer, editor: own } = await theStage();
    const browser = own.page.context().browser();
    assert.ok(browser !== null);
    server = await startTigerVnc({ width: 400, height: 300, options: ['-MaxCutText', '1048576'] });
    folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const connections = (['manual', 'auto', 'off'] as const).map((clipboard) => ({
      ...{ name: `exchange ${clipboard}`, host: server.host, port: server.port, clipboard },
    }));
    const settings = { 'vncAgentBridge.connections': connections };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    editor = await EditorPage.open(browser, editorServer, {
      ...{ folder, theme: 'dark', width: 1200, height: 700 },
    });
    await editor.runCommand('View: Show VNC');
  });

  after(async () => {
    await editor.close();
    await owner?.stop();
    await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}clipboard-${name}.png`);
  });

  const env = (): Record<string, string> => ({ DISPLAY: server.display });

  /** What programs of the remote desktop would paste. */
  const there = async (): Promise<string> => {
    const args = ['-selection', 'clipboard', '-o', '-t', 'UTF8_STRING'];
    // Where nobody owns the clipboard, it is empty.
    return await runProgram('xclip', args, { env: env() }).then(String, () => '');
  };

  /** Has a program of the remote desktop own its clipboard until somebody else does. */
  const copyThere = async (text: string): Promise<Program> => {
    await owner?.stop();
    const file = path.join(temporaryFolder(), 'copied.txt');
    writeFileSync(file, text);
    owner = await startProgram('xclip', ['-selection', 'clipboard', '-quiet', '-i', file], { env: env() });
    await until('it is copied there', async () => (await there()) === text);
    return owner;
  };

  const here = async (): Promise<string> =>
    await editor.page.evaluate(async () => await navigator.clipboard.readText());

  const copyHere = async (text: string): Promise<void> => {
    await editor.page.evaluate(async (copied) => await navigator.clipboard.writeText(copied), text);
  };

  const isHere = async (text: string): Promise<unknown> =>
    await until('the text is here', async () => (await here()) === text);
  const isThere = async (text: string): Promise<unknown> =>
    await until('the text is there', async () => (await there()) === text);

  const open = async (name: string): Promise<void> => {
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.page.locator('.monaco-list-row', { hasText: name }).first().click();
    view = await ScreenView.find(editor);
    tools = new ScreenTools(view);
    await view.zoomTo('actual');
    await enter();
  };

  const enter = async (): Promise<void> => {
    await view.click(350, 250);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
  };

  const leave = async (): Promise<void> => {
    await editor.leaveWebview();
    await until('the editor has the keyboard', async () => !(await view.isGrabbed()));
  };

  /**
   * Sees on the screen what was drawn after everything that was copied before: what the server had to say of that has
   * come.
   */
  const untilHeard = async (): Promise<void> => {
    const window = await startTerminal(server.display, '8x3+10+10');
    await assertCanvasIsGrab(view, server, 'a window is seen');
    await window.close();
    await assertCanvasIsGrab(view, server, 'it is gone');
  };

  it('change hands when a person says so, and not by themselves', async () => {
    await open('exchange manual');
    await copyHere('mine');
    await copyThere(unicode);
    await untilHeard();
    assert.equal(await here(), 'mine');
    await tools.choose('clipboard', 'copy');
    await isHere(unicode);
    await copyHere(`${unicode} und zurück`);
    await leave();
    await enter();
    await untilHeard();
    assert.equal(await there(), unicode);
    await tools.choose('clipboard', 'send');
    await isThere(`${unicode} und zurück`);
    await tools.choose('clipboard', 'clear');
    await isThere('');
  });

  it('are alike by themselves where the connection says so, whatever the characters, also of large texts', async () => {
    await open('exchange auto');
    await copyThere(unicode);
    await isHere(unicode);
    await copyThere(large);
    await isHere(large);
    for (const text of [`${unicode} again`, `${large} again`]) {
      await leave();
      await copyHere(text);
      await enter();
      await isThere(text);
    }
  });

  it('stay apart while the person is elsewhere', async () => {
    await copyThere('while they are here');
    await isHere('while they are here');
    await leave();
    await copyThere('while they are away');
    await untilHeard();
    assert.equal(await here(), 'while they are here');
    await enter();
    await isHere('while they are away');
    await leave();
    await copyHere('from elsewhere');
    await untilHeard();
    assert.equal(await there(), 'while they are away');
    await enter();
    await isThere('from elsewhere');
  });

  it('do not send back what came from the other side', async () => {
    // As programs of Windows write it: it is another text on its way back.
    const program = await copyThere('two\r\nlines');
    await isHere('two\nlines');
    for (let time = 0; time < 3; time += 1) {
      await leave();
      await enter();
    }
    await untilHeard();
    // It would have ended when anybody else had taken the clipboard there.
    assert.equal(program.ended, false);
    assert.equal(await there(), 'two\r\nlines');
  });

  it('say what is too large to be sent, and leave the other side as it is', async () => {
    await leave();
    await copyThere('before');
    await copyHere('x'.repeat(limits.cutTextBytes + 1));
    await enter();
    await editor.notification('it is longer than the');
    assert.equal(await there(), 'before');
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('are not exchanged at all where the connection says so', async () => {
    await copyHere('only here');
    await open('exchange off');
    await copyThere('only there');
    await untilHeard();
    await tools.choose('clipboard', 'copy');
    await editor.notification('clipboard');
    assert.equal(await here(), 'only here');
    await tools.choose('clipboard', 'send');
    await untilHeard();
    assert.equal(await there(), 'only there');
  });
});
