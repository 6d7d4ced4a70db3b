import { cancelError, throwIfCancelled } from '../../core/base/deadline.ts';

/**
 * One piece of work that several callers wait for. It is cancelled when the last of them no longer does.
 */
export class SharedAttempt<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  /** Resolves when the work has ended, one way or the other. */
  readonly settled: Promise<void>;

  /** Starts the work at once. */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#controller.signal);
    this.settled = this.#result.then(
      () => undefined,
      // Whoever joins hears of a failure; it is not unhandled when nobody does any more.
      () => undefined,
    );
  }

  /** Waits for the result. @throws `VNC_CANCELLED` when `signal` aborts first, or what the work throws. */
  async join(signal?: AbortSignal): Promise<T> {
    throwIfCancelled(signal);
    if (signal === undefined) return await this.#counted(this.#result);
    let leave = (): void => undefined;
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => reject(cancelError(signal));
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await this.#counted(Promise.race([this.#result, left]));
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Cancels the work for all who wait. */
  cancel(): void {
    this.#controller.abort();
  }

  /** Nobody is left to wait: the work is for nothing. */
  async #counted(wait: Promise<T>): Promise<T> {
    this.#waiting += 1;
    try {
      return await wait;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.cancel();
    }
  }
}
