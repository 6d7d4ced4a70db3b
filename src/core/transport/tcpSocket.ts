import type { Socket } from 'node:net';
import { type Endpoint, dialError } from './networkErrors.ts';
import { openSocket } from './openSocket.ts';

/** Idle time after which the system probes whether the other side is still there; NATs forget after minutes. */
const keepAliveMilliseconds = 30_000;

/**
 * Opens a TCP connection, IPv4 or IPv6, trying the addresses of a name one after the other. Nothing is delayed
 * for batching (Nagle): input must leave at once. The socket is not read until someone listens.
 *
 * @throws the `VNC_…` error of what went wrong, or `VNC_CANCELLED`; then no socket is left.
 */
export async function connectTcpSocket(endpoint: Endpoint, signal: AbortSignal | undefined): Promise<Socket> {
  const options = {
    host: endpoint.host,
    port: endpoint.port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveMilliseconds,
  };
  return await openSocket(options, (error) => dialError(error, endpoint), signal);
}
