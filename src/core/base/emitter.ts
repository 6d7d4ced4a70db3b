import { type Disposable, toDisposable } from './disposables.ts';

/** Registers a listener; dispose the result to stop listening. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * Tells listeners of something that happened, in the order in which they registered. A listener that throws
 * does not keep the others from hearing; its error goes to `onError`.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();
  readonly #onError: (error: unknown) => void;
  #disposed = false;

  /** @param onError hears of listeners that throw; without it the error is rethrown in a task of its own. */
  constructor(onError: (error: unknown) => void = throwLater) {
    this.#onError = onError;
  }

  /** How many listen. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Where listeners register. */
  readonly event: Event<T> = (listener) => {
    if (this.#disposed) return toDisposable(() => undefined);
    const entry = { call: listener };
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  };

  /** Calls every listener that was registered when this started. */
  fire(value: T): void {
    for (const entry of [...this.#listeners]) {
      if (!this.#listeners.has(entry)) continue;
      try {
        entry.call(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#listeners.clear();
  }
}

function throwLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
