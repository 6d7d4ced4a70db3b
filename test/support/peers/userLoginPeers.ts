import { createDecipheriv, createDiffieHellmanGroup, createHash, randomBytes } from 'node:crypto';
import { type PeerStream, u16, u32 } from './peerStream.ts';

/** What the client logged in with; of a password that stays a secret, whether it was the right one. */
export interface UserLogin {
  readonly username: string;
  readonly password: string;
  readonly target?: string;
}

/** Apple's login (rfbproto, "Diffie-Hellman Authentication") with OpenSSL's Diffie-Hellman of 1024 bits. */
export async function serveAppleDh(stream: PeerStream): Promise<UserLogin> {
  const exchange = createDiffieHellmanGroup('modp2');
  const publicValue = exchange.generateKeys();
  const length = exchange.getPrime().length;
  stream.write(u16(2), u16(length), exchange.getPrime(), filled(publicValue, length));
  const sealed = await stream.read(128);
  const secret = filled(exchange.computeSecret(await stream.read(length)), length);
  const key = createHash('md5').update(secret).digest();
  const cipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const fields = Buffer.concat([cipher.update(sealed), cipher.final()]);
  return { username: untilZero(fields.subarray(0, 64)), password: untilZero(fields.subarray(64)) };
}

/** The largest prime below 2 to the 64th. */
const prime64 = 2n ** 64n - 59n;

/** UltraVNC's login (rfbproto, "MSLogonII Authentication"). */
export async function serveMsLogonII(stream: PeerStream): Promise<UserLogin> {
  const generator = 5n;
  const secret = randomBytes(8).readBigUInt64BE();
  stream.write(u64(generator), u64(prime64), u64(power(generator, secret, prime64)));
  const clientValue = (await stream.read(8)).readBigUInt64BE();
  const shared = u64(power(clientValue, secret, prime64));
  const username = await stream.read(256);
  const password = await stream.read(64);
  return {
    username: untilZero(decryptDes(shared, shared, username)),
    password: untilZero(decryptDes(shared, shared, password)),
  };
}

/**
 * Xen VNC Proxy's login (rfbproto, "xvp Authentication", with the names coming from the client as in noVNC), and
 * then VNC Authentication: the password is the one of `passwords` that explains the answer.
 */
export async function serveXvp(stream: PeerStream, passwords: readonly string[]): Promise<UserLogin> {
  const [userBytes = 0, targetBytes = 0] = await stream.read(2);
  const username = (await stream.read(userBytes)).toString('utf8');
  const target = (await stream.read(targetBytes)).toString('utf8');
  return { username, target, password: await challenge(stream, passwords) };
}

async function challenge(stream: PeerStream, passwords: readonly string[]): Promise<string> {
  const question = randomBytes(16);
  stream.write(question);
  const answer = await stream.read(16);
  const match = passwords.find((password) => {
    const key = Buffer.alloc(8);
    Buffer.from(password, 'utf8').copy(key);
    const halves = [answer.subarray(0, 8), answer.subarray(8)];
    return Buffer.concat(halves.map((half) => decryptDes(key, Buffer.alloc(8), half))).equals(question);
  });
  return match ?? '(another)';
}

/** Tight's Unix login: no tunnels, one login (rfbproto, "Tight Unix Login Authentication"). */
export async function serveTightUnixLogin(stream: PeerStream): Promise<UserLogin> {
  stream.write(u32(0));
  stream.write(u32(1), u32(129), Buffer.from('TGHTULGNAUTH'));
  const code = (await stream.read(4)).readInt32BE();
  if (code !== 129) throw new Error(`login ${code}`);
  const lengths = await stream.read(8);
  const username = (await stream.read(lengths.readUInt32BE(0))).toString('utf8');
  const password = (await stream.read(lengths.readUInt32BE(4))).toString('utf8');
  return { username, password };
}

/** What a server of Tight's adds to ServerInit: one message of each kind and one encoding. */
export function tightCapabilities(): Buffer {
  const one = (code: number, name: string): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(code);
    return Buffer.concat([bytes, Buffer.from(name)]);
  };
  return Buffer.concat([
    ...[u16(1), u16(1), u16(1), u16(0)],
    ...[one(130, 'TGHTFTS_LSDT'), one(130, 'TGHTFTC_LSRQ'), one(0, 'STDVRAW_____')],
  ]);
}

/** DES in CBC mode with the bits of the key mirrored, as all of VNC has it. */
function decryptDes(key: Uint8Array, vector: Uint8Array, sealed: Uint8Array): Buffer {
  const mirrored = Buffer.from(key).map((byte) =>
    [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum | (((byte >> bit) & 1) << (7 - bit)), 0),
  );
  const cipher = createDecipheriv('des-ede3-cbc', Buffer.concat([mirrored, mirrored, mirrored]), vector);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(sealed), cipher.final()]);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = power((base * base) % modulus, exponent / 2n, modulus);
  return exponent % 2n === 0n ? half : (half * base) % modulus;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

function filled(bytes: Buffer, length: number): Buffer {
  return Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}

function untilZero(field: Buffer): string {
  return field.subarray(0, field.indexOf(0)).toString('utf8');
}
