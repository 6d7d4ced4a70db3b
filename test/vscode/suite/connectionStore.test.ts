import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../support/until.ts';
import { ConnectionFixture, clearUserSettings, userConnections } from '../fixture/connections.ts';

describe('stored connections', () => {
  let fixture: ConnectionFixture;

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
  });

  afterEach(async () => await fixture.close());

  it('are added to the own settings, without an id', async () => {
    const connection = await fixture.store.add({ name: 'a', host: 'a.example', port: 5901 });
    assert.equal(connection.scope.kind, 'user');
    assert.deepEqual(userConnections(), [{ name: 'a', host: 'a.example', port: 5901 }]);
  });

  it('keep fields that are not known when one is changed', async () => {
    await vscode.workspace
      .getConfiguration('vncAgentBridge')
      .update(
        'connections',
        [{ name: 'a', host: 'a.example', notes: { colour: 'red' } }],
        vscode.ConfigurationTarget.Global,
      );
    const connection = await until('the setting is read', () => Promise.resolve(fixture.store.find('a')));
    await fixture.store.change(connection, { host: 'b.example', port: 5902 });
    assert.deepEqual(userConnections(), [
      { name: 'a', host: 'b.example', port: 5902, notes: { colour: 'red' } },
    ]);
  });

  it('keep their key when they are renamed and when they get an id', async () => {
    const before = await fixture.store.add({ name: 'a', host: 'a.example' });
    const renamed = await fixture.store.change(before, { name: 'b' });
    const named = await fixture.store.withId(renamed);
    assert.equal(renamed.profile.name, 'b');
    assert.equal(renamed.key, before.key);
    assert.equal(named.key, before.key);
    assert.match(named.profile.id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(userConnections(), [{ name: 'b', host: 'a.example', id: named.profile.id }]);
  });

  it('get one id, however often they need it', async () => {
    const connection = await fixture.store.add({ name: 'a', host: 'a.example' });
    const first = await fixture.store.withId(connection);
    const second = await fixture.store.withId(connection);
    assert.equal(second.profile.id, first.profile.id);
  });

  it('are duplicated beside the original, without its id', async () => {
    const original = await fixture.store.withId(await fixture.store.add({ name: 'a', host: 'a.example' }));
    await fixture.store.add({ name: 'z', host: 'z.example' });
    const copy = await fixture.store.duplicate(original, 'a copy');
    assert.equal(copy.profile.id, undefined);
    assert.deepEqual(
      userConnections().map(({ name }) => name),
      ['a', 'a copy', 'z'],
    );
    assert.notEqual(copy.key, original.key);
  });

  it('are removed alone', async () => {
    const a = await fixture.store.add({ name: 'a', host: 'a.example' });
    await fixture.store.add({ name: 'b', host: 'b.example' });
    await fixture.store.remove(a);
    assert.deepEqual(
      userConnections().map(({ name }) => name),
      ['b'],
    );
    await assert.rejects(fixture.store.remove(a), { code: 'VNC_PROFILE_INVALID' });
  });

  it('are changed one after the other', async () => {
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => await fixture.store.add({ name, host: `${name}.example` })),
    );
    assert.deepEqual(
      userConnections().map(({ name }) => name),
      ['a', 'b', 'c'],
    );
  });

  it('of the workspace are changed in the workspace', async () => {
    assert.equal(vscode.workspace.isTrusted, true);
    const connection = fixture.store.find('from the workspace');
    assert.equal(connection?.scope.kind, 'workspace');
    await fixture.store.change(connection, { port: 2 });
    const inspected = vscode.workspace.getConfiguration('vncAgentBridge').inspect('connections');
    assert.ok(inspected);
    assert.equal(inspected.globalValue, undefined);
    assert.deepEqual(inspected.workspaceValue, [
      {
        id: 'workspace-connection',
        name: 'from the workspace',
        host: '127.0.0.1',
        port: 2,
        notes: 'kept by every change',
      },
    ]);
  });

  it('say in the settings file what is wrong with them', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
    const document = await vscode.workspace.openTextDocument(file);
    const diagnostic = await until('the unknown field is marked', () =>
      Promise.resolve(
        vscode.languages
          .getDiagnostics(file)
          .find(({ source, code }) => source === 'VNC Agent Bridge' && code === 'unknownProperty'),
      ),
    );
    assert.equal(document.getText(diagnostic.range), '"notes"');
    assert.match(diagnostic.message, /notes/);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
  });
});
