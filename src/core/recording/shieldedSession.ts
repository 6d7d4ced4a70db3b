import { type Disposable, DisposableValue, toDisposable } from '../base/disposables.ts';
import type { Clock } from '../base/clock.ts';
import { type Rect, type Size, wholeOf } from '../base/geometry.ts';
import type { FeedOptions, ScreenFeed, Session } from '../session/session.ts';
import type { Damage, ScreenPicture } from '../session/wire.ts';
import type { RecordedSession } from './recording.ts';

/** Milliseconds without a change after which what a secret has painted is over. */
const stillTime = 500;
/** Milliseconds after which it is taken for over although something changes, such as a caret that blinks. */
const longestShield = 3000;

/**
 * A session as a recording may see it: while a secret is typed, and until the screen is still again, it shows what was
 * there before. What came in between is never in the recording.
 */
export class ShieldedSession implements RecordedSession, Disposable {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #feeds = new Set<(damage: readonly Damage[]) => void>();
  readonly #still = new DisposableValue<Disposable>();
  readonly #longest = new DisposableValue<Disposable>();
  #frozen: { readonly size: Size; readonly pixels: Uint8Array } | undefined;
  #shields = 0;

  constructor(session: Session, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  get name(): Session['name'] {
    return this.#session.name;
  }

  get size(): Size {
    return this.#frozen?.size ?? this.#session.size;
  }

  get desktopName(): Session['desktopName'] {
    return this.#session.desktopName;
  }

  get onDesktopName(): Session['onDesktopName'] {
    return this.#session.onDesktopName;
  }

  get cursor(): Session['cursor'] {
    return this.#session.cursor;
  }

  get onCursor(): Session['onCursor'] {
    return this.#session.onCursor;
  }

  get layout(): Session['layout'] {
    return this.#session.layout;
  }

  get onLayout(): Session['onLayout'] {
    return this.#session.onLayout;
  }

  get state(): Session['state'] {
    return this.#session.state;
  }

  get onStateChange(): Session['onStateChange'] {
    return this.#session.onStateChange;
  }

  get screen(): RecordedSession['screen'] {
    return this.#session.screen;
  }

  get mouse(): RecordedSession['mouse'] {
    return this.#session.mouse;
  }

  /** Shows no more than what is there now, until the result is disposed and the screen is still again. */
  shield(): Disposable {
    this.#shields += 1;
    this.#still.value = undefined;
    this.#longest.value = undefined;
    if (this.#frozen === undefined) {
      const { size } = this.#session;
      const pixels = new Uint8Array(size.width * size.height * 4);
      this.#session.copyPixels(wholeOf(size), pixels);
      this.#frozen = { size, pixels };
    }
    return toDisposable(() => {
      this.#shields -= 1;
      if (this.#shields > 0) return;
      this.#longest.value = this.#clock.after(longestShield, () => this.#expose());
      this.#waitForStillness();
    });
  }

  feed(listener: (damage: readonly Damage[]) => void, options: FeedOptions = {}): ScreenFeed {
    const heard = (damage: readonly Damage[]): void => {
      if (this.#frozen === undefined) {
        listener(damage);
        return;
      }
      if (this.#shields === 0) this.#waitForStillness();
      feed.pull();
    };
    const feed = this.#session.feed(heard, {
      ...options,
      settled: () => {
        if (this.#frozen === undefined) options.settled?.();
        else feed.pull();
      },
    });
    this.#feeds.add(listener);
    const isFrozen = (): boolean => this.#frozen !== undefined;
    return {
      get updating(): boolean {
        return !isFrozen() && feed.updating;
      },
      get pictures(): readonly ScreenPicture[] {
        return isFrozen() ? [] : feed.pictures;
      },
      pull: () => feed.pull(),
      dispose: () => {
        this.#feeds.delete(listener);
        feed.dispose();
      },
    };
  }

  copyPixels(region: Rect, target: Uint8Array): void {
    const frozen = this.#frozen;
    if (frozen === undefined) {
      this.#session.copyPixels(region, target);
      return;
    }
    const bytes = region.width * 4;
    for (let row = 0; row < region.height; row += 1) {
      const from = ((region.y + row) * frozen.size.width + region.x) * 4;
      target.set(frozen.pixels.subarray(from, from + bytes), row * bytes);
    }
  }

  dispose(): void {
    this.#still.dispose();
    this.#longest.dispose();
  }

  #waitForStillness(): void {
    this.#still.value = this.#clock.after(stillTime, () => this.#expose());
  }

  #expose(): void {
    if (this.#shields > 0 || this.#frozen === undefined) return;
    this.#still.value = undefined;
    this.#longest.value = undefined;
    this.#frozen = undefined;
    for (const listener of [...this.#feeds]) listener([wholeOf(this.#session.size)]);
  }
}
