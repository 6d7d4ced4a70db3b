import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { type PeerStream, u16, u32, u8 } from './peerStream.ts';
import { eaxOpen, eaxSeal } from './referenceEax.ts';

/** The kinds of RSA-AES by their numbers (rfbproto, "RSA-AES Security Type" and the following). */
export const rsaAesKinds = {
  RA2: { number: 5, hash: 'sha1', keyBytes: 16, keepsSeal: true },
  RA2ne: { number: 6, hash: 'sha1', keyBytes: 16, keepsSeal: false },
  RA2_256: { number: 129, hash: 'sha256', keyBytes: 32, keepsSeal: true },
  RA2ne_256: { number: 130, hash: 'sha256', keyBytes: 32, keepsSeal: false },
} as const;

export type RsaAesKind = keyof typeof rsaAesKinds;

/** A key pair that a server keeps. */
export interface ServerKey {
  readonly bits: number;
  readonly privateKey: KeyObject;
  /** As it stands on the wire. */
  readonly bytes: Buffer;
}

export function makeServerKey(bits = 2048): ServerKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const { n = '', e = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const [modulus, exponent] = [n, e].map((number) => Buffer.from(number, 'base64url'));
  return { bits, privateKey, bytes: wireForm(bits, modulus, exponent) };
}

function wireForm(bits: number, modulus = Buffer.alloc(0), exponent = Buffer.alloc(0)): Buffer {
  const half = Math.ceil(bits / 8);
  const filled = (number: Buffer): Buffer => Buffer.concat([Buffer.alloc(half - number.length), number]);
  return Buffer.concat([u32(bits), filled(modulus), filled(exponent)]);
}

/** What the client logged in with, and where the connection goes on. */
export interface RsaAesLogin {
  readonly username: string;
  readonly password: string;
  readonly stream: PeerStream;
}

/**
 * The server's side of RSA-AES, from its public key to the credentials.
 *
 * @param subtype 1 for user name and password, 2 for the password alone
 */
export async function serveRsaAes(
  plain: PeerStream,
  kind: RsaAesKind,
  key: ServerKey,
  subtype: number,
): Promise<RsaAesLogin> {
  const { hash, keyBytes, keepsSeal } = rsaAesKinds[kind];
  plain.write(key.bytes);
  const clientBits = (await plain.read(4)).readUInt32BE();
  const clientHalf = Math.ceil(clientBits / 8);
  const clientNumbers = await plain.read(2 * clientHalf);
  const clientKey = createPublicKey({
    key: {
      kty: 'RSA',
      n: clientNumbers.subarray(0, clientHalf).toString('base64url'),
      e: withoutZeros(clientNumbers.subarray(clientHalf)).toString('base64url'),
    },
    format: 'jwk',
  });
  const clientBytes = Buffer.concat([u32(clientBits), clientNumbers]);
  const serverRandom = randomBytes(16);
  const sealed = publicEncrypt({ key: clientKey, padding: constants.RSA_PKCS1_PADDING }, serverRandom);
  plain.write(u16(sealed.length), sealed);
  const length = (await plain.read(2)).readUInt16BE();
  if (length !== Math.ceil(key.bits / 8)) throw new Error(`random of ${length} bytes`);
  const clientRandom = unpad(
    privateDecrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, await plain.read(length)),
  );
  if (clientRandom.length !== 16) throw new Error('client random');

  const digest = (...parts: Buffer[]): Buffer => createHash(hash).update(Buffer.concat(parts)).digest();
  const stream = sealedStream(
    plain,
    digest(clientRandom, serverRandom).subarray(0, keyBytes),
    digest(serverRandom, clientRandom).subarray(0, keyBytes),
  );
  stream.write(digest(key.bytes, clientBytes));
  const clientHash = await stream.read(createHash(hash).digest().length);
  if (!clientHash.equals(digest(clientBytes, key.bytes))) throw new Error('client hash');
  stream.write(u8(subtype));
  const username = (await stream.read((await stream.read(1))[0] ?? 0)).toString('utf8');
  const password = (await stream.read((await stream.read(1))[0] ?? 0)).toString('utf8');
  return { username, password, stream: keepsSeal ? stream : plain };
}

/** Messages of a length, their text and the code, numbered from zero for each direction. */
function sealedStream(plain: PeerStream, sendKey: Buffer, receiveKey: Buffer): PeerStream {
  let sent = 0n;
  let received = 0n;
  let waiting = Buffer.alloc(0);
  const nonce = (index: bigint): Buffer => {
    const bytes = Buffer.alloc(16);
    bytes.writeBigUInt64LE(index);
    return bytes;
  };
  return {
    async read(count) {
      while (waiting.length < count) {
        const header = await plain.read(2);
        const sealed = await plain.read(header.readUInt16BE() + 16);
        const text = eaxOpen(receiveKey, nonce(received++), header, sealed);
        if (text === undefined) throw new Error('a message was changed');
        waiting = Buffer.concat([waiting, text]);
      }
      const bytes = waiting.subarray(0, count);
      waiting = waiting.subarray(count);
      return bytes;
    },
    write: (...parts) => {
      const text = Buffer.concat(parts);
      const header = u16(text.length);
      plain.write(header, eaxSeal(sendKey, nonce(sent++), header, text));
    },
  };
}

function withoutZeros(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

/** PKCS #1 v1.5: 00 02, at least eight bytes that are not zero, 00, the text. */
function unpad(padded: Buffer): Buffer {
  if (padded[0] !== 0 || padded[1] !== 2) throw new Error('padding');
  return padded.subarray(padded.indexOf(0, 2) + 1);
}
