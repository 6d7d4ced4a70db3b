import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';

/** What timers can take: longer ones would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** A deadline that stands still while the wait is on a person, not on a machine. */
export class SuspendableDeadline implements Disposable {
  readonly #clock: Clock;
  readonly #onPassed: () => void;
  #remaining: number;
  #startedAt = 0;
  #timer: Disposable | undefined;
  #suspensions = 0;
  #disposed = false;

  /**
   * Calls `onPassed` after `milliseconds`, not counting the time suspended, unless disposed before; once more for each
   * {@link extend}.
   */
  constructor(clock: Clock, milliseconds: number, onPassed: () => void) {
    this.#clock = clock;
    this.#onPassed = onPassed;
    this.#remaining = milliseconds;
    this.#start();
  }

  /** Runs `work` with the deadline standing still. */
  async suspendedWhile<T>(work: () => Promise<T>): Promise<T> {
    if (this.#suspensions === 0) this.#stop();
    this.#suspensions += 1;
    try {
      return await work();
    } finally {
      this.#suspensions -= 1;
      if (this.#suspensions === 0) this.#start();
    }
  }

  /** Gives what has passed so many milliseconds more. */
  extend(milliseconds: number): void {
    this.#remaining = milliseconds;
    if (this.#suspensions === 0) this.#start();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
    this.#timer = undefined;
  }

  #start(): void {
    if (this.#disposed) return;
    this.#startedAt = this.#clock.now();
    this.#timer = this.#clock.after(Math.min(Math.max(0, this.#remaining), longestTimer), this.#onPassed);
  }

  #stop(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#remaining -= this.#clock.now() - this.#startedAt;
  }
}
