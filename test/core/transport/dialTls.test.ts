import assert from 'node:assert/strict';
import { Agent, type ClientRequest, type RequestOptions, type request } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { createRequire } from 'node:module';
import type { IncomingMessage } from 'node:http';
import { isVncError } from '../../../src/core/base/errors.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import type { TlsOptions } from '../../../src/core/transport/target.ts';
import { failsWith, serversOfEachTest, target } from './dialling.ts';
import { Collector, type TestServer, httpServer, pem, tcpServer, webSocketServer } from './servers.ts';

describe('dialling over TLS', () => {
  const run = serversOfEachTest();

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
    for (const certificate of ['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) {
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
