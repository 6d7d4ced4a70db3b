import { obtainCredentials } from './obtainCredentials.ts';
import type { SecurityContext } from './securityType.ts';

/**
 * User name and password as they are, in the form that VeNCrypt's Plain and Tight's Unix login share (rfbproto,
 * "Plain subtype"): both lengths, then both texts in UTF-8.
 *
 * @throws what {@link obtainCredentials} throws
 */
export async function sendPlainLogin(context: SecurityContext, path: string): Promise<void> {
  const { username, password } = await obtainCredentials(context, path, { username: true, password: true });
  const texts = [Buffer.from(username, 'utf8'), Buffer.from(password, 'utf8')];
  const lengths = Buffer.alloc(8);
  texts.forEach((text, index) => lengths.writeUInt32BE(text.length, 4 * index));
  context.write(Buffer.concat([lengths, ...texts]));
}
