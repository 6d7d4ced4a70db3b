import type { Clock } from '../../core/base/clock.ts';
import { type Disposable, toDisposable } from '../../core/base/disposables.ts';

/** Milliseconds between two pictures of the same card, at least. */
const defaultInterval = 1000;
/**
 * Share of a core that is counted for all thumbnails together. What is not counted, in the editor, the browser and for
 * the servers' messages, comes to twice as much (`npm run bench wall`).
 */
const defaultShare = 0.03;
/** Milliseconds that work done at once, such as at the first sight of the wall, holds up what follows at most. */
const longestDebt = 8000;

/** How often and how much. */
export interface WallPaceOptions {
  /** Milliseconds between two turns of one card. */
  readonly interval?: number;
  /** 0 to 1: of the time that passes, how much may be spent. */
  readonly share?: number;
}

interface Turn {
  readonly due: number;
  readonly take: () => void;
}

/**
 * Gives the cards of a wall their turns, one after the other: each not before its interval has passed, and all of
 * them together no faster than their cost allows. Many lively screens make each of them slower, not the editor.
 */
export class WallPace implements Disposable {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #share: number;
  readonly #waiting = new Set<Turn>();
  /** When what was spent is paid for. */
  #paid = 0;
  #timer: Disposable | undefined;

  constructor(clock: Clock, options: WallPaceOptions = {}) {
    this.#clock = clock;
    this.#interval = options.interval ?? defaultInterval;
    this.#share = options.share ?? defaultShare;
  }

  /** Notes milliseconds of work. */
  spent(milliseconds: number): void {
    const now = this.#clock.now();
    const paid = Math.max(now, this.#paid) + Math.max(0, milliseconds) / this.#share;
    this.#paid = Math.min(paid, now + longestDebt);
  }

  /** Calls `take` once when the next turn comes, unless the result is disposed before. */
  turn(take: () => void): Disposable {
    const entry: Turn = { due: this.#clock.now() + this.#interval, take };
    this.#waiting.add(entry);
    this.#schedule();
    return toDisposable(() => {
      this.#waiting.delete(entry);
      this.#schedule();
    });
  }

  dispose(): void {
    this.#waiting.clear();
    this.#schedule();
  }

  /** Turns are due in the order in which they were asked for. */
  #schedule(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const [next] = this.#waiting;
    if (next === undefined) return;
    const wait = Math.max(0, Math.max(next.due, this.#paid) - this.#clock.now());
    this.#timer = this.#clock.after(wait, () => this.#give(next));
  }

  #give(entry: Turn): void {
    this.#timer = undefined;
    this.#waiting.delete(entry);
    entry.take();
    this.#schedule();
  }
}
