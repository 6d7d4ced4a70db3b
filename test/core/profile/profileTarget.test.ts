import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import type { ConnectionProfile } from '../../../src/core/profile/profile.ts';
import { secretNamesOf, targetOf } from '../../../src/core/profile/profileTarget.ts';
import { secretBinding } from '../../../src/core/profile/secretBinding.ts';

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

describe('secretNamesOf', () => {
  it('names the secrets that template and headers use', () => {
    assert.deepEqual(secretNamesOf(pve), ['ticket', 'apiToken']);
    assert.deepEqual(secretNamesOf({ name: 'x', url: 'ws://h/?p=${password}&q=${password:raw}' }), [
      'password',
    ]);
    assert.deepEqual(secretNamesOf({ name: 'x', host: 'h', secretVariables: ['a'] }), []);
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
    ];
    assert.equal(new Set(bindings).size, bindings.length);
    for (const binding of bindings) assert.match(binding, /^1:[0-9a-f]{64}$/);
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
