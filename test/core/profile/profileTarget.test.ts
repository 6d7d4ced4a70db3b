import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { isVncError } from '../../../src/core/base/errors.ts';
import type { ConnectionProfile } from '../../../src/core/profile/profile.ts';
import { secretNamesOf, targetOf } from '../../../src/core/profile/profileTarget.ts';
import { tlsOptionsOf } from '../../../src/core/profile/profileTls.ts';
import { secretBinding } from '../../../src/core/profile/secretBinding.ts';
import { endpointOf, reconnectPolicyOf, sessionOptionsOf } from '../../../src/core/profile/sessionOptions.ts';
import { expandTemplate } from '../../../src/core/transport/urlTemplate.ts';

const noFiles = async (): Promise<string> => await Promise.reject(new Error('no such file'));

const pve: ConnectionProfile = {
  name: 'pve',
  url: 'wss://${host}:${port}/${node}?t=${ticket}',
  host: 'pve.test',
  port: 8006,
  variables: { node: 'n1' },
  secretVariables: ['apiToken'],
  headers: { Authorization: 'PVEAPIToken=${apiToken}' },
};

describe('targetOf', () => {
  it('makes a TCP target of a host', async () => {
    const target = await targetOf({ name: 'x', host: '[::1]' }, { secrets: {}, readFile: noFiles });
    assert.deepEqual(target, { transport: 'tcp', host: '::1', port: 5900 });
  });

  it('fills a WebSocket target with open values and the secrets that it names', async () => {
    const secrets = { ticket: 'T', apiToken: 'u!t=1', password: 'unused' };
    const target = await targetOf(
      { ...pve, subprotocols: ['binary'], origin: '' },
      { secrets, readFile: noFiles },
    );
    assert.deepEqual(target, {
      transport: 'websocket',
      urlTemplate: pve.url,
      values: { host: 'pve.test', port: '8006', node: 'n1', ticket: 'T', apiToken: 'u!t=1' },
      tls: { verify: true },
      subprotocols: ['binary'],
      origin: '',
      headers: { Authorization: 'PVEAPIToken=u!t=1' },
    });
  });

  it('does not verify only when this machine says so, and reads the certificate', async () => {
    const read: string[] = [];
    const readFile = async (path: string): Promise<string> => {
      read.push(path);
      return 'PEM';
    };
    const sources = { secrets: { apiToken: 'x', ticket: 'x' }, readFile };
    const fromFile = await targetOf(
      { ...pve, certificate: '/ca.pem' },
      { ...sources, machine: { verifyCertificate: false } },
    );
    assert.ok(fromFile.transport === 'websocket');
    assert.deepEqual(fromFile.tls, { verify: false, certificate: 'PEM' });
    const text = '-----BEGIN CERTIFICATE-----…';
    const fromText = await targetOf({ ...pve, certificate: text }, { ...sources, machine: {} });
    assert.ok(fromText.transport === 'websocket');
    assert.deepEqual(fromText.tls, { verify: true, certificate: text });
    assert.deepEqual(read, ['/ca.pem']);
  });

  it('tells what is wrong', async () => {
    const sources = { secrets: {}, readFile: noFiles };
    await assert.rejects(targetOf({ name: 'x' }, sources), (error) =>
      isVncError(error, 'VNC_PROFILE_INVALID'),
    );
    await assert.rejects(targetOf(pve, sources), (error) => isVncError(error, 'VNC_TEMPLATE_VALUE_MISSING'));
    await assert.rejects(
      targetOf(pve, { ...sources, secrets: { apiToken: 'a\r\nHost: evil' } }),
      (error) => isVncError(error, 'VNC_TEMPLATE_INVALID') && !error.message.includes('evil'),
    );
    await assert.rejects(
      targetOf({ ...pve, headers: {}, certificate: 'nowhere.pem' }, sources),
      (error) => isVncError(error, 'VNC_CERTIFICATE_INVALID') && error.data['path'] === 'nowhere.pem',
    );
  });

  it('fills a header in once: a value with a placeholder in it stays as it is', async () => {
    const profile = {
      ...pve,
      headers: { 'X-A': '${node}-${apiToken:raw}' },
      variables: { node: '${ticket}' },
    };
    const target = await targetOf(profile, {
      secrets: { ticket: 'T', apiToken: '${node}$&' },
      readFile: noFiles,
    });
    assert.ok(target.transport === 'websocket');
    assert.deepEqual(target.headers, { 'X-A': '${ticket}-${node}$&' });
  });
});

describe('targetOf, for other ways', () => {
  const sources = { secrets: {}, readFile: noFiles };
  const tcp: ConnectionProfile = { name: 'x', host: 'lab.test' };

  it('makes targets of sockets and of places to listen', async () => {
    assert.deepEqual(await targetOf({ name: 'x', socket: '/run/vm.sock' }, sources), {
      transport: 'unix',
      path: '/run/vm.sock',
    });
    assert.deepEqual(await targetOf({ name: 'x', socket: '~/vm.sock' }, sources), {
      transport: 'unix',
      path: `${homedir()}/vm.sock`,
    });
    assert.deepEqual(await targetOf({ name: 'x', listen: {} }, sources), {
      transport: 'listen',
      host: '127.0.0.1',
      port: 5500,
    });
  });

  it('goes through the proxy of the profile, else through the given one, else through none', async () => {
    const given = { kind: 'http', host: 'given', port: 80 } as const;
    const routeOf = async (profile: ConnectionProfile, secrets = {}): Promise<unknown> => {
      const target = await targetOf(profile, { ...sources, secrets, proxy: given });
      return target.transport === 'tcp' ? target.proxy : undefined;
    };
    assert.deepEqual(await routeOf(tcp), given);
    assert.equal(await routeOf({ ...tcp, proxy: 'none' }), undefined);
    const own = { kind: 'socks5', host: 'own', port: 1080 };
    assert.deepEqual(await routeOf({ ...tcp, proxy: 'socks5://own' }, { proxyPassword: 'p' }), own);
    assert.deepEqual(await routeOf({ ...tcp, proxy: 'socks5://ada@own' }, { proxyPassword: 'p' }), {
      ...own,
      username: 'ada',
      password: 'p',
    });
  });

  it('runs the commands of this machine, and only those', async () => {
    const profile = { ...tcp, port: 5901, username: 'ada', variables: { gate: 'jump' } };
    const proxyCommand = ['ssh', '-W', '${host}:${port}', '${username}@${gate}'];
    assert.deepEqual(await targetOf(profile, { ...sources, machine: { proxyCommand } }), {
      transport: 'command',
      command: ['ssh', '-W', 'lab.test:5901', 'ada@jump'],
      endpoint: { host: 'lab.test', port: 5901 },
    });
    const tunnelCommand = ['ssh', '-NL', '${localPort}:${host}:${port}', '${gate}'];
    const tunnelled = await targetOf(profile, { ...sources, machine: { tunnelCommand } });
    assert.deepEqual(tunnelled, {
      transport: 'tcp',
      host: 'lab.test',
      port: 5901,
      tunnel: { command: ['ssh', '-NL', '${localPort}:lab.test:5901', 'jump'] },
    });
    const web: ConnectionProfile = { name: 'x', url: 'wss://lab.test/' };
    const webTunnel = await targetOf(web, { ...sources, machine: { tunnelCommand: ['t', '${localPort}'] } });
    assert.ok(webTunnel.transport === 'websocket');
    assert.deepEqual(webTunnel.tunnel, { command: ['t', '${localPort}'] });
    for (const [entry, machine, reason] of [
      [tcp, { proxyCommand: ['a'], tunnelCommand: ['b'] }, 'commands'],
      [web, { proxyCommand: ['a'], tunnelCommand: ['b'] }, 'commands'],
      [{ ...tcp, proxy: 'http://p:1' }, { proxyCommand: ['a'] }, 'commandAndProxy'],
      [{ ...web, proxy: 'http://p:1' }, { tunnelCommand: ['a'] }, 'commandAndProxy'],
    ] as const) {
      await assert.rejects(
        targetOf(entry, { ...sources, machine }),
        (error) => isVncError(error, 'VNC_PROFILE_INVALID') && error.data['reason'] === reason,
      );
    }
  });

  it('has a program carry whatever the connection speaks, with the place that is dialled', async () => {
    const machine = { proxyCommand: ['ssh', '-W', '${host}:${port}', 'jump'] };
    const wayTo = async (profile: ConnectionProfile): Promise<readonly string[] | undefined> => {
      const ticket = { values: { node: 'n', type: 'qemu', vmid: '1', vncport: '5901', ticket: 't' } };
      const target = await targetOf(profile, { ...sources, machine, ticket, secrets: { ticket: 't' } });
      assert.ok(target.transport === 'tcp' || target.transport === 'websocket', target.transport);
      return target.proxyCommand;
    };
    const to = (place: string): readonly string[] => ['ssh', '-W', place, 'jump'];
    assert.deepEqual(await wayTo({ ...tcp, port: 5901, repeaterId: '1234' }), to('lab.test:5901'));
    assert.deepEqual(await wayTo({ name: 'x', url: 'wss://web.test/?t=${ticket}' }), to('web.test:443'));
    assert.deepEqual(await wayTo({ name: 'x', url: 'ws://${host}/', host: 'web.test' }), to('web.test:80'));
    const ticketSource = { kind: 'proxmox', vm: '1', user: 'root@pam' } as const;
    assert.deepEqual(await wayTo({ name: 'x', host: 'pve.test', ticketSource }), to('pve.test:8006'));
    // The proxy of the editor's settings does not stand against what was decided for this very connection.
    const proxy = { kind: 'http', host: 'p', port: 1 } as const;
    const target = await targetOf({ name: 'x', url: 'ws://web.test/' }, { ...sources, machine, proxy });
    assert.ok(target.transport === 'websocket' && target.proxy === undefined);
  });

  it('makes a WebSocket of Proxmox VE where the ticket says', async () => {
    const profile: ConnectionProfile = {
      name: 'x',
      host: 'pve.test',
      ticketSource: { kind: 'proxmox', vm: 'web', user: 'root@pam' },
    };
    const ticket = {
      values: { node: 'n', type: 'qemu', vmid: '100', vncport: '5901', ticket: 'T:/+' },
      headers: { Cookie: 'c' },
    };
    const target = await targetOf(profile, { ...sources, ticket });
    assert.ok(target.transport === 'websocket');
    assert.equal(
      expandTemplate(target.urlTemplate, target.values).url,
      'wss://pve.test:8006/api2/json/nodes/n/qemu/100/vncwebsocket?port=5901&vncticket=T%3A%2F%2B',
    );
    assert.deepEqual(target.headers, { Cookie: 'c' });
  });

  it('reads what proves who is who in TLS', async () => {
    const files: Record<string, string> = { 'me.pem': 'CERT', 'key.pem': 'KEY', 'ca.pem': 'CA' };
    const profile: ConnectionProfile = {
      name: 'x',
      host: 'h',
      certificate: 'ca.pem',
      fingerprints: ['AA'],
      serverName: 'name',
      clientCertificate: { certificate: 'me.pem', key: 'key.pem', encrypted: true },
    };
    const readFile = async (path: string): Promise<string> => await Promise.resolve(files[path] ?? '');
    assert.deepEqual(await tlsOptionsOf(profile, { secrets: { passphrase: 'p' }, readFile }), {
      verify: true,
      certificate: 'CA',
      fingerprints: ['AA'],
      serverName: 'name',
      clientCertificate: { certificate: 'CERT', key: 'KEY', passphrase: 'p' },
    });
    await assert.rejects(tlsOptionsOf(profile, sources), (error) =>
      isVncError(error, 'VNC_CERTIFICATE_INVALID'),
    );
  });
});

describe('sessionOptionsOf', () => {
  const target = { transport: 'tcp', host: 'h', port: 5900 } as const;
  const tls = { verify: true };

  it('says little where the profile says nothing', () => {
    assert.deepEqual(sessionOptionsOf({ name: 'x', host: 'h' }, { target, tls }), {
      name: 'x',
      timeout: 15_000,
      viewOnly: false,
      automaticQuality: true,
      security: { allowUnencrypted: false, tls, endpoint: { host: 'h', port: 5900 } },
    });
    assert.deepEqual(reconnectPolicyOf({ name: 'x' }), {});
  });

  it('says all that the profile and the machine say', () => {
    const profile: ConnectionProfile = {
      name: 'x',
      host: 'h',
      timeout: 60,
      viewOnly: true,
      security: ['X509Plain'],
      quality: 6,
      compression: 1,
      encoding: 'ZRLE',
      colorDepth: 32,
      keyboardLayout: 'de',
      keepAlive: 5,
      reconnect: { maxAttempts: 2, maxDelay: 3 },
    };
    assert.deepEqual(sessionOptionsOf(profile, { target, tls, machine: { allowUnencrypted: true } }), {
      name: 'x',
      timeout: 60_000,
      viewOnly: true,
      automaticQuality: false,
      security: { types: ['X509Plain'], allowUnencrypted: true, tls, endpoint: { host: 'h', port: 5900 } },
      encodings: { preferred: 'ZRLE', quality: 6, compression: 1 },
      colorDepth: 24,
      keyboardLayout: 'de',
      keepAlive: 5000,
    });
    assert.deepEqual(reconnectPolicyOf(profile), { maxAttempts: 2, longestDelay: 3000 });
    assert.equal(reconnectPolicyOf({ ...profile, reconnect: false }), undefined);
  });

  it('names the server as the person did', () => {
    const at = (url: string): unknown =>
      endpointOf({
        transport: 'websocket',
        urlTemplate: url,
        values: { host: 'Lab.test', ticket: 't' },
        tls,
      });
    assert.deepEqual(at('wss://${host}/?t=${ticket}'), { host: 'lab.test', port: 443 });
    assert.deepEqual(at('ws://[::1]:81/'), { host: '::1', port: 81 });
    assert.deepEqual(endpointOf({ transport: 'unix', path: '/a' }), { host: '/a', port: 0 });
    assert.deepEqual(endpointOf({ transport: 'listen', port: 5500 }), { host: '127.0.0.1', port: 5500 });
    const command = { transport: 'command', command: ['ssh', 'x'] } as const;
    assert.deepEqual(endpointOf({ ...command, endpoint: { host: 'h', port: 1 } }), { host: 'h', port: 1 });
    assert.deepEqual(endpointOf(command), { host: 'ssh', port: 0 });
  });
});

describe('secretNamesOf', () => {
  it('names the secrets that template and headers use', () => {
    assert.deepEqual(secretNamesOf(pve), ['ticket', 'apiToken']);
    assert.deepEqual(secretNamesOf({ name: 'x', url: 'ws://h/?p=${password}&q=${password:raw}' }), [
      'password',
    ]);
    assert.deepEqual(secretNamesOf({ name: 'x', host: 'h', secretVariables: ['a'] }), []);
  });

  it('names those of ticket source, proxy and key, and no ticket that is fetched', () => {
    const source = { kind: 'proxmox', vm: '100', user: 'root@pam' } as const;
    assert.deepEqual(secretNamesOf({ name: 'x', host: 'h', ticketSource: source }), ['apiPassword']);
    assert.deepEqual(secretNamesOf({ ...pve, ticketSource: { ...source, tokenId: 'vnc' } }), ['apiToken']);
    assert.deepEqual(secretNamesOf({ ...pve, headers: {}, ticketSource: { kind: 'command' } }), []);
    assert.deepEqual(secretNamesOf({ name: 'x', host: 'h', proxy: 'http://h' }), []);
    assert.deepEqual(secretNamesOf({ name: 'x', host: 'h', proxy: 'http://ada@h' }), ['proxyPassword']);
    const clientCertificate = { certificate: 'c', key: 'k' };
    assert.deepEqual(secretNamesOf({ name: 'x', host: 'h', clientCertificate }), []);
    assert.deepEqual(
      secretNamesOf({ name: 'x', host: 'h', clientCertificate: { ...clientCertificate, encrypted: true } }),
      ['passphrase'],
    );
  });
});

describe('secretBinding', () => {
  const context = { scope: 'user' };

  it('stays while nothing of what the secret was given for changes', () => {
    const same: ConnectionProfile = {
      ...pve,
      name: 'renamed',
      id: '1',
      tags: ['a'],
      timeout: 5,
      viewOnly: true,
      quality: 5,
      encoding: 'ZRLE',
      keyboardLayout: 'de',
      reconnect: false,
      keepAlive: 5,
    };
    assert.equal(secretBinding(same, context), secretBinding(pve, context));
    assert.equal(
      secretBinding({ ...pve, host: 'PVE.test' }, context),
      secretBinding(pve, { ...context, machine: { verifyCertificate: true } }),
    );
  });

  it('is another whenever anything of it changes', () => {
    const bindings = [
      secretBinding(pve, context),
      secretBinding({ ...pve, host: 'evil.test' }, context),
      secretBinding({ ...pve, port: 8007 }, context),
      secretBinding({ ...pve, url: 'ws://${host}:${port}/${node}?t=${ticket}' }, context),
      secretBinding({ ...pve, url: 'wss://evil.test:8006/${node}?t=${ticket}' }, context),
      secretBinding({ ...pve, url: 'wss://${host}:${port}/n1?t=${ticket}' }, context),
      secretBinding({ ...pve, variables: { node: 'n2' } }, context),
      secretBinding({ ...pve, headers: { 'X-T': '${apiToken}' } }, context),
      secretBinding({ ...pve, certificate: '/ca.pem' }, context),
      secretBinding({ ...pve, certificate: '/ca.pem' }, { ...context, certificate: 'PEM' }),
      secretBinding(pve, { ...context, machine: { verifyCertificate: false } }),
      secretBinding(pve, { scope: 'workspace file:///x' }),
      secretBinding({ name: 'pve', host: 'pve.test', port: 8006 }, context),
      secretBinding({ name: 'pve', host: 'pve.test' }, context),
      secretBinding({ name: 'pve', host: 'pve.test', repeaterId: '1' }, context),
      secretBinding({ name: 'pve', socket: '/run/pve' }, context),
      secretBinding({ name: 'pve', listen: {} }, context),
      secretBinding({ name: 'pve', listen: { host: '0.0.0.0' } }, context),
      secretBinding({ ...pve, origin: 'https://evil.test' }, context),
      secretBinding({ ...pve, proxy: 'http://evil.test' }, context),
      secretBinding({ ...pve, proxy: 'none' }, context),
      secretBinding({ ...pve, security: ['VncAuth'] }, context),
      secretBinding({ ...pve, security: ['VncAuth', 'None'] }, context),
      secretBinding({ ...pve, fingerprints: ['AA'] }, context),
      secretBinding({ ...pve, serverName: 'evil.test' }, context),
      secretBinding({ ...pve, clientCertificate: { certificate: 'a', key: 'b' } }, context),
      secretBinding({ ...pve, ticketSource: { kind: 'command' } }, context),
      secretBinding({ ...pve, ticketSource: { kind: 'proxmox', vm: '100', user: 'a' } }, context),
      secretBinding({ ...pve, ticketSource: { kind: 'proxmox', vm: '101', user: 'a' } }, context),
      secretBinding(
        { name: 'pve', host: 'pve.test', ticketSource: { kind: 'proxmox', vm: '1', user: 'a' } },
        context,
      ),
      secretBinding(pve, { ...context, machine: { allowUnencrypted: true } }),
      secretBinding(pve, { ...context, machine: { proxyCommand: ['evil'] } }),
      secretBinding(pve, { ...context, machine: { tunnelCommand: ['evil'] } }),
      secretBinding(pve, { ...context, machine: { tunnelCommand: ['evil', 'x'] } }),
      secretBinding(pve, { ...context, machine: { ticketCommand: ['evil'] } }),
    ];
    assert.equal(new Set(bindings).size, bindings.length);
    for (const binding of bindings) assert.match(binding, /^2:[0-9a-f]{64}$/);
  });

  it('binds nothing to a profile that leads nowhere', () => {
    assert.throws(
      () => secretBinding({ name: 'x' }, context),
      (error) => isVncError(error, 'VNC_PROFILE_INVALID'),
    );
    assert.throws(
      () => secretBinding({ ...pve, host: undefined }, context),
      (error) => isVncError(error, 'VNC_TEMPLATE_VALUE_MISSING'),
    );
  });
});
