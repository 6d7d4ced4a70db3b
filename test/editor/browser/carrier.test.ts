import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WebSocket } from 'ws';
import { sampleFrames } from '../../bench/screen/sampler.ts';
import { type RunningWorkload, screenWorkloads } from '../../bench/screen/workloads.ts';
import type { XServer } from '../../support/servers/realServer.ts';
import { startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Terminal, startTerminal } from '../../support/servers/xDisplay.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { EditorPage } from '../editorPage.ts';
import { Gate } from '../gate.ts';
import { ScreenView } from '../screenView.ts';
import { carrierOf, chooseCarrier, untilCarrier } from './carrierSetting.ts';
import { type Stage, assertCanvasIsGrab, pictures, theStage } from './stage.ts';

const connection = 'short cut';
const unreachable = 'the direct connection to the tab cannot be used';

/** Has every page remember with what it opened WebSockets. */
function rememberSockets(): void {
  const opened: [string, unknown][] = [];
  const Native = WebSocket;
  class Remembered extends Native {
    constructor(address: string, protocols?: string[]) {
      super(address, protocols);
      opened.push([address, protocols]);
    }
  }
  Object.assign(globalThis, { WebSocket: Remembered, openedSockets: opened });
}

/** How a knock of somebody who is no page of ours is answered. */
async function knock(address: string, protocols: readonly string[], origin: string): Promise<number> {
  return await new Promise((resolve) => {
    const socket = new WebSocket(address, [...protocols], { origin });
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    // An answer that is none comes as an error besides.
    socket.on('error', () => undefined);
  });
}

describe('the way of frames and input between a tab and the extension', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
  let stage: Stage;
  let server: XServer;
  let terminal: Terminal;
  let gate: Gate;
  let editor: EditorPage;
  let view: ScreenView;
  let running: RunningWorkload | undefined;
  let isOpen = true;

  before(async () => {
    stage = await theStage();
    const browser = stage.editor.page.context().browser();
    assert.ok(browser !== null);
    server = await startTigerVnc({ width: 900, height: 600 });
    terminal = await startTerminal(server.display, '80x10+0+0');
    chooseCarrier(stage.editorServer, 'direct');
    gate = await Gate.open((target) => isOpen || target === `127.0.0.1:${stage.editorServer.port}`);
    const folder = temporaryFolder('vscode-folder');
    mkdirSync(path.join(folder, '.vscode'));
    const connections = [{ name: connection, host: server.host, port: server.port }];
    const settings = { 'vncAgentBridge.connections': connections };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    editor = await EditorPage.open(browser, stage.editorServer, {
      ...{ folder, theme: 'dark', width: 1500, height: 850, proxy: gate.address },
    });
    await editor.page.context().addInitScript(rememberSockets);
    await open();
  });

  afterEach(async function () {
    await running?.();
    running = undefined;
    const name = (this.currentTest?.title ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
    const outcome = this.currentTest?.state === 'failed' ? 'failed-' : '';
    await editor.screenshot(`${pictures}/${outcome}carrier-${name}.png`);
  });

  after(async () => {
    chooseCarrier(stage.editorServer);
    isOpen = true;
    await editor.runCommand('View: Close All Editors').catch(() => undefined);
    await editor.close();
    await gate[Symbol.asyncDispose]();
    await terminal.close();
    await server.close();
  });

  async function open(): Promise<void> {
    await editor.runCommand('View: Show VNC');
    await editor.page.locator('.monaco-list-row', { hasText: connection }).first().click();
    view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    await view.click(300, 60);
  }

  async function typedIs(text: string): Promise<void> {
    let typed = '';
    await until('the text arrived, once', async () => {
      typed = await terminal.typed();
      return typed === text;
    }).catch((error: unknown) => {
      throw new Error(`typed was “${typed}”`, { cause: error });
    });
  }

  async function type(text: string): Promise<void> {
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    await view.type(text);
  }

  async function startMoving(): Promise<void> {
    const drag = screenWorkloads.find(({ name }) => name === 'drag');
    assert.ok(drag !== undefined);
    running = await drag.start(server);
    const { marker } = drag;
    await until('it moves on the canvas', async () => {
      return (await sampleFrames(view.frame, 'canvas#screen', marker, 0.5)).rate >= 4;
    });
  }

  it('is what the machine’s setting says, at once', async () => {
    await untilCarrier(view, 'direct');
    await type('one ');
    await typedIs('one ');
    chooseCarrier(stage.editorServer, 'messages');
    await untilCarrier(view, 'messages');
    await type('two ');
    await typedIs('one two ');
    await assertCanvasIsGrab(view, server, 'over messages');
    chooseCarrier(stage.editorServer, 'direct');
    await untilCarrier(view, 'direct');
    await type('three\n');
    await typedIs('one two three\n');
    await assertCanvasIsGrab(view, server, 'directly');
  });

  it('changes while the screen moves when the direct one is cut, and back, without a lost key', async () => {
    await startMoving();
    const before = await terminal.typed();
    const typing = type('abcdefghijklmnopqrstuvwxyz 0123456789 the quick brown fox\n');
    await until('some keys are there', async () => (await terminal.typed()).length > before.length + 5);
    isOpen = false;
    gate.cut();
    await untilCarrier(view, 'messages');
    isOpen = true;
    await typing;
    await typedIs(`${before}abcdefghijklmnopqrstuvwxyz 0123456789 the quick brown fox\n`);
    await untilCarrier(view, 'direct');
    isOpen = false;
    gate.cut();
    await running?.freeze();
    await assertCanvasIsGrab(view, server, 'after it was cut');
    await untilCarrier(view, 'messages');
    isOpen = true;
    await untilCarrier(view, 'direct');
    await assertCanvasIsGrab(view, server, 'after it came back');
  });

  it('is closed to everybody but the page, which does not notice', async () => {
    const { sockets, origin } = await view.frame.evaluate(() => ({
      sockets: (globalThis as unknown as { openedSockets: [string, string[]][] }).openedSockets,
      origin: location.origin,
    }));
    const [address, used] = sockets.at(-1) ?? assert.fail('the page has opened no connection');
    const [protocol, token] = used;
    assert.ok(protocol !== undefined && token !== undefined);
    const guessed = `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    await startMoving();
    assert.deepEqual(
      [
        await knock(address, [protocol, guessed], origin),
        await knock(address, [protocol, token], origin),
        await knock(address, [protocol, token], 'https://elsewhere.example.com'),
        await knock(address, [protocol], origin),
      ],
      [401, 401, 401, 401],
    );
    await running?.freeze();
    assert.equal(await carrierOf(view), 'direct');
    const before = await terminal.typed();
    await type('still here\n');
    await typedIs(`${before}still here\n`);
    await assertCanvasIsGrab(view, server, 'after others have knocked');
  });

  it('is messages where the port is blocked, which the log says once, with a cure', async () => {
    const told = logged(unreachable).length;
    isOpen = false;
    gate.cut();
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    gate.refused.length = 0;
    await open();
    await until('the direct way was tried', () =>
      gate.refused.some((target) => target.startsWith('127.0.0.1:')),
    );
    const [line, ...more] = await until('the log says it', () => {
      const lines = logged(unreachable).slice(told);
      return lines.length === 0 ? undefined : lines;
    });
    assert.match(
      line ?? '',
      /\[info\].*ws:\/\/127\.0\.0\.1:\d+.*firewall.*"vncAgentBridge\.screen\.carrier"/,
    );
    assert.deepEqual(more, []);
    await startMoving();
    const before = await terminal.typed();
    await type('around it\n');
    await typedIs(`${before}around it\n`);
    await running?.freeze();
    await assertCanvasIsGrab(view, server, 'where the port is blocked');
    assert.equal(await carrierOf(view), 'messages');
    assert.equal(logged(unreachable).length, told + 1);
  });

  /** The lines with these words of all logs of the editor. */
  function logged(words: string): string[] {
    const folder = path.join(stage.editorServer.dataFolder, 'data', 'logs');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.log'))
      .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
      .filter((line) => line.includes(words));
  }
});
