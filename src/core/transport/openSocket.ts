import { type NetConnectOpts, type Socket, connect } from 'node:net';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import type { VncError } from '../base/errors.ts';

/**
 * Opens a socket, which is not read until someone listens.
 *
 * @param errorOf names what went wrong.
 * @throws what `errorOf` gives, or `VNC_CANCELLED`; then no socket is left.
 */
export async function openSocket(
  options: NetConnectOpts,
  errorOf: (error: Error) => VncError,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  throwIfCancelled(signal);
  return await new Promise<Socket>((resolve, reject) => {
    const socket = connect(options);
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
      reject(errorOf(error));
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
