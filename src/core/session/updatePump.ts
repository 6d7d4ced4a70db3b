import type { Clock } from '../base/clock.ts';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { createDeferred } from '../base/deferred.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import { vncError } from '../base/errors.ts';
import { type Rect, contains, wholeOf } from '../base/geometry.ts';
import { Coverage } from './coverage.ts';
import { outsideScreen } from './regions.ts';
import type { ScreenFeed } from './session.ts';
import type { Wire } from './wire.ts';

/** How many updates a panel can be ahead of what it has been told of: one on the wire, one being made. */
const feedCreditLimit = 2;

/**
 * Milliseconds of silence after which pixels that somebody waits for are asked for again: servers that resize
 * or switch modes lose requests.
 */
const askAgainAfter = 2000;

/** One that waits for every pixel of a region to be painted. */
interface Waiter {
  /** The region as it was asked for; the whole screen, whatever its size, when `undefined`. */
  readonly explicit: Rect | undefined;
  region: Rect;
  coverage: Coverage;
  /** Only updates that started after this one count: their pixels are younger than the question. */
  since: number;
  covered(region: Rect): void;
  fail(error: unknown): void;
}

interface Feed {
  credit: number;
  readonly listener: (damage: readonly Rect[]) => void;
}

/**
 * Asks the server for framebuffer updates: without pause while anyone watches, one for each credit of a panel
 * when nobody else listens, and not at all when nobody wants any. At most one incremental request is on its
 * way; the next one leaves when an update starts, not when it ends, so that the server works meanwhile.
 */
export class UpdatePump implements Disposable {
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #watchers: Emitter<readonly Rect[]>;
  readonly #feeds = new Set<Feed>();
  readonly #waiters = new Set<Waiter>();
  readonly #store = new DisposableStore();
  readonly #onListenerError: (error: unknown) => void;
  #ended: VncError | undefined;
  #outstanding = false;
  #updating = false;
  /** The number of the update that started last. */
  #update = 0;
  /** Nothing that was painted counts any more: the next request is for all pixels. */
  #needsAll = false;

  constructor(wire: Wire, clock: Clock, onListenerError: (error: unknown) => void) {
    this.#wire = wire;
    this.#clock = clock;
    this.#onListenerError = onListenerError;
    this.#watchers = new Emitter(onListenerError);
    this.#store.add(wire.onUpdateStart(() => this.#updateStarted()));
    this.#store.add(wire.onUpdate((painted) => this.#updateEnded(painted)));
    this.#store.add(wire.onResize(() => this.#resized()));
  }

  /** Hears of damage; asks for updates without pause until it is disposed. */
  watch(listener: (damage: readonly Rect[]) => void): Disposable {
    const registration = this.#watchers.event(listener);
    this.#askIfWanted();
    return registration;
  }

  /** Hears of damage; asks for one update for each `pull`. */
  feed(listener: (damage: readonly Rect[]) => void): ScreenFeed {
    const feed: Feed = { credit: 0, listener };
    this.#feeds.add(feed);
    return {
      pull: () => {
        if (!this.#feeds.has(feed)) return;
        feed.credit = Math.min(feed.credit + 1, feedCreditLimit);
        this.#askIfWanted();
      },
      dispose: () => this.#feeds.delete(feed),
    };
  }

  /**
   * Waits until updates that started after this call have painted every pixel of `region` (of the whole screen
   * when left out), then calls `take` at once, before a later update can touch them.
   *
   * @throws `VNC_OUTSIDE_SCREEN` when the screen shrinks below the region, {@link cancelError} when `signal`
   *   aborts, and the error with which the session ends.
   */
  async cover<T>(
    region: Rect | undefined,
    take: (region: Rect) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    throwIfCancelled(signal);
    if (this.#ended !== undefined) throw this.#ended;
    const result = createDeferred<T>();
    const waited = region ?? wholeOf(this.#wire.framebuffer);
    const waiter: Waiter = {
      explicit: region,
      region: waited,
      coverage: new Coverage(waited),
      since: this.#update,
      covered: (covered) => {
        try {
          result.resolve(take(covered));
        } catch (error) {
          result.reject(error);
        }
      },
      fail: (error) => result.reject(error),
    };
    const cancelled = (): void => {
      if (signal !== undefined) waiter.fail(cancelError(signal));
    };
    signal?.addEventListener('abort', cancelled, { once: true });
    this.#waiters.add(waiter);
    const reminder = this.#remind(waiter);
    try {
      this.#wire.requestUpdate(waited, { incremental: false });
      return await result.promise;
    } finally {
      this.#waiters.delete(waiter);
      reminder.dispose();
      signal?.removeEventListener('abort', cancelled);
    }
  }

  /** Ends every wait with `error`. Nothing is asked for afterwards. */
  end(error: VncError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#store.dispose();
    for (const waiter of [...this.#waiters]) waiter.fail(error);
    this.#waiters.clear();
    this.#feeds.clear();
    this.#watchers.dispose();
  }

  dispose(): void {
    this.end(vncError('VNC_SESSION_CLOSED'));
  }

  #updateStarted(): void {
    this.#updating = true;
    this.#update += 1;
    this.#outstanding = false;
    // The update that starts now serves one credit of each feed; whoever wants more has it made meanwhile.
    const wantsNext = this.#watchers.size > 0 || [...this.#feeds].some((feed) => feed.credit > 1);
    if (wantsNext) this.#ask();
  }

  #updateEnded(painted: readonly Rect[]): void {
    this.#updating = false;
    if (painted.length > 0) {
      for (const waiter of [...this.#waiters]) this.#paint(waiter, painted);
      for (const feed of [...this.#feeds]) {
        feed.credit = Math.max(0, feed.credit - 1);
        try {
          feed.listener(painted);
        } catch (error) {
          this.#onListenerError(error);
        }
      }
      this.#watchers.fire(painted);
    }
    // An update without pixels, or with too few of them, leaves the wish open.
    this.#askIfWanted();
  }

  #paint(waiter: Waiter, painted: readonly Rect[]): void {
    if (this.#update <= waiter.since) return;
    waiter.coverage.add(painted);
    if (!waiter.coverage.complete) return;
    this.#waiters.delete(waiter);
    waiter.covered(waiter.region);
  }

  #resized(): void {
    this.#needsAll = true;
    this.#outstanding = false;
    const screen = wholeOf(this.#wire.framebuffer);
    for (const waiter of [...this.#waiters]) {
      if (waiter.explicit !== undefined && !contains(screen, waiter.explicit)) {
        this.#waiters.delete(waiter);
        waiter.fail(outsideScreen(waiter.explicit, screen));
        continue;
      }
      waiter.region = waiter.explicit ?? screen;
      waiter.coverage = new Coverage(waiter.region);
      waiter.since = this.#update;
      this.#wire.requestUpdate(waiter.region, { incremental: false });
    }
  }

  #askIfWanted(): void {
    if (this.#outstanding || this.#ended !== undefined) return;
    const wanted =
      this.#watchers.size > 0 || this.#waiters.size > 0 || [...this.#feeds].some((feed) => feed.credit > 0);
    if (wanted) this.#ask();
  }

  #ask(): void {
    const incremental = !this.#needsAll;
    this.#needsAll = false;
    this.#outstanding = true;
    this.#wire.requestUpdate(wholeOf(this.#wire.framebuffer), { incremental });
  }

  #remind(waiter: Waiter): Disposable {
    let seen = this.#update;
    let timer: Disposable | undefined;
    const arm = (): void => {
      timer = this.#clock.after(askAgainAfter, () => {
        if (!this.#updating && this.#update === seen)
          this.#wire.requestUpdate(waiter.region, { incremental: false });
        seen = this.#update;
        arm();
      });
    };
    arm();
    return toDisposable(() => timer?.dispose());
  }
}
