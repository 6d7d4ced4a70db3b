import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { isVncError } from '../../src/core/base/errors.ts';
import type { VncErrorCode } from '../../src/core/base/errorCodes.ts';
import type { CredentialRequest, Credentials } from '../../src/core/rfb/credentials.ts';
import type { TlsOptions } from '../../src/core/transport/target.ts';
import type { TrustQuestion } from '../../src/core/transport/trust.ts';
import { openSession } from '../../src/core/session/openSession.ts';
import { testPicture } from '../support/pictures.ts';
import { makeCertificates, makeOtherCertificate } from '../support/servers/certificates.ts';
import { startQemu } from '../support/servers/qemu.ts';
import type { RealServer } from '../support/servers/realServer.ts';
import { labUser } from '../support/servers/systemUser.ts';
import { startTightVnc } from '../support/servers/tightVnc.ts';
import { type TigerVncSecurity, startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { logIn } from './logins.ts';
import { assertCaptureIsGrab } from './sessions.ts';

const password = 'secret12';
const vncPassword: Credentials = { password };

async function trusted(): Promise<TlsOptions> {
  return { verify: true, certificate: (await makeCertificates()).ca };
}

/** How a login fails, with the facts that a person is told. */
async function assertFails(
  login: Promise<unknown>,
  code: VncErrorCode,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await assert.rejects(login, (error: unknown) => {
    assert.ok(isVncError(error), String(error));
    const told = Object.fromEntries(Object.keys(facts).map((name) => [name, error.data[name]]));
    assert.deepEqual({ code: error.code, ...told }, { code, ...facts }, error.message);
    return true;
  });
}

describe('logging in to TigerVNC', function () {
  this.timeout(60_000);

  const ways: readonly {
    readonly type: TigerVncSecurity;
    readonly path: string;
    readonly login: 'user' | 'password' | 'nothing';
  }[] = [
    { type: 'None', path: 'None', login: 'nothing' },
    { type: 'VncAuth', path: 'VncAuth', login: 'password' },
    { type: 'Plain', path: 'VeNCrypt Plain', login: 'user' },
    { type: 'TLSNone', path: 'VeNCrypt TLSNone', login: 'nothing' },
    { type: 'TLSVnc', path: 'VeNCrypt TLSVnc', login: 'password' },
    { type: 'TLSPlain', path: 'VeNCrypt TLSPlain', login: 'user' },
    { type: 'X509None', path: 'VeNCrypt X509None', login: 'nothing' },
    { type: 'X509Vnc', path: 'VeNCrypt X509Vnc', login: 'password' },
    { type: 'X509Plain', path: 'VeNCrypt X509Plain', login: 'user' },
  ];
  for (const { type, path, login } of ways) {
    it(`works by ${type} with the right credentials${login === 'nothing' ? '' : ' and with no others'}`, async () => {
      await using server = await startTigerVnc({ security: [type] });
      const security = { tls: await trusted() };
      const right: Credentials = login === 'user' ? await labUser() : login === 'password' ? vncPassword : {};
      const result = await logIn(server, { credentials: right, security });
      assert.deepEqual([result.security, result.width, result.height], [path, 800, 600]);
      assert.ok(result.pixels > 0);
      if (login === 'nothing') return;
      const wrong = { ...right, password: 'wrong' };
      const facts = { securityType: path, login };
      await assertFails(logIn(server, { credentials: wrong, security }), 'VNC_AUTH_REJECTED', facts);
    });
  }

  it('takes what fits the credentials, whatever the order of the server', async () => {
    await using server = await startTigerVnc({
      security: ['VncAuth', 'TLSVnc', 'TLSPlain', 'X509Vnc', 'X509Plain', 'TLSNone', 'None'],
    });
    const security = { tls: await trusted() };
    const chosen = async (credentials: Credentials): Promise<string> =>
      (await logIn(server, { credentials, security })).security;
    assert.equal(await chosen({}), 'VeNCrypt TLSNone');
    assert.equal(await chosen(vncPassword), 'VeNCrypt X509Vnc');
    assert.equal(await chosen(await labUser()), 'VeNCrypt X509Plain');
  });

  it("keeps to the connection's own list and its order", async () => {
    await using server = await startTigerVnc({ security: ['X509Vnc', 'TLSVnc', 'VncAuth'] });
    const chosen = async (...types: string[]): Promise<string> =>
      (await logIn(server, { credentials: vncPassword, security: { types } })).security;
    assert.equal(await chosen('VncAuth', 'TLSVnc'), 'VncAuth');
    assert.equal(await chosen('TLSVnc', 'VncAuth'), 'VeNCrypt TLSVnc');
    await assertFails(chosen('RA2', 'AppleDH'), 'VNC_SECURITY_UNSUPPORTED', { allowed: 'RA2, AppleDH' });
  });

  it('finds a plain password within VeNCrypt when nothing better there can be used', async () => {
    await using server = await startTigerVnc({ security: ['TLSVnc', 'VncAuth'] });
    const security = { types: ['X509Vnc', 'VncAuth'] };
    assert.equal((await logIn(server, { credentials: vncPassword, security })).security, 'VeNCrypt VncAuth');
  });

  it('shows exactly its picture over TLS, through a session', async () => {
    await using server = await startTigerVnc({ security: ['X509Plain'], width: 640, height: 480 });
    await using _painting = await paintDisplay(server.display, testPicture(640, 480));
    const { host, port } = server;
    await using session = await openSession({
      target: { transport: 'tcp', host, port },
      name: 'test',
      credentials: await labUser(),
      security: { tls: await trusted(), endpoint: { host, port } },
    });
    assert.equal(session.facts['securityType'], 'VeNCrypt X509Plain');
    await session.mouse.moveTo(5, 5);
    await assertCaptureIsGrab(session, server, 'TigerVNC over TLS');
  });

  it('is trusted by the name that was dialled when a session says nothing about security', async () => {
    await using server = await startTigerVnc({ security: ['X509None'] });
    const target = { transport: 'tcp', host: 'localhost', port: server.port } as const;
    await assertFails(openSession({ target, name: 'test', credentials: {} }), 'VNC_TLS_UNTRUSTED', {
      host: 'localhost',
      port: server.port,
    });
  });

  it('asks for user name and password only where they are needed, and once', async () => {
    await using server = await startTigerVnc({ security: ['X509Plain'] });
    const user = await labUser();
    const requests: CredentialRequest[] = [];
    const ask = (request: CredentialRequest): Promise<Credentials> => {
      requests.push(request);
      return Promise.resolve(user);
    };
    const security = { tls: await trusted() };
    await logIn(server, { credentials: { ask }, security });
    await logIn(server, { credentials: { ask, password: user.password }, security });
    const securityType = 'VeNCrypt X509Plain';
    assert.deepEqual(requests, [
      { securityType, username: true, password: true },
      { securityType, username: true, password: false },
    ]);
    await assertFails(logIn(server, { security }), 'VNC_USERNAME_REQUIRED', { securityType });
  });

  it('trusts a certificate by authority, by itself, by fingerprint, or because a person says so', async () => {
    await using server = await startTigerVnc({ security: ['X509None'] });
    const { ca, certificate } = await makeCertificates();
    const fingerprint = new X509Certificate(certificate).fingerprint256;
    const questions: TrustQuestion[] = [];
    const trust = {
      known: (): string[] => [],
      ask: (question: TrustQuestion): Promise<boolean> => {
        questions.push(question);
        return Promise.resolve(true);
      },
    };
    const answers: TlsOptions[] = [
      { verify: true, certificate: ca },
      { verify: true, certificate },
      { verify: true, fingerprints: [fingerprint] },
      { verify: true, trust },
      { verify: true, trust: { known: () => [fingerprint] } },
      { verify: false },
    ];
    for (const tls of answers) {
      assert.equal((await logIn(server, { security: { tls } })).security, 'VeNCrypt X509None');
    }
    assert.deepEqual(
      questions.map(({ kind, host, port }) => [kind, host, port]),
      [['certificate', 'localhost', server.port]],
    );
    assert.equal(questions[0]?.fingerprint, fingerprint);
  });

  it('refuses a certificate that is not the right one, and says nothing to its server', async () => {
    const patient = ['-BlacklistThreshold', '1000'];
    await using server = await startTigerVnc({ security: ['X509Plain'], options: patient });
    const { ca } = await makeCertificates();
    const credentials = { ask: (): Promise<never> => Promise.reject(new Error('asked')) };
    const other = createHash('sha256').update('another').digest('hex');
    const refusals: readonly [Partial<TlsOptions>, VncErrorCode, host?: string][] = [
      [{}, 'VNC_TLS_UNTRUSTED'],
      [{ trust: { known: () => [], ask: () => Promise.resolve(false) } }, 'VNC_TLS_UNTRUSTED'],
      [{ trust: { known: () => [other] } }, 'VNC_SERVER_CHANGED'],
      [{ fingerprints: [other] }, 'VNC_SERVER_CHANGED'],
      [{ certificate: (await makeOtherCertificate()).certificate }, 'VNC_TLS_UNTRUSTED'],
      [{ certificate: ca }, 'VNC_TLS_HOST_MISMATCH', 'elsewhere.example'],
    ];
    for (const [tls, code, host = 'localhost'] of refusals) {
      const security = { tls: { verify: true, ...tls }, endpoint: { host, port: server.port } };
      await assertFails(logIn(server, { credentials, security }), code, { host });
    }
  });

  it('refuses loudly a server whose certificate was replaced, even by a person’s yes', async () => {
    const first = await makeCertificates();
    const replaced = await makeOtherCertificate();
    await using server = await startTigerVnc({ security: ['X509None'], certificates: replaced });
    const [known, presented] = [first.certificate, replaced.certificate].map(
      (pem) => new X509Certificate(pem).fingerprint256,
    );
    const trust = { known: (): string[] => [known ?? ''], ask: () => Promise.resolve(true) };
    const login = logIn(server, { security: { tls: { verify: true, trust } } });
    await assertFails(login, 'VNC_SERVER_CHANGED', { known, fingerprint: presented });
  });

  it('says what the server says when it takes no more attempts', async () => {
    await using server = await startTigerVnc({ security: 'vncauth' });
    const codes: string[] = [];
    await until('the server has had enough', async () => {
      const error: unknown = await logIn(server, { credentials: { password: 'wrong' } }).catch(
        (reason: unknown) => reason,
      );
      assert.ok(isVncError(error), String(error));
      codes.push(error.code);
      return error.code === 'VNC_SERVER_REFUSED' && error.data['reason'] === 'Too many security failures';
    });
    assert.deepEqual(new Set(codes), new Set(['VNC_AUTH_REJECTED', 'VNC_SERVER_REFUSED']));
  });
});

describe('logging in to x11vnc', function () {
  this.timeout(60_000);

  it('works by VeNCrypt with its certificate, and with no other password', async () => {
    await using server = await startX11vnc({ password, encryption: 'vencrypt' });
    const security = { tls: await trusted() };
    const securityType = 'VeNCrypt X509Vnc';
    const result = await logIn(server, { credentials: vncPassword, security });
    assert.equal(result.security, securityType);
    const wrong = logIn(server, { credentials: { password: 'wrong' }, security });
    await assertFails(wrong, 'VNC_AUTH_REJECTED', { securityType });
    await assertFails(logIn(server, { credentials: vncPassword }), 'VNC_TLS_UNTRUSTED');
  });

  it('works by VeNCrypt beside TLS from the first byte on', async () => {
    await using server = await startX11vnc({ password, encryption: 'ssl' });
    const security = { tls: await trusted() };
    const result = await logIn(server, { credentials: vncPassword, security });
    assert.equal(result.security, 'VeNCrypt X509Vnc');
  });

  it('works by TLS without a certificate, and with no other password', async () => {
    await using server = await startX11vnc({ password, encryption: 'anontls' });
    const securityType = 'TLS VncAuth';
    assert.equal((await logIn(server, { credentials: vncPassword })).security, securityType);
    const wrong = logIn(server, { credentials: { password: 'wrong' } });
    await assertFails(wrong, 'VNC_AUTH_REJECTED', { securityType });
  });

  it('works by TLS without a certificate and without a password within', async () => {
    await using server = await startX11vnc({ encryption: 'anontls' });
    assert.equal((await logIn(server, {})).security, 'TLS None');
  });

  it('reaches the login on the screen of a server that asks for a system user there', async () => {
    await using server = await startX11vnc({ unixLogin: true, encryption: 'ssl' });
    const security = { tls: await trusted() };
    assert.equal((await logIn(server, { security })).security, 'VeNCrypt X509None');
  });
});

describe('logging in to QEMU', function () {
  this.timeout(120_000);

  it('works by VncAuth, and names what a rejection can mean', async () => {
    await using server = await startQemu({ password });
    assert.equal((await logIn(server, { credentials: vncPassword })).security, 'VncAuth');
    const facts = { securityType: 'VncAuth', reason: 'Authentication failed' };
    const wrong = logIn(server, { credentials: { password: 'wrong' } });
    await assertFails(wrong, 'VNC_AUTH_REJECTED', facts);
  });

  it('rejects everyone before a password is set and after it has expired, in the same words', async () => {
    await using server = await startQemu({ passwordLater: true });
    const login = async (): Promise<string> => (await logIn(server, { credentials: vncPassword })).security;
    const facts = { securityType: 'VncAuth', reason: 'Authentication failed' };
    await assertFails(login(), 'VNC_AUTH_REJECTED', facts);
    await server.setPassword(password);
    assert.equal(await login(), 'VncAuth');
    await server.setPassword(password, 0);
    await until('the password has expired', async () => {
      const error: unknown = await login().catch((reason: unknown) => reason);
      return isVncError(error, 'VNC_AUTH_REJECTED') && error.data['reason'] === facts.reason;
    });
  });

  it('works by X509Vnc', async () => {
    await using server = await startQemu({ password, tls: 'x509' });
    const security = { tls: await trusted() };
    const securityType = 'VeNCrypt X509Vnc';
    assert.equal((await logIn(server, { credentials: vncPassword, security })).security, securityType);
    const wrong = logIn(server, { credentials: { password: 'wrong' }, security });
    await assertFails(wrong, 'VNC_AUTH_REJECTED', { securityType });
  });

  it('works by TLSNone', async () => {
    await using server = await startQemu({ tls: 'anonymous' });
    assert.equal((await logIn(server)).security, 'VeNCrypt TLSNone');
  });
});

describe('logging in to TightVNC', function () {
  this.timeout(60_000);

  const security = { types: ['Tight'] };

  it('works by its own security type, and with no other password', async () => {
    await using server: RealServer = await startTightVnc({ password });
    const right = await logIn(server, { credentials: vncPassword, security });
    assert.equal(right.security, 'Tight VncAuth');
    assert.equal((await logIn(server, { credentials: vncPassword })).security, 'VncAuth');
    const wrong = logIn(server, { credentials: { password: 'wrong' }, security });
    await assertFails(wrong, 'VNC_AUTH_REJECTED', { securityType: 'Tight VncAuth' });
  });

  it('works where nothing is asked for', async () => {
    await using server = await startTightVnc();
    assert.equal((await logIn(server, { security })).security, 'Tight None');
    assert.equal((await logIn(server)).security, 'None');
  });
});
