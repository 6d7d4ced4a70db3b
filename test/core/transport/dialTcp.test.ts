import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dial } from '../../../src/core/transport/dial.ts';
import { failsWith, serversOfEachTest } from './dialling.ts';
import { Collector, closedPort, tcpServer } from './servers.ts';

describe('dialling over TCP', () => {
  const run = serversOfEachTest();

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
    await failsWith(dial({ transport: 'tcp', host: 'no-such-host.invalid', port: 1 }), 'VNC_HOST_NOT_FOUND', {
      host: 'no-such-host.invalid',
    });
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
