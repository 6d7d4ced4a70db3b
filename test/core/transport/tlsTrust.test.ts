import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { createServer as createTlsServer } from 'node:https';
import { WebSocketServer } from 'ws';
import { dial } from '../../../src/core/transport/dial.ts';
import type { TlsOptions } from '../../../src/core/transport/target.ts';
import type { ServerName, TrustQuestion } from '../../../src/core/transport/trust.ts';
import { failsWith, serversOfEachTest, target } from './dialling.ts';
import { withFreePorts, untilListening } from '../../support/servers/ports.ts';
import { startProgram } from '../../support/programs.ts';
import { Collector, type TestServer, listen, pem, webSocketServer } from './servers.ts';

const fingerprintOf = (name: string): string => new X509Certificate(pem(`${name}-cert`)).fingerprint256;

/** A policy that remembers what it was asked. */
class Policy {
  readonly questions: TrustQuestion[] = [];
  readonly named: ServerName[] = [];
  readonly #known: readonly string[];
  readonly #answer: boolean;

  constructor(answer: boolean, known: readonly string[] = []) {
    this.#answer = answer;
    this.#known = known;
  }

  known(server: ServerName): readonly string[] {
    this.named.push(server);
    return this.#known;
  }

  ask(question: TrustQuestion): Promise<boolean> {
    this.questions.push(question);
    return Promise.resolve(this.#answer);
  }
}

describe('trusting a server', () => {
  const run = serversOfEachTest();
  const secured = async (certificate: string): Promise<TestServer> =>
    await run(webSocketServer((socket) => socket.close(), { certificate }));
  const dialWith = async (
    server: TestServer,
    tls: Partial<TlsOptions>,
    signal?: AbortSignal,
  ): Promise<void> => {
    const to = target(`wss://localhost:${server.port}/?ticket=secret`, { tls: { verify: true, ...tls } });
    const pipe = await dial(to, { signal });
    assert.equal(pipe.confidential, true);
    assert.equal(await new Collector(pipe).end(), undefined);
  };

  it('asks a person about a server that is new, and says who, which key and why', async () => {
    const server = await secured('self');
    const policy = new Policy(true);
    await dialWith(server, { trust: policy });
    const certificate = new X509Certificate(pem('self-cert'));
    assert.deepEqual(policy.questions, [
      {
        kind: 'certificate',
        host: 'localhost',
        port: server.port,
        reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        fingerprint: certificate.fingerprint256,
        subject: certificate.subject.replaceAll('\n', ', '),
        issuer: certificate.issuer.replaceAll('\n', ', '),
        names: certificate.subjectAltName ?? certificate.subject,
        validFrom: certificate.validFrom,
        validTo: certificate.validTo,
      },
    ]);
  });

  it('refuses when the person says no, or when there is nobody to ask', async () => {
    const server = await secured('self');
    const fingerprint = fingerprintOf('self');
    await failsWith(dialWith(server, { trust: new Policy(false) }), 'VNC_TLS_UNTRUSTED', { fingerprint });
    await failsWith(dialWith(server, { trust: { known: () => [] } }), 'VNC_TLS_UNTRUSTED', { fingerprint });
  });

  it('takes a server that was trusted before without a question or a second connection', async () => {
    const policy = new Policy(false, [fingerprintOf('other').toLowerCase(), fingerprintOf('self')]);
    let connections = 0;
    const server = await run(
      webSocketServer((socket) => socket.close(), { certificate: 'self', onSocket: () => connections++ }),
    );
    await dialWith(server, { trust: policy });
    assert.equal(connections, 1);
    assert.deepEqual(policy.questions, []);
    assert.deepEqual(policy.named[0], { kind: 'certificate', host: 'localhost', port: server.port });
  });

  it('refuses a server with another key than before, and asks nobody', async () => {
    const server = await secured('self');
    const policy = new Policy(true, [fingerprintOf('other')]);
    await failsWith(dialWith(server, { trust: policy }), 'VNC_SERVER_CHANGED', {
      fingerprint: fingerprintOf('self'),
      known: fingerprintOf('other'),
    });
    assert.deepEqual(policy.questions, []);
  });

  it('lets a person trust a certificate that is too old or for another name', async () => {
    for (const name of ['expired', 'other']) {
      const server = await secured(name);
      await dialWith(server, { trust: new Policy(true) });
      await dialWith(server, { trust: new Policy(false, [fingerprintOf(name)]) });
    }
  });

  it('asks nobody when a certificate was given, or verification is off', async () => {
    const server = await secured('self');
    const policy = new Policy(true);
    await failsWith(dialWith(server, { certificate: pem('ca-cert'), trust: policy }), 'VNC_TLS_UNTRUSTED');
    await dialWith(server, { verify: false, trust: policy });
    assert.deepEqual(policy.questions, []);
  });

  it('is cancelled while the question stands, and leaves no socket', async () => {
    const server = await secured('self');
    const controller = new AbortController();
    const ask = async (_question: TrustQuestion, signal: AbortSignal): Promise<boolean> => {
      queueMicrotask(() => controller.abort());
      return await new Promise((resolve) => {
        signal.addEventListener('abort', () => setImmediate(resolve, true));
      });
    };
    await failsWith(
      dialWith(server, { trust: { known: () => [], ask } }, controller.signal),
      'VNC_CANCELLED',
    );
  });

  it('takes exactly the pinned certificates, whatever else speaks for or against them', async () => {
    const policy = new Policy(true);
    for (const name of ['self', 'other', 'expired']) {
      const server = await secured(name);
      const fingerprint = fingerprintOf(name);
      await dialWith(server, { fingerprints: [fingerprintOf('server'), fingerprint], trust: policy });
      await dialWith(server, { fingerprints: [`sha256:${fingerprint.replaceAll(':', '').toLowerCase()}`] });
    }
    const vouched = await secured('server');
    for (const more of [{ certificate: pem('ca-cert') }, { verify: false }, { trust: policy }]) {
      await failsWith(
        dialWith(vouched, { fingerprints: [fingerprintOf('self')], ...more }),
        'VNC_SERVER_CHANGED',
        {
          reason: 'pinned',
          fingerprint: fingerprintOf('server'),
        },
      );
    }
    assert.deepEqual(policy.questions, []);
  });
});

describe('showing a client certificate', () => {
  const run = serversOfEachTest();
  const locked = async (maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<TestServer> => {
    const http = createTlsServer({
      cert: pem('server-cert'),
      key: pem('server-key'),
      ca: pem('ca-cert'),
      requestCert: true,
      maxVersion,
    });
    new WebSocketServer({ server: http }).on('connection', (socket) => socket.close());
    return await run(listen(http, '127.0.0.1'));
  };
  const dialWith = async (
    server: { readonly port: number },
    clientCertificate: TlsOptions['clientCertificate'],
  ): Promise<void> => {
    const tls = { verify: true, certificate: pem('ca-cert'), clientCertificate };
    const pipe = await dial(target(`wss://localhost:${server.port}/`, { tls }));
    assert.equal(await new Collector(pipe).end(), undefined);
  };
  const certificate = pem('server-cert');
  const key = pem('server-key');
  const lockedKey = createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
    .toString();

  it('proves who we are, also with a key under a passphrase', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const server = await locked(version);
      await dialWith(server, { certificate, key });
      await dialWith(server, { certificate, key: lockedKey, passphrase: 'open sesame' });
    }
  });

  it('tells a server that wants one, or another', async () => {
    const own = { certificate: pem('self-cert'), key: pem('self-key') };
    const modern = await startOpenssl(['-tls1_3']);
    const older = await startOpenssl(['-tls1_2']);
    try {
      await failsWith(dialWith(modern, undefined), 'VNC_CLIENT_CERTIFICATE', { given: false });
      await failsWith(dialWith(modern, own), 'VNC_CLIENT_CERTIFICATE', { given: true });
      await failsWith(dialWith(older, own), 'VNC_CLIENT_CERTIFICATE', { given: true });
      // Before TLS 1.3 there is no word for it.
      await failsWith(dialWith(older, undefined), 'VNC_TLS_FAILED', {
        reason: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      });
    } finally {
      await modern.stop();
      await older.stop();
    }
  });

  it('tells a wrong passphrase from a key that does not fit, and shows neither', async () => {
    const server = await locked('TLSv1.3');
    for (const passphrase of [undefined, 'hunter22']) {
      await failsWith(
        dialWith(server, { certificate, key: lockedKey, passphrase }),
        'VNC_CERTIFICATE_INVALID',
        {
          reason: 'passphrase',
        },
      );
    }
    for (const wrong of [pem('self-key'), 'nonsense']) {
      await failsWith(dialWith(server, { certificate, key: wrong }), 'VNC_CERTIFICATE_INVALID', {
        reason: 'key',
      });
    }
  });
});

/** OpenSSL's own server, which insists on a client certificate that our CA has signed. */
async function startOpenssl(
  options: readonly string[],
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const file = (name: string): string => `test/fixtures/tls/${name}.pem`;
  return await withFreePorts(async ([port = 0]) => {
    const program = await startProgram('openssl', [
      ...['s_server', '-accept', `127.0.0.1:${port}`, '-quiet', '-Verify', '1', '-verify_return_error'],
      ...['-cert', file('server-cert'), '-key', file('server-key'), '-CAfile', file('ca-cert')],
      ...options,
    ]);
    await untilListening(program, port);
    return { port, stop: async () => await program.stop() };
  });
}
