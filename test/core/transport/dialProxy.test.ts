import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { dial } from '../../../src/core/transport/dial.ts';
import { connectThroughProxy, ipv6Bytes } from '../../../src/core/transport/proxyConnect.ts';
import type { DialTarget, ProxyAddress } from '../../../src/core/transport/target.ts';
import { startProgram } from '../../support/programs.ts';
import { untilListening, withFreePorts } from '../../support/servers/ports.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { startTinyproxy } from '../../support/servers/tinyproxy.ts';
import { failsWith, serversOfEachTest, target } from './dialling.ts';
import {
  Collector,
  type TestServer,
  closedPort,
  listen,
  pem,
  tcpServer,
  webSocketServer,
} from './servers.ts';

const proxyAt = (
  kind: ProxyAddress['kind'],
  port: number,
  more: Partial<ProxyAddress> = {},
): ProxyAddress => ({
  kind,
  host: '127.0.0.1',
  port,
  ...more,
});
const through = (proxy: ProxyAddress, port: number, host = '127.0.0.1'): DialTarget => ({
  transport: 'tcp',
  host,
  port,
  proxy,
});

describe('dialling through a proxy', () => {
  const run = serversOfEachTest();
  const greeter = async (host = '127.0.0.1'): Promise<TestServer> =>
    await run(
      tcpServer((socket) => {
        socket.write('RFB 003.008\n');
        socket.pipe(socket);
      }, host),
    );
  const talks = async (to: DialTarget): Promise<void> => {
    const pipe = await dial(to);
    // Beyond the proxy the way is open, even where the proxy is on this machine.
    assert.equal(pipe.confidential, false);
    const heard = new Collector(pipe);
    pipe.write(Buffer.from('hello'));
    await heard.have(17);
    assert.equal(heard.text, 'RFB 003.008\nhello');
    pipe.close();
    assert.equal(await heard.end(), undefined);
  };

  describe('of HTTP', () => {
    it('connects through a real one, by address and by name', async () => {
      await using proxy = await startTinyproxy();
      const server = await greeter();
      await talks(through(proxyAt('http', proxy.port), server.port));
      await talks(through(proxyAt('http', proxy.port), server.port, 'localhost'));
    });

    it('logs in, and tells a login that is wrong or missing', async () => {
      const login = { username: 'ada', password: 'top-secret' };
      await using proxy = await startTinyproxy({ login });
      const server = await greeter();
      await talks(through(proxyAt('http', proxy.port, login), server.port));
      await failsWith(dial(through(proxyAt('http', proxy.port), server.port)), 'VNC_PROXY_AUTH', {
        host: '127.0.0.1',
        port: proxy.port,
        given: false,
      });
      const wrong = proxyAt('http', proxy.port, { ...login, password: 'wrong' });
      await failsWith(dial(through(wrong, server.port)), 'VNC_PROXY_AUTH', { given: true });
    });

    it('tells what the proxy refuses or cannot reach', async () => {
      const server = await greeter();
      await using strict = await startTinyproxy({ allowedPort: 443 });
      await failsWith(dial(through(proxyAt('http', strict.port), server.port)), 'VNC_PROXY_FAILED', {
        status: 403,
        target: `127.0.0.1:${server.port}`,
      });
      await using proxy = await startTinyproxy();
      await failsWith(dial(through(proxyAt('http', proxy.port), await closedPort())), 'VNC_PROXY_FAILED', {
        status: 500,
      });
    });

    it('carries a WebSocket, and TLS with the name of its server', async () => {
      await using proxy = await startTinyproxy();
      for (const certificate of [undefined, 'server']) {
        const server = await run(
          webSocketServer((socket) => socket.close(), certificate === undefined ? {} : { certificate }),
        );
        const url = `${certificate === undefined ? 'ws' : 'wss'}://localhost:${server.port}/`;
        const tls = { verify: true, certificate: pem('ca-cert') };
        const pipe = await dial(target(url, { tls, proxy: proxyAt('http', proxy.port) }));
        assert.equal(pipe.confidential, certificate !== undefined);
        assert.equal(await new Collector(pipe).end(), undefined);
      }
    });

    it('reads the answer however it is cut, and loses nothing behind it', async () => {
      const answer = 'HTTP/1.1 200 Connection established\r\nX-Long: header\r\n\r\nRFB 003.008\n';
      for (const size of [1, 7, answer.length]) {
        const proxy = await run(
          tcpServer((socket) => {
            socket.once('data', () => void writeInPieces(socket, answer, size));
          }),
        );
        const pipe = await dial(through(proxyAt('http', proxy.port), 5900));
        const heard = new Collector(pipe);
        await heard.have(12);
        assert.equal(heard.text, 'RFB 003.008\n');
        pipe.close();
        await heard.end();
      }
    });

    it('asks as the standard says', async () => {
      let asked = '';
      const proxy = await run(
        tcpServer((socket) => {
          socket.on('data', (chunk) => {
            asked += chunk.toString();
            if (asked.endsWith('\r\n\r\n')) socket.end('HTTP/1.1 502 Bad\x07Gateway\r\n\r\n');
          });
        }),
      );
      const login = { username: 'ada', password: 'päss' };
      await failsWith(
        dial(through(proxyAt('http', proxy.port, login), 5901, '2001:db8::1')),
        'VNC_PROXY_FAILED',
        {
          status: 502,
          reason: 'Bad Gateway',
          target: '[2001:db8::1]:5901',
        },
      );
      assert.equal(
        asked,
        [
          'CONNECT [2001:db8::1]:5901 HTTP/1.1',
          'Host: [2001:db8::1]:5901',
          `Proxy-Authorization: Basic ${Buffer.from('ada:päss').toString('base64')}`,
          '\r\n',
        ].join('\r\n'),
      );
    });

    it('tells what is no proxy, or hangs up', async () => {
      const answers: readonly [string, string][] = [
        ['RFB 003.008\n', 'notProxy'],
        ['HTTP/2 200 OK\r\n\r\n', 'notProxy'],
        [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`, 'notProxy'],
        ['HTTP/1.1 200', 'closed'],
        ['', 'closed'],
      ];
      for (const [answer, reason] of answers) {
        const proxy = await run(tcpServer((socket) => socket.once('data', () => socket.end(answer))));
        await failsWith(dial(through(proxyAt('http', proxy.port), 1)), 'VNC_PROXY_FAILED', { reason });
      }
    });

    it('goes over TLS to the proxy, which has to prove who it is', async () => {
      const server = await greeter();
      const proxy = await run(
        listen(
          createTlsServer({ cert: pem('self-cert'), key: pem('self-key') }, (socket) => {
            socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
          }),
          '127.0.0.1',
        ),
      );
      await failsWith(dial(through(proxyAt('https', proxy.port), server.port)), 'VNC_TLS_UNTRUSTED', {
        port: proxy.port,
      });
      const vouched = await run(
        listen(
          createTlsServer({ cert: pem('server-cert'), key: pem('server-key') }, (socket) => {
            socket.once('data', () => void socket.write('HTTP/1.1 200 OK\r\n\r\nRFB 003.008\n'));
          }),
          '127.0.0.1',
        ),
      );
      const endpoint = { host: 'vm', port: 5900 };
      const socket = await connectThroughProxy(
        proxyAt('https', vouched.port, { host: 'localhost' }),
        endpoint,
        undefined,
        { verify: true, certificate: pem('ca-cert') },
      );
      const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
      assert.equal(first.toString(), 'RFB 003.008\n');
      socket.destroy();
    });
  });

  describe('of SOCKS5', () => {
    it('connects through a real one, which looks names up', async () => {
      await using ssh = await startSshd();
      const server = await greeter();
      await withFreePorts(async ([port = 0]) => {
        const program = await startProgram('ssh', [...ssh.login, '-N', '-D', `127.0.0.1:${port}`, ssh.host]);
        await untilListening(program, port);
        try {
          await talks(through(proxyAt('socks5', port), server.port));
          await talks(through(proxyAt('socks5', port), server.port, 'localhost'));
          const six = await greeter('::1');
          await talks(through(proxyAt('socks5', port), six.port, '::1'));
          await failsWith(dial(through(proxyAt('socks5', port), await closedPort())), 'VNC_PROXY_FAILED');
          const socket = await run(webSocketServer((one) => one.close()));
          const pipe = await dial(
            target(`ws://localhost:${socket.port}/`, { proxy: proxyAt('socks5', port) }),
          );
          assert.equal(await new Collector(pipe).end(), undefined);
        } finally {
          await program.stop();
        }
      });
    });

    /** A proxy that answers with what `steps` say, and remembers what it was told. */
    const scripted = async (
      steps: readonly (readonly number[])[],
      told: string[] = [],
    ): Promise<ProxyAddress> => {
      const server = await run(
        tcpServer((socket) => {
          let step = 0;
          socket.on('data', (chunk) => {
            told.push(chunk.toString('hex'));
            const answer = steps[step++];
            if (answer === undefined) socket.end();
            else void writeInPieces(socket, Buffer.from(answer).toString('latin1'), 1);
          });
        }),
      );
      return proxyAt('socks5', server.port);
    };
    const connected = [5, 0, 0, 1, 127, 0, 0, 1, 0, 80, ...Buffer.from('RFB 003.008\n')];

    it('logs in with name and password, however the answers are cut', async () => {
      const told: string[] = [];
      const proxy = await scripted([[5, 2], [1, 0], connected], told);
      const login = { username: 'ada', password: 'pw' };
      const pipe = await dial(through({ ...proxy, ...login }, 5900, 'vm.lab'));
      const heard = new Collector(pipe);
      await heard.have(12);
      assert.equal(heard.text, 'RFB 003.008\n');
      pipe.close();
      await heard.end();
      assert.deepEqual(told, [
        '05020002',
        `0103${Buffer.from('ada').toString('hex')}02${Buffer.from('pw').toString('hex')}`,
        `0501000306${Buffer.from('vm.lab').toString('hex')}170c`,
      ]);
    });

    it('tells a login that is wrong or missing', async () => {
      const login = { username: 'ada', password: 'pw' };
      const wrong = await scripted([
        [5, 2],
        [1, 1],
      ]);
      await failsWith(dial(through({ ...wrong, ...login }, 1)), 'VNC_PROXY_AUTH', { given: true });
      const wanting = await scripted([[5, 0xff]]);
      await failsWith(dial(through(wanting, 1)), 'VNC_PROXY_AUTH', { given: false });
    });

    it('says why the proxy did not connect', async () => {
      const reasons: readonly [number, string][] = [
        [1, 'general failure'],
        [2, 'not allowed by its rules'],
        [4, 'host unreachable'],
        [5, 'connection refused'],
        [8, 'address type not supported'],
        [99, 'reply 99'],
      ];
      for (const [reply, reason] of reasons) {
        const proxy = await scripted([
          [5, 0],
          [5, reply, 0, 1, 0, 0, 0, 0, 0, 0],
        ]);
        await failsWith(dial(through(proxy, 5900, 'vm')), 'VNC_PROXY_FAILED', { reason, target: 'vm:5900' });
      }
    });

    it('reads answers with a name or an IPv6 address', async () => {
      const rest = [...Buffer.from('RFB 003.008\n')];
      for (const address of [
        [3, 3, 97, 98, 99],
        [4, ...new Array<number>(16).fill(0)],
      ]) {
        const proxy = await scripted([
          [5, 0],
          [5, 0, 0, ...address, 0, 80, ...rest],
        ]);
        const pipe = await dial(through(proxy, 1));
        const heard = new Collector(pipe);
        await heard.have(12);
        assert.equal(heard.text, 'RFB 003.008\n');
        pipe.close();
        await heard.end();
      }
    });

    it('tells what is no proxy, or hangs up', async () => {
      for (const [steps, reason] of [
        [[[72, 84, 84, 80]], 'notProxy'],
        [
          [
            [5, 0],
            [5, 0, 0, 9, 0, 0, 0],
          ],
          'notProxy',
        ],
        [[], 'closed'],
        [[[5, 0]], 'closed'],
      ] as const) {
        await failsWith(dial(through(await scripted(steps), 1)), 'VNC_PROXY_FAILED', { reason });
      }
    });

    it('writes IPv6 addresses as bytes', () => {
      const hex = (address: string): string => Buffer.from(ipv6Bytes(address)).toString('hex');
      assert.equal(hex('::1'), '00000000000000000000000000000001');
      assert.equal(hex('2001:db8::1:2'), '20010db8000000000000000000010002');
      assert.equal(hex('1:2:3:4:5:6:7:8'), '00010002000300040005000600070008');
      assert.equal(hex('::ffff:127.0.0.1'), '00000000000000000000ffff7f000001');
      assert.equal(hex('fe80::1%eth0'), 'fe800000000000000000000000000001');
      assert.equal(hex('::'), '00000000000000000000000000000000');
    });
  });

  it('tells a proxy that is not there', async () => {
    const port = await closedPort();
    for (const kind of ['http', 'https', 'socks5'] as const) {
      await failsWith(dial(through(proxyAt(kind, port), 5900)), 'VNC_CONNECTION_REFUSED', { port });
    }
  });

  it('can be cancelled while the proxy is silent, and leaves no socket', async () => {
    for (const kind of ['http', 'https', 'socks5'] as const) {
      const controller = new AbortController();
      const proxy = await run(tcpServer((socket) => socket.once('data', () => controller.abort())));
      const dialling = dial(through(proxyAt(kind, proxy.port), 1), { signal: controller.signal });
      await failsWith(dialling, 'VNC_CANCELLED');
    }
  });
});

async function writeInPieces(socket: Socket, text: string, size: number): Promise<void> {
  for (let at = 0; at < text.length; at += size) {
    if (socket.destroyed) return;
    socket.write(Buffer.from(text.slice(at, at + size), 'latin1'));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
