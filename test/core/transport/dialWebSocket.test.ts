import assert from 'node:assert/strict';
import { limits } from '../../../src/core/base/limits.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import { failsWith, serversOfEachTest, target } from './dialling.ts';
import { Collector, type TestServer, closedPort, httpServer, tcpServer, webSocketServer } from './servers.ts';

describe('dialling over WebSocket', () => {
  const run = serversOfEachTest();

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

  it('pings the server when it is asked to, and not any more when it is closed', async () => {
    let pings = 0;
    const server = await run(
      webSocketServer((socket) => {
        socket.on('ping', () => {
          pings += 1;
          socket.send(Buffer.from('!'));
        });
      }),
    );
    const values = { host: '127.0.0.1', port: String(server.port) };
    const pipe = await dial(target('ws://${host}:${port}/', { values }));
    const got = new Collector(pipe);
    pipe.ping?.();
    await got.have(1);
    pipe.ping?.();
    await got.have(2);
    assert.equal(pings, 2);
    pipe.close();
    pipe.ping?.();
    await got.end();
    assert.equal(pings, 2);
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

  it('keeps what is known of a console of Proxmox VE to such addresses, and to the time before its first byte', async () => {
    const server = await run(
      webSocketServer((socket, request) => {
        const end = (): void => socket.terminate();
        if (request.url?.includes('greets') === true) socket.send(Buffer.from('RFB 003.008\n'), end);
        else setImmediate(end);
      }),
    );
    const endOf = async (path: string) => {
      const pipe = await dial(target(`ws://127.0.0.1:${server.port}${path}`));
      return (await new Collector(pipe).end())?.code;
    };
    const place = '/pve/api2/json/nodes/pve1/qemu/100';
    assert.equal(await endOf(`${place}/vncwebsocket?port=5900`), 'VNC_WEBSOCKET_FAILED');
    assert.equal(await endOf(`${place}/vncwebsocket?greets`), 'VNC_CONNECTION_LOST');
    assert.equal(await endOf('/websockify'), 'VNC_CONNECTION_LOST');
    const own = await dial(target(`ws://127.0.0.1:${server.port}${place}/vncwebsocket`));
    own.close();
    assert.equal(await new Collector(own).end(), undefined);
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

  it('joins a flood of tiny messages, and keeps their order with larger ones', async () => {
    const count = 200_000;
    const large = Buffer.alloc(5000, 'L');
    const server = await run(
      webSocketServer((socket) => {
        for (let i = 0; i < count; i++) {
          socket.send(Uint8Array.of(i & 0x7f));
          if (i % 50_000 === 0) socket.send(large);
        }
        socket.close();
      }),
    );
    const got = new Collector(await dial(target(`ws://127.0.0.1:${server.port}/`)));
    assert.equal(await got.end(), undefined);
    const expected = Buffer.concat(
      Array.from({ length: count }, (_, i) =>
        i % 50_000 === 0 ? Buffer.concat([Buffer.of(i & 0x7f), large]) : Buffer.of(i & 0x7f),
      ),
    );
    assert.ok(got.bytes.equals(expected));
    assert.ok(got.chunks.length < count / 20, `${got.chunks.length} chunks`);
    // What is kept is little more than the bytes themselves.
    const kept = new Set(got.chunks.map(({ buffer }) => buffer));
    const bytes = [...kept].reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.ok(bytes < 10 * expected.length, `${bytes} bytes`);
  });

  it('takes a server that closes before it says anything for one that refuses the ticket', async () => {
    for (const [code, reason] of [
      [1008, 'policy violation'],
      [4401, 'token expired'],
      [4403, ''],
      [4499, ''],
    ] as const) {
      const server = await run(webSocketServer((socket) => socket.close(code, reason)));
      const error = await new Collector(await dial(target(`ws://127.0.0.1:${server.port}/`))).end();
      assert.equal(error?.code, 'VNC_TICKET_REJECTED');
      assert.equal(error.data['closeCode'], code);
      assert.equal(error.data['reason'], reason === '' ? undefined : reason);
    }
    for (const code of [1011, 4404, 4408, 4429, 4500]) {
      const server = await run(webSocketServer((socket) => socket.close(code)));
      const error = await new Collector(await dial(target(`ws://127.0.0.1:${server.port}/`))).end();
      assert.equal(error?.code, 'VNC_CONNECTION_LOST');
    }
    const late = await run(
      webSocketServer((socket) => {
        socket.send(Buffer.from('RFB 003.008\n'));
        socket.close(1008);
      }),
    );
    const error = await new Collector(await dial(target(`ws://127.0.0.1:${late.port}/`))).end();
    assert.equal(error?.code, 'VNC_CONNECTION_LOST');
  });

  it('asks for a sign of life', async () => {
    let pinged: () => void = () => undefined;
    const ping = new Promise<void>((resolve) => {
      pinged = resolve;
    });
    const server = await run(webSocketServer((socket) => socket.on('ping', pinged)));
    const pipe = await dial(target(`ws://127.0.0.1:${server.port}/`));
    const got = new Collector(pipe);
    assert.ok(pipe.ping !== undefined);
    pipe.ping();
    await ping;
    pipe.close();
    pipe.ping();
    assert.equal(await got.end(), undefined);
  });
});

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
