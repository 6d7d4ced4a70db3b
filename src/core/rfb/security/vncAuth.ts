import { createCipheriv } from 'node:crypto';
import { cancelError } from '../../base/deadline.ts';
import { vncError } from '../../base/errors.ts';
import type { Credentials } from '../credentials.ts';
import type { SecurityContext, SecurityType } from './securityType.ts';

const KEY_BYTES = 8;
const BLOCK_BYTES = 8;
const CHALLENGE_BYTES = 16;

/** VNC Authentication (RFC 6143, section 7.2.2): the server's challenge, encrypted with the password. */
export const vncAuthSecurity: SecurityType = {
  number: 2,
  name: 'VncAuth',
  alwaysHasResult: true,
  async authenticate(context) {
    const { reader } = context;
    await reader.need(CHALLENGE_BYTES);
    const challenge = Uint8Array.from(reader.bytes(CHALLENGE_BYTES));
    context.write(encryptChallenge(await passwordFor(context), challenge));
  },
};

/** The password that is held, or else asked for. @throws `VNC_PASSWORD_REQUIRED`, or what ends the wait */
async function passwordFor({ credentials, reader, signal }: SecurityContext): Promise<string> {
  const { password, ask } = credentials;
  if (password !== undefined) return password;
  const securityType = vncAuthSecurity.name;
  // People take longer to answer than servers to hang up: then the question goes away.
  const waiting = AbortSignal.any([signal, reader.endSignal]);
  if (waiting.aborted) throw cancelError(waiting);
  const answer = await new Promise<Credentials | undefined>((resolve, reject) => {
    waiting.addEventListener('abort', () => reject(cancelError(waiting)), { once: true });
    const asking = ask?.({ securityType, username: false, password: true }, waiting);
    if (asking === undefined) resolve(undefined);
    else asking.then(resolve, reject);
  });
  if (answer?.password === undefined) throw vncError('VNC_PASSWORD_REQUIRED', { securityType });
  return answer.password;
}

/**
 * The answer to a challenge: DES in ECB mode, keyed with the first eight bytes of the password (UTF-8, as
 * terminals hand it to password tools), padded with zeros, the bits of each byte in reverse order.
 */
export function encryptChallenge(password: string, challenge: Uint8Array): Uint8Array {
  assertDesWorks();
  const key = new Uint8Array(KEY_BYTES);
  key.set(Buffer.from(password, 'utf8').subarray(0, KEY_BYTES));
  for (let i = 0; i < KEY_BYTES; i++) key[i] = reverseBits(key[i] ?? 0);
  const response = new Uint8Array(challenge.length);
  for (let at = 0; at < challenge.length; at += BLOCK_BYTES) {
    response.set(encryptBlock(key, challenge.subarray(at, at + BLOCK_BYTES)), at);
  }
  return response;
}

/**
 * Single DES of one block. OpenSSL 3 and BoringSSL have it no more, but triple DES with the same key thrice
 * undoes its own second step, and a zero vector makes CBC of one block plain.
 */
function encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), new Uint8Array(BLOCK_BYTES));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

let desWorks: boolean | undefined;

/** Compares with a published vector, once: a wrong answer would look like a wrong password. */
function assertDesWorks(): void {
  desWorks ??=
    Buffer.from(encryptBlock(Buffer.from('0123456789abcdef', 'hex'), Buffer.from('Now is t'))).toString(
      'hex',
    ) === '3fa40e8a984d4815';
  if (!desWorks) throw new Error('DES of this runtime gives wrong results');
}

function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) reversed |= 0x80 >> bit;
  return reversed;
}
