import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'mocha';
import { AesEax } from '../../../../src/core/rfb/security/aesEax.ts';
import { eaxOpen, eaxSeal } from '../../../support/peers/referenceEax.ts';

/** Key, nonce, header, message, what is sealed. */
type Vector = readonly [string, string, string, string, string];

/** Bellare, Rogaway and Wagner, "The EAX Mode of Operation", appendix G. */
const ofThePaper: readonly Vector[] = [
  [
    '233952dee4d5ed5f9b9c6d6ff80ff478',
    '62ec67f9c3a4a407fcb2a8c49031a8b3',
    '6bfb914fd07eae6b',
    '',
    'e037830e8389f27b025a2d6527e79d01',
  ],
  [
    '91945d3f4dcbee0bf45ef52255f095a4',
    'becaf043b0a23d843194ba972c66debd',
    'fa3bfd4806eb53fa',
    'f7fb',
    '19dd5c4c9331049d0bdab0277408f67967e5',
  ],
  [
    '01f74ad64077f2e704c0f60ada3dd523',
    '70c3db4f0d26368400a10ed05d2bff5e',
    '234a3463c1264ac6',
    '1a47cb4933',
    'd851d5bae03a59f238a23e39199dc9266626c40f80',
  ],
  [
    'd07cf6cbb7f313bdde66b727afd3c5e8',
    '8408dfff3c1a2b1292dc199e46b7d617',
    '33cce2eabff5a79d',
    '481c9e39b1',
    '632a9d131ad4c168a4225d8e1ff755939974a7bede',
  ],
  [
    '7c77d6e813bed5ac98baa417477a2e7d',
    '1a8c98dcd73d38393b2bf1569deefc19',
    '65d2017990d62528',
    '8b0a79306c9ce7ed99dae4f87f8dd61636',
    '02083e3979da014812f59f11d52630da30137327d10649b0aa6e1c181db617d7f2',
  ],
];

/** Keys of 256 bits: Wycheproof, aes_eax_test.json, cases 175 and 176. */
const ofWycheproof: readonly Vector[] = [
  [
    'fd761834f2789547c4f2ca9d02acc06749123b08ac2bbf54c19aa4636b6a2603',
    'b24ccbf87da2466a95ef4686ca39951c',
    '3e786fd4fded27c439187ad9bb14566802fbf7ee0cf609c5a57056012e3855edaed11cee7419c7047ab76d9466f30810f399a136815a2b78f3a76fd3109187',
    '31612920e4af84ab885eeca2ebcfe668',
    '26c91723582e2e7709e6feedd6c2d9f0b9a9a4a9fa0bfe25c3598a019bf34a72',
  ],
  [
    '329a5ab9939f72ae81846ab79b2e16b4ce3d3b1a4057e1fe1d401c387481081b',
    '819aee7c2062c0aa48e9353b1a7fe873',
    'be01db67bddc8866dbf0ebcd9ffd3ecd8232d299abd67b4090b1532e1359f0dbeb209535fb02c1d05a94c818bb25909ca32eae703abb7c36ddb513d4fbef84cc',
    'ecbe72a689fee19b77e50abafc0e2c52',
    'ec0fdbc79dc24bbd31b7af5e68d0d445cfd54948e043df03ba832c0d81e0b208',
  ],
];

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('AES-EAX', () => {
  for (const [index, [key, nonce, header, message, sealed]] of [...ofThePaper, ...ofWycheproof].entries()) {
    it(`gives the published result ${index + 1}, and back`, () => {
      const cipher = new AesEax(hex(key));
      const result = cipher.seal(hex(nonce), hex(header), hex(message));
      assert.equal(Buffer.from(result).toString('hex'), sealed);
      const opened = cipher.open(hex(nonce), hex(header), hex(sealed));
      assert.equal(Buffer.from(opened ?? []).toString('hex'), message);
      const reference = eaxSeal(hex(key), hex(nonce), hex(header), hex(message));
      assert.equal(reference.toString('hex'), sealed, 'the reference of the tests');
    });
  }

  it('agrees with the reference for every length around the blocks', () => {
    for (const keyBytes of [16, 32]) {
      const key = randomBytes(keyBytes);
      const cipher = new AesEax(key);
      for (let length = 0; length <= 49; length++) {
        const [nonce, header, message] = [randomBytes(16), randomBytes(2), randomBytes(length)];
        const sealed = cipher.seal(nonce, header, message);
        assert.deepEqual(eaxOpen(key, nonce, header, sealed), message, `${keyBytes} ${length}`);
      }
    }
  });

  it('opens nothing of which a bit was changed', () => {
    const cipher = new AesEax(randomBytes(16));
    const [nonce, header] = [randomBytes(16), Uint8Array.of(0, 5)];
    const sealed = cipher.seal(nonce, header, Buffer.from('hello'));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(cipher.open(nonce, header, changed), undefined);
    }
    assert.equal(cipher.open(nonce, Uint8Array.of(0, 4), sealed), undefined);
    assert.equal(cipher.open(randomBytes(16), header, sealed), undefined);
    assert.equal(cipher.open(nonce, header, sealed.subarray(0, 15)), undefined);
  });
});
