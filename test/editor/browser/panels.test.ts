import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Terminal, startTerminal } from '../../support/servers/xDisplay.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenView } from '../screenView.ts';
import { assertCanvasIsGrab, pictures, theStage } from './stage.ts';

/** The ports from which a server on this machine is connected: another connection has another one. */
function clientPorts(port: number): string[] {
  const hex = (number: number): string => number.toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex(port)}`) === true && state === established)
    .map(([, , remote]) => remote ?? '');
}

describe('panels of several sessions', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
  const servers: XServer[] = [];
  const terminals: Terminal[] = [];
  let editor: EditorPage;
  /** The window of its own that a panel has moved to. */
  let popup: EditorPage | undefined;

  before(async () => {
    const stage = await theStage();
    const browser = stage.editor.page.context().browser();
    assert.ok(browser !== null);
    for (let i = 0; i < 2; i += 1) {
      const server = await startTigerVnc({ width: 640, height: 400 });
      servers.push(server);
      terminals.push(await startTerminal(server.display));
    }
    const folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const connections = servers.map(({ host, port }, i) => ({ name: `screen ${'AB'[i] ?? ''}`, host, port }));
    const settings = { 'vncAgentBridge.connections': connections };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    writeFileSync(path.join(folder, 'notes.txt'), 'something else to look at\n');
    editor = await EditorPage.open(browser, stage.editorServer, {
      ...{ folder, theme: 'dark', width: 1700, height: 800 },
    });
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors').catch(() => undefined);
    await editor.close();
    for (const terminal of terminals) await terminal.close();
    for (const server of servers) await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}panels-${name}.png`);
    if (popup !== undefined && !popup.page.isClosed())
      await popup.screenshot(`${pictures}/${outcome}panels-${name}-window.png`);
  });

  const at = <T>(list: readonly T[], index: number): T => {
    const item = list[index];
    assert.ok(item !== undefined);
    return item;
  };

  /** The two connections of before are there, and no other. */
  const ports = (): string[] => servers.flatMap(({ port }) => clientPorts(port)).sort();

  /** Shows a screen pixel by pixel; until a person moves the pointer, the server paints its own into the picture. */
  const ready = async (window: EditorPage, name: string): Promise<ScreenView> => {
    const view = await ScreenView.find(window, name);
    await view.zoomTo('actual');
    await view.click(300, 300);
    return view;
  };

  const types = async (view: ScreenView, index: number, text: string): Promise<void> => {
    await view.click(300, 300);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    await view.type(`${text}\n`);
    await until(`"${text}" arrived`, async () => {
      const typed = await at(terminals, index).typed();
      if (!typed.endsWith(`${text}\n`)) throw new Error(JSON.stringify(typed));
      return true;
    });
  };

  const assertShows = async (view: ScreenView, index: number, when: string): Promise<void> =>
    await assertCanvasIsGrab(view, at(servers, index), when);

  /** Opens a screen from the tree. */
  const openFromTree = async (name: string): Promise<void> => {
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: name }).first().click();
  };

  const tabs = async (): Promise<number> =>
    await editor.page.locator('.tabs-container .tab', { hasText: 'screen' }).count();

  const showsTabs = async (count: number): Promise<void> => {
    await until(`there are ${count} tabs`, async () => (await tabs()) === count);
  };

  let connected: string[] = [];

  it('stand side by side, each with its own picture and keyboard', async () => {
    await openFromTree('screen A');
    await ready(editor, 'screen A');
    await openFromTree('screen B');
    await ready(editor, 'screen B');
    await editor.runCommand('View: Move Editor into Right Group');
    await until('there are two groups', async () => {
      return (await editor.page.locator('.editor-group-container').count()) === 2;
    });
    const a = await ready(editor, 'screen A');
    const b = await ready(editor, 'screen B');
    connected = ports();
    assert.equal(connected.length, 2);
    await types(a, 0, 'for the first');
    await types(b, 1, 'for the second');
    await types(a, 0, 'again');
    assert.equal(await b.isGrabbed(), false);
    await assertShows(a, 0, 'the first, side by side');
    await assertShows(b, 1, 'the second, side by side');
    assert.doesNotMatch(await at(terminals, 1).typed(), /again|first/);
  });

  it('are revealed, not doubled, when their session is opened again', async () => {
    await openFromTree('screen A');
    const a = await ScreenView.find(editor, 'screen A');
    await until('the first is active', async () => await a.isGrabbed());
    await openFromTree('screen B');
    const b = await ScreenView.find(editor, 'screen B');
    await until('the second is active', async () => await b.isGrabbed());
    await showsTabs(2);
    assert.deepEqual(ports(), connected);
  });

  it('move between groups without a reconnect or a question', async () => {
    for (const command of ['View: Move Editor into Left Group', 'View: Move Editor into Right Group']) {
      await editor.runCommand(command);
      const b = await ready(editor, 'screen B');
      await types(b, 1, 'after a move');
      await assertShows(b, 1, command);
      assert.deepEqual(ports(), connected);
    }
    assert.equal(await editor.page.locator('.quick-input-widget').isVisible(), false);
  });

  it('move into a window of their own, with picture, keyboard and session', async () => {
    const opened = editor.page.waitForEvent('popup', { timeout: 60_000 });
    await openFromTree('screen B');
    await editor.runCommand('VNC: Open Screen in New Window');
    popup = editor.window(await opened);
    await popup.page.setViewportSize({ width: 900, height: 600 });
    const b = await ready(popup, 'screen B');
    assert.deepEqual(ports(), connected);
    await types(b, 1, 'from its own window');
    await assertShows(b, 1, 'in its own window');
    // It follows while nobody is there, too.
    await using _window = await startTerminal(at(servers, 1).display, '12x3-0-0');
    await assertShows(b, 1, 'a change in its own window');
    await showsTabs(1);
  });

  it('release the keyboard in a window of their own with the chord, and give it to the other', async () => {
    assert.ok(popup);
    const b = await ScreenView.find(popup, 'screen B');
    await b.click(300, 300);
    await until('the screen has the keyboard', async () => await b.isGrabbed());
    for (const key of ['Control', 'Alt', 'Shift']) await popup.page.keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await popup.page.keyboard.up(key);
    await until('the keyboard is free', async () => !(await b.isGrabbed()));
    const a = await ScreenView.find(editor, 'screen A');
    await editor.page.bringToFront();
    await types(a, 0, 'beside the window');
    await assertShows(a, 0, 'beside the window');
    assert.equal(await b.isGrabbed(), false);
    assert.deepEqual(ports(), connected);
  });

  it('are found in their window when their session is opened again', async () => {
    assert.ok(popup);
    await openFromTree('screen B');
    const b = await ScreenView.find(popup, 'screen B');
    await types(b, 1, 'still in its window');
    await showsTabs(1);
    assert.deepEqual(ports(), connected);
  });

  it('leave their session as it is when their window is closed: it is shown in the main window again', async () => {
    assert.ok(popup);
    await popup.page.close({ runBeforeUnload: true });
    await until('the window is closed', () => popup?.page.isClosed());
    await editor.page.bringToFront();
    await openFromTree('screen B');
    const b = await ready(editor, 'screen B');
    await types(b, 1, 'back again');
    await assertShows(b, 1, 'back in the main window');
    await showsTabs(2);
    assert.deepEqual(ports(), connected);
  });
});
