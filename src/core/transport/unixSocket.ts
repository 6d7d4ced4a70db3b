import { stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { throwIfCancelled } from '../base/deadline.ts';
import { type VncError, vncError } from '../base/errors.ts';
import type { BytePipe } from './bytePipe.ts';
import { errorCodeOf } from './networkErrors.ts';
import { openSocket } from './openSocket.ts';
import { StreamPipe } from './streamPipe.ts';

/** Opens the Unix socket at `path` as a pipe. @throws as {@link connectUnixSocket}. */
export async function dialUnixSocket(path: string, signal: AbortSignal | undefined): Promise<BytePipe> {
  return new StreamPipe(await connectUnixSocket(path, signal), {
    description: path,
    confidential: true,
    errorOf: (error) => {
      if (error === undefined) return undefined;
      return vncError('VNC_CONNECTION_LOST', { path, reason: errorCodeOf(error) || 'unknown' }, error);
    },
  });
}

/**
 * Opens the Unix socket at `path`.
 *
 * @throws `VNC_SOCKET_FAILED` with a `reason`, or `VNC_CANCELLED`; then no socket is left.
 */
export async function connectUnixSocket(path: string, signal: AbortSignal | undefined): Promise<Socket> {
  throwIfCancelled(signal);
  if (path.includes('\0') || path === '') throw socketError(path, 'missing');
  await checkPlace(path);
  return await openSocket({ path }, (error) => openError(path, error), signal);
}

/** What is no socket is told apart here: the system says no more of it than that nobody listens. */
async function checkPlace(path: string): Promise<void> {
  // Pipes of Windows have names there and no files.
  if (/^\\\\[.?]\\pipe\\/i.test(path)) return;
  // Longer ones are cut silently, and then lead elsewhere (unix(7): 108 bytes with the final zero; macOS 104).
  if (Buffer.byteLength(path) > 103) throw socketError(path, 'tooLong');
  let isSocket: boolean;
  try {
    isSocket = (await stat(path)).isSocket();
  } catch (error) {
    throw openError(path, error);
  }
  if (!isSocket) throw socketError(path, 'noSocket');
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  ECONNREFUSED: 'refused',
  ENOTSOCK: 'noSocket',
  EPROTOTYPE: 'noSocket',
  ENAMETOOLONG: 'tooLong',
  EAFNOSUPPORT: 'unsupported',
};

function openError(path: string, error: unknown): VncError {
  const code = errorCodeOf(error);
  return socketError(path, reasons[code] ?? (code || 'unknown'), error);
}

function socketError(path: string, reason: string, cause?: unknown): VncError {
  return vncError('VNC_SOCKET_FAILED', { path, reason }, cause);
}
