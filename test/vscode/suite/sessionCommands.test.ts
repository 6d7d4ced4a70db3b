import assert from 'node:assert/strict';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import * as vscode from 'vscode';
import type { Session } from '../../../src/core/session/session.ts';
import type { VncAgentBridgeApi } from '../../../src/vscode/api.ts';
import { type CommandName, commandId } from '../../../src/vscode/contributions.ts';
import { startExtensionPeer } from '../../support/peers/extensionPeer.ts';
import { type TigerVncServer, startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { startWebsockify } from '../../support/servers/websockify.ts';
import { until } from '../../support/until.ts';
import { activeExtension, clearUserSettings } from '../fixture/connections.ts';
import { closeAllEditors } from '../fixture/editors.ts';

const token = '5ecre7-t0ken-value';

async function run<T>(name: CommandName, ...args: unknown[]): Promise<T> {
  return await vscode.commands.executeCommand<T>(commandId(name), ...args);
}

/** Waits for `work` while every question is closed that comes up. */
async function closingQuestions<T>(work: Promise<T>): Promise<T> {
  let ended = false;
  const watched = work.finally(() => (ended = true));
  watched.catch(() => undefined);
  await until('no question is left', async () => {
    if (!ended) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return ended;
  });
  return await watched;
}

describe('commands on a session', function () {
  this.timeout(60_000);
  let api: VncAgentBridgeApi;
  let server: TigerVncServer;

  before(async () => {
    api = await activeExtension();
    server = await startTigerVnc({ width: 400, height: 300 });
  });
  beforeEach(clearUserSettings);
  afterEach(async () => {
    await Promise.all(api.sessions.map(async (session) => await session.close()));
    await closeAllEditors();
    await clearUserSettings();
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(async () => await server.close());

  const sessionOf = (id: string): Session => {
    const found = api.sessions.find((session) => session.id === id);
    assert.ok(found);
    return found;
  };

  it('give the desktop another size', async () => {
    const id = await run<string>('connectToAddress', `${server.host}::${server.port}`);
    const session = sessionOf(id);
    await until('sizes can be changed', () => session.capabilities.desktopResize);
    await run('changeDesktopSize', id, { width: 500, height: 320 });
    assert.deepEqual(session.size, { width: 500, height: 320 });
    const { width, height } = await server.grab();
    assert.deepEqual([width, height], [500, 320]);
  });

  it('show statistics until they are closed or the session ends', async () => {
    const id = await run<string>('connectToAddress', `${server.host}::${server.port}`);
    await closingQuestions(run('showStatistics', id));
    const showing = run('showStatistics', id);
    await sessionOf(id).close();
    await showing;
  });

  it('copy a report without secrets, and forget the secrets', async () => {
    await using gateway = await startWebsockify({ targetPort: server.port, token });
    const address = `http://127.0.0.1:${gateway.port}/vnc_auto.html?token=${token}`;
    const name = await run<string>('addConnectionFromAddress', address, 'console');
    const session = await api.connect(name);
    const report = await run<string>('copyConnectionReport', session.id);
    assert.equal(await vscode.env.clipboard.readText(), report);
    for (const part of [/console/, /securityType: None/, /handshake: done after \d+ ms/])
      assert.match(report, part);
    assert.doesNotMatch(report, new RegExp(token));
    await session.close();
    // It is kept: nobody is asked.
    await (await api.connect(name)).close();
    await run('forgetSecrets', name);
    await assert.rejects(closingQuestions(api.connect(name)), { code: 'VNC_CANCELLED' });
  });

  it('listen for a server that dials', async () => {
    await using peer = await startExtensionPeer();
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const listening = run<string>('listenForServer', { port });
    const dialled = await until('somebody listens', async () => {
      const socket = connect(port, '127.0.0.1');
      return await new Promise<Socket | undefined>((resolve) => {
        socket.once('connect', () => resolve(socket));
        socket.once('error', () => resolve(undefined));
      });
    });
    // The peer itself does not dial: what it says goes through.
    const behind = connect(peer.port, peer.host);
    dialled.pipe(behind).pipe(dialled);
    const session = sessionOf(await listening);
    assert.equal(session.desktopName, 'peer');
    assert.deepEqual(session.size, { width: 16, height: 16 });
    await session.close();
    behind.destroy();
  });

  it('connect at once what waits to be made again, and stop that', async () => {
    const sockets = new Set<Socket>();
    let isDown = false;
    let dials = 0;
    const relay = createServer((socket) => {
      dials += 1;
      socket.on('error', () => undefined);
      if (isDown) {
        socket.destroy();
        return;
      }
      sockets.add(socket);
      const behind = connect(server.port, server.host);
      behind.on('error', () => undefined);
      socket.once('close', () => behind.destroy());
      behind.once('close', () => socket.destroy());
      socket.pipe(behind).pipe(socket);
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = relay.address() as AddressInfo;
      const session = sessionOf(await run<string>('connectToAddress', `127.0.0.1::${port}`));
      /** Loses the connection, until the next attempt is some seconds away. */
      const lose = async (): Promise<void> => {
        isDown = true;
        for (const socket of sockets) socket.destroy();
        sockets.clear();
        await until('the next attempt is far away', () => {
          const { state } = session;
          return state.phase === 'reconnecting' && (state.nextAttemptAt ?? 0) > Date.now() + 3000;
        });
      };
      await lose();
      isDown = false;
      const before = dials;
      await run('reconnectNow');
      await until('it is connected again', () => session.state.phase === 'open');
      assert.equal(dials, before + 1);
      await lose();
      const after = dials;
      await run('stopReconnecting');
      await until('it has ended', () => session.state.phase === 'closed');
      assert.equal(dials, after);
    } finally {
      await new Promise((resolve) => relay.close(resolve));
    }
  });
});
