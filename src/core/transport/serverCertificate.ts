import { type ConnectionOptions, connect } from 'node:tls';
import { isIP } from 'node:net';
import { cancelError } from '../base/deadline.ts';
import { vncError } from '../base/errors.ts';
import { type Endpoint, errorCodeOf } from './networkErrors.ts';
import { pemOf } from './pemCertificates.ts';
import { connectTcpSocket } from './tcpSocket.ts';

/** The certificate that a server presents, for a person to judge. */
export interface ServerCertificate {
  readonly pem: string;
  /** SHA-256, as pairs of hexadecimal digits with colons between. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/**
 * Asks a server for its certificate and hangs up: nothing is verified, and nothing but the TLS handshake is
 * sent. Before it is trusted, a person has to compare the fingerprint.
 *
 * @throws what {@link connectTcpSocket} throws, `VNC_TLS_FAILED`, or `VNC_CANCELLED`.
 */
export async function fetchServerCertificate(
  endpoint: Endpoint,
  signal?: AbortSignal,
): Promise<ServerCertificate> {
  const socket = await connectTcpSocket(endpoint, signal);
  const options: ConnectionOptions = {
    socket,
    host: endpoint.host,
    rejectUnauthorized: false,
    ...(isIP(endpoint.host) === 0 ? { servername: endpoint.host } : {}),
  };
  return await new Promise<ServerCertificate>((resolve, reject) => {
    const secured = connect(options);
    const finish = (settle: () => void): void => {
      signal?.removeEventListener('abort', cancelled);
      secured.on('error', () => undefined);
      secured.destroy();
      socket.destroy();
      settle();
    };
    const failed = (error?: unknown): void => {
      const reason = errorCodeOf(error) || 'closed';
      const data = { host: endpoint.host, port: endpoint.port, reason };
      finish(() => reject(vncError('VNC_TLS_FAILED', data, error)));
    };
    const cancelled = (): void => {
      if (signal !== undefined) finish(() => reject(cancelError(signal)));
    };
    secured.once('secureConnect', () => {
      const certificate = secured.getPeerX509Certificate();
      if (certificate === undefined) {
        failed();
        return;
      }
      finish(() =>
        resolve({
          pem: pemOf(certificate.raw),
          fingerprint: certificate.fingerprint256,
          subject: certificate.subject,
          issuer: certificate.issuer,
          validFrom: certificate.validFrom,
          validTo: certificate.validTo,
        }),
      );
    });
    secured.once('error', failed);
    secured.once('close', () => failed());
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted === true) cancelled();
  });
}
