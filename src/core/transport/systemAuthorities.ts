import * as tls from 'node:tls';

/**
 * The authorities that this machine's system trusts, as PEM texts; none where Node cannot tell (before 22.15).
 * Node's own list, which is used otherwise, knows none that a company has installed.
 */
export function systemAuthorities(): readonly string[] {
  if (!('getCACertificates' in tls) || typeof tls.getCACertificates !== 'function') return [];
  const certificates: unknown = Reflect.apply(tls.getCACertificates, tls, ['system']);
  if (!Array.isArray(certificates)) return [];
  return certificates.filter((one): one is string => typeof one === 'string');
}
