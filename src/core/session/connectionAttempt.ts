import type { Clock } from '../base/clock.ts';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { createDeferred } from '../base/deferred.ts';
import { isVncError, vncError } from '../base/errors.ts';
import type { VncErrorCode } from '../base/errorCodes.ts';
import type { Logger } from '../base/logger.ts';
import type { CredentialSource } from '../rfb/credentials.ts';
import { type RfbClient, type RfbClientOptions, connectRfb } from '../rfb/rfbClient.ts';
import { securityName } from '../rfb/security/securityNames.ts';
import type { BytePipe } from '../transport/bytePipe.ts';
import type { TlsOptions } from '../transport/target.ts';
import { type LineFacts, probeLine } from './lineProbe.ts';
import type { LossyArea } from './lossyArea.ts';
import { StagedWire } from './stagedWire.ts';
import { SuspendableDeadline } from './suspendableDeadline.ts';
import { UpdatePump } from './updatePump.ts';

/** Milliseconds from dialling to the first picture when the caller does not say. */
export const defaultOpenTimeout = 15_000;

/** How often a first picture that comes slowly gets the same time once more: a server may send bytes without end. */
const mostExtensions = 8;

/** The error for each stage that the deadline can hit. */
const timeoutCodes = {
  dial: 'VNC_DIAL_TIMEOUT',
  handshake: 'VNC_HANDSHAKE_TIMEOUT',
  picture: 'VNC_FIRST_PICTURE_TIMEOUT',
} as const satisfies Record<string, VncErrorCode>;

/** What another security type may want, and is not there. */
const missingCredentials = ['VNC_USERNAME_REQUIRED', 'VNC_PASSWORD_REQUIRED'] as const;

/** A connection whose first picture is whole. */
export interface Connection {
  readonly staged: StagedWire;
  readonly pipe: BytePipe;
  /** Where the first picture was simplified. */
  readonly lossyArea: LossyArea;
  /** What was found of a slow line, where that was looked for. */
  readonly line: LineFacts | undefined;
}

/** What has been dialled, and who has logged in over it. */
interface Connected {
  readonly wire: RfbClient;
  readonly pipe: BytePipe;
}

/** How one connection is made. */
export interface AttemptOptions
  extends Omit<RfbClientOptions, 'pipe' | 'signal' | 'encodings' | 'avoid' | 'onDeadEnd'> {
  /** For errors. */
  readonly name: string;
  /**
   * Milliseconds from dialling to the first picture, not counting the time that a person is asked; as many once more
   * while a picture comes, however slowly.
   */
  readonly timeout?: number | undefined;
  /** Whether the first picture may be simplified where the line is slow. */
  readonly automaticQuality: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Called once the server has let us in, before the first picture is asked for. */
  readonly loggedIn?: (() => void) | undefined;
  /** Whether JPEG pictures of the first screen stay as they came until somebody reads their pixels. */
  readonly keepsPictures?: boolean | undefined;
  /**
   * Whether a server whose security type has led nowhere is dialled once more, to choose another one of those that
   * it offers: what is in VeNCrypt and Tight shows only when it is too late to choose again.
   */
  readonly redials: boolean;
  /**
   * Dials.
   *
   * @param patient lets the deadline stand still while a person is asked whether the server is trusted.
   */
  dial(signal: AbortSignal, patient: (tls: TlsOptions) => TlsOptions): Promise<BytePipe>;
}

/**
 * Dials, logs in and waits for the first whole picture. `adopt` is called at once when that is there, before
 * anything that follows it is read.
 *
 * Whatever goes wrong, the connection is closed again and no timer is left.
 *
 * @throws the transport's and the handshake's errors; `VNC_DIAL_TIMEOUT`, `VNC_HANDSHAKE_TIMEOUT` or
 *   `VNC_FIRST_PICTURE_TIMEOUT` by the stage that the deadline hits; `VNC_CANCELLED`.
 */
export async function makeConnection<T>(
  options: AttemptOptions,
  adopt: (connection: Connection) => T,
): Promise<T> {
  const { clock, logger, signal, timeout = defaultOpenTimeout, credentials, security } = options;
  throwIfCancelled(signal);
  if (!(timeout > 0)) throw vncError('VNC_ARGUMENT_INVALID', { argument: 'timeout', value: timeout });
  const attempt = new AbortController();
  const progress: Progress = { stage: 'dial', allowed: timeout };
  const deadline = new SuspendableDeadline(clock, timeout, () => {
    const { stage, picture, allowed } = progress;
    const bytes = picture?.statistics().bytesReceived ?? 0;
    // What comes slowly comes nevertheless.
    if (bytes > (progress.bytes ?? bytes) && allowed < timeout * (mostExtensions + 1)) {
      progress.bytes = bytes;
      progress.allowed += timeout;
      deadline.extend(timeout);
      return;
    }
    attempt.abort(vncError(timeoutCodes[stage], { timeout: allowed, name: options.name }));
  });
  const cancelled = (): void => {
    if (signal !== undefined) attempt.abort(cancelError(signal));
  };
  signal?.addEventListener('abort', cancelled, { once: true });
  const patient = (tls: TlsOptions): TlsOptions => withoutDeadline(tls, deadline);
  const connect = async (avoid?: number, onDeadEnd?: (type: number) => void): Promise<Connected> => {
    progress.stage = 'dial';
    const dialled = options.dial(attempt.signal, patient);
    const pipe = await orAborted(dialled, attempt.signal, (late) => late.close());
    progress.pipe = pipe;
    progress.stage = 'handshake';
    const connecting = connectRfb({
      ...options,
      pipe,
      credentials: askedWithoutDeadline(credentials, deadline),
      security: security && { ...security, tls: patient(security.tls) },
      signal: attempt.signal,
      avoid,
      onDeadEnd,
    });
    const wire = await orAborted(connecting, attempt.signal, (late) => late.close());
    return { wire, pipe };
  };
  const connectTwice = async (): Promise<Connected> => {
    let deadEnd: number | undefined;
    try {
      return await connect(undefined, (type) => (deadEnd = type));
    } catch (error) {
      if (deadEnd === undefined || !options.redials) throw error;
      logger.log('info', `security type ${securityName(deadEnd)} leads nowhere, another one is tried`);
      return await connect(deadEnd).catch((again: unknown) => {
        const isWorse = progress.stage === 'dial' || isVncError(again, ...missingCredentials);
        throw isWorse && signal?.aborted !== true ? error : again;
      });
    }
  };
  try {
    const { wire, pipe } = await connectTwice();
    options.loggedIn?.();
    wire.framebuffer.defersPictures = options.keepsPictures ?? false;
    progress.stage = 'picture';
    progress.picture = wire;
    progress.bytes = wire.statistics().bytesReceived;
    const staged = new StagedWire(wire);
    const pump = new UpdatePump(wire, { clock, onListenerError: (error) => logFailure(logger, error) });
    const lost = wire.onClose((error) => pump.end(error ?? vncError('VNC_SESSION_CLOSED')));
    try {
      const line = await lineOf(wire, options, attempt.signal);
      return await pump.cover(
        undefined,
        () => adopt({ staged, pipe, lossyArea: pump.lossyArea, line }),
        attempt.signal,
      );
    } catch (error) {
      staged.dispose();
      wire.close();
      throw error;
    } finally {
      lost.dispose();
      pump.dispose();
    }
  } catch (error) {
    progress.pipe?.close();
    throw error;
  } finally {
    deadline.dispose();
    signal?.removeEventListener('abort', cancelled);
  }
}

/** What the deadline of an attempt goes by. */
interface Progress {
  stage: keyof typeof timeoutCodes;
  pipe?: BytePipe;
  /** What the first picture comes over. */
  picture?: RfbClient;
  /** How many bytes of it had come when that was looked at last. */
  bytes?: number;
  /** Milliseconds that the attempt may take. */
  allowed: number;
}

/** Looks how quick the line is, where the first picture may be simplified and is not by choice. */
async function lineOf(
  wire: RfbClient,
  { automaticQuality, quality, preferredEncoding: preferred, compression, clock, logger }: AttemptOptions,
  signal: AbortSignal,
): Promise<LineFacts | undefined> {
  if (!automaticQuality || quality !== undefined) return undefined;
  const line = await probeLine(wire, { clock, preferred, compression, signal });
  if (line !== undefined) logger.log('info', `a slow line: ${line.rate.toFixed(1)} KB a second`);
  return line;
}

function logFailure(logger: Logger, error: unknown): void {
  logger.log('error', `a listener of the session failed: ${String(error)}`);
}

/** Asking a person is not counted as time that the server takes. */
function askedWithoutDeadline(source: CredentialSource, deadline: SuspendableDeadline): CredentialSource {
  const { ask } = source;
  if (ask === undefined) return source;
  return { ...source, ask: (request, signal) => deadline.suspendedWhile(() => ask(request, signal)) };
}

/** The same for whether a person trusts the server. */
function withoutDeadline(tls: TlsOptions, deadline: SuspendableDeadline): TlsOptions {
  const { trust } = tls;
  if (trust?.ask === undefined) return tls;
  const ask = trust.ask.bind(trust);
  return {
    ...tls,
    trust: {
      known: (server) => trust.known(server),
      ask: (question, signal) => deadline.suspendedWhile(() => ask(question, signal)),
    },
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
