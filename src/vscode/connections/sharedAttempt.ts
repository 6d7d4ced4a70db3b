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
    this.#waiting += 1;
    return await new Promise<T>((resolve, reject) => {
      let done = false;
      const finish = (settle: () => void): void => {
        if (done) return;
        done = true;
        signal?.removeEventListener('abort', leave);
        this.#waiting -= 1;
        settle();
      };
      const leave = (): void => {
        if (signal !== undefined) finish(() => reject(cancelError(signal)));
        if (this.#waiting === 0) this.cancel();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#result.then(
        (value) => finish(() => resolve(value)),
        (error: unknown) =>
          finish(() => {
            reject(error as Error);
          }),
      );
    });
  }

  /** Cancels the work for all who wait. */
  cancel(): void {
    this.#controller.abort();
  }
}
