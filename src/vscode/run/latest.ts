import type { Disposable } from '../../core/base/disposables.ts';

/**
 * Hands on the latest of many values, at most once in `interval` milliseconds: scripts run thousands of
 * statements a second, and nobody can see them all. The last value always arrives.
 */
export class Latest<T> implements Disposable {
  readonly #interval: number;
  readonly #show: (value: T) => void;
  #waiting: { readonly value: T } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(interval: number, show: (value: T) => void) {
    this.#interval = interval;
    this.#show = show;
  }

  push(value: T): void {
    if (this.#timer === undefined) {
      this.#show(value);
      this.#timer = setTimeout(() => this.#next(), this.#interval);
    } else this.#waiting = { value };
  }

  /** What waits is not handed on any more. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = undefined;
  }

  #next(): void {
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.push(waiting.value);
  }
}
