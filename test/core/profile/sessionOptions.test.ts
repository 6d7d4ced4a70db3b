import assert from 'node:assert/strict';
import type { ConnectionProfile } from '../../../src/core/profile/profile.ts';
import { reconnectPolicyOf, sessionOptionsOf } from '../../../src/core/profile/sessionOptions.ts';

const target = { transport: 'tcp', host: 'vm.lab', port: 5901 } as const;
const tls = { verify: true };

describe('what a profile decides of a session', () => {
  it('is little where it says little', () => {
    const options = sessionOptionsOf({ name: 'vm' }, { target, tls });
    assert.deepEqual(options, {
      name: 'vm',
      timeout: 15_000,
      viewOnly: false,
      automaticQuality: true,
      security: { allowUnencrypted: false, tls, endpoint: { host: 'vm.lab', port: 5901 } },
    });
  });

  it('is everything that it says, in the units of a session', () => {
    const profile: ConnectionProfile = {
      name: 'vm',
      timeout: 60,
      viewOnly: true,
      security: ['X509Plain'],
      quality: 6,
      compression: 2,
      encoding: 'ZRLE',
      colorDepth: 16,
      keyboardLayout: 'de',
      keepAlive: 45,
    };
    const options = sessionOptionsOf(profile, { target, tls, machine: { allowUnencrypted: true } });
    assert.deepEqual(options, {
      name: 'vm',
      timeout: 60_000,
      viewOnly: true,
      automaticQuality: false,
      security: {
        types: ['X509Plain'],
        allowUnencrypted: true,
        tls,
        endpoint: { host: 'vm.lab', port: 5901 },
      },
      encodings: { preferred: 'ZRLE', quality: 6, compression: 2 },
      colorDepth: 16,
      keyboardLayout: 'de',
      keepAlive: 45_000,
    });
  });

  it('asks for finer steps of quality, unless the session decides or nothing may be lost', () => {
    const of = (more: Partial<ConnectionProfile>): unknown => {
      const { automaticQuality, encodings } = sessionOptionsOf({ name: 'vm', ...more }, { target, tls });
      return [automaticQuality, encodings];
    };
    const fine = { fineQuality: 40, subsampling: 'gray' } as const;
    const preferred = { preferred: undefined, compression: undefined, quality: undefined };
    assert.deepEqual(of(fine), [false, { ...preferred, ...fine }]);
    assert.deepEqual(of({ ...fine, quality: 3 }), [false, { ...preferred, quality: 3, ...fine }]);
    assert.deepEqual(of({ ...fine, quality: 'auto' }), [true, undefined]);
    assert.deepEqual(of({ ...fine, quality: 'lossless' }), [false, undefined]);
    assert.deepEqual(of({ subsampling: '4x' }), [true, undefined]);
  });

  it('reconnects unless it says otherwise', () => {
    assert.deepEqual(reconnectPolicyOf({ name: 'vm' }), {});
    assert.equal(reconnectPolicyOf({ name: 'vm', reconnect: false }), undefined);
    assert.deepEqual(reconnectPolicyOf({ name: 'vm', reconnect: { maxAttempts: 3, maxDelay: 20 } }), {
      maxAttempts: 3,
      longestDelay: 20_000,
    });
  });
});
