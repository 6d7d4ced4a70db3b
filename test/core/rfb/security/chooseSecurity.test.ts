import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Logger } from '../../../../src/core/base/logger.ts';
import type { Credentials } from '../../../../src/core/rfb/credentials.ts';
import { chooseSecurity } from '../../../../src/core/rfb/security/chooseSecurity.ts';
import { chooseType } from '../../../../src/core/rfb/security/chooseType.ts';
import type { CryptoNeed } from '../../../../src/core/rfb/security/cryptoProbes.ts';
import { hasCrypto } from '../../../../src/core/rfb/security/cryptoProbes.ts';
import { securityTypeNames } from '../../../../src/core/rfb/security/securityNames.ts';
import { securityTypes } from '../../../../src/core/rfb/security/securityTypes.ts';
import { securityWays } from '../../../../src/core/rfb/security/securityWays.ts';
import { FakePipe } from '../support/fakePipe.ts';

interface Situation {
  readonly types?: readonly string[];
  readonly confidential?: boolean;
  readonly allowUnencrypted?: boolean;
}

const logged: string[] = [];
const logger: Logger = { enabled: () => true, log: (level, message) => logged.push(`${level} ${message}`) };

/** The name of the type that is chosen of those offered. */
function choose(offered: readonly number[], credentials: Credentials, situation: Situation = {}): string {
  logged.length = 0;
  const { types, confidential = false, allowUnencrypted } = situation;
  const pipe = new FakePipe();
  pipe.confidential = confidential;
  const options = { types, allowUnencrypted, tls: { verify: true }, endpoint: { host: 'h', port: 1 } };
  return chooseType(offered, securityTypes, { credentials, options, pipe, logger }).name;
}

const nothing: Credentials = {};
const password: Credentials = { password: 'secret' };
const user: Credentials = { username: 'me', password: 'secret' };
const macOs = [30, 33, 36, 31, 32, 2, 35];

describe('the choice of a security type', () => {
  const cases: readonly [string, readonly number[], Credentials, string][] = [
    ['a Mac gets the VNC password that is held', macOs, password, 'VncAuth'],
    ['a Mac gets user name and password that are held', macOs, user, 'AppleDH'],
    ['a new Mac is asked in its own way, whatever is held', [30, 33, 36], password, 'AppleDH'],
    ['nobody is asked where everyone is let in', [2, 30, 1], nothing, 'None'],
    ['a user name alone asks nobody where everyone is let in', [30, 1], { username: 'me' }, 'None'],
    ['a user name alone means the login of users', [2, 30], { username: 'me' }, 'AppleDH'],
    ['an empty user name is none', [2, 30], { username: '', password: 'secret' }, 'VncAuth'],
    ['a password is asked for before a user name', [113, 30, 2], nothing, 'VncAuth'],
    ['encryption is better than none', [2, 18, 5, 19], password, 'VeNCrypt'],
    ['longer keys are better', [5, 6, 129, 130], password, 'RA2_256'],
    ['a whole session is better than a login', [6, 130, 5], password, 'RA2'],
    ['keys of 64 bits are the last choice of users', [113, 30, 6], user, 'RA2ne'],
    ['the plain form is better than its wrapping', [16, 2], password, 'VncAuth'],
    ['Tight is taken where there is nothing else', [16], nothing, 'Tight'],
    ['what is not known is passed over', [200, 33, 2], password, 'VncAuth'],
  ];
  for (const [name, offered, credentials, expected] of cases) {
    it(name, () => {
      assert.equal(choose(offered, credentials), expected);
      assert.equal(choose(offered.toReversed(), credentials), expected, 'depends on the order');
    });
  }

  it("follows the connection's list, in its order, whatever the letters' case", () => {
    assert.equal(choose([2, 19, 5], user, { types: ['vncauth', 'ra2'] }), 'VncAuth');
    assert.equal(choose([2, 19, 5], user, { types: ['RA2', 'VncAuth'] }), 'RA2');
    assert.equal(choose([2, 19, 5], user, { types: ['X509None'] }), 'VeNCrypt');
  });

  it('says what is offered and what is allowed when they have nothing in common', () => {
    assert.throws(() => choose([2, 19, 200], user, { types: ['RA2', 'Plain2'] }), {
      code: 'VNC_SECURITY_UNSUPPORTED',
      data: { offered: 'VncAuth (2), VeNCrypt (19), 200', allowed: 'RA2, Plain2' },
    });
    assert.throws(() => choose([33, 36], user), {
      code: 'VNC_SECURITY_UNSUPPORTED',
      data: { offered: 'Apple-Kerberos (33), Apple-SRP (36)' },
    });
  });

  it('sends no user name or password as they are where others can read along', () => {
    const refused = { code: 'VNC_UNENCRYPTED_REFUSED', data: { securityType: 'XVP' } };
    assert.throws(() => choose([22], user), refused);
    assert.equal(choose([22], user, { confidential: true }), 'XVP');
    assert.equal(choose([22], user, { allowUnencrypted: true }), 'XVP');
    assert.equal(choose([22, 2], user), 'VncAuth');
    assert.match(logged.join('\n'), /XVP is not chosen: it sends/);
  });

  it('has a place for every name that a connection may use', () => {
    assert.deepEqual(securityWays.map(({ name }) => name).toSorted(), securityTypeNames.toSorted());
  });
});

describe('a runtime that lacks cryptography', () => {
  const candidates = [
    { number: 19, ways: ['TLSVnc', 'X509Vnc'] },
    { number: 18, ways: ['TLS'] },
    { number: 2, ways: ['VncAuth'] },
    { number: 30, ways: ['AppleDH'] },
  ];
  const lacking =
    (...needs: readonly CryptoNeed[]) =>
    (need: CryptoNeed): boolean =>
      !needs.includes(need);
  const chooseOf = (
    numbers: readonly number[],
    ...missing: readonly CryptoNeed[]
  ): ReturnType<typeof chooseSecurity> =>
    chooseSecurity(
      numbers.map(String),
      candidates.filter(({ number }) => numbers.includes(number)),
      { credentials: password, clearAllowed: false, hasCrypto: lacking(...missing) },
    );

  it('chooses what it can do, and says what it cannot', () => {
    const choice = chooseOf([18, 2], 'anonymous TLS');
    assert.equal(choice.number, 2);
    assert.deepEqual(choice.notes, ['TLS is not chosen: here is no anonymous TLS']);
    assert.equal(chooseOf([18, 2]).number, 18);
    assert.equal(chooseOf([2, 30], 'DES').number, 30);
  });

  it('says which of the types it could not do, and why', () => {
    assert.throws(() => chooseOf([18, 2, 30], 'anonymous TLS', 'DES', 'MD5', 'AES-ECB'), {
      code: 'VNC_SECURITY_UNAVAILABLE',
      data: {
        offered: '18, 2, 30',
        unavailable: 'TLS, VncAuth, AppleDH',
        missing: 'anonymous TLS, DES, MD5, AES-ECB',
      },
    });
  });

  it('is not this one: all known answers are right here', () => {
    const needs = new Set(securityWays.flatMap(({ crypto }) => crypto));
    assert.equal(needs.size, 7);
    for (const need of needs) assert.equal(hasCrypto(need), true, need);
  });
});
