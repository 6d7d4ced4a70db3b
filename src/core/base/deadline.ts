import { type Clock, systemClock } from './clock.ts';
import { vncError } from './errors.ts';

/** What bounds a wait on the outside world. */
export interface WaitBounds {
  /** Milliseconds until `onTimeout`; no limit when left out, for waits that an outer deadline bounds. */
  readonly timeout?: number | undefined;
  /** Ends the wait with `VNC_CANCELLED`, or with the signal's reason when that is an error. */
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/** The error with which an aborted signal ends a wait. */
export function cancelError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name !== 'AbortError') return reason;
  return vncError('VNC_CANCELLED', {}, reason);
}

/** Throws when `signal` is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelError(signal);
}

/**
 * Runs `work` until it settles, its deadline passes or `signal` aborts, whichever is first. `work` gets a
 * signal that aborts in the latter two cases so that it can let go of what it holds.
 *
 * @param onTimeout makes the error for a passed deadline.
 * @throws what `work` throws, what `onTimeout` makes, or {@link cancelError}.
 */
export async function withDeadline<T>(
  bounds: WaitBounds,
  onTimeout: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { timeout, signal, clock = systemClock } = bounds;
  throwIfCancelled(signal);
  const controller = new AbortController();
  return await new Promise<T>((resolve, reject) => {
    const finish = (settle: () => void): void => {
      timer?.dispose();
      signal?.removeEventListener('abort', cancelled);
      settle();
    };
    const stop = (error: Error): void => {
      finish(() => reject(error));
      controller.abort(error);
    };
    const cancelled = (): void => {
      if (signal !== undefined) stop(cancelError(signal));
    };
    const timer = timeout === undefined ? undefined : clock.after(timeout, () => stop(onTimeout()));
    signal?.addEventListener('abort', cancelled, { once: true });
    work(controller.signal).then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}

/** Waits `milliseconds`. @throws {@link cancelError} when `signal` aborts first. */
export async function delay(milliseconds: number, bounds: Omit<WaitBounds, 'timeout'> = {}): Promise<void> {
  const { signal, clock = systemClock } = bounds;
  throwIfCancelled(signal);
  await new Promise<void>((resolve, reject) => {
    const timer = clock.after(milliseconds, () => {
      signal?.removeEventListener('abort', cancelled);
      resolve();
    });
    const cancelled = (): void => {
      timer.dispose();
      if (signal !== undefined) reject(cancelError(signal));
    };
    signal?.addEventListener('abort', cancelled, { once: true });
  });
}
