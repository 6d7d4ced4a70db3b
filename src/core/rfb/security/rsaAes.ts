import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { vncError } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { decideTrust, isKnownFingerprint, normalFingerprint } from '../../transport/trust.ts';
import { ByteReader } from '../byteReader.ts';
import { badData, checkLimit } from '../wireErrors.ts';
import { fieldBytes } from './fieldBytes.ts';
import { obtainCredentials } from './obtainCredentials.ts';
import {
  type WireKey,
  decryptOurs,
  encryptFor,
  halfOf,
  keyFingerprint,
  makeClientKeys,
  wireKey,
} from './rsaKeys.ts';
import { SEAL_HEADER_BYTES, SEAL_OVERHEAD_BYTES, SealedMessages } from './sealedMessages.ts';
import { type SealedDirections, SealedPipe } from './sealedPipe.ts';
import { channelEnd } from './securedChannel.ts';
import type { SecurityContext, SecurityType } from './securityType.ts';

const RANDOM_BYTES = 16;
const LONGEST_FIELD = 255;
/** What the server wants: user name and password, or the password alone. */
const SUBTYPE_USER = 1;
const SUBTYPE_PASSWORD = 2;

/** How the kinds of RSA-AES differ. */
interface Variant {
  readonly number: number;
  readonly name: string;
  readonly hash: 'sha1' | 'sha256';
  readonly keyBytes: 16 | 32;
  /** Whether messages stay sealed after the login. */
  readonly keepsSeal: boolean;
}

const variants: readonly Variant[] = [
  { number: 5, name: 'RA2', hash: 'sha1', keyBytes: 16, keepsSeal: true },
  { number: 6, name: 'RA2ne', hash: 'sha1', keyBytes: 16, keepsSeal: false },
  { number: 129, name: 'RA2_256', hash: 'sha256', keyBytes: 32, keepsSeal: true },
  { number: 130, name: 'RA2ne_256', hash: 'sha256', keyBytes: 32, keepsSeal: false },
];

/** RealVNC's RSA-AES with keys of 128 and 256 bits (rfbproto, "RSA-AES Security Type" and the following). */
export const rsaAesSecurities: readonly SecurityType[] = variants.map((variant) => ({
  number: variant.number,
  name: variant.name,
  authenticate: async (context) => {
    const { name } = variant;
    const serverKey = await readServerKey(context);
    await trustServer(context, serverKey);
    const { directions, hashes } = await exchangeKeys(context, serverKey, variant);
    context.write(directions.outgoing.seal(hashes.client));
    const hash = await readSealed(context, directions, hashes.server.length);
    if (!timingSafeEqual(hash, hashes.server)) throw badData(context.reader, 'RSA-AES hash');
    const [subtype] = await readSealed(context, directions, 1);
    if (subtype !== SUBTYPE_USER && subtype !== SUBTYPE_PASSWORD) {
      throw badData(context.reader, 'RSA-AES subtype');
    }
    const username = subtype === SUBTYPE_USER;
    const login = await obtainCredentials(context, name, { username, password: true });
    const texts = [
      fieldBytes(username ? login.username : '', 'username', LONGEST_FIELD, name),
      fieldBytes(login.password, 'password', LONGEST_FIELD, name),
    ];
    const message = Buffer.concat(texts.flatMap((text) => [Uint8Array.of(text.length), text]));
    context.write(directions.outgoing.seal(message));
    const outcome = { path: name, login: username ? 'user' : 'password', alwaysHasResult: true } as const;
    if (!variant.keepsSeal) return outcome;
    return { ...outcome, channel: sealChannel(context, directions) };
  },
}));

async function readServerKey({ reader }: SecurityContext): Promise<WireKey> {
  await reader.need(4);
  const bits = reader.u32();
  checkLimit(reader, 'rsaKeyBits', bits);
  if (bits < limits.rsaKeyBitsLeast) throw badData(reader, 'short RSA key');
  const half = halfOf(bits);
  await reader.need(2 * half);
  const modulus = Uint8Array.from(reader.bytes(half));
  const exponent = Uint8Array.from(reader.bytes(half));
  return wireKey(bits, modulus, exponent);
}

/**
 * Nobody vouches for a key of RSA-AES: it is pinned, it was trusted before, or a person is asked.
 *
 * @throws `VNC_SERVER_CHANGED`, `VNC_KEY_UNTRUSTED`, or what ends the wait
 */
async function trustServer(
  { options, reader, signal, logger }: SecurityContext,
  key: WireKey,
): Promise<void> {
  const { tls, endpoint } = options;
  const fingerprint = keyFingerprint(key);
  logger.log('debug', `handshake: server's RSA key of ${key.bits} bits, fingerprint ${fingerprint}`);
  const server = { kind: 'rsa-key', host: endpoint.host, port: endpoint.port } as const;
  const pinned = tls.fingerprints ?? [];
  if (pinned.length > 0) {
    if (isKnownFingerprint(fingerprint, pinned)) return;
    const known = pinned.map(normalFingerprint).join(', ');
    const { host, port } = endpoint;
    throw vncError('VNC_SERVER_CHANGED', { host, port, reason: 'pinned', fingerprint, known });
  }
  if (!tls.verify) return;
  const waiting = AbortSignal.any([signal, reader.endSignal]);
  await decideTrust(tls.trust, { ...server, fingerprint, reason: 'newKey' }, waiting);
}

async function exchangeKeys(
  context: SecurityContext,
  serverKey: WireKey,
  { hash, keyBytes }: Variant,
): Promise<{
  readonly directions: SealedDirections;
  readonly hashes: { readonly client: Uint8Array; readonly server: Uint8Array };
}> {
  const { reader } = context;
  const ours = await makeClientKeys();
  const clientRandom = randomBytes(RANDOM_BYTES);
  const sealedRandom = encryptFor(serverKey, clientRandom);
  if (sealedRandom === undefined) throw badData(reader, 'RSA key');
  context.write(ours.publicKey.bytes);
  context.write(Buffer.concat([u16(sealedRandom.length), sealedRandom]));

  await reader.need(2);
  const length = reader.u16();
  if (length !== halfOf(ours.publicKey.bits)) throw badData(reader, 'RSA-AES random');
  await reader.need(length);
  const serverRandom = decryptOurs(ours, Uint8Array.from(reader.bytes(length)));
  if (serverRandom?.length !== RANDOM_BYTES) throw badData(reader, 'RSA-AES random');

  const digest = (...parts: readonly Uint8Array[]): Uint8Array =>
    createHash(hash).update(Buffer.concat(parts)).digest();
  return {
    directions: {
      outgoing: new SealedMessages(digest(serverRandom, clientRandom).subarray(0, keyBytes)),
      incoming: new SealedMessages(digest(clientRandom, serverRandom).subarray(0, keyBytes)),
    },
    hashes: {
      client: digest(ours.publicKey.bytes, serverKey.bytes),
      server: digest(serverKey.bytes, ours.publicKey.bytes),
    },
  };
}

/** The text of the next message, whose length is known. */
async function readSealed(
  { reader }: SecurityContext,
  { incoming }: SealedDirections,
  length: number,
): Promise<Uint8Array> {
  await reader.need(SEAL_HEADER_BYTES);
  if (reader.u16() !== length) throw badData(reader, 'RSA-AES message length');
  const rest = length + SEAL_OVERHEAD_BYTES - SEAL_HEADER_BYTES;
  await reader.need(rest);
  const text = incoming.open(u16(length), Uint8Array.from(reader.bytes(rest)));
  if (text === undefined) throw badData(reader, 'RSA-AES message');
  return text;
}

/** All that follows travels sealed. */
function sealChannel(context: SecurityContext, directions: SealedDirections): SecurityContext {
  const { reader } = context;
  const leftover = channelEnd(reader);
  const pipe = new SealedPipe(context.pipe, directions, leftover);
  return context.replace({ pipe, reader: new ByteReader(pipe) });
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
