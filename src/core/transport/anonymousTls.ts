import { createSecureContext } from 'node:tls';

/**
 * The suites without certificates, which OpenSSL offers at its lowest level of security only, and TLS 1.3 not at
 * all.
 */
export const anonymousCiphers = {
  ciphers: 'aNULL:@SECLEVEL=0',
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.2',
} as const;

/**
 * Whether this runtime has TLS without certificates (VeNCrypt TLSNone, TLSVnc and TLSPlain, and type 18). Editors
 * built with BoringSSL have not: there the types are not to be chosen.
 */
export function hasAnonymousTls(): boolean {
  try {
    createSecureContext(anonymousCiphers);
    return true;
  } catch {
    return false;
  }
}
