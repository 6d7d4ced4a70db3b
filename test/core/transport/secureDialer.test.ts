import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import { connectTlsSocket } from '../../../src/core/transport/secureDialer.ts';
import { systemAuthorities } from '../../../src/core/transport/systemAuthorities.ts';
import { type TestServer, httpServer, pem } from './servers.ts';

describe('connectTlsSocket', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await httpServer((_request, response) => response.end(), 'server');
  });
  afterEach(async () => await server.close());

  it('asks for more authorities when those that Node knows vouch for nothing', async () => {
    const endpoint = { host: 'localhost', port: server.port };
    const socket = await connectTlsSocket({
      endpoint,
      tls: { verify: true },
      moreAuthorities: () => [pem('ca-cert')],
    });
    assert.equal(socket.authorized, true);
    socket.destroy();
  });

  it('does not trust what they do not vouch for either', async () => {
    const endpoint = { host: 'localhost', port: server.port };
    for (const authorities of [[], [pem('self-cert')]]) {
      await assert.rejects(
        connectTlsSocket({ endpoint, tls: { verify: true }, moreAuthorities: () => authorities }),
        (error) => isVncError(error, 'VNC_TLS_UNTRUSTED'),
      );
    }
  });

  it('does not ask when a certificate was given', async () => {
    const endpoint = { host: 'localhost', port: server.port };
    const tls = { verify: true, certificate: pem('self-cert') };
    let asked = 0;
    await assert.rejects(
      connectTlsSocket({
        endpoint,
        tls,
        moreAuthorities: () => {
          asked++;
          return [pem('ca-cert')];
        },
      }),
      (error) => isVncError(error, 'VNC_TLS_UNTRUSTED'),
    );
    assert.equal(asked, 0);
  });
});

describe('systemAuthorities', () => {
  it('is a list of PEM texts, or none', () => {
    for (const text of systemAuthorities()) assert.match(text, /^-----BEGIN CERTIFICATE-----/);
  });
});
