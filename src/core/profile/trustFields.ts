import { securityTypeNames } from '../rfb/security/securityNames.ts';
import { type Report, readBoolean, readChoice, readLine, readMembers, readTexts } from './fieldReaders.ts';
import type { ClientCertificateFiles } from './profile.ts';

/** Reads `security`: the allowed types in order of preference. A list with a mistake in it allows nothing. */
export function readSecurity(value: unknown, report: Report): readonly string[] | undefined {
  const names = readTexts(value, report);
  if (names === undefined) return undefined;
  if (names.length === 0) {
    report('wrongType', { expected: 'list of texts' });
    return undefined;
  }
  const read = names.map((name) => readChoice(name, report, securityTypeNames));
  const known = read.filter((name) => name !== undefined);
  return known.length === names.length ? [...new Set(known)] : undefined;
}

/** Reads `fingerprints`: one, or a list of them; with colons or without. */
export function readFingerprints(value: unknown, report: Report): readonly string[] | undefined {
  const texts = readTexts(typeof value === 'string' ? [value] : value, report);
  if (texts === undefined) return undefined;
  const read = texts.map(fingerprintOf);
  if (read.length > 0 && read.every((one) => one !== undefined)) return [...new Set(read)];
  report('fingerprintInvalid');
  return undefined;
}

/** `AB:CD:…` of a SHA-256 fingerprint as tools print it. */
function fingerprintOf(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/^sha-?256(?:\s+fingerprint=|[:=\s])\s*/i, '')
    .replace(/[:\s]/g, '');
  if (!/^[0-9a-f]{64}$/i.test(digits)) return undefined;
  return (digits.toUpperCase().match(/../g) ?? []).join(':');
}

/** Reads `clientCertificate`: the paths of two PEM files. */
export function readClientCertificate(value: unknown, report: Report): ClientCertificateFiles | undefined {
  const read = readMembers<ClientCertificateFiles>(value, report, {
    certificate: readLine,
    key: readLine,
    encrypted: readBoolean,
  });
  if (read === undefined) return undefined;
  const { certificate, key, encrypted } = read;
  if (certificate !== undefined && key !== undefined) {
    return { certificate, key, ...(encrypted === undefined ? {} : { encrypted }) };
  }
  report('memberMissing', { member: certificate === undefined ? 'certificate' : 'key' });
  return undefined;
}

/** Reads `serverName`: a name that can stand in a certificate. */
export function readServerName(value: unknown, report: Report): string | undefined {
  const name = readLine(value, report)?.trim();
  if (name === undefined || /^[\p{L}\p{N}_.:-]{1,253}$/u.test(name)) return name;
  report('hostInvalid', { host: name });
  return undefined;
}
