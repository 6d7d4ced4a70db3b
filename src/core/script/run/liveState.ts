import type { Clock } from '../../base/clock.ts';
import { createDeferred } from '../../base/deferred.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import { type Rect, contains, intersect, isEmpty, wholeOf } from '../../base/geometry.ts';
import type { Session } from '../../session/session.ts';
import { ChangeWatch } from '../../vision/changeWatch.ts';
import type { Expression } from '../ast.ts';

/** What a stillness or change watch looks at. */
export interface WatchRequest {
  readonly region: () => Rect;
  readonly ignoring: () => readonly Rect[];
  readonly tolerance: number;
}

/** The flicker guard: a `not` holds when its operand was false twice with at least this many ms between. */
const flickerGuard = 150;

/**
 * What a condition keeps between two evaluations of one wait: what it has looked at, what happened since it
 * began and when it is worth looking again.
 */
export class LiveState implements Disposable {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #store = new DisposableStore();
  readonly #watches = new Map<Expression, ChangeWatch>();
  readonly #falseSince = new Map<Expression, number>();
  readonly #refreshed: Rect[] = [];
  #interest: Rect[] = [];
  #nextLook = Number.POSITIVE_INFINITY;
  #stirred = false;
  #wake: (() => void) | undefined;
  #seen: string | undefined;
  /** Since the wait began. */
  bellRang = false;
  resized = false;

  constructor(session: Session, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
    const { screen } = session;
    this.#store.add(
      screen.watch((damage) => {
        if (damage.some((rect) => this.#interest.some((part) => !isEmpty(intersect(rect, part)))))
          this.#stir();
      }),
    );
    this.#store.add(
      screen.onBell(() => {
        this.bellRang = true;
        this.#stir();
      }),
    );
    this.#store.add(
      screen.onResize(() => {
        this.resized = true;
        this.#refreshed.length = 0;
        this.#stir();
      }),
    );
    this.#store.add(session.onClipboard(() => this.#stir()));
    this.#store.add(session.onStateChange(() => this.#stir()));
  }

  /** What was last seen in place of what is waited for, for the message of a failure. */
  get seen(): string | undefined {
    return this.#seen;
  }

  /** Starts an evaluation: what happens from here on is worth another one. */
  begin(): void {
    this.#stirred = false;
    this.#interest = [];
    this.#nextLook = Number.POSITIVE_INFINITY;
    this.#seen = undefined;
  }

  /** Tells what was seen in place of what is waited for. */
  note(seen: string): void {
    this.#seen = seen;
  }

  /** Makes sure that the pixels of `region` are real, and wakes the wait when they are painted again. */
  async lookAt(region: Rect, signal: AbortSignal): Promise<void> {
    const part = intersect(region, wholeOf(this.#session.size));
    this.#interest.push(part);
    // What a lost connection left is still there to be seen.
    if (this.#session.state.phase === 'closed') return;
    if (isEmpty(part) || this.#refreshed.some((known) => contains(known, part))) return;
    await this.#session.screen.refresh(part, { signal });
    this.#refreshed.push(part);
  }

  /** The change watch of the expression `key`, which begins when it is first asked for. */
  async watchFor(key: Expression, request: WatchRequest, signal: AbortSignal): Promise<ChangeWatch> {
    await this.lookAt(request.region(), signal);
    const known = this.#watches.get(key);
    if (known !== undefined) return known;
    const watch = this.#store.add(
      new ChangeWatch({ ...request, screen: this.#session.screen, clock: this.#clock }),
    );
    this.#watches.set(key, watch);
    return watch;
  }

  /** Whether the operand of the `not` at `key` has been false for long enough; `value` is what it is now. */
  holdsNot(key: Expression, value: boolean): boolean {
    if (value) {
      this.#falseSince.delete(key);
      return false;
    }
    const now = this.#clock.now();
    const since = this.#falseSince.get(key) ?? now;
    this.#falseSince.set(key, since);
    if (now - since >= flickerGuard) return true;
    this.lookAgainAt(since + flickerGuard);
    return false;
  }

  /** The condition may hold from `time` on, even if nothing happens. */
  lookAgainAt(time: number): void {
    this.#nextLook = Math.min(this.#nextLook, time);
  }

  /** Resolves when it is worth evaluating again: something stirred, or `latest` (on the clock) has come. */
  async next(latest: number, signal: AbortSignal): Promise<void> {
    const woken = createDeferred<undefined>();
    const wait = Math.max(0, Math.min(latest, this.#nextLook) - this.#clock.now());
    const timer = this.#clock.after(this.#stirred ? 0 : wait, () => woken.resolve(undefined));
    const aborted = (): void => woken.resolve(undefined);
    signal.addEventListener('abort', aborted, { once: true });
    this.#wake = aborted;
    try {
      if (!signal.aborted) await woken.promise;
    } finally {
      this.#wake = undefined;
      timer.dispose();
      signal.removeEventListener('abort', aborted);
    }
  }

  dispose(): void {
    this.#store.dispose();
  }

  #stir(): void {
    this.#stirred = true;
    this.#wake?.();
  }
}
