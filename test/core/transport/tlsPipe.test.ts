import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { type SecureContextOptions, TLSSocket, createSecureContext } from 'node:tls';
import type { BytePipe } from '../../../src/core/transport/bytePipe.ts';
import { anonymousCiphers, hasAnonymousTls } from '../../../src/core/transport/anonymousTls.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import { type ChannelTlsOptions, secureByteChannel } from '../../../src/core/transport/tlsPipe.ts';
import { failsWith, serversOfEachTest } from './dialling.ts';
import { Collector, type TestServer, pem, tcpServer } from './servers.ts';

const greeting = 'let us talk in private';
const endpoint = { host: 'localhost', port: 5900 };
const nothing = new Uint8Array(0);

describe('secureByteChannel', () => {
  const run = serversOfEachTest();

  /** Greets in the clear, then goes on under TLS and echoes. */
  const echoServer = async (
    options: SecureContextOptions,
    seen: (secured: TLSSocket) => void = () => undefined,
  ): Promise<TestServer> =>
    await run(
      tcpServer((socket: Socket) => {
        socket.write(greeting);
        const secured = new TLSSocket(socket, {
          isServer: true,
          secureContext: createSecureContext(options),
        });
        secured.on('error', () => undefined);
        seen(secured);
        secured.pipe(secured);
      }),
    );
  const certificateOf = (name: string): SecureContextOptions => ({
    cert: pem(`${name}-cert`),
    key: pem(`${name}-key`),
  });

  const secure = async (
    server: TestServer,
    tls: ChannelTlsOptions,
    signal?: AbortSignal,
  ): Promise<BytePipe> => {
    const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port });
    await new Collector(pipe).have(greeting.length);
    return await secureByteChannel({ pipe, leftover: nothing }, endpoint, tls, signal);
  };
  const echoes = async (pipe: BytePipe): Promise<void> => {
    const heard = new Collector(pipe);
    const sent = Buffer.alloc(300_000, 'abcdefg');
    pipe.write(sent);
    await heard.have(sent.length);
    assert.ok(heard.bytes.equals(sent));
    pipe.close();
    assert.equal(await heard.end(), undefined);
  };

  it('carries bytes both ways under a certificate that is vouched for', async () => {
    const server = await echoServer(certificateOf('server'));
    const pipe = await secure(server, { verify: true, certificate: pem('ca-cert') });
    assert.equal(pipe.confidential, true);
    assert.equal(pipe.description, `127.0.0.1:${server.port}`);
    await echoes(pipe);
  });

  it('checks the name of the endpoint, not the one that was dialled', async () => {
    const server = await echoServer(certificateOf('other'));
    const tls = { verify: true, certificate: pem('ca-cert') };
    await failsWith(secure(server, tls), 'VNC_TLS_HOST_MISMATCH', { host: 'localhost', port: 5900 });
    await echoes(await secure(server, { ...tls, serverName: 'other.test' }));
  });

  it('asks for the name that the certificate must have', async () => {
    const names: string[] = [];
    const server = await echoServer(certificateOf('other'), (secured) => {
      secured.once('secure', () =>
        names.push(String((secured as unknown as { servername: unknown }).servername)),
      );
    });
    const tls = { verify: true, certificate: pem('ca-cert') };
    await echoes(await secure(server, { ...tls, serverName: 'other.test' }));
    await echoes(await secure(server, { verify: false }));
    assert.deepEqual(names, ['other.test', 'localhost']);
  });

  it('does without certificates where the runtime can', async () => {
    assert.equal(hasAnonymousTls(), true);
    const server = await echoServer(anonymousCiphers);
    await echoes(await secure(server, { verify: true, anonymous: true }));
  });

  it('tells a server that cannot do without certificates', async () => {
    const server = await echoServer(certificateOf('server'));
    await failsWith(secure(server, { verify: true, anonymous: true }), 'VNC_TLS_FAILED', {
      layer: 'security',
      anonymous: true,
    });
  });

  it('takes what was read already as the beginning of the handshake', async () => {
    const server = await run(tcpServer((socket) => void socket.write('no TLS at all')));
    const pipe = await dial({ transport: 'tcp', host: '127.0.0.1', port: server.port });
    const heard = new Collector(pipe);
    await heard.have(13);
    await failsWith(
      secureByteChannel({ pipe, leftover: Buffer.from('HTTP/1.1 400 Bad') }, endpoint, { verify: false }),
      'VNC_TLS_FAILED',
    );
  });

  it('tells a connection that ends before the handshake is through', async () => {
    const server = await run(
      tcpServer((socket) => {
        socket.write(greeting);
        socket.once('data', () => socket.end());
      }),
    );
    await failsWith(secure(server, { verify: true }), 'VNC_TLS_FAILED', { reason: 'ECONNRESET' });
  });

  it('can be cancelled, and leaves no socket', async () => {
    const controller = new AbortController();
    const server = await run(
      tcpServer((socket) => {
        socket.write(greeting);
        socket.once('data', () => controller.abort());
      }),
    );
    await failsWith(secure(server, { verify: true }, controller.signal), 'VNC_CANCELLED');
  });

  it('tells the loss of the connection below', async () => {
    const server: TestServer = await echoServer(certificateOf('self'), (secured) => {
      secured.once('data', () => {
        for (const socket of server.sockets) socket.resetAndDestroy();
      });
    });
    const pipe = await secure(server, { verify: false });
    const heard = new Collector(pipe);
    pipe.write(Buffer.from('x'));
    assert.equal((await heard.end())?.code, 'VNC_CONNECTION_LOST');
  });
});
