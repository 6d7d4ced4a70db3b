import {
  type KeyObject,
  constants,
  createHash,
  createPublicKey,
  generateKeyPair,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';

/** An RSA public key as it stands on the wire: bits (U32), modulus and exponent, equally long. */
export interface WireKey {
  readonly bits: number;
  /** All of it, as it is hashed. */
  readonly bytes: Uint8Array;
}

/** A key pair for one connection. */
export interface ClientKeys {
  readonly publicKey: WireKey;
  readonly privateKey: KeyObject;
}

const CLIENT_KEY_BITS = 2048;
const EXPONENT = 65_537;
/** The least that PKCS #1 pads with: 00 02, eight bytes, 00. */
const LEAST_PADDING = 11;

/** Makes a key as it stands on the wire. */
export function wireKey(bits: number, modulus: Uint8Array, exponent: Uint8Array): WireKey {
  const length = Math.ceil(bits / 8);
  const bytes = Buffer.alloc(4 + 2 * length);
  bytes.writeUInt32BE(bits);
  bytes.set(modulus, 4 + length - modulus.length);
  bytes.set(exponent, 4 + 2 * length - exponent.length);
  return { bits, bytes };
}

/** The bytes that modulus and exponent take each. */
export function halfOf(bits: number): number {
  return Math.ceil(bits / 8);
}

/** The fingerprint that servers and viewers show: the first eight bytes of SHA-1 over all of the key. */
export function keyFingerprint(key: WireKey): string {
  const digest = createHash('sha1').update(key.bytes).digest('hex').slice(0, 16).toUpperCase();
  return (digest.match(/../g) ?? []).join(':');
}

/** Makes the key pair of one connection, without blocking. */
export async function makeClientKeys(): Promise<ClientKeys> {
  const privateKey = await new Promise<KeyObject>((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: CLIENT_KEY_BITS, publicExponent: EXPONENT }, (error, _, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
  const { n = '', e = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const numbers = [n, e].map((number) => Buffer.from(number, 'base64url'));
  const [modulus = Buffer.alloc(0), exponent = Buffer.alloc(0)] = numbers;
  return { publicKey: wireKey(CLIENT_KEY_BITS, modulus, exponent), privateKey };
}

/** Encrypts for a server, padded as PKCS #1 v1.5. @returns `undefined` when the key is none */
export function encryptFor(key: WireKey, text: Uint8Array): Uint8Array | undefined {
  const length = halfOf(key.bits);
  const number = (at: number): string => {
    const bytes = key.bytes.subarray(at, at + length);
    const start = bytes.findIndex((byte) => byte !== 0);
    return Buffer.from(start === -1 ? [] : bytes.subarray(start)).toString('base64url');
  };
  try {
    const publicKey = createPublicKey({
      key: { kty: 'RSA', n: number(4), e: number(4 + length) },
      format: 'jwk',
    });
    const sealed = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, text);
    return sealed.length === length ? sealed : Buffer.concat([Buffer.alloc(length - sealed.length), sealed]);
  } catch {
    return undefined;
  }
}

/**
 * Decrypts what a server sent us. The padding is taken off here: Node refuses to (CVE-2023-46809), for the sake of
 * keys that answer many questions, while ours answers one.
 *
 * @returns `undefined` when it is not padded as PKCS #1 v1.5
 */
export function decryptOurs(keys: ClientKeys, sealed: Uint8Array): Uint8Array | undefined {
  let padded: Uint8Array;
  try {
    padded = privateDecrypt({ key: keys.privateKey, padding: constants.RSA_NO_PADDING }, sealed);
  } catch {
    return undefined;
  }
  const end = padded.indexOf(0, 2);
  if (padded[0] !== 0 || padded[1] !== 2 || end < LEAST_PADDING - 1) return undefined;
  return padded.subarray(end + 1);
}
