import { encryptDesBlock, mirrorDesKey } from './des.ts';
import { obtainCredentials } from './obtainCredentials.ts';
import type { SecurityContext, SecurityType } from './securityType.ts';

const KEY_BYTES = 8;
const BLOCK_BYTES = 8;
const CHALLENGE_BYTES = 16;

/** VNC Authentication (RFC 6143, section 7.2.2): the server's challenge, encrypted with the password. */
export const vncAuthSecurity: SecurityType = {
  number: 2,
  name: 'VncAuth',
  async authenticate(context) {
    await answerChallenge(context, 'VncAuth');
    return { path: 'VncAuth', login: 'password', alwaysHasResult: true };
  },
};

/** VNC Authentication as a step of the way `path`. @throws what {@link obtainCredentials} throws */
export async function answerChallenge(context: SecurityContext, path: string): Promise<void> {
  const { reader } = context;
  await reader.need(CHALLENGE_BYTES);
  const challenge = Uint8Array.from(reader.bytes(CHALLENGE_BYTES));
  const { password } = await obtainCredentials(context, path, { password: true });
  context.write(encryptChallenge(password, challenge));
}

/**
 * The answer to a challenge: DES in ECB mode, keyed with the first eight bytes of the password (UTF-8, as
 * terminals hand it to password tools), padded with zeros, the bits of each byte in reverse order.
 */
export function encryptChallenge(password: string, challenge: Uint8Array): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  key.set(Buffer.from(password, 'utf8').subarray(0, KEY_BYTES));
  const mirrored = mirrorDesKey(key);
  const response = new Uint8Array(challenge.length);
  for (let at = 0; at < challenge.length; at += BLOCK_BYTES) {
    response.set(encryptDesBlock(mirrored, challenge.subarray(at, at + BLOCK_BYTES)), at);
  }
  return response;
}
