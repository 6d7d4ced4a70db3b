import { type Socket, connect } from 'node:net';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { type Endpoint, dialError } from './networkErrors.ts';

/** Idle time after which the system probes whether the other side is still there; NATs forget after minutes. */
const keepAliveMilliseconds = 30_000;

/**
 * Opens a TCP connection, IPv4 or IPv6, trying the addresses of a name one after the other. Nothing is delayed
 * for batching (Nagle): input must leave at once. The socket is not read until someone listens.
 *
 * @throws the `VNC_…` error of what went wrong, or `VNC_CANCELLED`; then no socket is left.
 */
export async function connectTcpSocket(endpoint: Endpoint, signal: AbortSignal | undefined): Promise<Socket> {
  throwIfCancelled(signal);
  return await new Promise<Socket>((resolve, reject) => {
    const socket = connect({
      host: endpoint.host,
      port: endpoint.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveMilliseconds,
    });
    const settle = (): void => {
      signal?.removeEventListener('abort', cancelled);
      socket.off('connect', connected);
      socket.off('error', failed);
    };
    const connected = (): void => {
      settle();
      resolve(socket);
    };
    const failed = (error: Error): void => {
      settle();
      socket.destroy();
      reject(dialError(error, endpoint));
    };
    const cancelled = (): void => {
      settle();
      // A lookup under way still reports its failure to the destroyed socket.
      socket.on('error', () => undefined);
      socket.destroy();
      if (signal !== undefined) reject(cancelError(signal));
    };
    socket.once('connect', connected);
    socket.once('error', failed);
    signal?.addEventListener('abort', cancelled, { once: true });
  });
}
