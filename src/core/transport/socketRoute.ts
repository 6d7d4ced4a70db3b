import type { Socket } from 'node:net';
import { isConfidential } from './confidential.ts';
import { type Endpoint, addressOf } from './networkErrors.ts';
import { connectThroughProxy } from './proxyConnect.ts';
import type { ProxyAddress, TunnelCommand } from './target.ts';
import { connectTcpSocket } from './tcpSocket.ts';
import { connectThroughTunnel } from './tunnel.ts';

/** What stands between us and a server. */
export interface Route {
  readonly proxy?: ProxyAddress | undefined;
  readonly tunnel?: TunnelCommand | undefined;
}

/** A socket that leads to a server, whatever is between. */
export interface RoutedSocket {
  readonly socket: Socket;
  /** Whether nobody on the way can read along; see `BytePipe.confidential`. */
  readonly confidential: boolean;
}

/**
 * Connects to `endpoint`, directly, through a proxy or through a tunnel (which knows itself where it leads). What
 * serves the socket alone ends with it.
 *
 * @throws what went wrong, in the server's, the proxy's or the tunnel's name; then nothing is left.
 */
export async function connectSocket(
  endpoint: Endpoint,
  { proxy, tunnel }: Route,
  signal: AbortSignal | undefined,
): Promise<RoutedSocket> {
  if (tunnel !== undefined) {
    return { socket: await connectThroughTunnel(tunnel, signal), confidential: true };
  }
  // Beyond the proxy the bytes travel as they are, however well the way to it is guarded.
  if (proxy !== undefined) {
    return { socket: await connectThroughProxy(proxy, endpoint, signal), confidential: false };
  }
  const socket = await connectTcpSocket(endpoint, signal);
  return { socket, confidential: isConfidential(socket) };
}

/** A route for logs and titles. */
export function describeRoute({ proxy, tunnel }: Route): string {
  if (tunnel !== undefined) return ' through a tunnel';
  if (proxy === undefined) return '';
  return ` through ${proxy.kind}://${addressOf(proxy)}`;
}
