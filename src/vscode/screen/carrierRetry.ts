import type { Clock } from '../../core/base/clock.ts';
import { type Disposable, DisposableValue } from '../../core/base/disposables.ts';

/** Milliseconds until a carrier that broke is tried again for the first time; the next pauses are twice as long. */
const firstPause = 2000;

const longestPause = 60_000;

/** A carrier that lasted so many milliseconds is steady: when it breaks after all, the pauses begin anew. */
const steadyTime = 60_000;

/**
 * Tells when a direct carrier that broke is tried again: soon, then less and less often. One that never led anywhere
 * is not tried again: a page that cannot reach the host will not reach it later.
 */
export class CarrierRetry implements Disposable {
  readonly #clock: Clock;
  readonly #attempt: () => void;
  readonly #timer = new DisposableValue();
  #reachedAt: number | undefined;
  /** Whether it works now, as far as is known. */
  #works = false;
  #failures = 0;

  constructor(clock: Clock, attempt: () => void) {
    this.#clock = clock;
    this.#attempt = attempt;
  }

  /** The page has come in. */
  reached(): void {
    this.#reachedAt = this.#clock.now();
    this.#works = true;
  }

  /** It broke, or another attempt has failed. @returns whether another attempt is due later */
  failed(): boolean {
    if (this.#reachedAt === undefined) return false;
    if (this.#works && this.#clock.now() - this.#reachedAt >= steadyTime) this.#failures = 0;
    this.#works = false;
    const pause = Math.min(longestPause, firstPause * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    this.#timer.value = this.#clock.after(pause, () => {
      this.#timer.value = undefined;
      this.#attempt();
    });
    return true;
  }

  /** Nothing is tried again, and what was before is forgotten. */
  reset(): void {
    this.#timer.value = undefined;
    this.#reachedAt = undefined;
    this.#works = false;
    this.#failures = 0;
  }

  dispose(): void {
    this.reset();
    this.#timer.dispose();
  }
}
