import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVncError } from '../../../src/core/base/errors.ts';
import type { VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { expandTemplate, placeholdersOf, redact } from '../../../src/core/transport/urlTemplate.ts';

function refuses(
  template: string,
  values: Record<string, string>,
  code: VncErrorCode,
  data: Record<string, string>,
): void {
  assert.throws(
    () => expandTemplate(template, values),
    (error: unknown) => {
      assert.ok(isVncError(error, code), String(error));
      assert.deepEqual(error.data, data);
      return true;
    },
  );
}

describe('expandTemplate', () => {
  it('fills in the guides’ templates', () => {
    const values = {
      host: 'pve.test',
      port: '8006',
      node: 'n1',
      vmid: '100',
      ticket: 'PVEVNC:6A+b/c==',
      password: 'p&q',
    };
    assert.equal(
      expandTemplate(
        'wss://${host}:${port}/api2/json/nodes/${node}/qemu/${vmid}/vncwebsocket?vncticket=${ticket}',
        values,
      ).url,
      'wss://pve.test:8006/api2/json/nodes/n1/qemu/100/vncwebsocket?vncticket=PVEVNC%3A6A%2Bb%2Fc%3D%3D',
    );
    assert.equal(
      expandTemplate('wss://${host}:${port}/vnc?token=${ticket}&password=${password}', values).url,
      'wss://pve.test:8006/vnc?token=PVEVNC%3A6A%2Bb%2Fc%3D%3D&password=p%26q',
    );
    assert.equal(expandTemplate('ws://lab/websockify', {}).url, 'ws://lab/websockify');
  });

  it('puts IPv6 addresses in brackets', () => {
    assert.equal(
      expandTemplate('ws://${host}:${port}/', { host: '2001:db8::1', port: '80' }).url,
      'ws://[2001:db8::1]:80/',
    );
    assert.equal(expandTemplate('ws://${host}/', { host: '[::1]' }).url, 'ws://[::1]/');
    assert.equal(expandTemplate('ws://[${host:raw}]/', { host: '::1' }).url, 'ws://[::1]/');
  });

  it('keeps a raw value as it is', () => {
    const { url } = expandTemplate('wss://h/?vncticket=${ticket:raw}', { ticket: 'PVEVNC%3A6A%2B' });
    assert.equal(url, 'wss://h/?vncticket=PVEVNC%3A6A%2B');
  });

  it('keeps flags without a value and blank parameters', () => {
    assert.equal(expandTemplate('ws://h/?flag&a=&b=${b}', { b: '' }).url, 'ws://h/?flag&a=&b=');
  });

  it('shows host, port and path, but no value, user or query', () => {
    const { redacted } = expandTemplate('wss://u:${password}@${host}:${port}/s/${session}/x?t=${ticket}', {
      host: 'h',
      port: '1',
      password: 'PW',
      session: 'SE',
      ticket: 'TI',
    });
    assert.equal(redacted, 'wss://h:1/s/.../x');
  });

  it('names all that is missing', () => {
    refuses(
      'ws://${host}:${port}/${node}?t=${ticket}&u=${ticket:raw}',
      { ticket: '', node: '' },
      'VNC_TEMPLATE_VALUE_MISSING',
      { names: 'host, port, ticket' },
    );
    refuses('ws://h/${constructor}', {}, 'VNC_TEMPLATE_VALUE_MISSING', { names: 'constructor' });
  });

  const bad: readonly [string, Record<string, string>, Record<string, string>][] = [
    ['https://h/', {}, { reason: 'scheme', scheme: 'https', hint: 'wss' }],
    ['http://h/', {}, { reason: 'scheme', scheme: 'http', hint: 'ws' }],
    ['file:///etc/passwd', {}, { reason: 'scheme', scheme: 'file' }],
    ['${host}', { host: 'h' }, { reason: 'scheme', scheme: '' }],
    ['ws://h/${a', {}, { reason: 'unclosed' }],
    ['ws://h/${}', {}, { reason: 'name', placeholder: '' }],
    ['ws://h/${a b}', {}, { reason: 'name', placeholder: 'a b' }],
    ['ws://h/${a:base64}', {}, { reason: 'modifier', placeholder: 'a:base64' }],
    ['ws://h/${a:raw:raw}', {}, { reason: 'modifier', placeholder: 'a:raw:raw' }],
    ['ws://${ticket}.h/', { ticket: 'x' }, { reason: 'secretInHost', placeholder: 'ticket' }],
    ['ws://u@${password:raw}/', { password: 'x' }, { reason: 'secretInHost', placeholder: 'password' }],
    ['ws://${host}/', { host: 'a/b' }, { reason: 'host' }],
    ['ws://${host}/', { host: 'good@evil.test' }, { reason: 'host' }],
    ['ws://${host}/', { host: 'h:80' }, { reason: 'host' }],
    ['ws://${host}/', { host: 'fe80::1%eth0' }, { reason: 'host' }],
    ['ws://h:${port}/', { port: '0' }, { reason: 'port' }],
    ['ws://h:${port}/', { port: '65536' }, { reason: 'port' }],
    ['ws://h:${port}/', { port: '80.5' }, { reason: 'port' }],
    ['ws://h:${port}/', { port: '1e3' }, { reason: 'port' }],
    ['ws://h:0/', {}, { reason: 'port' }],
    ['ws://h/${a:raw}', { a: 'x\r\nEvil: 1' }, { reason: 'value', placeholder: 'a' }],
    ['ws://h/${a:raw}', { a: 'x y' }, { reason: 'value', placeholder: 'a' }],
    ['ws://h/${a:raw}', { a: 'x#y' }, { reason: 'value', placeholder: 'a' }],
    ['ws://h/${a}/secret', { a: '..' }, { reason: 'value', placeholder: 'a' }],
    ['ws://h/${a}', { a: '\ud800' }, { reason: 'value', placeholder: 'a' }],
    ['ws://${node}.lab/', { node: 'evil.test/' }, { reason: 'url' }],
    ['ws:///path', {}, { reason: 'url' }],
    ['ws://h/#part', {}, { reason: 'fragment' }],
    ['ws://h/a b', {}, { reason: 'url' }],
  ];
  for (const [template, values, data] of bad) {
    it(`refuses ${template} with ${JSON.stringify(values)}: ${data['reason'] ?? ''}`, () => {
      refuses(template, values, 'VNC_TEMPLATE_INVALID', data);
    });
  }

  it('keeps every value inside its place, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        fc.pre(value !== '.' && value !== '..');
        const { url, redacted } = expandTemplate('wss://h:1/a/${x}/b?q=${x}&r=1', { x: value });
        const parsed = new URL(url);
        assert.equal(parsed.origin, new URL('wss://h:1').origin);
        assert.equal(parsed.searchParams.get('q'), value);
        assert.equal(parsed.searchParams.get('r'), '1');
        assert.deepEqual(parsed.pathname.split('/').map(decodeURIComponent), ['', 'a', value, 'b']);
        assert.equal(redacted, 'wss://h:1/a/.../b');
      }),
    );
  });

  it('never quotes a value in an error', () => {
    fc.assert(
      fc.property(fc.string(), (noise) => {
        const secret = `S3CR3T${noise}`;
        try {
          expandTemplate('ws://${host}/?a=${ticket:raw}', { host: secret, ticket: secret });
        } catch (error) {
          assert.ok(isVncError(error));
          assert.ok(!JSON.stringify([error.message, error.data, String(error.cause)]).includes('S3CR3T'));
        }
      }),
    );
  });
});

describe('placeholdersOf', () => {
  it('lists each placeholder once, in order', () => {
    assert.deepEqual(placeholdersOf('ws://${host}:${port}/${a:raw}/${host}?${a}'), [
      { name: 'host', raw: false },
      { name: 'port', raw: false },
      { name: 'a', raw: true },
      { name: 'a', raw: false },
    ]);
    assert.deepEqual(placeholdersOf('ws://h/'), []);
  });
});

describe('redact', () => {
  it('cuts user, password, query and fragment', () => {
    assert.equal(redact('wss://u:p@h:1/p?q=1#f'), 'wss://h:1/p');
    assert.equal(redact('wss://h/a@b'), 'wss://h/a@b');
  });
});
