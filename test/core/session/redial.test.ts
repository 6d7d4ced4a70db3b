import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { VncError } from '../../../src/core/base/errors.ts';
import type { CredentialSource } from '../../../src/core/rfb/credentials.ts';
import type { SecurityOptions } from '../../../src/core/rfb/security/securityOptions.ts';
import { openSession } from '../../../src/core/session/openSession.ts';
import {
  type DeadEndPeer,
  type DeadEndPeerOptions,
  startDeadEndPeer,
} from '../../support/peers/deadEndPeer.ts';

/** A subtype of VeNCrypt that nobody speaks. */
const unknownSubtype = 299;
const plainSubtype = 256;

interface Outcome {
  /** The way that was taken, or the code of the error. */
  readonly end: string;
  /** What each connection has chosen. */
  readonly chosen: readonly number[];
}

async function open(
  options: DeadEndPeerOptions,
  credentials: CredentialSource,
  security: Partial<SecurityOptions> = {},
): Promise<Outcome> {
  await using peer: DeadEndPeer = await startDeadEndPeer(options);
  const { host, port, chosen } = peer;
  try {
    await using session = await openSession({
      target: { transport: 'tcp', host, port },
      name: 'peer',
      credentials,
      security: { tls: { verify: true }, endpoint: { host, port }, ...security },
      keepAlive: 0,
      silenceLimit: 0,
    });
    return { end: session.facts['securityType'] ?? '', chosen };
  } catch (error) {
    return { end: (error as VncError).code, chosen };
  }
}

describe('a security type that leads nowhere', function () {
  this.timeout(20_000);
  const login = { username: 'me', password: 'secret' };

  it('has the server dialled once more, for another one that it offers', async () => {
    assert.deepEqual(await open({ offers: [19, 2], subtypes: [unknownSubtype] }, login), {
      end: 'VncAuth',
      chosen: [19, 2],
    });
  });

  it('that wants a user name gives way to one that wants a password', async () => {
    const options = { offers: [2, 19], subtypes: [plainSubtype] };
    const preferred = { types: ['Plain', 'VncAuth'] };
    assert.deepEqual(await open(options, { password: 'secret' }, preferred), {
      end: 'VncAuth',
      chosen: [19, 2],
    });
  });

  it('stays the end where the connection allows no other', async () => {
    const options = { offers: [19, 2], subtypes: [unknownSubtype] };
    for (const types of [['X509Plain'], ['X509Plain', 'RA2']])
      assert.deepEqual(await open(options, login, { types }), {
        end: 'VNC_SECURITY_UNSUPPORTED',
        chosen: [19],
      });
  });

  it('stays the end where the server offers no other, or only one that needs what nobody has', async () => {
    const options = { offers: [19], subtypes: [unknownSubtype] };
    assert.deepEqual(await open(options, login), { end: 'VNC_SECURITY_UNSUPPORTED', chosen: [19] });
    assert.deepEqual(await open({ ...options, offers: [19, 2] }, { username: 'me' }), {
      end: 'VNC_SECURITY_UNSUPPORTED',
      chosen: [19, 2],
    });
  });

  it('is no reason for a third attempt', async () => {
    const options = { offers: [19, 2], subtypes: [unknownSubtype], letsIn: false };
    assert.deepEqual(await open(options, login), { end: 'VNC_AUTH_REJECTED', chosen: [19, 2] });
  });

  it('is not one that refused the password', async () => {
    const options = { offers: [2, 1], subtypes: [], letsIn: false };
    assert.deepEqual(await open(options, login), { end: 'VNC_AUTH_REJECTED', chosen: [2] });
  });

  it('asks nobody again who gave no user name', async () => {
    const questions: string[] = [];
    const options = { offers: [2, 19], subtypes: [plainSubtype] };
    const ask: CredentialSource['ask'] = ({ securityType }) => {
      questions.push(securityType);
      return Promise.resolve(undefined);
    };
    const outcome = await open(options, { ask }, { types: ['Plain', 'VncAuth'] });
    assert.deepEqual(outcome, { end: 'VNC_USERNAME_REQUIRED', chosen: [19] });
    assert.deepEqual(questions, ['VeNCrypt Plain']);
  });
});
