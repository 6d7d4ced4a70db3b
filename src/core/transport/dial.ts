import { type Logger, silentLogger } from '../base/logger.ts';
import type { BytePipe } from './bytePipe.ts';
import type { DialTarget } from './target.ts';
import { TcpPipe } from './tcpPipe.ts';
import { connectTcpSocket } from './tcpSocket.ts';
import { dialWebSocket } from './webSocketDialer.ts';

/** What bounds and observes a dial. */
export interface DialOptions {
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Connects to `target` and hands out the bytes' pipe. It has no deadline of its own: the caller's signal ends
 * it, and then nothing is left behind.
 *
 * @throws a coded error that says what went wrong: the host, TLS, the upgrade, or `VNC_CANCELLED`.
 */
export async function dial(target: DialTarget, options: DialOptions = {}): Promise<BytePipe> {
  const { signal, logger = silentLogger } = options;
  if (target.transport === 'websocket') return await dialWebSocket(target, { signal, logger });
  const { host, port } = target;
  const description = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  logger.log('debug', `dialling ${description}`);
  return new TcpPipe(await connectTcpSocket({ host, port }, signal), { host, port }, description);
}
