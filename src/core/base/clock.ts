import { type Disposable, toDisposable } from './disposables.ts';

/** Where the core gets time from, so that tests need not wait. */
export interface Clock {
  /** Milliseconds on a monotonic scale with an arbitrary zero. */
  now(): number;
  /** Calls `action` once after `milliseconds`, unless the result is disposed before. */
  after(milliseconds: number, action: () => void): Disposable;
}

/** The real time. Timers keep the process alive, as a pending deadline should. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return toDisposable(() => clearTimeout(timer));
  },
};
