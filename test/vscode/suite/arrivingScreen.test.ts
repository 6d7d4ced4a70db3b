import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import * as vscode from 'vscode';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { type CommandName, commandId } from '../../../src/vscode/contributions.ts';
import type { VncAgentBridgeApi } from '../../../src/vscode/api.ts';
import { type FakeRfbListener, listenTcp } from '../../support/fakeRfbListener.ts';
import { FakeRfbServer } from '../../support/fakeRfbServer.ts';
import { until } from '../../support/until.ts';
import { ConnectionFixture, activeExtension, clearUserSettings } from '../fixture/connections.ts';
import { closeAllEditors } from '../fixture/editors.ts';

async function run<T>(name: CommandName, ...args: unknown[]): Promise<T> {
  return await vscode.commands.executeCommand<T>(commandId(name), ...args);
}

const screens = (): readonly string[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview)
    .map(({ label }) => label);

describe('a screen whose first picture is on its way', () => {
  let api: VncAgentBridgeApi;
  let fixture: ConnectionFixture;
  let server: FakeRfbServer;
  let listener: FakeRfbListener;
  let opening: Promise<string | undefined>;

  before(async () => {
    api = await activeExtension();
  });

  beforeEach(async () => {
    await clearUserSettings();
    await closeAllEditors();
    fixture = new ConnectionFixture();
    server = new FakeRfbServer({ answers: false });
    listener = await listenTcp(server);
    const { host, port } = listener;
    await fixture.store.add({ name: 'slow', host, port, quality: 'lossless', timeout: 600 });
    opening = run<string | undefined>('openScreen', 'slow');
    await until('the tab is there', () => screens().includes('slow (connecting…)'));
    assert.deepEqual(api.sessions, []);
  });

  afterEach(async () => {
    await closeAllEditors();
    await listener[Symbol.asyncDispose]();
    await fixture.close();
    await clearUserSettings();
  });

  it('has its tab already, and is shown in it', async () => {
    await until('the picture is asked for', () => server.sent('updateRequest').length > 0);
    server.sendUpdate([wholeOf(server.size)]);
    const id = await opening;
    const session = api.sessions.find((one) => one.id === id);
    assert.ok(session);
    await until('the tab shows it', () => screens().join() === 'slow');
    await session.close();
  });

  it('leaves no tab when it never comes', async () => {
    server.drop();
    assert.equal(await opening, undefined);
    await until('the tab is gone', () => screens().length === 0);
  });

  it('is announced in the tab that its last session has left, which says that again when it never comes', async () => {
    await until('the picture is asked for', () => server.sent('updateRequest').length > 0);
    server.sendUpdate([wholeOf(server.size)]);
    const id = await opening;
    await api.sessions.find((one) => one.id === id)?.close();
    await until('the tab says so', () => screens().join() === 'slow (disconnected)');
    for (const end of ['dropped', 'closed'] as const) {
      const next = new FakeRfbServer({ answers: false });
      await using nextListener = await listenTcp(next);
      const [stored] = fixture.store.connections;
      assert.ok(stored);
      await fixture.store.change(stored, { port: nextListener.port });
      const reopening = run<string | undefined>('openScreen', 'slow');
      await until('the tab waits', () => screens().join() === 'slow (connecting…)');
      if (end === 'dropped') next.drop();
      else await closeAllEditors();
      assert.equal(await reopening, undefined);
      await until('the server is left alone', () => next.pipe.ended);
      const left = end === 'dropped' ? 'slow (disconnected)' : '';
      await until(`the tab is as it was, or gone: ${end}`, () => screens().join() === left);
    }
  });

  it('has its tab before the server has said anything, where nobody was asked the last time', async () => {
    await until('the picture is asked for', () => server.sent('updateRequest').length > 0);
    server.sendUpdate([wholeOf(server.size)]);
    const id = await opening;
    await api.sessions.find((one) => one.id === id)?.close();
    await closeAllEditors();
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const [stored] = fixture.store.connections;
    assert.ok(stored);
    await fixture.store.change(stored, { port: (silent.address() as AddressInfo).port });
    try {
      for (const tabs of [['slow (connecting…)'], []]) {
        const reopening = run<string | undefined>('openScreen', 'slow');
        await until('the server is dialled', () => sockets.length === 1);
        await until('the tab is as expected', () => screens().join() === tabs.join());
        sockets.pop()?.destroy();
        assert.equal(await reopening, undefined);
        await until('no tab is left', () => screens().length === 0);
      }
    } finally {
      silent.close();
    }
  });

  it('is called off by who closes the tab, also after a second attempt to open it, and does not come back', async () => {
    const again = run<string | undefined>('openScreen', 'slow');
    await closeAllEditors();
    assert.deepEqual([await opening, await again], [undefined, undefined]);
    await until('the server is left alone', () => server.pipe.ended);
    assert.deepEqual([api.sessions, screens()], [[], []]);
  });
});
