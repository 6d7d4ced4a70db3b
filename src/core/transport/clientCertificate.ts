import { type VncError, vncError } from '../base/errors.ts';
import { type Endpoint, errorCodeOf } from './networkErrors.ts';
import type { TlsOptions } from './target.ts';

/** TLS alerts with which a server refuses a client's certificate, or the lack of one (RFC 8446, 6.2). */
const refusals: Readonly<Record<string, string>> = {
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'certificate required',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'unknown authority',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'bad certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'certificate expired',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: 'certificate revoked',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'certificate unknown',
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: 'unsupported certificate',
};

/**
 * What an error means with which a server refused our certificate, or that there was none; `undefined` for
 * others. With TLS 1.3 it arrives after the handshake, with the first that is read.
 */
export function clientCertificateError(
  error: unknown,
  endpoint: Endpoint,
  tls: TlsOptions,
): VncError | undefined {
  const reason = refusals[errorCodeOf(error)];
  if (reason === undefined) return undefined;
  const given = tls.clientCertificate !== undefined;
  return vncError(
    'VNC_CLIENT_CERTIFICATE',
    { host: endpoint.host, port: endpoint.port, reason, given },
    error,
  );
}
