import type { CryptoNeed } from './cryptoProbes.ts';
import type { SecurityTypeName } from './securityNames.ts';

/**
 * What a way to log in asks for: `any` where the server tells only after it was chosen, and may be content with
 * nothing; `either` is a password, perhaps with a user name.
 */
export type CredentialNeeds = 'nothing' | 'any' | 'password' | 'either' | 'user';

/**
 * What a person should know of a way to log in, once it was used: `unproven` encrypts all, with whoever answers;
 * `shortKeys` hides the login from nobody who takes a few minutes.
 */
export type SecurityWeakness = 'unproven' | 'shortKeys';

/** One way to log in, as far as the choice between them goes. */
export interface SecurityWay {
  readonly name: SecurityTypeName;
  readonly needs: CredentialNeeds;
  /** Sends a user name or a password as they are. */
  readonly clear?: boolean;
  readonly crypto: readonly CryptoNeed[];
  readonly weakness?: SecurityWeakness;
}

const rsaAes: readonly CryptoNeed[] = ['RSA', 'AES', 'SHA'];

/**
 * All ways, the strongest first: a server that proves who it is before one that does not, a session that is
 * encrypted whole before one of which the login alone is. Apple's and Microsoft's logins stand low: the one has
 * no integrity, the other keys of 64 bits.
 */
export const securityWays: readonly SecurityWay[] = [
  { name: 'X509Plain', needs: 'user', crypto: [] },
  { name: 'X509Vnc', needs: 'password', crypto: ['DES'] },
  { name: 'X509None', needs: 'nothing', crypto: [] },
  { name: 'RA2_256', needs: 'either', crypto: rsaAes },
  { name: 'RA2', needs: 'either', crypto: rsaAes },
  { name: 'TLSPlain', needs: 'user', crypto: ['anonymous TLS'], weakness: 'unproven' },
  { name: 'TLSVnc', needs: 'password', crypto: ['anonymous TLS', 'DES'], weakness: 'unproven' },
  { name: 'TLSNone', needs: 'nothing', crypto: ['anonymous TLS'], weakness: 'unproven' },
  { name: 'TLS', needs: 'any', crypto: ['anonymous TLS'], weakness: 'unproven' },
  { name: 'RA2ne_256', needs: 'either', crypto: rsaAes },
  { name: 'RA2ne', needs: 'either', crypto: rsaAes },
  { name: 'AppleDH', needs: 'user', crypto: ['MD5', 'AES-ECB'] },
  { name: 'Plain', needs: 'user', clear: true, crypto: [] },
  { name: 'UnixLogin', needs: 'user', clear: true, crypto: [] },
  { name: 'VncAuth', needs: 'password', crypto: ['DES'] },
  { name: 'Tight', needs: 'password', crypto: ['DES'] },
  { name: 'XVP', needs: 'user', clear: true, crypto: ['DES'] },
  { name: 'MSLogonII', needs: 'user', crypto: ['DES'], weakness: 'shortKeys' },
  { name: 'None', needs: 'nothing', crypto: [] },
];

/**
 * The weakness of the way that was taken.
 *
 * @param path the whole way, such as `VeNCrypt TLSPlain` or `TLS VncAuth`, as `facts.securityType` names it
 */
export function weaknessOf(path: string): SecurityWeakness | undefined {
  const names = path.split(' ');
  return securityWays.find(({ name, weakness }) => weakness !== undefined && names.includes(name))?.weakness;
}
