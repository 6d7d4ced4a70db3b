import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { encryptChallenge } from '../../../src/core/rfb/security/vncAuth.ts';

/** Made with `openssl enc -des-ecb` and keys mirrored by hand. */
const vectors = [
  { name: 'of eight characters', password: 'password', response: 'b7b9c87777661a7a2299733209bfdfce' },
  { name: 'cut after eight bytes', password: 'passwordXYZ', response: 'b7b9c87777661a7a2299733209bfdfce' },
  { name: 'padded with zeros', password: 'abc', response: 'e1a8537d7c1afaa13f975e73eaec5b88' },
  { name: 'that is empty', password: '', response: '74f4ae777aa431e89ca4757b2414f4d7' },
  { name: 'in UTF-8', password: 'pässwört', response: '494ec01a06721db51a015b9eaa94dac8' },
];

describe('VNC authentication', () => {
  const challenge = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  for (const { name, password, response } of vectors) {
    it(`answers with a password ${name}`, () => {
      assert.equal(Buffer.from(encryptChallenge(password, challenge)).toString('hex'), response);
    });
  }
});
