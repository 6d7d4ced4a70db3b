import { vncError } from '../base/errors.ts';
import { defaultVncPort } from '../transport/address.ts';
import type { DialTarget, TlsOptions } from '../transport/target.ts';
import { placeholdersOf } from '../transport/urlTemplate.ts';
import { expandHeader } from './headerTemplate.ts';
import type { ConnectionProfile, MachineOptions } from './profile.ts';
import { secretPlaceholders } from './secretWords.ts';

/** What a profile needs from outside to become a target. */
export interface TargetSources {
  /** Values by the names of {@link secretNamesOf}; others are not used. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly machine?: MachineOptions | undefined;
  /** Reads a text file: the certificate, when the profile names a path. */
  readFile(path: string): Promise<string>;
}

/**
 * The secrets that have to be there before a profile can be dialled: those that its template or its headers
 * name. A password that only the handshake asks for is not among them: whether it is needed is the server's say.
 */
export function secretNamesOf(profile: ConnectionProfile): readonly string[] {
  if (profile.url === undefined) return [];
  const secret = new Set([...secretPlaceholders, ...(profile.secretVariables ?? [])]);
  const templates = [profile.url, ...Object.values(profile.headers ?? {})];
  const used = templates.flatMap((template) => placeholdersOf(template).map(({ name }) => name));
  return [...new Set(used)].filter((name) => secret.has(name));
}

/** The values of a profile's placeholders that are no secrets. */
export function openValuesOf(profile: ConnectionProfile): Readonly<Record<string, string>> {
  const secret = new Set([...secretPlaceholders, ...(profile.secretVariables ?? [])]);
  const values = {
    ...profile.variables,
    ...(profile.host === undefined ? {} : { host: profile.host }),
    ...(profile.port === undefined ? {} : { port: String(profile.port) }),
    ...(profile.username === undefined ? {} : { username: profile.username }),
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)));
}

/**
 * What dialling `profile` means. Nothing is dialled.
 *
 * @throws `VNC_PROFILE_INVALID` without an address, `VNC_CERTIFICATE_INVALID` when its file cannot be read,
 *   `VNC_TEMPLATE_…` for its headers.
 */
export async function targetOf(profile: ConnectionProfile, sources: TargetSources): Promise<DialTarget> {
  if (profile.url === undefined) {
    if (profile.host === undefined) throw vncError('VNC_PROFILE_INVALID', { name: profile.name });
    const host = profile.host.replace(/^\[(.*)\]$/, '$1');
    return { transport: 'tcp', host, port: profile.port ?? defaultVncPort };
  }
  const secrets = secretNamesOf(profile).flatMap((name) => {
    const value = Object.hasOwn(sources.secrets, name) ? sources.secrets[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  const values = { ...openValuesOf(profile), ...Object.fromEntries(secrets) };
  const headers = Object.entries(profile.headers ?? {}).map(
    ([name, template]) => [name, expandHeader(template, values)] as const,
  );
  return {
    transport: 'websocket',
    urlTemplate: profile.url,
    values,
    tls: await tlsOf(profile, sources),
    subprotocols: profile.subprotocols,
    origin: profile.origin,
    headers: Object.fromEntries(headers),
  };
}

async function tlsOf(profile: ConnectionProfile, sources: TargetSources): Promise<TlsOptions> {
  const verify = sources.machine?.verifyCertificate !== false;
  if (profile.certificate === undefined) return { verify };
  return { verify, certificate: await readCertificate(profile.certificate, sources) };
}

/** The PEM text of a profile's certificate, which is written out or in a file. */
export async function readCertificate(
  certificate: string,
  sources: Pick<TargetSources, 'readFile'>,
): Promise<string> {
  if (certificate.includes('-----BEGIN')) return certificate;
  try {
    return await sources.readFile(certificate);
  } catch (error) {
    throw vncError('VNC_CERTIFICATE_INVALID', { reason: 'file', path: certificate }, error);
  }
}
