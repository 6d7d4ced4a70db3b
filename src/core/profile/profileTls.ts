import { vncError } from '../base/errors.ts';
import type { ClientCertificate, TlsOptions } from '../transport/target.ts';
import type { TrustPolicy } from '../transport/trust.ts';
import type { ConnectionProfile, MachineOptions } from './profile.ts';

/** What TLS of a profile needs from outside. */
export interface TlsSources {
  readonly machine?: MachineOptions | undefined;
  /** Values by the names of `secretNamesOf`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Who decides about servers that nothing vouches for; nobody by default. */
  readonly trust?: TrustPolicy | undefined;
  /** Reads a text file: a certificate or a key, where the profile names a path. */
  readFile(path: string): Promise<string>;
}

/**
 * How TLS is checked and what we show of ourselves in it, wherever a connection of `profile` meets TLS: under a
 * WebSocket, inside of the handshake, and where its ticket comes from.
 *
 * @throws `VNC_CERTIFICATE_INVALID` when a file cannot be read.
 */
export async function tlsOptionsOf(profile: ConnectionProfile, sources: TlsSources): Promise<TlsOptions> {
  const { certificate, fingerprints, clientCertificate, serverName } = profile;
  const { machine, trust } = sources;
  return {
    verify: machine?.verifyCertificate !== false,
    ...(certificate === undefined ? {} : { certificate: await readCertificate(certificate, sources) }),
    ...(fingerprints === undefined ? {} : { fingerprints }),
    ...(clientCertificate === undefined
      ? {}
      : { clientCertificate: await readClientCertificate(clientCertificate, sources) }),
    ...(serverName === undefined ? {} : { serverName }),
    ...(trust === undefined ? {} : { trust }),
  };
}

/** The PEM text of a profile's certificate, which is written out or in a file. */
export async function readCertificate(
  certificate: string,
  sources: Pick<TlsSources, 'readFile'>,
): Promise<string> {
  if (certificate.includes('-----BEGIN')) return certificate;
  try {
    return await sources.readFile(certificate);
  } catch (error) {
    throw vncError('VNC_CERTIFICATE_INVALID', { reason: 'file', path: certificate }, error);
  }
}

async function readClientCertificate(
  files: NonNullable<ConnectionProfile['clientCertificate']>,
  sources: TlsSources,
): Promise<ClientCertificate> {
  const passphrase = Object.hasOwn(sources.secrets, 'passphrase') ? sources.secrets['passphrase'] : undefined;
  return {
    certificate: await readCertificate(files.certificate, sources),
    key: await readCertificate(files.key, sources),
    ...(passphrase === undefined || files.encrypted !== true ? {} : { passphrase }),
  };
}
