import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { badData, checkLimit } from '../wireErrors.ts';
import { limits } from '../../base/limits.ts';
import { exchangeKeys } from './diffieHellman.ts';
import { fieldBytes } from './fieldBytes.ts';
import { obtainCredentials } from './obtainCredentials.ts';
import type { SecurityType } from './securityType.ts';

const NAME = 'AppleDH';
const FIELD_BYTES = 64;

/**
 * Apple's login of system users (rfbproto, "Diffie-Hellman Authentication"): both texts, encrypted under a key of
 * an exchange that nobody signs. It keeps those who only listen out, and nothing after it is encrypted.
 */
export const appleDhSecurity: SecurityType = {
  number: 30,
  name: NAME,
  async authenticate(context) {
    const { reader, logger } = context;
    await reader.need(4);
    const generator = Uint8Array.from(reader.bytes(2));
    const keyBytes = reader.u16();
    checkLimit(reader, 'dhKeyBytes', keyBytes);
    if (keyBytes < limits.dhKeyBytesLeast) throw badData(reader, 'short Diffie-Hellman key');
    await reader.need(2 * keyBytes);
    const modulus = Uint8Array.from(reader.bytes(keyBytes));
    const publicValue = Uint8Array.from(reader.bytes(keyBytes));
    if (!context.pipe.confidential) {
      logger.log('warn', `handshake: ${NAME} encrypts the login alone, for whoever answers`);
    }
    const login = await obtainCredentials(context, NAME, { username: true, password: true });
    const ours = exchangeKeys({ generator, modulus, publicValue });
    if (ours === undefined) throw badData(reader, 'Diffie-Hellman modulus');
    // Both numbers keep their leading zeros: the key is a digest of all bytes.
    const key = createHash('md5').update(ours.sharedSecret).digest();
    const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    const fields = Buffer.concat([
      paddedField(fieldBytes(login.username, 'username', FIELD_BYTES - 1, NAME), FIELD_BYTES),
      paddedField(fieldBytes(login.password, 'password', FIELD_BYTES - 1, NAME), FIELD_BYTES),
    ]);
    context.write(Buffer.concat([cipher.update(fields), cipher.final(), ours.publicValue]));
    return { path: NAME, login: 'user', alwaysHasResult: true };
  },
};

/** A text with its terminating zero, filled up with random bytes. */
export function paddedField(text: Uint8Array, length: number): Uint8Array {
  const field = Uint8Array.from(randomBytes(length));
  field.set(text);
  field[text.length] = 0;
  return field;
}
