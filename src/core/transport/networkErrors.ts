import { type VncError, type VncErrorData, vncError } from '../base/errors.ts';

/** Where a connection leads, for error data. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, with the brackets of IPv6. */
export function addressOf({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The `code` of a system error, or an empty string. */
export function errorCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Codes that only say that this machine has no route for one family of addresses. */
const uninteresting = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * A name with several addresses fails with all their errors at once. The telling one is the last that is about
 * the server and not about an address family that this machine does not have.
 */
function tellingError(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const errors: readonly unknown[] = error.errors;
  return errors.findLast((one) => !uninteresting.has(errorCodeOf(one))) ?? errors[0] ?? error;
}

/** What a failed attempt to reach `endpoint` means. */
export function dialError(error: unknown, endpoint: Endpoint): VncError {
  const code = errorCodeOf(tellingError(error));
  const data: VncErrorData = { host: endpoint.host, port: endpoint.port };
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
    case 'EAI_NODATA':
    case 'EAI_FAIL':
      return vncError('VNC_HOST_NOT_FOUND', { host: endpoint.host }, error);
    case 'ECONNREFUSED':
      return vncError('VNC_CONNECTION_REFUSED', data, error);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return vncError('VNC_UNREACHABLE', data, error);
    case 'ETIMEDOUT':
      return vncError('VNC_DIAL_TIMEOUT', data, error);
    default:
      return vncError('VNC_CONNECTION_FAILED', { ...data, reason: code || 'unknown' }, error);
  }
}

/** What an error on an open connection to `endpoint` means. */
export function lossError(error: unknown, endpoint: Endpoint): VncError {
  const reason = errorCodeOf(error) || 'unknown';
  return vncError('VNC_CONNECTION_LOST', { host: endpoint.host, port: endpoint.port, reason }, error);
}
