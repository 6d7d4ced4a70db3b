import type { Clock } from '../base/clock.ts';
import { throwIfCancelled } from '../base/deadline.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import { vncError } from '../base/errors.ts';
import { type Rect, wholeOf } from '../base/geometry.ts';
import { FreshPixels, type LossControl } from './freshPixels.ts';
import { LossyArea } from './lossyArea.ts';
import type { FeedOptions, ScreenFeed } from './session.ts';
import type { Damage, ScreenPicture, Wire } from './wire.ts';

/** How many updates a panel can be ahead of what it has been told of: one on the wire, one being made. */
const feedCreditLimit = 2;

const lossless: LossControl = { lossy: false, suspend: () => toDisposable(() => undefined) };

/** What an {@link UpdatePump} needs beside its wire. */
export interface UpdatePumpParts {
  readonly clock: Clock;
  readonly onListenerError: (error: unknown) => void;
  /** Whether every pixel of the framebuffer has been painted already; not by default. */
  readonly whole?: boolean | undefined;
  /** Where the framebuffer holds simplified pixels already; nowhere by default. */
  readonly lossyArea?: LossyArea | undefined;
  /** Somebody may have allowed simplified pixels. Without it they are as good as exact ones. */
  readonly loss?: LossControl | undefined;
  /** Hears how updates come. */
  readonly observer?: UpdateObserver | undefined;
  /** The server has been asked for something that it must answer. */
  readonly asked?: (() => void) | undefined;
  /** Sends a fence in place of the wire's own, to measure it. */
  readonly fence?: ((answered: () => void) => void) | undefined;
}

/** Hears how updates come, and for whom. */
export interface UpdateObserver {
  updateStarted(): void;
  /** @param news those of the rectangles that tell more than the exact pixels of what was simplified before. */
  updateEnded(painted: readonly Damage[], news: readonly Damage[]): void;
  /** Who listens has changed, or wants more. */
  audienceChanged(): void;
}

/** Who listens to a screen. */
export interface Audience {
  /** Panels that want an update now. */
  readonly wanting: number;
  /** Panels, thumbnails and videos: what people see. */
  readonly panels: number;
  /** Scripts watch, somebody waits for exact pixels, or keeps them. */
  readonly exact: boolean;
}

interface Feed {
  credit: number;
  readonly listener: (damage: readonly Damage[]) => void;
  /** Takes pictures as they came. */
  readonly pictures: boolean;
  readonly exact: boolean;
  readonly settled: () => void;
  /** Cancels what it waits for. */
  readonly ended: AbortController;
}

/**
 * Asks the server for framebuffer updates: without pause while anyone watches, one for each credit of a panel
 * when nobody else listens, and not at all when nobody wants any. At most one incremental request is on its
 * way; the next one leaves when an update starts, not when it ends, so that the server works meanwhile. A server
 * that can send updates by itself (rfbproto, EnableContinuousUpdates) does so while anyone watches.
 */
export class UpdatePump implements Disposable {
  readonly #wire: Wire;
  readonly #parts: UpdatePumpParts;
  readonly #watchers: Emitter<readonly Rect[]>;
  readonly #feeds = new Set<Feed>();
  readonly #fresh: FreshPixels;
  readonly #store = new DisposableStore();
  #lossyArea: LossyArea;
  #ended: VncError | undefined;
  #outstanding = false;
  /** Pixels are painted of which nobody was told yet. */
  #updating = false;
  /** Updates come by themselves. */
  #continuous = false;
  /** Nothing that was painted counts any more: the next request is for all pixels. */
  #needsAll = false;

  constructor(wire: Wire, parts: UpdatePumpParts) {
    this.#wire = wire;
    this.#parts = parts;
    this.#watchers = new Emitter(parts.onListenerError);
    this.#lossyArea = parts.lossyArea ?? new LossyArea(wire.framebuffer);
    const { clock, loss = lossless, asked = () => undefined } = parts;
    const takesLoss = parts.loss === undefined;
    const lossyArea = (): LossyArea => this.#lossyArea;
    const fence = parts.fence ?? ((answered): void => void wire.fence(answered).catch(() => undefined));
    const requestChanges = (): void => {
      if (!this.#continuous) this.#ask();
    };
    const freshParts = { clock, loss, takesLoss, lossyArea, asked, fence, requestChanges };
    this.#fresh = new FreshPixels(wire, freshParts, parts.whole ?? false);
    this.#store.add(wire.onUpdateStart(() => this.#updateStarted()));
    this.#store.add(wire.onUpdate((painted) => this.#updateEnded(painted)));
    this.#store.add(wire.onResize(() => this.#resized()));
    this.#store.add(wire.onClose(() => this.#tellSettled()));
    this.#store.add(wire.onCapabilities(() => this.#chooseWay()));
  }

  /** Where the framebuffer holds simplified pixels. */
  get lossyArea(): LossyArea {
    return this.#lossyArea;
  }

  get audience(): Audience {
    const panels = [...this.#feeds].filter(({ exact }) => !exact);
    return {
      wanting: panels.filter(({ credit }) => credit > 0).length,
      panels: panels.length,
      exact: this.#watchers.size > 0 || this.#fresh.wanted || panels.length < this.#feeds.size,
    };
  }

  /** Hears of damage; asks for updates without pause until it is disposed. */
  watch(listener: (damage: readonly Rect[]) => void): Disposable {
    const registration = this.#watchers.event(listener);
    this.#parts.observer?.audienceChanged();
    this.#chooseWay();
    this.#askIfWanted();
    return toDisposable(() => {
      registration.dispose();
      this.#chooseWay();
      this.#parts.observer?.audienceChanged();
    });
  }

  /** Hears of damage; asks for one update for each `pull`. */
  feed(listener: (damage: readonly Damage[]) => void, options: FeedOptions = {}): ScreenFeed {
    const { pictures = false, exact = false, settled = () => undefined } = options;
    const feed: Feed = { credit: 0, listener, pictures, exact, settled, ended: new AbortController() };
    this.#feeds.add(feed);
    this.#choosePictures();
    if (exact) {
      this.#parts.observer?.audienceChanged();
      this.#makeExact(feed);
    }
    const current = (): UpdatePump => this;
    return {
      get updating(): boolean {
        return current().#updating;
      },
      get pictures(): readonly ScreenPicture[] {
        return current().#wire.framebuffer.pictures;
      },
      pull: () => {
        if (!this.#feeds.has(feed)) return;
        feed.credit = Math.min(feed.credit + 1, feedCreditLimit);
        this.#parts.observer?.audienceChanged();
        this.#askIfWanted();
      },
      dispose: () => {
        if (!this.#feeds.delete(feed)) return;
        feed.ended.abort();
        this.#choosePictures();
        this.#parts.observer?.audienceChanged();
      },
    };
  }

  /**
   * Waits until every pixel of `region` (of the whole screen when left out) is without loss and as the server
   * showed it after this call, then calls `take` at once, before a later update can touch them. While the
   * connection is lost it waits for the next one.
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
    return await this.#fresh.cover(region, take, signal);
  }

  /** Waits until the server has sent every pixel of `region` anew. @throws as {@link cover} does */
  async refresh(region: Rect | undefined, signal: AbortSignal | undefined): Promise<void> {
    throwIfCancelled(signal);
    if (this.#ended !== undefined) throw this.#ended;
    await this.#fresh.cover(region, () => undefined, signal, true);
  }

  /** Pixels of another kind are on their way: until the result is disposed, no pixel is the answer to a question. */
  hold(): Disposable {
    return this.#fresh.hold();
  }

  /**
   * Goes on with another connection: the wire has another framebuffer, and it is whole. Listeners hear of damage
   * everywhere.
   *
   * @param lossyArea where it holds simplified pixels.
   */
  replaced(lossyArea: LossyArea): void {
    this.#lossyArea = lossyArea;
    this.#outstanding = false;
    this.#continuous = false;
    this.#needsAll = false;
    this.#updating = false;
    this.#choosePictures();
    this.#fresh.replaced();
    for (const feed of this.#feeds) if (feed.exact) this.#makeExact(feed);
    this.#tell([wholeOf(this.#wire.framebuffer)]);
    this.#chooseWay();
    this.#askIfWanted();
  }

  /** Ends every wait with `error`. Nothing is asked for afterwards. */
  end(error: VncError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#store.dispose();
    this.#fresh.end(error);
    this.#feeds.clear();
    this.#watchers.dispose();
  }

  dispose(): void {
    this.end(vncError('VNC_SESSION_CLOSED'));
  }

  #updateStarted(): void {
    this.#fresh.updateStarted();
    this.#parts.observer?.updateStarted();
    this.#updating = true;
    this.#outstanding = false;
    // The update that starts now serves one credit of each feed; whoever wants more has it made meanwhile.
    const wantsNext = this.#watchers.size > 0 || [...this.#feeds].some((feed) => feed.credit > 1);
    if (wantsNext && !this.#continuous) this.#ask();
  }

  #updateEnded(painted: readonly Damage[]): void {
    this.#updating = false;
    const area = this.#lossyArea;
    const news = area.empty ? painted : painted.filter((rect) => rect.lossy === true || !area.touches(rect));
    area.add(painted, this.#parts.clock.now());
    this.#fresh.updateEnded(painted);
    if (painted.length > 0) this.#tell(painted);
    else this.#tellSettled();
    // An update without pixels, or with too few of them, leaves the wish open.
    this.#askIfWanted();
    this.#parts.observer?.updateEnded(painted, news);
  }

  #tell(damage: readonly Damage[]): void {
    for (const feed of [...this.#feeds]) {
      feed.credit = Math.max(0, feed.credit - 1);
      this.#call(() => feed.listener(damage));
    }
    this.#watchers.fire(damage);
  }

  /** Nothing was painted, but whoever waited for the end of the update hears of it. */
  #tellSettled(): void {
    this.#updating = false;
    for (const feed of [...this.#feeds]) this.#call(() => feed.settled());
  }

  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#parts.onListenerError(error);
    }
  }

  /** Has what the session has simplified by itself sent once more, for a feed that keeps what it gets. */
  #makeExact({ ended }: Feed): void {
    const { loss } = this.#parts;
    if (loss?.automatic !== true || (this.#lossyArea.empty && !loss.lossy)) return;
    this.cover(undefined, () => undefined, ended.signal).catch(() => undefined);
  }

  /** Whether the host decodes pictures when they come, or when somebody reads them. */
  #choosePictures(): void {
    this.#wire.framebuffer.defersPictures = [...this.#feeds].some((feed) => feed.pictures);
  }

  /**
   * A server of ExtendedDesktopSize counts all pixels as changed, and must not be asked for all of them: it would
   * answer with another ExtendedDesktopSize, and so on without end (rfbproto, ExtendedDesktopSize Pseudo-encoding). It
   * sends nothing of the older DesktopSize; those that do mean different things by it.
   */
  #resized(): void {
    this.#lossyArea = new LossyArea(this.#wire.framebuffer);
    const countsAsChanged = this.#wire.capabilities.desktopResize;
    this.#needsAll = !countsAsChanged;
    this.#outstanding = false;
    this.#fresh.resized(countsAsChanged);
  }

  /** Has updates come by themselves while anyone watches, where the server can do that. */
  #chooseWay(): void {
    if (this.#ended !== undefined || this.#wire.closed) return;
    const { fence, continuousUpdates } = this.#wire.capabilities;
    const continuous = this.#watchers.size > 0 && fence && continuousUpdates;
    if (continuous === this.#continuous) return;
    this.#continuous = continuous;
    if (continuous) {
      this.#wire.enableContinuousUpdates(wholeOf(this.#wire.framebuffer));
      return;
    }
    this.#outstanding = false;
    // Updates that are still under way are as welcome as those that are asked for.
    this.#wire.disableContinuousUpdates().catch(() => undefined);
    this.#askIfWanted();
  }

  #askIfWanted(): void {
    if (this.#outstanding || this.#ended !== undefined || this.#wire.closed) return;
    // A server that sends by itself is asked only for what that leaves out.
    if (this.#continuous && !this.#needsAll) return;
    const wanted =
      this.#watchers.size > 0 || this.#fresh.wanted || [...this.#feeds].some((feed) => feed.credit > 0);
    if (wanted) this.#ask();
  }

  #ask(): void {
    const incremental = !this.#needsAll;
    this.#needsAll = false;
    this.#outstanding = true;
    this.#wire.requestUpdate(wholeOf(this.#wire.framebuffer), { incremental });
  }
}
