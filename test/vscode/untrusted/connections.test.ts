import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { writeMachineOptions } from '../../../src/vscode/settings.ts';
import { ConnectionFixture, activeExtension, clearUserSettings } from '../fixture/connections.ts';

describe('a folder that is not trusted', () => {
  let fixture: ConnectionFixture;

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
  });

  afterEach(async () => await fixture.close());

  it('is one, and the extension works in it', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    assert.equal((await activeExtension()).version, 1);
  });

  it('has no say in which connections there are', async () => {
    assert.deepEqual(fixture.store.connections, []);
    assert.deepEqual(fixture.store.problems, []);
    const api = await activeExtension();
    await assert.rejects(api.connect('from the workspace'), { code: 'VNC_ARGUMENT_INVALID' });
  });

  it('leaves the own connections as they are', async () => {
    const connection = await fixture.store.add({ name: 'mine', host: '127.0.0.1', port: 1, timeout: 5 });
    assert.deepEqual(
      fixture.store.connections.map(({ profile }) => profile.name),
      ['mine'],
    );
    await assert.rejects(fixture.connector.connect(connection), { code: 'VNC_CONNECTION_REFUSED' });
  });

  it('runs no command that a connection takes, also where it is set for this machine', async () => {
    const connection = await fixture.store.add({ name: 'mine', id: 'mine-1', host: '127.0.0.1', port: 1 });
    await writeMachineOptions('mine-1', { proxyCommand: ['touch', '/nonexistent/never'] });
    const error: unknown = await fixture.connector.connect(connection).catch((reason: unknown) => reason);
    assert.ok(error instanceof Error && 'code' in error && 'data' in error);
    assert.equal(error.code, 'VNC_COMMAND_FAILED');
    assert.deepEqual(error.data, { reason: 'untrusted', program: 'touch' });
  });

  it('can be looked at beside the demo screen', async () => {
    const api = await activeExtension();
    const id = await vscode.commands.executeCommand<string>('vncAgentBridge.openDemoScreen');
    assert.deepEqual(
      api.sessions.map((session) => session.id),
      [id],
    );
    await vscode.commands.executeCommand('vncAgentBridge.disconnect', id);
    assert.deepEqual(api.sessions, []);
  });
});
