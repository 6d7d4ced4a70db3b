import type { X509Certificate } from 'node:crypto';
import { type Socket, isIP } from 'node:net';
import { type ConnectionOptions, type TLSSocket, connect } from 'node:tls';
import { cancelError } from '../base/deadline.ts';
import type { VncErrorCode } from '../base/errorCodes.ts';
import { type VncError, vncError } from '../base/errors.ts';
import { type Endpoint, errorCodeOf } from './networkErrors.ts';
import { parsePemCertificates } from './pemCertificates.ts';
import type { TlsOptions } from './target.ts';

/** Secures a connected socket. */
export interface TlsRequest {
  readonly socket: Socket;
  /** The name or address that the certificate must be for. */
  readonly endpoint: Endpoint;
  readonly tls: TlsOptions;
  readonly signal: AbortSignal | undefined;
  /** Authorities as PEM texts, in place of those that Node knows; a certificate given in `tls` wins. */
  readonly authorities?: readonly string[] | undefined;
}

/**
 * Does the TLS handshake on `socket` and checks the server's certificate before anything is sent.
 *
 * Trusted is what the system's authorities vouch for, or, when a certificate is given, only what that CA or
 * intermediate vouches for. A server that presents exactly a given certificate has proven that it holds its
 * key: then the name is not compared, since self-signed certificates of appliances seldom carry the address
 * under which they are reached.
 *
 * @throws `VNC_TLS_…`, `VNC_CERTIFICATE_INVALID` or `VNC_CANCELLED`; then the socket is destroyed.
 */
export async function secureSocket(request: TlsRequest): Promise<TLSSocket> {
  const { socket, endpoint, tls } = request;
  try {
    const given = tls.certificate === undefined ? [] : parsePemCertificates(tls.certificate);
    const secured = await handshake(request, given);
    if (tls.verify) checkCertificate(secured, endpoint, given);
    return secured;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}

async function handshake(request: TlsRequest, given: readonly X509Certificate[]): Promise<TLSSocket> {
  const { socket, endpoint, signal, authorities } = request;
  const options: ConnectionOptions = {
    socket,
    host: endpoint.host,
    ALPNProtocols: ['http/1.1'],
    // `checkCertificate` decides: only so can a refusal tell the fingerprint of what was refused.
    rejectUnauthorized: false,
    ...(isIP(endpoint.host) === 0 ? { servername: endpoint.host } : {}),
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(given.length === 0 ? {} : { ca: given.map(String), allowPartialTrustChain: true }),
  };
  return await new Promise<TLSSocket>((resolve, reject) => {
    const secured = connect(options);
    const settle = (): void => {
      signal?.removeEventListener('abort', cancelled);
      secured.off('secureConnect', done);
      secured.off('error', failed);
      secured.off('close', failed);
    };
    const done = (): void => {
      settle();
      resolve(secured);
    };
    const failed = (error: unknown): void => {
      settle();
      secured.on('error', () => undefined);
      secured.destroy();
      const reason = errorCodeOf(error) || 'closed';
      reject(vncError('VNC_TLS_FAILED', { host: endpoint.host, port: endpoint.port, reason }, error));
    };
    const cancelled = (): void => {
      settle();
      secured.on('error', () => undefined);
      secured.destroy();
      if (signal !== undefined) reject(cancelError(signal));
    };
    secured.once('secureConnect', done);
    secured.once('error', failed);
    secured.once('close', failed);
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted === true) cancelled();
  });
}

/** @throws `VNC_TLS_UNTRUSTED`, `VNC_TLS_HOST_MISMATCH` or `VNC_TLS_EXPIRED`. */
function checkCertificate(secured: TLSSocket, endpoint: Endpoint, given: readonly X509Certificate[]): void {
  if (secured.authorized) return;
  const presented = secured.getPeerX509Certificate();
  const pinned =
    presented !== undefined && given.some((certificate) => certificate.raw.equals(presented.raw));
  // Node's types promise an Error here; it is the code as a string.
  const failure: unknown = secured.authorizationError;
  const reason = typeof failure === 'string' ? failure : errorCodeOf(failure) || 'unknown';
  if (pinned && isCurrent(presented)) return;
  throw untrusted(codeOfVerification(reason, pinned), reason, endpoint, presented);
}

function isCurrent(certificate: X509Certificate): boolean {
  const now = Date.now();
  return Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
}

function codeOfVerification(reason: string, pinned: boolean): VncErrorCode {
  if (pinned || reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID') return 'VNC_TLS_EXPIRED';
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'VNC_TLS_HOST_MISMATCH';
  return 'VNC_TLS_UNTRUSTED';
}

function untrusted(
  code: VncErrorCode,
  reason: string,
  endpoint: Endpoint,
  presented: X509Certificate | undefined,
): VncError {
  const data = { host: endpoint.host, port: endpoint.port, reason };
  if (presented === undefined) return vncError(code, data);
  return vncError(code, {
    ...data,
    fingerprint: presented.fingerprint256,
    names: namesOf(presented),
    validFrom: presented.validFrom,
    validTo: presented.validTo,
  });
}

/** Enough to recognise a certificate by; lists of names can be long. */
function namesOf(certificate: X509Certificate): string {
  const names = certificate.subjectAltName ?? certificate.subject.replaceAll('\n', ', ');
  return names.length > 200 ? `${names.slice(0, 199)}…` : names;
}
