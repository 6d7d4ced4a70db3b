import type { Clock } from '../base/clock.ts';
import { throwIfCancelled } from '../base/deadline.ts';
import type { Disposable } from '../base/disposables.ts';
import { VncError, vncError } from '../base/errors.ts';
import type { VncErrorCode } from '../base/errorCodes.ts';
import type { ReconnectPolicy } from './reconnectOptions.ts';

/** Milliseconds that a connection must have lasted for its loss to count as a new one. */
const stableAfter = 30_000;

/** The part of a pause that chance decides: clients of one server must not come back all at once. */
const jitter = 0.5;

/** What another attempt would fail with as well, or must not be tried again unasked. */
const finalCodes: ReadonlySet<VncErrorCode> = new Set<VncErrorCode>([
  'VNC_CANCELLED',
  'VNC_SERVER_REFUSED',
  'VNC_SERVER_CHANGED',
  'VNC_TLS_UNTRUSTED',
  'VNC_TLS_HOST_MISMATCH',
  'VNC_TLS_EXPIRED',
  'VNC_KEY_UNTRUSTED',
  'VNC_UNENCRYPTED_REFUSED',
  'VNC_NOT_VNC',
  'VNC_VERSION_UNSUPPORTED',
]);

/**
 * Whether a connection that ended with `error` is worth another attempt: not when the server does not let us in,
 * is no longer who it was, or when what we were told to do cannot be done.
 */
export function isWorthRetrying(error: VncError): boolean {
  if (finalCodes.has(error.code)) return false;
  return error.kind === 'connection' || error.kind === 'timeout' || error.kind === 'protocol';
}

/**
 * Milliseconds before attempt `attempt` (from 1 on): twice as long each time up to the longest, less up to half of
 * it by chance.
 */
export function pauseBefore(attempt: number, policy: ReconnectPolicy, random: () => number): number {
  const { firstDelay = 500, longestDelay = 30_000 } = policy;
  const full = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (1 - jitter * random()));
}

/** Who says how often or how slowly to try has said how long: another bound would cut that short unsaid. */
function usualTotalTime({ maxAttempts, longestDelay }: ReconnectPolicy): number {
  return maxAttempts === undefined && longestDelay === undefined ? 300_000 : Infinity;
}

/** What a {@link Reconnector} needs. */
export interface ReconnectorParts {
  readonly policy: ReconnectPolicy;
  readonly clock: Clock;
  /** 0 to below 1. */
  readonly random: () => number;
  /** Makes a connection and has the session take it over. */
  connect(signal: AbortSignal): Promise<void>;
  /** An attempt begins in `pause` milliseconds, or now when that is `undefined`. */
  waiting(attempt: number, pause: number | undefined, error: VncError): void;
  /** There will be no further attempt. */
  gaveUp(error: VncError): void;
}

/** Makes a lost connection again: attempt after attempt, with pauses that grow, as long as the policy allows. */
export class Reconnector implements Disposable {
  readonly #parts: ReconnectorParts;
  #attempt = 0;
  #lostAt = 0;
  #connectedAt = Number.NEGATIVE_INFINITY;
  #error: VncError | undefined;
  #timer: Disposable | undefined;
  #running: AbortController | undefined;
  #disposed = false;

  constructor(parts: ReconnectorParts) {
    this.#parts = parts;
  }

  /** The connection has ended with `error`. */
  lost(error: VncError): void {
    if (this.#disposed || this.#error !== undefined) return;
    const now = this.#parts.clock.now();
    // A server that takes us in and drops us at once counts as one loss, or it would be dialled for ever.
    if (now - this.#connectedAt >= stableAfter) {
      this.#attempt = 0;
      this.#lostAt = now;
    }
    this.#schedule(error);
  }

  /** Begins the next attempt now, when one is waited for. */
  now(): void {
    if (this.#timer !== undefined) this.#try();
  }

  /** Ends with the error of the loss. Nothing unless the connection is lost. */
  stop(): void {
    if (this.#error !== undefined) this.#giveUp(this.#error);
  }

  dispose(): void {
    this.#disposed = true;
    this.#error = undefined;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#running?.abort(vncError('VNC_CANCELLED'));
  }

  #schedule(error: VncError): void {
    const { policy, clock, random } = this.#parts;
    const { maxAttempts = 10, totalTime = usualTotalTime(policy) } = policy;
    this.#error = error;
    if (!isWorthRetrying(error) || this.#attempt >= maxAttempts) {
      this.#giveUp(error);
      return;
    }
    const pause = pauseBefore(this.#attempt + 1, policy, random);
    if (clock.now() + pause - this.#lostAt > totalTime) {
      this.#giveUp(error);
      return;
    }
    this.#attempt += 1;
    this.#timer = clock.after(pause, () => this.#try());
    this.#parts.waiting(this.#attempt, pause, error);
  }

  #try(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const error = this.#error;
    if (this.#disposed || error === undefined) return;
    const running = new AbortController();
    this.#running = running;
    this.#parts.waiting(this.#attempt, undefined, error);
    // Whoever hears of the attempt may have stopped it.
    if (running.signal.aborted) return;
    void this.#connect(running.signal).then(
      () => {
        this.#running = undefined;
      },
      (failure: unknown) => {
        this.#running = undefined;
        if (this.#disposed) return;
        const coded = failure instanceof VncError ? failure : vncError('VNC_CONNECTION_FAILED', {}, failure);
        this.#schedule(coded);
      },
    );
  }

  async #connect(signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    await this.#parts.connect(signal);
  }

  /** To be called by the session when it has taken the new connection over. */
  connected(): void {
    this.#error = undefined;
    this.#connectedAt = this.#parts.clock.now();
  }

  #giveUp(error: VncError): void {
    this.dispose();
    this.#parts.gaveUp(error);
  }
}
