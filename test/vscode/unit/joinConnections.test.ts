import assert from 'node:assert/strict';
import type { ConnectionScope } from '../../../src/vscode/connections/connection.ts';
import { ConnectionKeys } from '../../../src/vscode/connections/connectionKeys.ts';
import { findConnection, joinConnections } from '../../../src/vscode/connections/joinConnections.ts';

const user: ConnectionScope = { kind: 'user' };
const workspace: ConnectionScope = { kind: 'workspace' };

function join(userValue: unknown, workspaceValue?: unknown, keys = new ConnectionKeys()) {
  return joinConnections(
    [
      { scope: user, value: userValue },
      { scope: workspace, value: workspaceValue },
    ],
    keys,
  );
}

describe('joining the connections of all scopes', () => {
  it('keeps each with its scope and its place', () => {
    const { connections, problems } = join(
      [
        { name: 'a', host: 'a.example' },
        { name: 'b', host: 'b.example' },
      ],
      [{ name: 'c', host: 'c.example' }],
    );
    assert.deepEqual(
      connections.map(({ profile, scope, index }) => [profile.name, scope.kind, index]),
      [
        ['a', 'user', 0],
        ['b', 'user', 1],
        ['c', 'workspace', 0],
      ],
    );
    assert.deepEqual(problems, []);
  });

  it('reads nothing where nothing is set', () => {
    assert.deepEqual(join(undefined, undefined), { connections: [], problems: [] });
  });

  it('says that a setting is no list, and reads the other scopes', () => {
    const { connections, problems } = join({ name: 'a' }, [{ name: 'c', host: 'c.example' }]);
    assert.deepEqual(
      connections.map(({ profile }) => profile.name),
      ['c'],
    );
    assert.deepEqual(
      problems.map(({ code, scope, index }) => [code, scope.kind, index]),
      [['notAnArray', 'user', undefined]],
    );
  });

  it('says where an entry that cannot be used stands', () => {
    const { connections, problems } = join([
      { name: 'a', host: 'a.example' },
      { name: 'b', host: 'no host' },
    ]);
    assert.equal(connections.length, 1);
    assert.deepEqual(
      problems.map(({ code, severity, index, field }) => ({ code, severity, index, field })),
      [{ code: 'hostInvalid', severity: 'error', index: 1, field: 'host' }],
    );
  });

  it('does not let a workspace take the id of an own connection', () => {
    const { connections, problems } = join(
      [{ id: 'one', name: 'a', host: 'a.example' }],
      [{ id: 'one', name: 'evil', host: 'evil.example' }],
    );
    assert.deepEqual(
      connections.map(({ profile }) => [profile.name, profile.id]),
      [
        ['a', 'one'],
        ['evil', undefined],
      ],
    );
    assert.deepEqual(
      problems.map(({ code, scope }) => [code, scope.kind]),
      [['duplicateId', 'workspace']],
    );
  });

  it('does not use a second connection of the same name', () => {
    const { connections, problems } = join(
      [{ name: 'a', host: 'a.example' }],
      [{ name: 'a', host: 'other.example' }],
    );
    assert.deepEqual(
      connections.map(({ profile }) => profile.host),
      ['a.example'],
    );
    assert.deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [['duplicateName', 'error']],
    );
  });

  it('ignores switches that belong to the machine, and says so', () => {
    const { connections, problems } = join([
      { name: 'a', url: 'wss://a.example/', verifyCertificate: false, password: 'x' },
    ]);
    assert.deepEqual(Object.keys(connections[0]?.profile ?? {}).sort(), ['name', 'url']);
    assert.deepEqual(problems.map(({ code }) => code).sort(), ['machineOnly', 'secretInSettings']);
  });

  it('finds by key and id before names', () => {
    const { connections } = join([
      { name: 'first', host: 'a.example', id: 'second' },
      { name: 'second', host: 'b.example' },
    ]);
    const [first, second] = connections;
    assert.equal(findConnection(connections, 'second'), first);
    assert.equal(findConnection(connections, second?.key ?? ''), second);
    assert.equal(findConnection(connections, 'first'), first);
    assert.equal(findConnection(connections, 'third'), undefined);
  });

  it("finds a connection of one's own by its name although a workspace has that name as an id", () => {
    const { connections } = join(
      [{ name: 'prod', host: 'prod.example' }],
      [
        { id: 'prod', name: 'other', host: 'evil.example' },
        { name: 'third', host: 'c.example' },
      ],
    );
    assert.equal(findConnection(connections, 'prod')?.profile.host, 'prod.example');
    assert.equal(findConnection(connections, 'other')?.profile.host, 'evil.example');
    assert.equal(findConnection(connections, 'third')?.profile.host, 'c.example');
  });
});

describe('the keys of connections', () => {
  it('stay when a connection gets an id', () => {
    const keys = new ConnectionKeys();
    const before = join([{ name: 'a', host: 'a.example' }], undefined, keys);
    const after = join([{ name: 'a', host: 'a.example', id: 'one' }], undefined, keys);
    assert.equal(after.connections[0]?.key, before.connections[0]?.key);
  });

  it('stay when a connection with an id is renamed by hand', () => {
    const keys = new ConnectionKeys();
    const before = join([{ name: 'a', host: 'a.example', id: 'one' }], undefined, keys);
    const after = join([{ name: 'b', host: 'a.example', id: 'one' }], undefined, keys);
    assert.equal(after.connections[0]?.key, before.connections[0]?.key);
  });

  it('stay when a connection without an id is expected under another name', () => {
    const keys = new ConnectionKeys();
    const [before] = join([{ name: 'a', host: 'a.example' }], undefined, keys).connections;
    assert.ok(before);
    keys.expect(before.key, { ...before.profile, name: 'b' }, user);
    const [after] = join([{ name: 'b', host: 'a.example' }], undefined, keys).connections;
    assert.equal(after?.key, before.key);
  });

  it('differ between scopes and when an old name is used anew', () => {
    const keys = new ConnectionKeys();
    join([{ name: 'a', host: 'a.example', id: 'one' }], undefined, keys);
    const { connections } = join(
      [
        { name: 'b', host: 'a.example', id: 'one' },
        { name: 'a', host: 'new.example' },
      ],
      [{ name: 'c', host: 'c.example' }],
      keys,
    );
    assert.equal(new Set(connections.map(({ key }) => key)).size, 3);
  });
});
