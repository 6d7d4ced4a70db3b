import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Deferred, createDeferred } from '../../core/base/deferred.ts';
import type { Disposable } from '../../core/base/disposables.ts';
import type { HostToView, ViewToHost } from '../../protocol/messages.ts';

/** Milliseconds that the page has to get the focus and the browser's leave. */
const copyTimeout = 10_000;

/** Requests to the page that it answers. Each one ends: answered, timed out, or with the panel. */
export class PageRequests implements Disposable {
  readonly #post: (message: HostToView) => void;
  readonly #clock: Clock;
  readonly #pending = new Map<
    number,
    { readonly message: HostToView; readonly answer: Deferred<undefined> }
  >();
  #nextId = 1;
  #disposed = false;

  constructor(post: (message: HostToView) => void, clock: Clock = systemClock) {
    this.#post = post;
    this.#clock = clock;
  }

  /** Has the page put a picture on the clipboard. @throws Error with the reason when it could not. */
  async copy(png: Uint8Array): Promise<void> {
    if (this.#disposed) throw new Error('the panel is closed');
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = createDeferred<undefined>();
    const message: HostToView = { type: 'copy', id, png };
    this.#pending.set(id, { message, answer });
    const timer = this.#clock.after(copyTimeout, () => {
      answer.reject(new Error('the page did not answer'));
    });
    try {
      this.#post(message);
      await answer.promise;
    } finally {
      timer.dispose();
      this.#pending.delete(id);
    }
  }

  /** The page is there, or another one in its place: it is asked what the one before did not answer. */
  pageReady(): void {
    for (const { message } of this.#pending.values()) this.#post(message);
  }

  /** The page has answered. */
  copied({ id, error }: Extract<ViewToHost, { type: 'copied' }>): void {
    const answer = this.#pending.get(id)?.answer;
    if (error === undefined) answer?.resolve(undefined);
    else answer?.reject(new Error(error));
  }

  dispose(): void {
    this.#disposed = true;
    for (const { answer } of this.#pending.values()) answer.reject(new Error('the panel is closed'));
  }
}
