import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { profileFields } from '../../../src/core/profile/profileFields.ts';
import type { ProfileProblem } from '../../../src/core/profile/profileProblem.ts';
import { readProfiles } from '../../../src/core/profile/profileReader.ts';

/** The problems of one entry, in short. */
function problemsOf(entry: unknown): readonly string[] {
  return readProfiles([entry]).problems.map(short);
}

function short({ code, severity, field }: ProfileProblem): string {
  return `${severity} ${code} ${field ?? '-'}`;
}

const tcp = { name: 'lab', host: 'lab.test' };
const webSocket = { name: 'pve', url: 'wss://${host}:${port}/?t=${ticket}', host: 'pve', port: 8006 };

describe('readProfiles', () => {
  it('takes whole connections as they are', () => {
    const all = [
      tcp,
      {
        ...tcp,
        name: 'six',
        id: 'a',
        host: '2001:db8::1',
        port: 5901,
        username: 'ada',
        viewOnly: true,
        resize: 'remote',
      },
      {
        ...webSocket,
        url: 'wss://${username}:${pin}@${host}:${port}/${node}?t=${ticket}&p=${password:raw}',
        username: 'ada',
        variables: { node: 'n1' },
        secretVariables: ['pin'],
        certificate: '/etc/ca.pem',
        subprotocols: ['binary', 'base64'],
        origin: '',
        headers: { Authorization: 'PVEAPIToken=${pin}', 'X-Trace': '1' },
        timeout: 2.5,
        tags: ['lab'],
      },
    ];
    const read = readProfiles(all);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(read.profiles, all);
  });

  it('takes numbers as values of variables', () => {
    const read = readProfiles([{ ...webSocket, variables: { vmid: 100 } }]);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(read.profiles[0]?.variables, { vmid: '100' });
  });

  it('drops brackets around an IPv6 host', () => {
    assert.equal(readProfiles([{ name: 'x', host: '[::1]' }]).profiles[0]?.host, '::1');
  });

  const errors: readonly [unknown, readonly string[]][] = [
    [5, ['error notAnObject -']],
    [null, ['error notAnObject -']],
    [[], ['error notAnObject -']],
    [{ host: 'x' }, ['error nameMissing name']],
    [{ name: 'x' }, ['error addressMissing -']],
    [{ ...tcp, name: ' ' }, ['error wrongType name']],
    [{ ...tcp, name: 'lab\n[error] forged' }, ['error wrongType name']],
    [{ ...tcp, name: 'bal\u202e' }, ['error wrongType name']],
    [{ ...tcp, id: 'a\u0000b' }, ['error wrongType id']],
    [{ ...tcp, host: 5 }, ['error wrongType host']],
    [{ ...tcp, host: 'lab:5901' }, ['error hostInvalid host']],
    [{ ...tcp, host: 'a/b' }, ['error hostInvalid host']],
    [{ ...tcp, port: '5900' }, ['error wrongType port']],
    [{ ...tcp, port: 0 }, ['error outOfRange port']],
    [{ ...tcp, port: 65_536 }, ['error outOfRange port']],
    [{ ...tcp, port: 5900.5 }, ['error outOfRange port']],
    [{ ...tcp, timeout: 0 }, ['error outOfRange timeout']],
    [{ ...tcp, timeout: 601 }, ['error outOfRange timeout']],
    [{ ...tcp, viewOnly: 'yes' }, ['error wrongType viewOnly']],
    [{ ...tcp, resize: 'always' }, ['error notAChoice resize']],
    [{ ...tcp, tags: 'lab' }, ['error wrongType tags']],
    [{ ...tcp, tags: [1] }, ['error wrongType tags']],
    [{ ...tcp, url: 'https://lab/' }, ['error templateInvalid url']],
    [{ ...tcp, url: 'ws://${host' }, ['error templateInvalid url']],
    [{ ...tcp, url: 'ws://${host:b64}/' }, ['error templateInvalid url']],
    [{ ...tcp, url: 'ws:///${host}/' }, ['error templateInvalid url']],
    [{ ...tcp, variables: [] }, ['error wrongType variables']],
    [{ ...tcp, variables: { a: true } }, ['error wrongType variables.a']],
    [{ ...tcp, variables: { 'a b': '1' } }, ['error variableInvalid variables.a b']],
    [{ ...tcp, secretVariables: ['a b'] }, ['error variableInvalid secretVariables']],
    [{ ...tcp, subprotocols: ['a b'] }, ['error subprotocolInvalid subprotocols']],
    [{ ...tcp, subprotocols: ['a', 'a'] }, ['error subprotocolInvalid subprotocols']],
    [{ ...tcp, origin: 'lab' }, ['error originInvalid origin']],
    [{ ...tcp, origin: 1 }, ['error wrongType origin']],
    [{ ...tcp, headers: { Host: 'x' } }, ['error headerInvalid headers.Host']],
    [{ ...tcp, headers: { 'Sec-WebSocket-Key': 'x' } }, ['error headerInvalid headers.Sec-WebSocket-Key']],
    [{ ...tcp, headers: { 'X-A': 'a\r\nB: c' } }, ['error headerInvalid headers.X-A']],
    [{ ...tcp, headers: { 'X-A': '${' } }, ['error headerInvalid headers.X-A']],
    [{ ...tcp, headers: { 'X-A': 1 } }, ['error wrongType headers.X-A']],
    [{ ...tcp, headers: 'X' }, ['error wrongType headers']],
    [{ ...webSocket, url: 'wss://u:hunter2@${host}/' }, ['error secretInSettings url']],
    [{ ...webSocket, url: 'wss://h/?password=hunter2' }, ['error secretInSettings url']],
    [{ ...webSocket, url: 'wss://${ticket}.test/' }, ['error secretInHost url']],
    [{ ...webSocket, url: 'wss://${pin}/', secretVariables: ['pin'] }, ['error secretInHost url']],
  ];
  for (const [entry, problems] of errors) {
    it(`refuses ${JSON.stringify(entry)}`, () => {
      assert.deepEqual(problemsOf(entry), problems);
      assert.deepEqual(readProfiles([entry]).profiles, []);
    });
  }

  const warnings: readonly [Record<string, unknown>, readonly string[]][] = [
    [{ ...tcp, prot: 5901 }, ['warning unknownProperty prot']],
    [{ ...tcp, password: 'x' }, ['warning secretInSettings password']],
    [{ ...tcp, ticket: 'x' }, ['warning secretInSettings ticket']],
    [{ ...tcp, apiToken: 'x' }, ['warning secretInSettings apiToken']],
    [{ ...tcp, verify: false }, ['warning machineOnly verify']],
    [{ ...tcp, insecure: true }, ['warning machineOnly insecure']],
    [{ ...tcp, verifyCertificate: false }, ['warning machineOnly verifyCertificate']],
    [{ ...tcp, rejectUnauthorized: false }, ['warning machineOnly rejectUnauthorized']],
    [{ ...tcp, proxyCommand: 'ssh' }, ['warning machineOnly proxyCommand']],
    [{ ...webSocket, variables: { token: 'x' } }, ['warning secretInSettings variables.token']],
    [
      { ...webSocket, variables: { pin: '1' }, secretVariables: ['pin'] },
      ['warning secretInSettings variables.pin'],
    ],
    [{ ...webSocket, headers: { Cookie: 'PVEAuthCookie=1' } }, ['warning secretInSettings headers.Cookie']],
    [{ ...webSocket, url: 'wss://h/${node}' }, ['warning variableMissing url']],
  ];
  for (const [entry, problems] of warnings) {
    it(`keeps the rest of ${JSON.stringify(entry)}`, () => {
      assert.deepEqual(problemsOf(entry), problems);
      const [profile] = readProfiles([entry]).profiles;
      assert.equal(profile?.name, entry['name']);
      assert.ok(!JSON.stringify(Object.values(profile ?? {})).includes('"x"'));
    });
  }

  it('suggests the property that was meant', () => {
    assert.deepEqual(readProfiles([{ ...tcp, prot: 1 }]).problems[0]?.data, {
      property: 'prot',
      suggestion: 'port',
    });
    assert.deepEqual(readProfiles([{ ...tcp, zzzzz: 1 }]).problems[0]?.data, { property: 'zzzzz' });
  });

  it('allows a literal password placeholder, a query token and an at sign in the path', () => {
    for (const url of [
      'wss://u:${password}@${host}/',
      'wss://u:${password:raw}@${host}/',
      'ws://h/?token=vm1',
      'ws://h/a:b@c',
    ]) {
      assert.deepEqual(problemsOf({ ...webSocket, url }), []);
    }
  });

  it('keeps the first of two with one name, and gives no id to the second of two with one id', () => {
    const read = readProfiles([
      { ...tcp, id: '1' },
      { ...tcp, host: 'other' },
      { ...tcp, name: 'copy', id: '1' },
    ]);
    assert.deepEqual(read.profiles, [
      { ...tcp, id: '1' },
      { ...tcp, name: 'copy' },
    ]);
    assert.deepEqual(
      read.problems.map((problem) => [problem.index, short(problem)]),
      [
        [1, 'error duplicateName name'],
        [2, 'warning duplicateId id'],
      ],
    );
  });

  it('wants a list', () => {
    for (const value of [{}, 'x', null, 5, undefined]) {
      assert.deepEqual(readProfiles(value).problems.map(short), ['error notAnArray -']);
    }
  });

  it('never throws, never quotes a secret, and hands out only what it understands', () => {
    const key = fc.constantFrom(...Object.keys(profileFields), 'password', 'verify', '__proto__', 'x');
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('ws://${host}/', 'lab', 5900, ['a'], { a: 'b' }));
    fc.assert(
      fc.property(fc.array(fc.dictionary(key, value)), (entries) => {
        for (const entry of entries) entry['password'] = 'HUNTER2';
        const read = readProfiles(entries);
        assert.ok(!JSON.stringify(read).includes('HUNTER2'));
        for (const profile of read.profiles) {
          assert.equal(typeof profile.name, 'string');
          for (const property of Object.keys(profile)) assert.ok(Object.hasOwn(profileFields, property));
        }
      }),
    );
  });
});

describe('connections.schema.json', () => {
  it('has the properties that the reader reads, and no room for a secret', () => {
    const schema = JSON.parse(readFileSync('src/core/profile/connections.schema.json', 'utf8'));
    assert.deepEqual(Object.keys(schema.items.properties).sort(), Object.keys(profileFields).sort());
    assert.equal(schema.items.additionalProperties, false);
    for (const property of Object.values<{ markdownDescription?: string }>(schema.items.properties)) {
      assert.ok((property.markdownDescription ?? '').length > 10);
    }
  });
});
