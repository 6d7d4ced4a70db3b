import type { Clock } from '../../base/clock.ts';
import { type Disposable, toDisposable } from '../../base/disposables.ts';

interface Timer {
  readonly due: number;
  readonly action: () => void;
  armed: Disposable | undefined;
}

/**
 * A clock that can be stopped and started again. While a person holds the controls, a script's time stands
 * still: no deadline passes that the script could not have met.
 */
export class PausableClock implements Clock {
  readonly #base: Clock;
  readonly #timers = new Set<Timer>();
  #pausedFor = 0;
  #pausedAt: number | undefined;

  constructor(base: Clock) {
    this.#base = base;
  }

  get paused(): boolean {
    return this.#pausedAt !== undefined;
  }

  /** Milliseconds that passed while the clock was going. */
  now(): number {
    return (this.#pausedAt ?? this.#base.now()) - this.#pausedFor;
  }

  after(milliseconds: number, action: () => void): Disposable {
    const timer: Timer = { due: this.now() + milliseconds, action, armed: undefined };
    this.#timers.add(timer);
    if (!this.paused) this.#arm(timer);
    return toDisposable(() => {
      this.#timers.delete(timer);
      timer.armed?.dispose();
    });
  }

  /** Stops the time. Harmless when it stands already. */
  pause(): void {
    if (this.paused) return;
    this.#pausedAt = this.#base.now();
    for (const timer of this.#timers) timer.armed?.dispose();
  }

  /** Lets the time go on from where it was stopped. */
  resume(): void {
    if (this.#pausedAt === undefined) return;
    this.#pausedFor += this.#base.now() - this.#pausedAt;
    this.#pausedAt = undefined;
    for (const timer of this.#timers) this.#arm(timer);
  }

  #arm(timer: Timer): void {
    timer.armed = this.#base.after(Math.max(0, timer.due - this.now()), () => {
      if (this.#timers.delete(timer)) timer.action();
    });
  }
}
