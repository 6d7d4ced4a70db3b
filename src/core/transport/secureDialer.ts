import type { TLSSocket } from 'node:tls';
import {
  type SecureRequest,
  type SecuredStream,
  discard,
  handshakeOn,
  secureStream,
  settle,
} from './secureStream.ts';
import type { Doubt } from './serverJudgement.ts';
import { type Route, connectSocket, isSingleUse } from './socketRoute.ts';
import { systemAuthorities } from './systemAuthorities.ts';
import type { TlsOptions } from './target.ts';
import { isKnownFingerprint } from './trust.ts';

/**
 * Opens a connection with TLS whose server has proven who it is. Only when the authorities that Node knows vouch
 * for nothing are those of the system loaded, and a second connection made; nothing has been sent over the first.
 *
 * @throws what `connectSocket` throws, `VNC_TLS_…`, `VNC_SERVER_CHANGED`, `VNC_CLIENT_CERTIFICATE`,
 *   `VNC_CERTIFICATE_INVALID` or `VNC_CANCELLED`; then no socket is left.
 */
export async function connectTlsSocket(
  request: SecureRequest & { readonly route?: Route },
): Promise<TLSSocket> {
  const { endpoint, tls, signal, route = {}, moreAuthorities = systemAuthorities } = request;
  if (isSingleUse(route)) {
    const { socket, failure } = await connectSocket(endpoint, route, signal);
    try {
      return await secureStream(socket, request);
    } catch (error) {
      throw failure?.() ?? error;
    }
  }
  const attempt = async (authorities?: readonly string[]): Promise<SecuredStream> => {
    const { socket } = await connectSocket(endpoint, route, signal);
    return await handshakeOn(socket, request, { authorities });
  };
  const first = await attempt();
  if (!mayBeKnownToSystem(first.doubt, tls)) return await settle(first, request);
  const authorities = moreAuthorities();
  if (authorities.length === 0) return await settle(first, request);
  discard(first.socket);
  return await settle(await attempt(authorities), request);
}

/** Whether the system's authorities may vouch where Node's do not. */
function mayBeKnownToSystem(doubt: Doubt | undefined, tls: TlsOptions): boolean {
  if (doubt?.code !== 'VNC_TLS_UNTRUSTED' || tls.certificate !== undefined) return false;
  const { kind, host, port, fingerprint } = doubt.question;
  return !isKnownFingerprint(fingerprint, tls.trust?.known({ kind, host, port }) ?? []);
}
