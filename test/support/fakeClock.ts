import type { Clock } from '../../src/core/base/clock.ts';
import { type Disposable, toDisposable } from '../../src/core/base/disposables.ts';

/** Lets everything run that waits for promises and for the next turns of the event loop. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Time that passes when the test says so. */
export class FakeClock implements Clock {
  readonly #timers = new Set<{ readonly due: number; readonly action: () => void }>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): Disposable {
    const timer = { due: this.#now + milliseconds, action };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** How many timers wait: zero when nothing was left behind. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets `milliseconds` pass, timer by timer, and everything settle that each of them sets off. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}
