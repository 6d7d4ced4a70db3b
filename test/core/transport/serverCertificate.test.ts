import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import { fetchServerCertificate } from '../../../src/core/transport/serverCertificate.ts';
import { httpServer, pem, tcpServer } from './servers.ts';

describe('fetchServerCertificate', () => {
  it('hands out what the server presents, without sending a request', async () => {
    let requests = 0;
    const server = await httpServer(() => requests++, 'self');
    try {
      const certificate = await fetchServerCertificate({ host: 'localhost', port: server.port });
      assert.equal(certificate.pem, pem('self-cert'));
      assert.match(certificate.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
      assert.equal(certificate.subject, 'CN=localhost');
      assert.equal(certificate.issuer, 'CN=localhost');
      assert.equal(requests, 0);
    } finally {
      await server.close();
    }
  });

  it('tells a server without TLS', async () => {
    const server = await tcpServer((socket) => socket.end('RFB 003.008\n'));
    try {
      await assert.rejects(
        fetchServerCertificate({ host: '127.0.0.1', port: server.port }),
        (error: unknown) => isVncError(error, 'VNC_TLS_FAILED'),
      );
    } finally {
      await server.close();
    }
  });
});
