import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isVncError } from '../../../../src/core/base/errors.ts';
import { ByteReader } from '../../../../src/core/rfb/byteReader.ts';
import { framebufferUpdateRequest, setEncodings } from '../../../../src/core/rfb/clientMessages.ts';
import type { CredentialSource } from '../../../../src/core/rfb/credentials.ts';
import { handshake } from '../../../../src/core/rfb/handshake.ts';
import type { SecurityOptions } from '../../../../src/core/rfb/security/securityOptions.ts';
import type { BytePipe, PipeSink } from '../../../../src/core/transport/bytePipe.ts';
import { dial } from '../../../../src/core/transport/dial.ts';
import { type PeerKind, type PeerOptions, startSecurityPeer } from '../../../support/peers/securityPeer.ts';
import { silentLogger } from '../../../../src/core/base/logger.ts';

/** A pipe that delivers every byte alone. */
function inSingleBytes(pipe: BytePipe): BytePipe {
  const open = (sink: PipeSink): void =>
    pipe.open({
      receive: (chunk) => {
        for (const byte of chunk) sink.receive(Uint8Array.of(byte));
      },
      ended: (error) => sink.ended(error),
    });
  return new Proxy(pipe, {
    get: (target, name) => {
      if (name === 'open') return open;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

interface LoginOptions {
  readonly credentials: CredentialSource;
  readonly security?: Partial<SecurityOptions>;
  readonly singleBytes?: boolean;
}

/** Logs in and gets the peer's pixels. @returns the way that was taken */
async function logIn(port: number, options: LoginOptions): Promise<string> {
  const signal = AbortSignal.timeout(20_000);
  const socket = await dial({ transport: 'tcp', host: '127.0.0.1', port }, { signal });
  const pipe = options.singleBytes === true ? inSingleBytes(socket) : socket;
  let reader = new ByteReader(pipe);
  try {
    const { channel, security, name } = await handshake({
      pipe,
      reader,
      credentials: options.credentials,
      security: { tls: { verify: false }, endpoint: { host: 'localhost', port }, ...options.security },
      shared: true,
      logger: silentLogger,
      signal,
      onChannel: (replacement) => (reader = replacement.reader),
    });
    assert.equal(name, 'peer');
    // More than one sealed message can hold, so that messages lie in two of them.
    channel.pipe.write(setEncodings(Array.from({ length: 2100 }, () => 0)));
    const request = framebufferUpdateRequest({ x: 0, y: 0, width: 16, height: 16 }, false);
    channel.pipe.write(Buffer.concat([request, request, request]));
    const updateBytes = 4 + 12 + 16 * 16 * 4;
    for (let update = 0; update < 3; update++) {
      await reader.need(updateBytes);
      const bytes = reader.bytes(updateBytes);
      assert.equal(bytes[3], 1);
      assert.ok(bytes.subarray(16).every((byte) => byte === 0x7f));
    }
    return security;
  } finally {
    pipe.close();
  }
}

const username = 'zoë';
const password = 'päss wörd';

const kinds: readonly { readonly kind: PeerKind; readonly path: string }[] = [
  { kind: 'RA2', path: 'RA2' },
  { kind: 'RA2ne', path: 'RA2ne' },
  { kind: 'RA2_256', path: 'RA2_256' },
  { kind: 'RA2ne_256', path: 'RA2ne_256' },
  { kind: 'AppleDH', path: 'AppleDH' },
  { kind: 'MSLogonII', path: 'MSLogonII' },
  { kind: 'XVP', path: 'XVP' },
  { kind: 'UnixLogin', path: 'Tight UnixLogin' },
];

describe('logging in to a server that speaks only', function () {
  this.timeout(30_000);

  for (const { kind, path } of kinds) {
    const options: PeerOptions = { kind, username, password };

    for (const singleBytes of [false, true]) {
      it(`${kind} works${singleBytes ? ', byte by byte' : ''}`, async () => {
        await using peer = await startSecurityPeer(options);
        const way = await logIn(peer.port, { credentials: { username, password }, singleBytes });
        assert.equal(way, path);
        assert.deepEqual(
          peer.logins.map((login) => [login.username, login.password]),
          [[username, password]],
        );
        assert.deepEqual(peer.complaints, []);
      });

      it(`${kind} fails with another password${singleBytes ? ', byte by byte' : ''}`, async () => {
        await using peer = await startSecurityPeer(options);
        const credentials = { username, password: 'wrong' };
        await assert.rejects(logIn(peer.port, { credentials, singleBytes }), {
          code: 'VNC_AUTH_REJECTED',
          data: { securityType: path, login: 'user', reason: 'unknown user or wrong password' },
        });
        assert.equal(peer.logins[0]?.username, username);
      });
    }

    it(`${kind} asks for what is missing, and names what is missing when nobody answers`, async () => {
      await using peer = await startSecurityPeer(options);
      const questions: unknown[] = [];
      const ask: CredentialSource['ask'] = (request) => {
        questions.push(request);
        return Promise.resolve({ username, password });
      };
      await logIn(peer.port, { credentials: { ask } });
      assert.deepEqual(questions, [{ securityType: path, username: true, password: true }]);
      await assert.rejects(logIn(peer.port, { credentials: { password } }), {
        code: 'VNC_USERNAME_REQUIRED',
      });
      await assert.rejects(logIn(peer.port, { credentials: { username } }), {
        code: 'VNC_PASSWORD_REQUIRED',
      });
    });
  }

  for (const kind of ['RA2', 'RA2ne', 'RA2_256', 'RA2ne_256'] as const) {
    it(`${kind} for a password alone sends no user name`, async () => {
      await using peer = await startSecurityPeer({ kind, username: '', password, passwordOnly: true });
      assert.equal(await logIn(peer.port, { credentials: { username, password } }), kind);
      assert.equal(await logIn(peer.port, { credentials: { password } }), kind);
      assert.deepEqual(
        peer.logins.map((login) => login.username),
        ['', ''],
      );
      await assert.rejects(logIn(peer.port, { credentials: { password: 'wrong' } }), (error) => {
        assert.ok(isVncError(error, 'VNC_AUTH_REJECTED'));
        assert.equal(error.data['login'], 'password');
        return true;
      });
    });
  }

  it('XVP names the target behind the user', async () => {
    await using peer = await startSecurityPeer({ kind: 'XVP', username: 'me@pool', password });
    await logIn(peer.port, { credentials: { username: 'me@pool@machine', password } });
    assert.deepEqual(peer.logins[0], { username: 'me@pool', target: 'machine', password });
  });

  it('RSA-AES with keys of other lengths works', async () => {
    const { makeServerKey } = await import('../../../support/peers/rsaAesPeer.ts');
    for (const bits of [1024, 1536, 4096]) {
      const key = makeServerKey(bits);
      await using peer = await startSecurityPeer({ kind: 'RA2_256', username, password, key });
      assert.equal(await logIn(peer.port, { credentials: { username, password } }), 'RA2_256');
    }
  });
});
