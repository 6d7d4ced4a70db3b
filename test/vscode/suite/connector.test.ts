import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type DemoServer, startDemoServer } from '../../../src/core/demo/demoServer.ts';
import type { Connection } from '../../../src/vscode/connections/connection.ts';
import { deleteConnection } from '../../../src/vscode/commands/profileCommands.ts';
import { writeMachineOptions } from '../../../src/vscode/settings.ts';
import { until } from '../../support/until.ts';
import { ConnectionFixture, clearUserSettings } from '../fixture/connections.ts';

describe('connecting', () => {
  let fixture: ConnectionFixture;
  let server: DemoServer;
  let connection: Connection;

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
    server = await startDemoServer();
    connection = await fixture.store.add({ name: 'demo', host: server.host, port: server.port });
  });

  afterEach(async () => {
    await fixture.close();
    await server.close();
  });

  /** Connects once with the right password and has it kept. */
  async function remember(): Promise<void> {
    await fixture.connector.remember(connection, new Map([['password', server.password]]));
  }

  it('asks for the password that the server wants', async () => {
    fixture.person.answers['password'] = server.password;
    const session = await fixture.connector.connect(connection);
    assert.deepEqual(fixture.person.questions, [{ connection: 'demo', secret: 'password', rejected: false }]);
    assert.equal(fixture.connector.sessionOf(connection), session);
    assert.equal(fixture.connector.connectionOf(session)?.key, connection.key);
  });

  it('is called off when the question is closed', async () => {
    await assert.rejects(fixture.connector.connect(connection), { code: 'VNC_CANCELLED' });
    assert.equal(fixture.connector.stateOf(connection), 'disconnected');
    assert.deepEqual(fixture.registry.sessions, []);
  });

  it('keeps a password that the server took, if that is wanted', async () => {
    fixture.person.answers['password'] = server.password;
    fixture.person.remembers = true;
    await (await fixture.connector.connect(connection)).close();
    await until('the password is kept', () => Promise.resolve(fixture.entries.size === 1));
    const { id } = fixture.store.current(connection)?.profile ?? {};
    assert.ok(id);
    await fixture.connector.connect(connection);
    assert.equal(fixture.person.questions.length, 1);
    assert.ok(![...fixture.entries.keys()].some((key) => key.includes(server.password)));
  });

  it('gives one session to all who ask for the same connection', async () => {
    await remember();
    const [one, other] = await Promise.all([
      fixture.connector.connect(connection),
      fixture.connector.connect(connection),
    ]);
    assert.equal(one, other);
    assert.equal(await fixture.connector.connect(connection), one);
    assert.equal(fixture.registry.sessions.length, 1);
  });

  it('makes a new session after the old one is closed', async () => {
    await remember();
    const first = await fixture.connector.connect(connection);
    await first.close();
    assert.equal(fixture.connector.stateOf(connection), 'disconnected');
    const second = await fixture.connector.connect(connection);
    assert.notEqual(second, first);
  });

  it('does not give the password to a host that was put in its place', async () => {
    await remember();
    await using other = await disposable(startDemoServer());
    const moved = await fixture.store.change(connection, { port: other.port });
    await assert.rejects(fixture.connector.connect(moved), { code: 'VNC_CANCELLED' });
    assert.equal(fixture.person.questions.length, 1);
    const back = await fixture.store.change(moved, { port: server.port });
    await fixture.connector.connect(back);
    assert.equal(fixture.person.questions.length, 1);
  });

  it('does not give the password to a connection of the workspace with the same id', async () => {
    await remember();
    const { id } = fixture.store.current(connection)?.profile ?? {};
    assert.ok(id);
    await fixture.store.remove(connection);
    const stolen = await fixture.store.add(
      { id, name: 'demo', host: server.host, port: server.port },
      { kind: 'workspace' },
    );
    try {
      assert.equal(stolen.profile.id, id);
      await assert.rejects(fixture.connector.connect(stolen), { code: 'VNC_CANCELLED' });
      assert.equal(fixture.person.questions.length, 1);
    } finally {
      await fixture.store.remove(stolen);
    }
  });

  it('keeps the password through a rename', async () => {
    await remember();
    const renamed = await fixture.store.change(connection, { name: 'renamed' });
    const session = await fixture.connector.connect(renamed);
    assert.equal(session.name, 'renamed');
    assert.deepEqual(fixture.person.questions, []);
  });

  it('does not give a copy the password of the original', async () => {
    await remember();
    const copy = await fixture.store.duplicate(connection, 'copy');
    await assert.rejects(fixture.connector.connect(copy), { code: 'VNC_CANCELLED' });
    assert.equal(fixture.person.questions.length, 1);
  });

  it('asks anew after the server refused the password, and says why', async () => {
    await fixture.connector.remember(connection, new Map([['password', 'wrong']]));
    await assert.rejects(fixture.connector.connect(connection), { code: 'VNC_AUTH_REJECTED' });
    fixture.person.answers['password'] = server.password;
    await fixture.connector.connect(connection);
    assert.deepEqual(fixture.person.questions, [{ connection: 'demo', secret: 'password', rejected: true }]);
  });

  it('reports what a test found and leaves nothing connected', async () => {
    await remember();
    const report = await fixture.connector.test(connection);
    assert.equal(report.securityType, 'VncAuth');
    assert.ok(report.width > 0 && report.height > 0);
    assert.deepEqual(fixture.registry.sessions, []);
  });

  it('leaves nothing of a connection that is deleted', async () => {
    await remember();
    const { id } = fixture.store.current(connection)?.profile ?? {};
    assert.ok(id);
    const session = await fixture.connector.connect(connection);
    await writeMachineOptions(id, { verifyCertificate: false });
    await deleteConnection(connection, fixture);
    assert.equal(session.state.phase, 'closed');
    assert.equal(fixture.entries.size, 0);
    assert.equal(fixture.store.find('demo'), undefined);
    const section = vscode.workspace.getConfiguration('vncAgentBridge');
    assert.deepEqual(section.inspect('machineOptions')?.globalValue, {});
  });
});

async function disposable(starting: Promise<DemoServer>): Promise<DemoServer & AsyncDisposable> {
  const server = await starting;
  return { ...server, [Symbol.asyncDispose]: async () => await server.close() };
}
