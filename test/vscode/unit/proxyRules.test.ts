import assert from 'node:assert/strict';
import { type ProxySettings, proxyFor } from '../../../src/vscode/connections/proxyRules.ts';

const none: ProxySettings = { support: 'override', proxy: '', noProxy: [], environment: {} };
const set: ProxySettings = { ...none, proxy: 'http://proxy.example:3128' };
const place = { url: 'wss://${host}:${port}/x', host: 'pve.lab.example', port: 8006 };

/** `host:port` of the proxy that is used, or `direct`. */
function used(settings: ProxySettings, where: Partial<typeof place> = {}): string {
  const proxy = proxyFor({ ...place, ...where }, settings);
  return proxy === undefined ? 'direct' : `${proxy.kind} ${proxy.host}:${proxy.port}`;
}

describe('the proxy of a WebSocket', () => {
  it('is the one of the settings, unless they are off', () => {
    assert.equal(used(set), 'http proxy.example:3128');
    assert.equal(used({ ...set, support: 'off' }), 'direct');
    assert.equal(used(none), 'direct');
  });

  it('is the one of the environment where the settings name none, by the scheme', () => {
    const environment = {
      https_proxy: 'http://a:1',
      HTTP_PROXY: 'http://b:2',
      NO_PROXY: 'other.example, .corp',
    };
    assert.equal(used({ ...none, environment }), 'http a:1');
    assert.equal(used({ ...none, environment }, { url: 'ws://${host}/' }), 'http b:2');
    assert.equal(used({ ...none, environment }, { host: 'x.corp' }), 'direct');
    assert.equal(used({ ...set, environment }), 'http proxy.example:3128');
    assert.equal(used({ ...none, support: 'off', environment }), 'direct');
  });

  it('is none for this machine', () => {
    for (const host of ['localhost', 'x.localhost', '127.0.0.1', '::1'])
      assert.equal(used(set, { host }), 'direct');
    assert.equal(used(set, { url: 'ws://[::1]:6080/' }), 'direct');
    assert.equal(used(set, { url: 'ws://user:${password}@localhost/' }), 'direct');
  });

  it('leaves out what noProxy names', () => {
    const cases: readonly (readonly [string, boolean])[] = [
      ['pve.lab.example', true],
      ['PVE.lab.example', true],
      ['lab.example', true],
      ['.lab.example', true],
      ['*.lab.example', true],
      ['*', true],
      ['pve.lab.example:8006', true],
      ['pve.lab.example:443', false],
      ['ab.example', false],
      ['other.example', false],
      ['', false],
    ];
    for (const [entry, direct] of cases)
      assert.equal(used({ ...set, noProxy: [entry] }) === 'direct', direct, entry);
    assert.equal(used({ ...set, noProxy: ['fe80::1'] }, { host: 'fe80::1' }), 'direct');
    assert.equal(used({ ...set, noProxy: ['[fe80::1]:8006'] }, { host: 'fe80::1' }), 'direct');
  });

  it('is none when it cannot be read', () => {
    assert.equal(used({ ...set, proxy: 'nonsense' }), 'direct');
  });
});
