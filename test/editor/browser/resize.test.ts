import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openSession } from '../../../src/core/session/openSession.ts';
import { startTightVnc } from '../../support/servers/tightVnc.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type XPointerLog, startPointerLog } from '../../support/servers/xEvents.ts';
import { startX11vnc } from '../../support/servers/x11vnc.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { ScreenView } from '../screenView.ts';
import { pictures, theStage } from './stage.ts';

const original = { width: 800, height: 600 };

describe('a remote screen that takes the size of its panel', function () {
  this.timeout(240_000);
  let servers: {
    readonly follows: XServer;
    readonly refuses: XServer;
    readonly copies: XServer;
    readonly cannot: XServer;
  };
  let pointer: XPointerLog | undefined;
  let editor: EditorPage;
  let view: ScreenView;

  before(async () => {
    const stage = await theStage();
    const browser = stage.editor.page.context().browser();
    assert.ok(browser !== null);
    servers = {
      follows: await startTigerVnc(original),
      refuses: await startTigerVnc({ ...original, resizable: false }),
      // What it shows belongs to another X server.
      copies: await startX11vnc(original),
      cannot: await startTightVnc(original),
    };
    const folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const connections = Object.entries(servers).map(([name, { host, port }]) => ({ name, host, port }));
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({ 'vncAgentBridge.connections': connections }),
    );
    editor = await EditorPage.open(browser, stage.editorServer, {
      ...{ folder, theme: 'dark', width: 1400, height: 800 },
    });
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}resize-${name}.png`);
  });

  after(async () => {
    await pointer?.[Symbol.asyncDispose]();
    await editor.close();
    for (const server of Object.values(servers)) await server.close();
  });

  async function open(name: string): Promise<ScreenView> {
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: name }).first().click();
    return await ScreenView.find(editor);
  }

  async function sizeOf(server: XServer): Promise<string> {
    const { width, height } = await server.grab();
    return `${width}x${height}`;
  }

  async function roomOf(): Promise<string> {
    return await view.frame
      .locator('#viewport')
      .evaluate((room) => `${room.clientWidth}x${room.clientHeight}`);
  }

  const resizeTool = (): ReturnType<typeof view.frame.locator> => view.frame.locator('button#resize');

  it('has that size when it is switched on, and follows', async () => {
    view = await open('follows');
    assert.equal(await sizeOf(servers.follows), '800x600');
    await editor.runCommand('VNC: Toggle Resizing of the Remote Screen to the Panel');
    await until(
      'the desktop is as large as the panel',
      async () => (await sizeOf(servers.follows)) === (await roomOf()),
    );
    assert.equal(await resizeTool().getAttribute('aria-pressed'), 'true');
    await editor.page.setViewportSize({ width: 1200, height: 650 });
    await until('the desktop follows', async () => {
      const [size, room] = [await sizeOf(servers.follows), await roomOf()];
      return size === room && size !== '800x600';
    });
    await until('it is shown pixel by pixel', async () => / 100 %/.test(await view.text()));
  });

  it('has its own size again when it is switched off', async () => {
    await editor.runCommand('VNC: Toggle Resizing of the Remote Screen to the Panel');
    await until(
      'the desktop is as large as before',
      async () => (await sizeOf(servers.follows)) === '800x600',
    );
    await until('the tool is up', async () => (await resizeTool().getAttribute('aria-pressed')) === 'false');
  });

  it('shows one of several screens alone, exactly, until there is only one', async () => {
    const { display, host, port } = servers.follows;
    // Another viewer makes two of the one.
    await using other = await openSession({
      target: { transport: 'tcp', host, port },
      name: 'other',
      credentials: {},
    });
    other.screen.watch(() => undefined);
    await until('the server tells its screens', () => other.layout.length === 1);
    const [first] = other.layout;
    assert.ok(first !== undefined);
    const second = { id: first.id + 1, flags: 0, x: 800, y: 0, width: 800, height: 600 };
    await other.resize({ width: 1600, height: 600, screens: [first, second] });
    const tool = view.frame.locator('button#screens');
    await tool.waitFor();
    pointer = await startPointerLog(display, { width: 1600, height: 600 });
    await tool.click();
    await editor.screenshot(`${pictures}/resize-screens-menu.png`);
    await view.frame.locator('.menu-row', { hasText: 'Screen 2' }).click();
    await editor.runCommand('VNC: Actual Size');
    await until('one of them is shown', async () => {
      const size = await view.frame.evaluate(() => {
        const canvas = document.querySelector('canvas');
        return `${canvas?.width ?? 0}x${canvas?.height ?? 0}`;
      });
      return size === '800x600';
    });
    pointer.forget();
    await view.click(100.5, 50.5);
    const press = await until('the click arrives', () =>
      pointer?.events.find(({ type }) => type === 'press'),
    );
    assert.deepEqual([press.x, press.y], [900, 50]);
    await other.resize({ width: 800, height: 600, screens: [first] });
    await tool.waitFor({ state: 'hidden' });
  });

  for (const [name, words] of [
    ['refuses', 'The server refuses to resize its screen'],
    ['copies', 'The server refuses to resize its screen'],
    ['cannot', 'This server does not let its screen be resized'],
  ] as const) {
    it(`says so where the server ${name}, and gives up`, async () => {
      view = await open(name);
      const before = await sizeOf(servers[name]);
      await editor.runCommand('VNC: Toggle Resizing of the Remote Screen to the Panel');
      await until('it is said', async () => (await view.text()).includes(words));
      await until(
        'the tool is up',
        async () => (await resizeTool().getAttribute('aria-pressed')) === 'false',
      );
      assert.equal(await sizeOf(servers[name]), before);
      assert.equal(await editor.page.locator('.notifications-toasts .notification-toast').count(), 0);
    });
  }
});
