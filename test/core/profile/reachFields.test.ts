import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { layoutNames } from '../../../src/core/input/layouts.ts';
import { encodingNames } from '../../../src/core/profile/encodingNames.ts';
import { keyboardLayoutNames } from '../../../src/core/profile/keyboardLayoutNames.ts';
import { readProfiles } from '../../../src/core/profile/profileReader.ts';
import { readProxyAddress } from '../../../src/core/profile/proxyAddress.ts';
import { encodingList } from '../../../src/core/rfb/encodingList.ts';
import { securityTypeNames } from '../../../src/core/rfb/security/securityNames.ts';

const tcp = { name: 'lab', host: 'lab.test' };
const fingerprint = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0').toUpperCase()).join(
  ':',
);

/** The problems of one entry, in short. */
function problemsOf(entry: unknown): readonly string[] {
  return readProfiles([entry]).problems.map(
    ({ code, severity, field }) => `${severity} ${code} ${field ?? '-'}`,
  );
}

describe('readProfiles, of how a server is reached and known', () => {
  it('takes whole connections as they are', () => {
    const all = [
      { name: 'unix', socket: '/run/vm.sock' },
      { name: 'home', socket: '~/vm.sock' },
      { name: 'pipe', socket: '\\\\.\\pipe\\vnc' },
      { name: 'listen', listen: {} },
      { name: 'listen6', listen: { host: '::', port: 5501 } },
      { ...tcp, name: 'repeater', repeaterId: 'ID:1234' },
      { ...tcp, name: 'proxied', proxy: 'socks5://ada@[::1]:1080' },
      { ...tcp, name: 'direct', proxy: 'none' },
      {
        ...tcp,
        name: 'tls',
        security: ['X509Plain', 'RA2_256'],
        fingerprints: [fingerprint],
        clientCertificate: { certificate: 'me.pem', key: '~/me-key.pem', encrypted: true },
        serverName: 'vm.lab',
      },
      {
        ...tcp,
        name: 'slow',
        quality: 0,
        compression: 9,
        encoding: 'Tight',
        colorDepth: 16,
        keyboardLayout: 'de',
        reconnect: { maxAttempts: 3, maxDelay: 5 },
        keepAlive: 0,
      },
      { ...tcp, name: 'once', reconnect: false },
      {
        ...tcp,
        name: 'pve',
        ticketSource: {
          kind: 'proxmox',
          vm: 'web',
          user: 'ada@pve',
          tokenId: 'vnc',
          node: 'pve-1',
          type: 'lxc',
        },
      },
      {
        name: 'command',
        url: 'wss://lab.test/?t=${ticket}',
        ticketSource: { kind: 'command', timeout: 5 },
      },
    ];
    const read = readProfiles(all);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(read.profiles, all);
  });

  it('takes what people write, in one form', () => {
    const read = readProfiles([
      {
        ...tcp,
        security: ['vncauth', 'VncAuth'],
        fingerprints: `sha256 Fingerprint=${fingerprint.toLowerCase()}`,
        encoding: 'zrle',
        keyboardLayout: 'DE',
        repeaterId: 1234,
      },
      { name: 'pve', host: 'pve', ticketSource: { kind: 'Proxmox', vm: 100, user: 'root', type: 'QEMU' } },
      { name: 'local', listen: { host: 'localhost' } },
    ]);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(read.profiles, [
      {
        ...tcp,
        security: ['VncAuth'],
        fingerprints: [fingerprint],
        encoding: 'ZRLE',
        keyboardLayout: 'de',
        repeaterId: '1234',
      },
      { name: 'pve', host: 'pve', ticketSource: { kind: 'proxmox', vm: '100', user: 'root', type: 'qemu' } },
      { name: 'local', listen: { host: '127.0.0.1' } },
    ]);
  });

  const errors: readonly [unknown, readonly string[]][] = [
    [{ name: 'x', socket: 'run/vm.sock' }, ['error pathInvalid socket']],
    [{ name: 'x', socket: '//server/share' }, ['error pathInvalid socket']],
    [{ name: 'x', socket: '\\\\server\\pipe\\vnc' }, ['error pathInvalid socket']],
    [{ ...tcp, socket: '/run/vm.sock' }, ['error notTogether socket']],
    [{ ...tcp, listen: {} }, ['error notTogether listen']],
    [{ name: 'x', listen: { host: 'lab.test' } }, ['error listenInvalid listen.host']],
    [{ name: 'x', listen: { port: 0 } }, ['error outOfRange listen.port']],
    [{ name: 'x', listen: 5500 }, ['error wrongType listen']],
    [{ name: 'x', url: 'ws://h/', repeaterId: '1' }, ['error notTogether url']],
    [{ ...tcp, repeaterId: 'a b' }, ['error repeaterIdInvalid repeaterId']],
    [{ ...tcp, repeaterId: 'x'.repeat(250) }, ['error repeaterIdInvalid repeaterId']],
    [{ ...tcp, proxy: 'lab:3128' }, ['error proxyInvalid proxy']],
    [{ ...tcp, proxy: 'ftp://lab' }, ['error proxyInvalid proxy']],
    [{ ...tcp, proxy: 'http://ada:hunter2@lab' }, ['error secretInSettings proxy']],
    [{ ...tcp, security: [] }, ['error wrongType security']],
    [{ ...tcp, security: 'VncAuth' }, ['error wrongType security']],
    [{ ...tcp, security: ['VncAuth', 'X509'] }, ['error notAChoice security']],
    [{ ...tcp, fingerprints: [] }, ['error fingerprintInvalid fingerprints']],
    [{ ...tcp, fingerprints: [fingerprint.slice(3)] }, ['error fingerprintInvalid fingerprints']],
    [{ ...tcp, fingerprints: [fingerprint, 'AA:BB'] }, ['error fingerprintInvalid fingerprints']],
    [{ ...tcp, clientCertificate: { certificate: 'x' } }, ['error memberMissing clientCertificate']],
    [{ ...tcp, clientCertificate: 'x' }, ['error wrongType clientCertificate']],
    [{ ...tcp, serverName: 'a/b' }, ['error hostInvalid serverName']],
    [{ ...tcp, quality: 10 }, ['error outOfRange quality']],
    [{ ...tcp, compression: 1.5 }, ['error outOfRange compression']],
    [{ ...tcp, encoding: 'H264' }, ['error notAChoice encoding']],
    [{ ...tcp, encoding: 7 }, ['error wrongType encoding']],
    [{ ...tcp, colorDepth: 24 }, ['error wrongType colorDepth']],
    [{ ...tcp, keyboardLayout: 'xx' }, ['error notAChoice keyboardLayout']],
    [{ ...tcp, reconnect: 'yes' }, ['error wrongType reconnect']],
    [{ ...tcp, reconnect: { maxAttempts: 0 } }, ['error outOfRange reconnect.maxAttempts']],
    [{ ...tcp, keepAlive: -1 }, ['error outOfRange keepAlive']],
    [{ ...tcp, ticketSource: 'proxmox' }, ['error wrongType ticketSource']],
    [{ ...tcp, ticketSource: { kind: 'pve' } }, ['error notAChoice ticketSource.kind']],
    [{ ...tcp, ticketSource: { kind: 'proxmox', vm: 100 } }, ['error memberMissing ticketSource']],
    [{ ...tcp, ticketSource: { kind: 'proxmox', vm: 7, user: 'a' } }, ['error outOfRange ticketSource.vm']],
    [
      { ...tcp, ticketSource: { kind: 'proxmox', vm: 100, user: 'a:b' } },
      ['error wrongType ticketSource.user'],
    ],
    [
      { ...tcp, ticketSource: { kind: 'proxmox', vm: 100, user: 'a', tokenId: 'a@pam!t=hunter2' } },
      ['error secretInSettings ticketSource.tokenId'],
    ],
    [
      { name: 'x', url: 'wss://h/', ticketSource: { kind: 'proxmox', vm: 100, user: 'a' } },
      ['error memberMissing ticketSource'],
    ],
    [{ ...tcp, ticketSource: { kind: 'command' } }, ['error memberMissing ticketSource']],
    [
      { name: 'x', socket: '/a', ticketSource: { kind: 'command' } },
      ['error notTogether ticketSource', 'error memberMissing ticketSource'],
    ],
  ];
  for (const [entry, problems] of errors) {
    it(`refuses ${JSON.stringify(entry)}`, () => {
      assert.deepEqual(problemsOf(entry), problems);
      assert.deepEqual(readProfiles([entry]).profiles, []);
      assert.ok(!JSON.stringify(readProfiles([entry])).includes('hunter2'));
    });
  }

  const pve = { kind: 'proxmox', vm: '100', user: 'a' };
  const warnings: readonly [Record<string, unknown>, Record<string, unknown>, string][] = [
    [{ allowUnencrypted: true }, {}, 'warning machineOnly allowUnencrypted'],
    [{ tunnelCommand: ['x'] }, {}, 'warning machineOnly tunnelCommand'],
    [{ ticketCommand: ['x'] }, {}, 'warning machineOnly ticketCommand'],
    [
      { ticketSource: { ...pve, password: 'hunter2' } },
      { ticketSource: pve },
      'warning secretInSettings ticketSource.password',
    ],
    [
      { ticketSource: { ...pve, command: ['x'] } },
      { ticketSource: pve },
      'warning machineOnly ticketSource.command',
    ],
    [
      { ticketSource: { ...pve, vmid: 1 } },
      { ticketSource: pve },
      'warning unknownProperty ticketSource.vmid',
    ],
    [{ reconnect: { attempts: 1 } }, { reconnect: {} }, 'warning unknownProperty reconnect.attempts'],
  ];
  for (const [more, rest, problem] of warnings) {
    it(`leaves only ${problem} out`, () => {
      const { profiles, problems } = readProfiles([{ ...tcp, ...more }]);
      assert.deepEqual(problemsOf({ ...tcp, ...more }), [problem]);
      assert.deepEqual(profiles, [{ ...tcp, ...rest }]);
      assert.ok(!JSON.stringify({ profiles, problems }).includes('hunter2'));
    });
  }
});

describe('readProxyAddress', () => {
  it('reads proxies with their usual ports', () => {
    assert.deepEqual(readProxyAddress('http://proxy'), { kind: 'http', host: 'proxy', port: 80 });
    assert.deepEqual(readProxyAddress('https://proxy:80/'), { kind: 'https', host: 'proxy', port: 80 });
    assert.deepEqual(readProxyAddress('socks5h://a%40b:p%3A@[::1]'), {
      kind: 'socks5',
      host: '::1',
      port: 1080,
      username: 'a@b',
      password: 'p:',
    });
    assert.deepEqual(readProxyAddress('SOCKS://h:1'), { kind: 'socks5', host: 'h', port: 1 });
  });

  it('reads nothing else', () => {
    for (const text of [
      '',
      'none',
      'proxy:80',
      'http://',
      'http://h/path',
      'http://h?q',
      'http://h:0',
      'socks4://h',
      'http://%zz@h',
    ]) {
      assert.equal(readProxyAddress(text), undefined, text);
    }
  });
});

describe('connections.schema.json', () => {
  const { properties } = JSON.parse(readFileSync('src/core/profile/connections.schema.json', 'utf8')).items;

  it('offers what the reader takes', () => {
    assert.deepEqual(properties.security.items.enum, securityTypeNames);
    assert.deepEqual(properties.encoding.enum, encodingNames);
    assert.deepEqual(properties.keyboardLayout.enum, keyboardLayoutNames);
    assert.deepEqual(keyboardLayoutNames, layoutNames);
    for (const preferred of encodingNames) assert.ok(encodingList({ preferred }).length > 0);
  });

  it('has snippets that the reader takes once they are filled in', () => {
    const { defaultSnippets } = JSON.parse(
      readFileSync('src/core/profile/connections.schema.json', 'utf8'),
    ).items;
    assert.ok(defaultSnippets.length >= 8);
    for (const { body } of defaultSnippets) {
      const filled = JSON.stringify(body)
        // `"^${3:5900}"` becomes a number.
        .replace(/"\^\$\{\d+:(\d+)\}"/g, '$1')
        .replace(/(?<!\\\\)\$\{\d+:([^}]*)\}/g, '$1')
        .replace(/(?<!\\\\)\$\d+/g, 'typed')
        .replaceAll('\\\\$', '$');
      assert.deepEqual(readProfiles([JSON.parse(filled)]).problems, [], filled);
    }
  });
});
