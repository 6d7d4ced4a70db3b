import { type Clock, systemClock } from '../base/clock.ts';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { createDeferred } from '../base/deferred.ts';
import { vncError } from '../base/errors.ts';
import type { VncErrorCode } from '../base/errorCodes.ts';
import { type Logger, silentLogger } from '../base/logger.ts';
import type { CredentialSource } from '../rfb/credentials.ts';
import { connectRfb } from '../rfb/rfbClient.ts';
import type { BytePipe } from '../transport/bytePipe.ts';
import { dial } from '../transport/dial.ts';
import type { DialTarget } from '../transport/target.ts';
import { LiveSession } from './liveSession.ts';
import type { Session } from './session.ts';
import { SuspendableDeadline } from './suspendableDeadline.ts';

/** Milliseconds from dialling to the first picture when the caller does not say. */
export const defaultOpenTimeout = 15_000;

/** How a session is opened, wherever its bytes come from. */
export interface SessionOptions {
  /** How people call it: the connection's name or the address. */
  readonly name: string;
  readonly credentials: CredentialSource;
  /** Milliseconds from dialling to the first picture, not counting the time that a person is asked. */
  readonly timeout?: number | undefined;
  /** Never sends input. */
  readonly viewOnly?: boolean | undefined;
  /** Whether others may stay connected; they may by default. */
  readonly shared?: boolean | undefined;
  readonly logger?: Logger | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/** How a session is opened, and where it leads. */
export interface OpenSessionOptions extends SessionOptions {
  readonly target: DialTarget;
}

/** The error for each stage that the deadline can hit. */
const timeoutCodes = {
  dial: 'VNC_DIAL_TIMEOUT',
  handshake: 'VNC_HANDSHAKE_TIMEOUT',
  picture: 'VNC_FIRST_PICTURE_TIMEOUT',
} as const satisfies Record<string, VncErrorCode>;

/**
 * Dials, logs in and waits for the first whole picture.
 *
 * Whatever goes wrong, the connection is closed again and no timer is left.
 *
 * @throws the transport's and the handshake's errors; `VNC_DIAL_TIMEOUT`, `VNC_HANDSHAKE_TIMEOUT` or
 *   `VNC_FIRST_PICTURE_TIMEOUT` by the stage that the deadline hits; `VNC_CANCELLED`.
 */
export async function openSession(options: OpenSessionOptions): Promise<Session> {
  const { target, logger } = options;
  return await openSessionOver((signal) => dial(target, logger ? { signal, logger } : { signal }), options);
}

/** {@link openSession} over a pipe that `connect` makes; it gets a signal that aborts when the attempt ends. */
export async function openSessionOver(
  connect: (signal: AbortSignal) => Promise<BytePipe>,
  options: SessionOptions,
): Promise<Session> {
  const { clock = systemClock, logger = silentLogger, timeout = defaultOpenTimeout, signal } = options;
  throwIfCancelled(signal);
  if (!(timeout > 0)) throw vncError('VNC_ARGUMENT_INVALID', { argument: 'timeout', value: timeout });
  const attempt = new AbortController();
  let stage: keyof typeof timeoutCodes = 'dial';
  const deadline = new SuspendableDeadline(clock, timeout, () => {
    attempt.abort(vncError(timeoutCodes[stage], { timeout, name: options.name }));
  });
  const cancelled = (): void => {
    if (signal !== undefined) attempt.abort(cancelError(signal));
  };
  signal?.addEventListener('abort', cancelled, { once: true });
  let pipe: BytePipe | undefined;
  try {
    const dialled = connect(attempt.signal);
    pipe = await orAborted(dialled, attempt.signal, (late) => late.close());
    stage = 'handshake';
    const client = await orAborted(
      connectRfb({
        pipe,
        credentials: withoutDeadline(options.credentials, deadline),
        shared: options.shared ?? true,
        logger,
        signal: attempt.signal,
      }),
      attempt.signal,
      (late) => late.close(),
    );
    stage = 'picture';
    const session = new LiveSession({
      wire: client,
      pipe,
      name: options.name,
      viewOnly: options.viewOnly ?? false,
      clock,
      logger,
    });
    try {
      await session.firstPicture(attempt.signal);
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  } catch (error) {
    pipe?.close();
    throw error;
  } finally {
    deadline.dispose();
    signal?.removeEventListener('abort', cancelled);
  }
}

/** Asking a person is not counted as time that the server takes. */
function withoutDeadline(credentials: CredentialSource, deadline: SuspendableDeadline): CredentialSource {
  const { ask } = credentials;
  if (ask === undefined) return credentials;
  return {
    ...credentials,
    ask: (request, signal) => deadline.suspendedWhile(() => ask(request, signal)),
  };
}

/** What `work` gives, unless `signal` aborts first; what comes later goes to `discard`. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal, discard: (late: T) => void): Promise<T> {
  const stopped = createDeferred<never>();
  const stop = (): void => stopped.reject(cancelError(signal));
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped.promise]);
  } catch (error) {
    work.then(discard, () => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
