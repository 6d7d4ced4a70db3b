import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecretVault, secretMask } from '../../../../src/core/script/run/secretVault.ts';

describe('the secrets of a run', () => {
  it('are masked whatever characters they have', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (secret) => {
        const vault = new SecretVault();
        vault.add(secret);
        assert.equal(vault.mask(`<${secret}>`), `<${secretMask}>`);
      }),
    );
    const vault = new SecretVault();
    for (const secret of ['0f1e-2d3c', 'a/b.c*d', '^[x]{2}$', 'back\\slash', 'long-0f1e-2d3c-er'])
      vault.add(secret);
    assert.equal(
      vault.mask('a/b.c*d long-0f1e-2d3c-er 0f1e-2d3c'),
      `${secretMask} ${secretMask} ${secretMask}`,
    );
  });
});
