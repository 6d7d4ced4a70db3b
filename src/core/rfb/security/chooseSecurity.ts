import type { CredentialSource } from '../credentials.ts';
import { noneSecurity } from './none.ts';
import type { SecurityType } from './securityType.ts';
import { vncAuthSecurity } from './vncAuth.ts';

/** Names of types that servers offer and errors should call by name (registry "Remote Framebuffer"). */
const names = new Map<number, string>([
  [noneSecurity.number, noneSecurity.name],
  [vncAuthSecurity.number, vncAuthSecurity.name],
  [5, 'RSA-AES'],
  [6, 'RSA-AES-ne'],
  [13, 'RSA-AES-two-step'],
  [16, 'Tight'],
  [17, 'Ultra'],
  [18, 'TLS'],
  [19, 'VeNCrypt'],
  [20, 'SASL'],
  [22, 'xvp'],
  [30, 'Apple-DH'],
  [113, 'MSLogonII'],
  [129, 'RSA-AES-256'],
  [130, 'RSA-AES-256-ne'],
  [133, 'RSA-AES-256-two-step'],
]);

/** The usual name of a security type with its number. */
export function securityName(number: number): string {
  const name = names.get(number);
  return name === undefined ? String(number) : `${name} (${number})`;
}

/**
 * Chooses by what we hold, never by the server's order: macOS lists types first that would leave a client
 * with only a password hanging. A password that is held is used where it can be; otherwise nobody is asked
 * for one while the server lets everyone in.
 */
export function chooseSecurity(
  offered: readonly number[],
  credentials: CredentialSource,
): SecurityType | undefined {
  const preferred =
    credentials.password === undefined ? [noneSecurity, vncAuthSecurity] : [vncAuthSecurity, noneSecurity];
  return preferred.find((type) => offered.includes(type.number));
}
