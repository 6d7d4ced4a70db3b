import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Terminal, startTerminal } from '../../support/servers/xDisplay.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { Gate } from '../gate.ts';
import { ScreenView } from '../screenView.ts';
import { assertCanvasIsGrab, pictures, theStage } from './stage.ts';

/** The command lines of the processes that are connected to a port of this machine. */
function clientsOf(port: number): string[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const established = '01';
  const sockets = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => remote?.endsWith(end) === true && state === established)
    .map((fields) => `socket:[${fields[9] ?? ''}]`);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const open = readdirSync(`/proc/${pid}/fd`).map((file) => {
          try {
            return readlinkSync(`/proc/${pid}/fd/${file}`);
          } catch {
            return '';
          }
        });
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return open.some((file) => sockets.includes(file)) ? [command] : [];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

describe('a window that reaches nothing but its editor', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
  let server: XServer;
  let terminal: Terminal;
  let gate: Gate;
  let editor: EditorPage;
  let view: ScreenView;

  before(async () => {
    const stage = await theStage();
    const browser = stage.editor.page.context().browser();
    assert.ok(browser !== null);
    server = await startTigerVnc({ width: 640, height: 400 });
    terminal = await startTerminal(server.display);
    gate = await Gate.open((target) => target === `127.0.0.1:${stage.editorServer.port}`);
    const folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const connections = [{ name: 'far away', host: server.host, port: server.port }];
    const settings = { 'vncAgentBridge.connections': connections };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    editor = await EditorPage.open(browser, stage.editorServer, {
      ...{ folder, theme: 'dark', width: 1400, height: 800, proxy: gate.address },
    });
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors').catch(() => undefined);
    await editor.close();
    await gate[Symbol.asyncDispose]();
    await terminal.close();
    await server.close();
  });

  afterEach(async function () {
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}remote-${name}.png`);
  });

  it('shows the screen, pixel by pixel, over the messages of the editor', async () => {
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: 'far away' }).first().click();
    view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    await view.click(300, 300);
    await assertCanvasIsGrab(view, server, 'over messages');
    // The short cut was tried, and closed: that is what this test is about.
    await until('the direct way was tried', () =>
      gate.refused.some((target) => /^127\.0\.0\.1:\d+$/.test(target)),
    );
    assert.notEqual(await view.frame.locator('body').getAttribute('data-carrier'), 'direct');
    assert.ok(!gate.refused.includes(`${server.host}:${server.port}`));
  });

  it('has its session where the extensions run', () => {
    const clients = clientsOf(server.port);
    assert.equal(clients.length, 1);
    assert.match(clients[0] ?? '', /extensionHost/);
  });

  it('types, follows what changes, and comes back from behind another tab', async () => {
    await view.click(300, 300);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    await view.type('over messages only\n');
    await until('the text arrived', async () => (await terminal.typed()).endsWith('over messages only\n'));
    await assertCanvasIsGrab(view, server, 'after typing');
    await editor.runCommand('VNC: Show Wall of Sessions');
    const wall = await editor.frameWith('#live-cards');
    await wall.locator('.card.live canvas').waitFor();
    await wall.locator('.card.live button').click();
    view = await ScreenView.find(editor);
    await assertCanvasIsGrab(view, server, 'after coming back');
  });
});
