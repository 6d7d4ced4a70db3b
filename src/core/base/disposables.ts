/** Something that holds a resource until it is disposed. Disposing twice is harmless and never throws. */
export interface Disposable {
  dispose(): void;
}

/** A disposable that runs `action` the first time it is disposed. */
export function toDisposable(action: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      action();
    },
  };
}

/** Owns disposables and disposes them in reverse order. What is added after that is disposed at once. */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Takes ownership of `item` and returns it. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  /** Gives up ownership of `item` and disposes it. */
  delete(item: Disposable): void {
    if (this.#items.delete(item)) item.dispose();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const items = [...this.#items].reverse();
    this.#items.clear();
    for (const item of items) {
      try {
        item.dispose();
      } catch {
        // One owner that fails to let go must not keep the others.
      }
    }
  }
}

/** Holds one disposable that can be replaced: the old one is disposed. */
export class DisposableValue<T extends Disposable> implements Disposable {
  #value: T | undefined;
  #disposed = false;

  get value(): T | undefined {
    return this.#value;
  }

  set value(value: T | undefined) {
    if (value === this.#value) return;
    const old = this.#value;
    this.#value = undefined;
    old?.dispose();
    if (this.#disposed) value?.dispose();
    else this.#value = value;
  }

  dispose(): void {
    this.#disposed = true;
    const old = this.#value;
    this.#value = undefined;
    old?.dispose();
  }
}
