import { type Socket, createServer } from 'node:net';
import { delay, withDeadline } from '../base/deadline.ts';
import { isVncError, vncError } from '../base/errors.ts';
import { Program } from './program.ts';
import type { TunnelCommand } from './target.ts';
import { connectTcpSocket } from './tcpSocket.ts';

/** Milliseconds until a tunnel has to listen: a login over a slow link is in it. */
export const defaultReadyTimeout = 30_000;

/** Milliseconds between attempts to reach a tunnel that does not listen yet. */
const attemptInterval = 100;

const loopback = '127.0.0.1';

/**
 * Starts a tunnel command with a free port in place of `${localPort}` and connects to that port as soon as the
 * program listens there. The first connection that succeeds is the connection: a tunnel may be good for one only.
 * The program ends when the socket closes.
 *
 * @throws `VNC_COMMAND_FAILED` when the program cannot be started or ends, `VNC_TUNNEL_TIMEOUT` when it does not
 *   listen in time, `VNC_ARGUMENT_INVALID` for a command without `${localPort}`, `VNC_CANCELLED`; then the
 *   program has been ended.
 */
export async function connectThroughTunnel(
  { command, readyTimeout = defaultReadyTimeout }: TunnelCommand,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  if (!command.some((word) => word.includes('${localPort}'))) {
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'tunnel' });
  }
  const port = await freePort();
  const words = command.map((word) => word.replaceAll('${localPort}', String(port)));
  const program = await Program.start(words, signal);
  try {
    const socket = await withDeadline(
      { timeout: readyTimeout, signal },
      () => vncError('VNC_TUNNEL_TIMEOUT', { ...program.facts, seconds: readyTimeout / 1000 }),
      async (bound) => await firstConnection(program, port, bound),
    );
    socket.once('close', () => program.dispose());
    return socket;
  } catch (error) {
    program.dispose();
    throw error;
  }
}

async function firstConnection(program: Program, port: number, signal: AbortSignal): Promise<Socket> {
  for (;;) {
    if (program.status !== undefined) throw vncError('VNC_COMMAND_FAILED', program.facts);
    try {
      return await connectTcpSocket({ host: loopback, port }, signal);
    } catch (error) {
      if (!isVncError(error, 'VNC_CONNECTION_REFUSED', 'VNC_CONNECTION_FAILED')) throw error;
    }
    await delay(attemptInterval, { signal });
  }
}

/** A port on which nobody listens now. */
async function freePort(): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, loopback, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
