import type { Duplex } from 'node:stream';
import type { VncError } from '../base/errors.ts';
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
  /** A program whose standard input and output are the way. */
  readonly proxyCommand?: readonly string[] | undefined;
}

/** A socket, or a stream like one, that leads to a server, whatever is between. */
export interface RoutedSocket {
  readonly socket: Duplex;
  /** Whether nobody on the way can read along; see `BytePipe.confidential`. */
  readonly confidential: boolean;
  /** What the way itself has failed with, where that says more than that the socket closed. */
  readonly failure?: (() => VncError | undefined) | undefined;
}

/** Whether a way may be good for one connection only, and takes a program's start. */
export function isSingleUse({ tunnel, proxyCommand }: Route): boolean {
  return tunnel !== undefined || proxyCommand !== undefined;
}

/**
 * Connects to `endpoint`, directly, through a proxy, or through a tunnel or program (which know where they lead). What
 * serves the socket alone ends with it.
 *
 * @throws what went wrong, in the server's, the proxy's or the tunnel's name; then nothing is left.
 */
export async function connectSocket(
  endpoint: Endpoint,
  { proxy, tunnel, proxyCommand }: Route,
  signal: AbortSignal | undefined,
): Promise<RoutedSocket> {
  if (proxyCommand !== undefined) {
    const { connectCommand } = await import('./commandPipe.ts');
    const command = await connectCommand(proxyCommand, signal);
    return { socket: command.stream, confidential: true, failure: () => command.failure() };
  }
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
export function describeRoute({ proxy, tunnel, proxyCommand }: Route): string {
  if (proxyCommand !== undefined) return ' through a program';
  if (tunnel !== undefined) return ' through a tunnel';
  if (proxy === undefined) return '';
  return ` through ${proxy.kind}://${addressOf(proxy)}`;
}
