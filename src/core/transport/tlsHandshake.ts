import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, type TLSSocket, checkServerIdentity, connect } from 'node:tls';
import { cancelError } from '../base/deadline.ts';
import { type VncError, type VncErrorData, vncError } from '../base/errors.ts';
import { anonymousCiphers } from './anonymousTls.ts';
import { clientCertificateError } from './clientCertificate.ts';
import { type Endpoint, errorCodeOf } from './networkErrors.ts';
import type { TlsOptions } from './target.ts';

/** A connected stream that is to be secured. */
export interface HandshakeRequest {
  readonly stream: Duplex;
  /** The name or address that the server is reached by. */
  readonly endpoint: Endpoint;
  readonly tls: TlsOptions;
  /** The certificates of `tls.certificate`. */
  readonly given: readonly X509Certificate[];
  /** Authorities as PEM texts, in place of those that Node knows; given certificates win. */
  readonly authorities?: readonly string[] | undefined;
  /** Whether TLS runs within the connection, after a choice of RFB, and not from its first byte. */
  readonly inBand?: boolean | undefined;
  /** Without certificates. */
  readonly anonymous?: boolean | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Does the handshake and nothing else: whether the server is the right one is for `judgeServer` to say.
 *
 * @throws `VNC_TLS_FAILED`, `VNC_CLIENT_CERTIFICATE`, `VNC_CERTIFICATE_INVALID` or `VNC_CANCELLED`.
 */
export async function tlsHandshake(request: HandshakeRequest): Promise<TLSSocket> {
  const { signal, tls } = request;
  const secured = begin(request);
  return await new Promise<TLSSocket>((resolve, reject) => {
    const settle = (): void => {
      signal?.removeEventListener('abort', cancelled);
      secured.off('secureConnect', done);
      secured.off('error', failed);
      secured.off('close', failed);
    };
    const drop = (error: Error): void => {
      settle();
      secured.on('error', () => undefined);
      secured.destroy();
      reject(error);
    };
    const done = (): void => {
      settle();
      resolve(secured);
    };
    const failed = (error: unknown): void => {
      drop(clientCertificateError(error, request.endpoint, tls) ?? handshakeError(error, request));
    };
    const cancelled = (): void => {
      if (signal !== undefined) drop(cancelError(signal));
    };
    secured.once('secureConnect', done);
    secured.once('error', failed);
    secured.once('close', failed);
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted === true) cancelled();
  });
}

function begin(request: HandshakeRequest): TLSSocket {
  try {
    return connect(optionsOf(request));
  } catch (error) {
    const client = request.tls.clientCertificate;
    if (client === undefined) throw handshakeError(error, request);
    const system = errorCodeOf(error) || 'unknown';
    const passphrase = /BAD_DECRYPT|BAD_PASSWORD|PASSPHRASE|MAYBE_WRONG|INTERRUPTED/i.test(
      `${system} ${error instanceof Error ? error.message : ''}`,
    );
    throw vncError('VNC_CERTIFICATE_INVALID', { reason: passphrase ? 'passphrase' : 'key', system });
  }
}

function optionsOf(request: HandshakeRequest): ConnectionOptions {
  const { stream, endpoint, tls, given, authorities } = request;
  const name = tls.serverName ?? endpoint.host;
  const client = tls.clientCertificate;
  return {
    socket: stream,
    host: name,
    // `judgeServer` decides: only so can a refusal tell the fingerprint of what was refused.
    rejectUnauthorized: false,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    ...(request.inBand === true ? {} : { ALPNProtocols: ['http/1.1'] }),
    // An address cannot be asked for (RFC 6066, 3).
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(given.length === 0 ? {} : { ca: given.map(String), allowPartialTrustChain: true }),
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key }),
    ...(client?.passphrase === undefined ? {} : { passphrase: client.passphrase }),
    ...(request.anonymous === true ? anonymousCiphers : {}),
  };
}

function handshakeError(error: unknown, request: HandshakeRequest): VncError {
  const { endpoint, inBand, anonymous } = request;
  const data: VncErrorData = {
    host: endpoint.host,
    port: endpoint.port,
    reason: errorCodeOf(error) || 'closed',
    ...(inBand === true ? { layer: 'security' } : {}),
    ...(anonymous === true ? { anonymous } : {}),
  };
  return vncError('VNC_TLS_FAILED', data, error);
}
