import type { Clock } from '../../../../src/core/base/clock.ts';
import { type Disposable, toDisposable } from '../../../../src/core/base/disposables.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly action: () => void;
}

/** Turns of the event loop without a new timer after which nothing but time can move anything. */
const idleTurns = 6;

/** A clock that jumps to the next timer as soon as nothing else is left to do: long waits cost a test no time. */
export class AutoClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 0;
  #order = 0;
  #ticking = false;
  #quiet = 0;
  #held = 0;

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): Disposable {
    const timer = { due: this.#now + Math.max(0, milliseconds), order: this.#order++, action };
    this.#timers.add(timer);
    this.#quiet = 0;
    if (!this.#ticking) this.#tick();
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Time stands still until `work` settles: for what happens in a thread, where turns say nothing. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work;
    } finally {
      this.#held--;
      this.#quiet = 0;
    }
  }

  #tick(): void {
    this.#ticking = true;
    setImmediate(() => {
      this.#quiet++;
      if (this.#quiet > idleTurns && this.#held === 0) this.#jump();
      if (this.#timers.size > 0) this.#tick();
      else this.#ticking = false;
    });
  }

  #jump(): void {
    const next = [...this.#timers].sort((a, b) => a.due - b.due || a.order - b.order)[0];
    if (next === undefined) return;
    this.#quiet = 0;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.due);
    next.action();
  }
}
