import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  type request,
} from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { type VncErrorData, isVncError } from '../../../src/core/base/errors.ts';
import type { VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { limits } from '../../../src/core/base/limits.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import type { TlsOptions, WebSocketTarget } from '../../../src/core/transport/target.ts';
import {
  Collector,
  type TestServer,
  closedPort,
  httpServer,
  pem,
  tcpServer,
  webSocketServer,
} from './servers.ts';

function target(urlTemplate: string, more: Partial<WebSocketTarget> = {}): WebSocketTarget {
  return { transport: 'websocket', urlTemplate, values: {}, tls: { verify: true }, ...more };
}

async function failsWith(work: Promise<unknown>, code: VncErrorCode, data: VncErrorData = {}): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(isVncError(error), String(error));
    assert.equal(error.code, code);
    for (const [key, value] of Object.entries(data)) assert.equal(error.data[key], value, key);
    return true;
  });
}

describe('dial', () => {
  const servers: TestServer[] = [];
  const run = async (server: Promise<TestServer>): Promise<TestServer> => {
    const running = await server;
    servers.push(running);
    return running;
  };
  afterEach(async () => {
    const used = servers.splice(0);
    // However a dial ends, no socket of ours may stay: the servers see all of them close by themselves.
    for (const server of used) await server.empty();
    await Promise.all(used.map((server) => server.close()));
  });

  describe('over TCP', () => {
    it('carries bytes both ways and keeps what arrived before open', async () => {
      const server = await run(
        tcpServer((socket) => {
          socket.write('hello');
          socket.pipe(socket);
        }),
      );
      const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port });
      assert.equal(pipe.description, `127.0.0.1:${server.port}`);
      const got = new Collector(pipe);
      pipe.write(Buffer.from(' world'));
      await got.have(11);
      assert.equal(got.text, 'hello world');
      assert.ok(!got.chunks.some((chunk) => Buffer.isBuffer(chunk)));
      pipe.close();
      pipe.close();
      assert.equal(await got.end(), undefined);
      assert.equal(got.ends, 1);
    });

    it('reaches IPv6 addresses', async () => {
      const server = await run(tcpServer((socket) => socket.end('six'), '::1'));
      const pipe = await dial({ transport: 'tcp', host: '::1', port: server.port });
      assert.equal(pipe.description, `[::1]:${server.port}`);
      const got = new Collector(pipe);
      assert.equal(await got.end(), undefined);
      assert.equal(got.text, 'six');
    });

    it('finds the address of a name that answers', async () => {
      const server = await run(tcpServer((socket) => socket.end('x')));
      const got = new Collector(await dial({ transport: 'tcp', host: 'localhost', port: server.port }));
      await got.end();
      assert.equal(got.text, 'x');
    });

    it('sends everything that was written before close', async () => {
      let received = 0;
      const done = new Promise<void>((resolve) => {
        void run(
          tcpServer((socket) => {
            // Data on the way to us that nobody reads must not turn the end into a reset.
            socket.write(Buffer.alloc(100_000));
            socket.on('data', (chunk) => {
              received += chunk.length;
            });
            socket.once('end', resolve);
          }),
        ).then(async (server) => {
          const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port });
          const got = new Collector(pipe);
          await got.have(1);
          pipe.pause();
          pipe.write(new Uint8Array(1_000_000));
          pipe.close();
          pipe.write(new Uint8Array(5));
        });
      });
      await done;
      assert.equal(received, 1_000_000);
    });

    it('drops the socket of a server that does not close its half', async () => {
      const server = await run(
        tcpServer((socket) => {
          socket.allowHalfOpen = true;
          socket.resume();
        }),
      );
      const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port });
      const got = new Collector(pipe);
      pipe.close();
      assert.equal(await got.end(), undefined);
      for (const socket of server.sockets) socket.destroy();
    });

    it('holds bytes back while paused', async () => {
      const server = await run(
        tcpServer((socket) => {
          socket.on('data', () => socket.write('more'));
        }),
      );
      const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port });
      const got = new Collector(pipe);
      pipe.pause();
      pipe.write(Buffer.from('?'));
      // A second connection that is served later proves that the first answer has had its chance.
      const other = connect(server.port, '127.0.0.1');
      other.write('?');
      await once(other, 'data');
      other.destroy();
      assert.equal(got.text, '');
      pipe.resume();
      await got.have(4);
      assert.equal(got.text, 'more');
      pipe.close();
      await got.end();
    });

    it('reports a reset in the middle as lost', async () => {
      const server = await run(
        tcpServer((socket) => {
          socket.once('data', () => socket.resetAndDestroy());
        }),
      );
      const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port });
      const got = new Collector(pipe);
      pipe.write(new Uint8Array(1));
      const error = await got.end();
      assert.equal(error?.code, 'VNC_CONNECTION_LOST');
      assert.equal(error.data['reason'], 'ECONNRESET');
    });

    it('ends without error when the server closes in order', async () => {
      const server = await run(tcpServer((socket) => socket.end('bye')));
      const got = new Collector(await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port }));
      assert.equal(await got.end(), undefined);
      assert.equal(got.text, 'bye');
    });

    it('tells a closed port', async () => {
      const port = await closedPort();
      await failsWith(dial({ transport: 'tcp', host: '127.0.0.1', port }), 'VNC_CONNECTION_REFUSED', {
        host: '127.0.0.1',
        port,
      });
      await failsWith(dial({ transport: 'tcp', host: 'localhost', port }), 'VNC_CONNECTION_REFUSED');
    });

    it('tells an unknown host', async () => {
      await failsWith(
        dial({ transport: 'tcp', host: 'no-such-host.invalid', port: 1 }),
        'VNC_HOST_NOT_FOUND',
        {
          host: 'no-such-host.invalid',
        },
      );
    });

    it('can be cancelled before and during the dial', async () => {
      await failsWith(
        dial({ transport: 'tcp', host: '127.0.0.1', port: 9 }, { signal: AbortSignal.abort() }),
        'VNC_CANCELLED',
      );
      const controller = new AbortController();
      // TEST-NET-1 never answers; whatever the system says first, the abort comes before it.
      const dialling = dial({ transport: 'tcp', host: '192.0.2.1', port: 9 }, { signal: controller.signal });
      controller.abort();
      await failsWith(dialling, 'VNC_CANCELLED');
    });
  });

  describe('over WebSocket', () => {
    it('carries binary messages both ways, early ones included, and ends in order', async () => {
      const server = await run(
        webSocketServer((socket) => {
          socket.send(Buffer.from('RFB 003.008\n'));
          socket.on('message', (data) => socket.send(data));
        }),
      );
      const pipe = await dial(
        target('ws://${host}:${port}/a/${x}?t=${ticket}', {
          values: { host: '127.0.0.1', port: String(server.port), ticket: 'sesame', x: '1' },
        }),
      );
      assert.equal(pipe.description, `ws://127.0.0.1:${server.port}/a/...`);
      await new Promise((resolve) => setImmediate(resolve));
      const got = new Collector(pipe);
      pipe.write(Buffer.from('abc'));
      await got.have(15);
      assert.equal(got.text, 'RFB 003.008\nabc');
      assert.ok(!got.chunks.some((chunk) => Buffer.isBuffer(chunk)));
      pipe.close();
      assert.equal(await got.end(), undefined);
      assert.equal(got.ends, 1);
    });

    it('sends the URL, the origin, basic authentication and headers, but no subprotocol or compression', async () => {
      const requests: { url: string; headers: Record<string, unknown>; raw: readonly string[] }[] = [];
      const server = await run(
        webSocketServer((socket, request) => {
          assert.equal(
            request.headers.host,
            `127.0.0.1:${(request.socket.address() as { port: number }).port}`,
          );
          requests.push({ url: request.url ?? '', headers: request.headers, raw: request.rawHeaders });
          socket.close();
        }),
      );
      const pipe = await dial(
        target('ws://me:${pw}@${host}:${port}/p?t=${ticket}', {
          values: { host: '127.0.0.1', port: String(server.port), pw: 'p@ss:w', ticket: 'a+b/c==:d' },
          headers: { Cookie: 'PVEAuthCookie=1' },
        }),
      );
      assert.equal(pipe.description, `ws://127.0.0.1:${server.port}/p`);
      await new Collector(pipe).end();
      const [request] = requests;
      assert.ok(request !== undefined);
      assert.equal(request.url, '/p?t=a%2Bb%2Fc%3D%3D%3Ad');
      assert.equal(request.headers['origin'], `http://127.0.0.1:${server.port}`);
      assert.equal(request.headers['cookie'], 'PVEAuthCookie=1');
      assert.equal(request.headers['authorization'], `Basic ${Buffer.from('me:p@ss:w').toString('base64')}`);
      assert.equal(request.headers['sec-websocket-protocol'], undefined);
      assert.equal(request.headers['sec-websocket-extensions'], undefined);
    });

    it('lets the profile choose the origin, or none', async () => {
      const origins: unknown[] = [];
      const server = await run(
        webSocketServer((socket, request) => {
          origins.push(request.headers.origin);
          socket.close();
        }),
      );
      for (const origin of ['https://pve.test:8006', '']) {
        await new Collector(await dial(target(`ws://127.0.0.1:${server.port}/`, { origin }))).end();
      }
      assert.deepEqual(origins, ['https://pve.test:8006', undefined]);
    });

    it('lets a given authorization header win over the URL', async () => {
      let authorization: string | undefined;
      const server = await run(
        webSocketServer((socket, request) => {
          authorization = request.headers.authorization;
          socket.close();
        }),
      );
      const url = `ws://u:p@127.0.0.1:${server.port}/`;
      const pipe = await dial(target(url, { headers: { Authorization: 'PVEAPIToken=x' } }));
      await new Collector(pipe).end();
      assert.equal(authorization, 'PVEAPIToken=x');
    });

    it('cuts large writes into messages of at most 64 KiB', async () => {
      const sizes: number[] = [];
      const server = await run(
        webSocketServer((socket) => {
          socket.on('message', (data: Buffer) => sizes.push(data.length));
        }),
      );
      const pipe = await dial(target(`ws://127.0.0.1:${server.port}/`));
      const got = new Collector(pipe);
      pipe.write(new Uint8Array(150_000));
      pipe.close();
      await got.end();
      assert.deepEqual(sizes, [65_536, 65_536, 18_928]);
    });

    it('holds messages back while paused', async () => {
      const server = await run(
        webSocketServer((socket) => {
          socket.on('message', (data) => socket.send(data));
        }),
      );
      const url = `ws://127.0.0.1:${server.port}/`;
      const pipe = await dial(target(url));
      const got = new Collector(pipe);
      pipe.pause();
      pipe.write(Buffer.from('later'));
      const other = await dial(target(url));
      const otherGot = new Collector(other);
      other.write(Buffer.from('now'));
      await otherGot.have(3);
      assert.equal(got.text, '');
      pipe.resume();
      await got.have(5);
      pipe.close();
      other.close();
      await Promise.all([got.end(), otherGot.end()]);
    });

    it('reaches IPv6 addresses', async () => {
      const server = await run(webSocketServer((socket) => socket.close(), { host: '::1', server: {} }));
      const pipe = await dial(
        target('ws://${host}:${port}/', { values: { host: '::1', port: String(server.port) } }),
      );
      assert.equal(pipe.description, `ws://[::1]:${server.port}/`);
      await new Collector(pipe).end();
    });

    const echoes: readonly [string, readonly string[], string | undefined][] = [
      ['none', ['binary'], undefined],
      ['the first', ['binary', 'base64'], 'binary'],
      ['the second', ['binary', 'base64'], 'base64'],
      ['the whole offer, as Proxmox VE does', ['binary', 'base64'], 'binary, base64'],
      ['one that was not asked for, without an offer', [], 'binary'],
    ];
    for (const [name, subprotocols, echo] of echoes) {
      it(`accepts a server that echoes of the subprotocols: ${name}`, async () => {
        let dials = 0;
        const server = await run(rawUpgrade(echo, () => dials++));
        const pipe = await dial(target(`ws://127.0.0.1:${server.port}/`, { subprotocols }));
        const got = new Collector(pipe);
        await got.have(1);
        assert.equal(dials, 1);
        pipe.close();
        await got.end();
      });
    }

    it('tells a refused subprotocol', async () => {
      const other = await run(rawUpgrade('chat', () => undefined));
      await failsWith(
        dial(target(`ws://127.0.0.1:${other.port}/`, { subprotocols: ['binary'] })),
        'VNC_SUBPROTOCOL_REFUSED',
        { offered: 'binary', chosen: 'chat' },
      );
      const refusing = await run(status(400, 'Bad Request'));
      await failsWith(
        dial(target(`ws://127.0.0.1:${refusing.port}/`, { subprotocols: ['binary'] })),
        'VNC_SUBPROTOCOL_REFUSED',
        { offered: 'binary', status: 400 },
      );
    });

    for (const code of [401, 403]) {
      it(`tells an expired ticket from status ${code}`, async () => {
        const server = await run(status(code, 'No'));
        await failsWith(dial(target(`ws://127.0.0.1:${server.port}/?t=sesame`)), 'VNC_TICKET_REJECTED', {
          status: code,
        });
      });
    }

    for (const [code, text] of [
      [200, 'OK'],
      [302, 'Found'],
      [400, 'Bad Request'],
      [404, 'Not Found'],
      [502, 'Bad Gateway'],
    ] as const) {
      it(`tells the status ${code} of a server that does not upgrade`, async () => {
        const server = await run(status(code, text));
        await failsWith(dial(target(`ws://127.0.0.1:${server.port}/`)), 'VNC_WEBSOCKET_REJECTED', {
          status: code,
          reason: text,
          port: server.port,
        });
      });
    }

    it('tells a connection that closes during the upgrade', async () => {
      const server = await run(tcpServer((socket) => socket.once('data', () => socket.destroy())));
      await failsWith(dial(target(`ws://127.0.0.1:${server.port}/`)), 'VNC_WEBSOCKET_FAILED', {
        reason: 'closed',
      });
    });

    it('recognises a plain VNC server', async () => {
      const server = await run(tcpServer((socket) => void socket.write('RFB 003.008\n')));
      await failsWith(dial(target(`ws://127.0.0.1:${server.port}/`)), 'VNC_WEBSOCKET_FAILED', {
        reason: 'rfb',
      });
    });

    it('tells text messages: not VNC at first, bad data later', async () => {
      const first = await run(webSocketServer((socket) => socket.send('{"hello":1}')));
      const got = new Collector(await dial(target(`ws://127.0.0.1:${first.port}/`)));
      assert.equal((await got.end())?.code, 'VNC_NOT_VNC');
      const later = await run(
        webSocketServer((socket) => {
          socket.send(Buffer.from('RFB'));
          socket.send('text');
        }),
      );
      const gotLater = new Collector(await dial(target(`ws://127.0.0.1:${later.port}/`)));
      assert.equal((await gotLater.end())?.code, 'VNC_BAD_DATA');
      assert.equal(gotLater.text, 'RFB');
    });

    it('refuses a message above the limit', async () => {
      const server = await run(
        webSocketServer((_socket, request) => {
          // A frame header that announces one byte more than is allowed; no byte of it need be sent.
          const header = Buffer.alloc(10);
          header[0] = 0x82;
          header[1] = 127;
          header.writeBigUInt64BE(BigInt(limits.webSocketMessageBytes) + 1n, 2);
          request.socket.write(header);
        }),
      );
      const got = new Collector(await dial(target(`ws://127.0.0.1:${server.port}/`)));
      const error = await got.end();
      assert.equal(error?.code, 'VNC_LIMIT_EXCEEDED');
      assert.equal(error.data['limit'], 'webSocketMessageBytes');
    });

    it('tells bytes that are no WebSocket frames', async () => {
      const server = await run(
        webSocketServer((_socket, request) => void request.socket.write(Buffer.from([0xff, 0xff]))),
      );
      const got = new Collector(await dial(target(`ws://127.0.0.1:${server.port}/`)));
      assert.equal((await got.end())?.code, 'VNC_BAD_DATA');
    });

    it('reports a break in the middle and a telling close code as lost', async () => {
      const broken = await run(webSocketServer((socket) => socket.terminate()));
      const got = new Collector(await dial(target(`ws://127.0.0.1:${broken.port}/`)));
      const error = await got.end();
      assert.equal(error?.code, 'VNC_CONNECTION_LOST');
      assert.equal(error.data['closeCode'], 1006);
      const closing = await run(webSocketServer((socket) => socket.close(4001, 'session\nover')));
      const gotCode = new Collector(await dial(target(`ws://127.0.0.1:${closing.port}/`)));
      const told = await gotCode.end();
      assert.equal(told?.code, 'VNC_CONNECTION_LOST');
      assert.equal(told.data['closeCode'], 4001);
      assert.equal(told.data['reason'], 'session over');
    });

    it('tells closed ports and unknown hosts as TCP does', async () => {
      const port = await closedPort();
      await failsWith(dial(target(`ws://127.0.0.1:${port}/`)), 'VNC_CONNECTION_REFUSED', { port });
      await failsWith(dial(target('wss://no-such-host.invalid/')), 'VNC_HOST_NOT_FOUND');
    });

    it('can be cancelled while the server keeps the upgrade waiting, and leaves no socket', async () => {
      const controller = new AbortController();
      const gone = new Promise<void>((resolve) => {
        void run(
          tcpServer((socket) => {
            socket.once('data', () => controller.abort());
            socket.once('close', () => resolve());
          }),
        ).then((server) =>
          failsWith(
            dial(target(`ws://127.0.0.1:${server.port}/`), { signal: controller.signal }),
            'VNC_CANCELLED',
          ),
        );
      });
      await gone;
    });

    it('names a missing value, a bad header and a bad subprotocol before or without an upgrade', async () => {
      await failsWith(dial(target('ws://${host}/?t=${ticket}')), 'VNC_TEMPLATE_VALUE_MISSING', {
        names: 'host, ticket',
      });
      const server = await run(webSocketServer((socket) => socket.close()));
      const url = `ws://127.0.0.1:${server.port}/`;
      await failsWith(dial(target(url, { headers: { Cookie: 'a\nb' } })), 'VNC_ARGUMENT_INVALID', {
        argument: 'headers',
      });
      await failsWith(dial(target(url, { subprotocols: ['a b'] })), 'VNC_ARGUMENT_INVALID', {
        argument: 'subprotocols',
      });
    });
  });

  describe('over TLS', () => {
    const secured = async (certificate: string): Promise<TestServer> =>
      await run(webSocketServer((socket) => socket.close(), { certificate }));
    const dialWith = async (host: string, server: TestServer, tls: TlsOptions): Promise<void> => {
      const pipe = await dial(target(`wss://${host}:${server.port}/`, { tls }));
      assert.equal(await new Collector(pipe).end(), undefined);
    };

    it('refuses an unknown authority and a self-signed certificate with their fingerprint', async () => {
      for (const name of ['server', 'self']) {
        const server = await secured(name);
        await assert.rejects(dialWith('localhost', server, { verify: true }), (error: unknown) => {
          assert.ok(isVncError(error, 'VNC_TLS_UNTRUSTED'), String(error));
          assert.match(String(error.data['fingerprint']), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
          assert.equal(error.data['host'], 'localhost');
          return true;
        });
      }
    });

    it('sends nothing to a server that it does not trust', async () => {
      let requests = 0;
      const server = await run(httpServer(() => requests++, 'self'));
      await failsWith(dial(target(`wss://localhost:${server.port}/?t=secret`)), 'VNC_TLS_UNTRUSTED');
      assert.equal(requests, 0);
    });

    it('accepts what a given CA vouches for', async () => {
      const server = await secured('server');
      const tls = { verify: true, certificate: pem('ca-cert') };
      await dialWith('localhost', server, tls);
      await dialWith('127.0.0.1', server, tls);
    });

    it("accepts the server's own certificate, self-signed or not, under any name", async () => {
      for (const name of ['self', 'server', 'other']) {
        const server = await secured(name);
        await dialWith('localhost', server, { verify: true, certificate: pem(`${name}-cert`) });
      }
    });

    it('refuses another certificate than the given one', async () => {
      const server = await secured('server');
      await failsWith(
        dialWith('localhost', server, { verify: true, certificate: pem('self-cert') }),
        'VNC_TLS_UNTRUSTED',
      );
    });

    it('refuses a certificate for another name', async () => {
      const server = await secured('other');
      await failsWith(
        dialWith('localhost', server, { verify: true, certificate: pem('ca-cert') }),
        'VNC_TLS_HOST_MISMATCH',
        { host: 'localhost', names: 'DNS:other.test' },
      );
    });

    it('refuses an expired certificate, given or not', async () => {
      const server = await secured('expired');
      for (const name of ['ca', 'expired']) {
        await failsWith(
          dialWith('localhost', server, { verify: true, certificate: pem(`${name}-cert`) }),
          'VNC_TLS_EXPIRED',
        );
      }
    });

    it('accepts anything when told not to verify', async () => {
      for (const name of ['self', 'other', 'expired']) {
        await dialWith('localhost', await secured(name), { verify: false });
      }
    });

    it('uses the checked socket where requests are routed to an agent, as editors do', async () => {
      const restore = routeRequestsToAgents();
      try {
        let seen: IncomingMessage | undefined;
        const server = await run(
          webSocketServer(
            (socket, upgrade) => {
              seen = upgrade;
              socket.close();
            },
            { certificate: 'self' },
          ),
        );
        await dialWith('localhost', server, { verify: true, certificate: pem('self-cert') });
        assert.equal(seen?.headers.host, `localhost:${server.port}`);
        const plain = await run(webSocketServer((socket) => socket.close()));
        const pipe = await dial(target(`ws://127.0.0.1:${plain.port}/a:b?c=d:e`));
        assert.equal(await new Collector(pipe).end(), undefined);
      } finally {
        restore();
      }
    });

    it('tells a server without TLS', async () => {
      const plain = await run(tcpServer((socket) => void socket.write('RFB 003.008\n')));
      await failsWith(dial(target(`wss://localhost:${plain.port}/`)), 'VNC_TLS_FAILED', {
        host: 'localhost',
        port: plain.port,
      });
      const closing = await run(tcpServer((socket) => socket.destroy()));
      await failsWith(dial(target(`wss://localhost:${closing.port}/`)), 'VNC_TLS_FAILED');
    });

    it('tells a certificate text that is none', async () => {
      const server = await secured('server');
      for (const certificate of [
        '',
        'hello',
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      ]) {
        await failsWith(
          dialWith('localhost', server, { verify: true, certificate }),
          'VNC_CERTIFICATE_INVALID',
        );
      }
    });

    it('can be cancelled during the TLS handshake, and leaves no socket', async () => {
      const controller = new AbortController();
      const gone = new Promise<void>((resolve) => {
        void run(
          tcpServer((socket) => {
            socket.once('data', () => controller.abort());
            socket.once('close', () => resolve());
          }),
        ).then((server) =>
          failsWith(
            dial(target(`wss://localhost:${server.port}/`), { signal: controller.signal }),
            'VNC_CANCELLED',
          ),
        );
      });
      await gone;
    });
  });
});

/** Gives every HTTP request an agent of its own, unless it is for a Unix socket. @returns what undoes it */
function routeRequestsToAgents(): () => void {
  const load = createRequire(import.meta.url);
  const undo = [
    ['http', new Agent()],
    ['https', new TlsAgent()],
  ].map(([name, agent]) => {
    const module = load(name as string) as { request: typeof request };
    const original = module.request;
    const routed = (options: RequestOptions, ...rest: []): ClientRequest =>
      options.socketPath === undefined
        ? original({ ...options, agent: agent as Agent }, ...rest)
        : original(options, ...rest);
    module.request = routed as typeof request;
    return () => {
      module.request = original;
    };
  });
  return () => {
    for (const one of undo) one();
  };
}

async function status(code: number, text: string): Promise<TestServer> {
  return await httpServer((_request, response) => {
    response.writeHead(code, text, { location: '/elsewhere' });
    response.end('no');
  });
}

/** An upgrade by hand, which echoes what it is told, and sends one byte. */
async function rawUpgrade(echo: string | undefined, onDial: () => void): Promise<TestServer> {
  const { createHash } = await import('node:crypto');
  return await tcpServer((socket) => {
    onDial();
    socket.once('data', (request) => {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(request.toString('latin1'))?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      const line = echo === undefined ? '' : `Sec-WebSocket-Protocol: ${echo}\r\n`;
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${line}\r\n`,
      );
      socket.write(Buffer.from([0x82, 1, 65]));
      socket.on('data', () => socket.end());
    });
  });
}
