import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVncError } from '../../../src/core/base/errors.ts';
import { type ParsedAddress, parseAddress } from '../../../src/core/transport/address.ts';

const tcp = (host: string, port: number, username?: string): Extract<ParsedAddress, { transport: 'tcp' }> =>
  username === undefined ? { transport: 'tcp', host, port } : { transport: 'tcp', host, port, username };

describe('parseAddress', () => {
  const good: readonly [string, ParsedAddress][] = [
    ['lab', tcp('lab', 5900)],
    [' lab.example.com ', tcp('lab.example.com', 5900)],
    ['lab:0', tcp('lab', 5900)],
    ['lab:1', tcp('lab', 5901)],
    ['lab:99', tcp('lab', 5999)],
    ['lab:5901', tcp('lab', 5901)],
    ['lab::80', tcp('lab', 80)],
    [':1', tcp('localhost', 5901)],
    ['10.0.0.1', tcp('10.0.0.1', 5900)],
    ['::1', tcp('::1', 5900)],
    ['2001:db8::5901', tcp('2001:db8::5901', 5900)],
    ['[::1]', tcp('::1', 5900)],
    ['[::1]:1', tcp('::1', 5901)],
    ['[::1]::80', tcp('::1', 80)],
    ['vnc://lab', tcp('lab', 5900)],
    ['VNC://lab/', tcp('lab', 5900)],
    ['vnc://lab:80', tcp('lab', 80)],
    ['vnc://[2001:db8::1]:5902', tcp('2001:db8::1', 5902)],
    ['vnc://ada@lab:5901', tcp('lab', 5901, 'ada')],
    ['vnc://ada%40corp@lab', tcp('lab', 5900, 'ada@corp')],
    [
      'vnc://lab:5901/?ConnectionName=The+lab&VncUsername=ada&ViewOnly=true&QualityLevel=8&CompressLevel=2&Other=1',
      {
        ...tcp('lab', 5901, 'ada'),
        name: 'The lab',
        viewOnly: true,
        quality: 8,
        compression: 2,
      },
    ],
    ['vnc://bob@lab?VncUsername=ada&QualityLevel=80', tcp('lab', 5900, 'bob')],
    ['vnc://lab?ViewOnly=no', { ...tcp('lab', 5900), viewOnly: false }],
    ['/run/vnc.sock', { transport: 'unix', path: '/run/vnc.sock' }],
    ['unix:/run/my vnc.sock', { transport: 'unix', path: '/run/my vnc.sock' }],
    ['unix:///run/vnc.sock', { transport: 'unix', path: '/run/vnc.sock' }],
    ['unix:vnc.sock', { transport: 'unix', path: 'vnc.sock' }],
    ['./vnc.sock', { transport: 'unix', path: './vnc.sock' }],
    ['~/vnc.sock', { transport: 'unix', path: '~/vnc.sock' }],
    ['\\\\.\\pipe\\vnc', { transport: 'unix', path: '\\\\.\\pipe\\vnc' }],
    ['listen:', { transport: 'listen', host: '127.0.0.1', port: 5500 }],
    ['listen:5500', { transport: 'listen', host: '127.0.0.1', port: 5500 }],
    ['Listen:1', { transport: 'listen', host: '127.0.0.1', port: 5501 }],
    ['listen::80', { transport: 'listen', host: '127.0.0.1', port: 80 }],
    ['listen:0.0.0.0:5500', { transport: 'listen', host: '0.0.0.0', port: 5500 }],
    ['listen:localhost:5502', { transport: 'listen', host: '127.0.0.1', port: 5502 }],
    ['listen:192.168.1.2', { transport: 'listen', host: '192.168.1.2', port: 5500 }],
    ['listen:[2001:db8::1]:5500', { transport: 'listen', host: '2001:db8::1', port: 5500 }],
    ['listen:2001:db8::1', { transport: 'listen', host: '2001:db8::1', port: 5500 }],
    ['listen://[::1]:5505', { transport: 'listen', host: '::1', port: 5505 }],
    ['ws://lab:6080/websockify', { transport: 'websocket', url: 'ws://lab:6080/websockify' }],
    [
      'wss://${host}:${port}/?t=${ticket:raw}',
      { transport: 'websocket', url: 'wss://${host}:${port}/?t=${ticket:raw}' },
    ],
  ];
  for (const [text, address] of good) {
    it(`reads ${text}`, () => assert.deepEqual(parseAddress(text), address));
  }

  const bad: readonly [string, Record<string, string>][] = [
    ['', { reason: 'empty' }],
    ['a b', { reason: 'characters' }],
    ['lab:', { reason: 'port' }],
    ['lab:x', { reason: 'port' }],
    ['lab::0', { reason: 'port' }],
    ['lab:65536', { reason: 'port' }],
    ['lab:-1', { reason: 'port' }],
    ['[::g]', { reason: 'host' }],
    ['lab/x', { reason: 'host' }],
    ['[lab]', { reason: 'host' }],
    ['vnc://lab:1:2', { reason: 'port' }],
    ['vnc://ada:secret@lab', { reason: 'password' }],
    ['vnc://lab?VncPassword=x', { reason: 'password' }],
    ['vnc://lab/?SshPassword=x', { reason: 'password' }],
    ['vnc://lab/#x', { reason: 'parameters' }],
    ['unix:', { reason: 'path' }],
    ['unix:/a\nb', { reason: 'path' }],
    ['listen:lab:5500', { reason: 'listen' }],
    ['listen:x', { reason: 'listen' }],
    ['listen:70000', { reason: 'port' }],
    ['listen::0', { reason: 'port' }],
    ['vnc://lab/path', { reason: 'parameters' }],
    ['https://lab/', { reason: 'scheme', scheme: 'https', hint: 'wss' }],
    ['ssh://lab', { reason: 'scheme', scheme: 'ssh' }],
    ['vnc://%zz@lab', { reason: 'user' }],
    ['ws://', { reason: 'url' }],
    ['wss://lab:99999/', { reason: 'url' }],
  ];
  for (const [text, data] of bad) {
    it(`refuses ${JSON.stringify(text)}: ${data['reason'] ?? ''}`, () => {
      assert.throws(
        () => parseAddress(text),
        (error: unknown) => {
          assert.ok(isVncError(error, 'VNC_ADDRESS_INVALID'), String(error));
          assert.deepEqual(error.data, data);
          return true;
        },
      );
    });
  }

  it('answers or refuses whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const address = parseAddress(text);
          if (address.transport === 'tcp') assert.ok(address.port >= 1 && address.port <= 65_535);
        } catch (error) {
          assert.ok(isVncError(error, 'VNC_ADDRESS_INVALID', 'VNC_TEMPLATE_INVALID'), String(error));
        }
      }),
    );
  });
});
