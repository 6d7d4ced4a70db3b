import { type Logger, silentLogger } from '../base/logger.ts';
import type { BytePipe } from './bytePipe.ts';
import { type Endpoint, addressOf } from './networkErrors.ts';
import { socketPipe } from './socketPipe.ts';
import { connectSocket, describeRoute } from './socketRoute.ts';
import type { DialTarget, TcpTarget } from './target.ts';

/** What bounds and observes a dial. */
export interface DialOptions {
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
  /** Told where we listen for a server, once servers can dial us. */
  readonly onListening?: ((address: Endpoint) => void) | undefined;
}

/**
 * Connects to `target` and hands out the bytes' pipe. It has no deadline of its own: the caller's signal ends
 * it, and then nothing is left behind, neither socket nor timer nor program.
 *
 * @throws a coded error that says what went wrong: the host, the way there, TLS, the upgrade, or `VNC_CANCELLED`.
 */
export async function dial(target: DialTarget, options: DialOptions = {}): Promise<BytePipe> {
  const { signal, logger = silentLogger } = options;
  // A connection needs one way only, and reading the code of the others would delay it.
  switch (target.transport) {
    case 'tcp':
      return await dialTcp(target, signal, logger);
    case 'websocket': {
      const { dialWebSocket } = await import('./webSocketDialer.ts');
      return await dialWebSocket(target, { signal, logger });
    }
    case 'unix': {
      const { dialUnixSocket } = await import('./unixSocket.ts');
      logger.log('debug', `dialling ${target.path}`);
      return await dialUnixSocket(target.path, signal);
    }
    case 'listen': {
      const { listenForServer } = await import('./listener.ts');
      return await listenForServer(target, { ...options, logger });
    }
    case 'command': {
      const { dialCommand } = await import('./commandPipe.ts');
      return await dialCommand(target, { signal, logger });
    }
  }
}

async function dialTcp(
  target: TcpTarget,
  signal: AbortSignal | undefined,
  logger: Logger,
): Promise<BytePipe> {
  const { host, port, repeaterId } = target;
  const endpoint = { host, port };
  const description = addressOf(endpoint);
  logger.log('debug', `dialling ${description}${describeRoute(target)}`);
  const { socket, confidential, failure } = await connectSocket(endpoint, target, signal);
  if (repeaterId === undefined) return socketPipe(socket, endpoint, { description, confidential });
  const { passRepeater } = await import('./repeater.ts');
  logger.log('debug', `asking the repeater for ${repeaterId}`);
  try {
    await passRepeater(socket, repeaterId, endpoint, signal);
  } catch (error) {
    throw failure?.() ?? error;
  }
  // The repeater may be on this machine; the server behind it need not be.
  return socketPipe(socket, endpoint, { description, confidential: false });
}
