import { badData } from '../wireErrors.ts';
import { paddedField } from './appleDh.ts';
import { encryptDesCbc, mirrorDesKey } from './des.ts';
import { exchangeKeys } from './diffieHellman.ts';
import { fieldBytes } from './fieldBytes.ts';
import { obtainCredentials } from './obtainCredentials.ts';
import type { SecurityType } from './securityType.ts';

const NAME = 'MSLogonII';
const NUMBER_BYTES = 8;
const USERNAME_BYTES = 256;
const PASSWORD_BYTES = 64;

/**
 * UltraVNC's login of Windows users (rfbproto, "MSLogonII Authentication"). Its keys have 64 bits: whoever listens
 * finds the password within minutes.
 */
export const msLogonIISecurity: SecurityType = {
  number: 113,
  name: NAME,
  async authenticate(context) {
    const { reader, logger } = context;
    await reader.need(3 * NUMBER_BYTES);
    const generator = Uint8Array.from(reader.bytes(NUMBER_BYTES));
    const modulus = Uint8Array.from(reader.bytes(NUMBER_BYTES));
    const publicValue = Uint8Array.from(reader.bytes(NUMBER_BYTES));
    if (!context.pipe.confidential) {
      logger.log(
        'warn',
        `handshake: ${NAME} protects the password with 64 bits only; whoever listens can find it`,
      );
    }
    const login = await obtainCredentials(context, NAME, { username: true, password: true });
    const ours = exchangeKeys({ generator, modulus, publicValue });
    if (ours === undefined) throw badData(reader, 'Diffie-Hellman modulus');
    const key = mirrorDesKey(ours.sharedSecret);
    // The vector is the secret as it is, not as DES takes it; both fields begin with it.
    const seal = (text: Uint8Array, length: number): Uint8Array =>
      encryptDesCbc(key, ours.sharedSecret, paddedField(text, length));
    context.write(
      Buffer.concat([
        ours.publicValue,
        seal(fieldBytes(login.username, 'username', USERNAME_BYTES - 1, NAME), USERNAME_BYTES),
        seal(fieldBytes(login.password, 'password', PASSWORD_BYTES - 1, NAME), PASSWORD_BYTES),
      ]),
    );
    return { path: NAME, login: 'user', alwaysHasResult: true };
  },
};
