import { type AddressInfo, type Socket, createServer } from 'node:net';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { type VncError, vncError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { defaultListenHost, defaultListenPort } from './address.ts';
import type { BytePipe } from './bytePipe.ts';
import { type Endpoint, addressOf, errorCodeOf } from './networkErrors.ts';
import { socketPipe } from './socketPipe.ts';
import type { ListenTarget } from './target.ts';

/** How a listener is bounded and observed. */
interface ListenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly logger: Logger;
  readonly onListening?: ((address: Endpoint) => void) | undefined;
}

/** Waits for a server and hands out the connection's pipe. @throws as {@link acceptServer}. */
export async function listenForServer(
  target: ListenTarget,
  { signal, logger, onListening }: ListenOptions,
): Promise<BytePipe> {
  const socket = await acceptServer(target, signal, (address) => {
    logger.log('info', `listening on ${addressOf(address)}`);
    onListening?.(address);
  });
  const server = { host: socket.remoteAddress ?? 'server', port: socket.remotePort ?? 0 };
  logger.log('debug', `${addressOf(server)} has dialled us`);
  return socketPipe(socket, server, { description: addressOf(server) });
}

/**
 * Waits for one server to dial us, and for no second one: the listener is closed as soon as one has come, and when
 * the signal aborts.
 *
 * @param onListening is told the address once servers can dial it.
 * @throws `VNC_LISTEN_FAILED` with a `reason`, or `VNC_CANCELLED`; then nothing listens.
 */
export async function acceptServer(
  { host = defaultListenHost, port = defaultListenPort }: ListenTarget,
  signal: AbortSignal | undefined,
  onListening: (address: Endpoint) => void = () => undefined,
): Promise<Socket> {
  throwIfCancelled(signal);
  return await new Promise<Socket>((resolve, reject) => {
    // Where TCP is alive but nobody reads, keep-alive tells as for a connection of ours.
    const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 });
    let accepted = false;
    const finish = (settle: () => void): void => {
      signal?.removeEventListener('abort', cancelled);
      server.close();
      settle();
    };
    const cancelled = (): void => {
      if (signal !== undefined) finish(() => reject(cancelError(signal)));
    };
    server.maxConnections = 1;
    server.on('error', (error) => finish(() => reject(listenError(error, { host, port }))));
    server.on('connection', (socket) => {
      if (accepted || signal?.aborted === true) {
        socket.destroy();
        return;
      }
      accepted = true;
      finish(() => resolve(socket));
    });
    server.on('listening', () => {
      const address = server.address();
      if (isAddress(address)) onListening({ host: address.address, port: address.port });
    });
    signal?.addEventListener('abort', cancelled, { once: true });
    server.listen({ host, port, exclusive: true });
  });
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'inUse',
  EACCES: 'denied',
  EPERM: 'denied',
  EADDRNOTAVAIL: 'noAddress',
  ENOTFOUND: 'noAddress',
  EAI_AGAIN: 'noAddress',
};

function listenError(error: unknown, { host, port }: Endpoint): VncError {
  const code = errorCodeOf(error);
  return vncError('VNC_LISTEN_FAILED', { host, port, reason: reasons[code] ?? (code || 'unknown') }, error);
}
