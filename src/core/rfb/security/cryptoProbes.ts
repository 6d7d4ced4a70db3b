import { constants, createCipheriv, createHash, createPublicKey, publicEncrypt } from 'node:crypto';
import { hasAnonymousTls, provesAnonymousTls } from '../../transport/anonymousTls.ts';
import { encryptDesBlock } from './des.ts';

/** What a runtime may lack: editors are built with other cryptography than Node. */
export type CryptoNeed = 'DES' | 'MD5' | 'SHA' | 'AES' | 'AES-ECB' | 'RSA' | 'anonymous TLS';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** Published vectors, so that a wrong answer cannot pass for a wrong password later. */
const probes: Readonly<Record<CryptoNeed, () => boolean>> = {
  // Schneier, Applied Cryptography: "Now is t" under 0123456789abcdef.
  DES: () => equal(encryptDesBlock(hex('0123456789abcdef'), Buffer.from('Now is t')), '3fa40e8a984d4815'),
  // RFC 1321, appendix A.5.
  MD5: () => equal(createHash('md5').update('abc').digest(), '900150983cd24fb0d6963f7d28e17f72'),
  // FIPS 180-2, appendices A.1 and B.1.
  SHA: () =>
    equal(createHash('sha1').update('abc').digest(), 'a9993e364706816aba3e25717850c26c9cd0d89d') &&
    equal(
      createHash('sha256').update('abc').digest(),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ),
  // NIST SP 800-38A, F.2.1, F.2.5, F.5.1 and F.5.5, first blocks.
  AES: () =>
    equal(aesBlock('aes-128-cbc', key128, cbcVector), '7649abac8119b246cee98e9b12e9197d') &&
    equal(aesBlock('aes-256-cbc', key256, cbcVector), 'f58c4c04d6e5f1ba779eabfb5f7bfbd6') &&
    equal(aesBlock('aes-128-ctr', key128, ctrVector), '874d6191b620e3261bef6864990db6ce') &&
    equal(aesBlock('aes-256-ctr', key256, ctrVector), '601ec313775789a5b7a7f504bbf3d228'),
  // NIST SP 800-38A, F.1.1, first block.
  'AES-ECB': () => equal(aesBlock('aes-128-ecb', key128, null), '3ad77bb40d7a3660a89ecaf32466ef97'),
  RSA: rsaWorks,
  // Only the names of the suites: {@link proveAnonymousTls} is the probe proper, and takes its time.
  'anonymous TLS': hasAnonymousTls,
};

const key128 = hex('2b7e151628aed2a6abf7158809cf4f3c');
const key256 = hex('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4');
const cbcVector = hex('000102030405060708090a0b0c0d0e0f');
const ctrVector = hex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
const plainBlock = hex('6bc1bee22e409f96e93d7e117393172a');

function aesBlock(algorithm: string, key: Uint8Array, vector: Uint8Array | null): Uint8Array {
  const cipher = createCipheriv(algorithm, key, vector).setAutoPadding(false);
  return Buffer.concat([cipher.update(plainBlock), cipher.final()]);
}

/** RSA without padding, which RSA-AES decrypts with: 2 to the third power under a modulus of 1024 bits. */
function rsaWorks(): boolean {
  const modulus = Buffer.alloc(128, 0xff);
  const key = createPublicKey({
    key: { kty: 'RSA', n: modulus.toString('base64url'), e: 'Aw' },
    format: 'jwk',
  });
  const message = Buffer.alloc(128);
  message[127] = 2;
  const result = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, message);
  return result[127] === 8 && result.subarray(0, 127).every((byte) => byte === 0);
}

function equal(bytes: Uint8Array, expected: string): boolean {
  return Buffer.from(bytes).toString('hex') === expected;
}

/** Tells what a runtime can do; in tests, what it is to be taken for. */
export type HasCrypto = (need: CryptoNeed) => boolean;

const results = new Map<CryptoNeed, boolean>();

/** Whether this runtime gives the right answers, found out at the first question and remembered. */
export const hasCrypto: HasCrypto = (need) => {
  let result = results.get(need);
  if (result === undefined) {
    try {
      result = probes[need]();
    } catch {
      result = false;
    }
    results.set(need, result);
  }
  return result;
};

const proofs = new Map<CryptoNeed, Promise<void>>();

/**
 * Shakes hands within this process where nobody has before: to be awaited where a server offers what may need TLS
 * without certificates, before one of that is chosen. {@link hasCrypto} knows the outcome then.
 */
export async function proveAnonymousTls(): Promise<void> {
  const need = 'anonymous TLS';
  let proof = proofs.get(need);
  if (proof === undefined) {
    proof = provesAnonymousTls().then((works) => void results.set(need, works));
    proofs.set(need, proof);
  }
  await proof;
}

/** What every probe has come to, in words for the log. */
export function describeCrypto(): string {
  const words = Object.keys(probes)
    .filter(isCryptoNeed)
    .map((need) => {
      if (!hasCrypto(need)) return `no ${need}`;
      return need === 'anonymous TLS' && !proofs.has(need) ? `${need} (not tried)` : need;
    });
  return words.join(', ');
}

function isCryptoNeed(name: string): name is CryptoNeed {
  return Object.hasOwn(probes, name);
}
