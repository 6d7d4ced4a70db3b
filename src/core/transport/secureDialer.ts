import type { TLSSocket } from 'node:tls';
import { isVncError } from '../base/errors.ts';
import type { Endpoint } from './networkErrors.ts';
import { systemAuthorities } from './systemAuthorities.ts';
import type { TlsOptions } from './target.ts';
import { connectTcpSocket } from './tcpSocket.ts';
import { secureSocket } from './tlsSocket.ts';

/**
 * Opens a TCP connection with TLS whose server has proven who it is. Only when the authorities that Node knows
 * vouch for nothing are those of the system loaded, which can take a while, and a second connection made;
 * nothing has been sent over the first.
 *
 * @throws what `connectTcpSocket` and `secureSocket` throw.
 */
export async function connectTlsSocket(
  endpoint: Endpoint,
  tls: TlsOptions,
  signal: AbortSignal | undefined,
  moreAuthorities: () => readonly string[] = systemAuthorities,
): Promise<TLSSocket> {
  const attempt = async (authorities?: readonly string[]): Promise<TLSSocket> => {
    const socket = await connectTcpSocket(endpoint, signal);
    return await secureSocket({ socket, endpoint, tls, signal, authorities });
  };
  try {
    return await attempt();
  } catch (error) {
    if (!isVncError(error, 'VNC_TLS_UNTRUSTED') || tls.certificate !== undefined) throw error;
    const authorities = moreAuthorities();
    if (authorities.length === 0) throw error;
    return await attempt(authorities);
  }
}
