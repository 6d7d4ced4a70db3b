import type { Clock } from '../base/clock.ts';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { createDeferred } from '../base/deferred.ts';
import { type Disposable, toDisposable } from '../base/disposables.ts';
import type { VncError } from '../base/errors.ts';
import { type Rect, contains, wholeOf } from '../base/geometry.ts';
import { Coverage } from './coverage.ts';
import type { LossyArea } from './lossyArea.ts';
import { outsideScreen } from './regions.ts';
import type { Damage, Wire } from './wire.ts';

/**
 * Milliseconds of silence after which pixels that somebody waits for are asked for again: servers that resize
 * or switch modes lose requests.
 */
const askAgainAfter = 2000;

/** Either side of the marker: small, and nothing that an encoder has a special case for. */
const markerSide = 16;

/** One that waits for a region to be as the server shows it now. */
interface Waiter {
  /** The region as it was asked for; the whole screen, whatever its size, when `undefined`. */
  readonly explicit: Rect | undefined;
  region: Rect;
  /** Whether changes are not enough: every pixel has to be sent anew. */
  readonly anew: boolean;
  /** What has to be painted yet: the region, or only the marker in it. */
  coverage: Coverage;
  /** Whether it is the marker. */
  isMarked: boolean;
  /** Only updates that started after this one count: their pixels are younger than the question. */
  since: number;
  /** Counts the questions: answers to earlier ones are of no interest. */
  question: number;
  covered(region: Rect): void;
  fail(error: unknown): void;
}

/** Lets pixels come without loss for a while. */
export interface LossControl {
  /** Whether the server was allowed to simplify pixels. */
  readonly lossy: boolean;
  /** Whether the session allows it by itself, as it finds right; a person did by default. */
  readonly automatic?: boolean;
  /** The server is to send exact pixels until the result is disposed. */
  suspend(): Disposable;
}

/** What {@link FreshPixels} needs beside the wire. */
export interface FreshPixelsParts {
  readonly clock: Clock;
  readonly loss: LossControl;
  /** Whether simplified pixels will do; only exact ones by default. */
  readonly takesLoss?: boolean | undefined;
  /** Where the framebuffer holds pixels that were simplified, the update that ends included. */
  readonly lossyArea: () => LossyArea;
  /** Asks for the changes of the whole screen, unless they come by themselves. */
  requestChanges(): void;
  /** Sends a fence; `answered` is called when the answer is read. */
  fence(answered: () => void): void;
  /** The server has been asked for something that it must answer. */
  asked(): void;
}

/**
 * Gets pixels that are younger than a question, and exact: what was simplified on its way does not count. There are
 * two ways:
 *
 * - Any server is asked for all pixels of the region.
 * - Where the framebuffer is whole, the region is exact and the server has fences and continuous updates, it is asked for the changes
 *   of the screen and for all pixels of a small marker. TigerVNC, TurboVNC and neatvnc, the servers that have
 *   both, put every change that they know of into the update that has the marker, and TigerVNC waits with it
 *   until what was drawn before is accounted for (`VNCSConnectionST::writeDataUpdate`). A fence before the
 *   requests tells the updates that were under way already from those that answer. A fence alone would prove
 *   nothing: TigerVNC answers it at once, but collects what is drawn for a sixtieth of a second.
 */
export class FreshPixels {
  readonly #wire: Wire;
  readonly #parts: FreshPixelsParts;
  readonly #waiters = new Set<Waiter>();
  /** What of the screen has not been painted since the connection was made or the size changed. */
  #unknown: Coverage;
  #exactness: Disposable | undefined;
  #updating = false;
  /** How many wait for pixels of another kind. */
  #holds = 0;
  /** The number of the update that started last. */
  #update = 0;

  /** @param whole whether all of the framebuffer has been painted already. */
  constructor(wire: Wire, parts: FreshPixelsParts, whole: boolean) {
    this.#wire = wire;
    this.#parts = parts;
    this.#unknown = this.#screen(whole);
  }

  /** Whether anybody waits. */
  get wanted(): boolean {
    return this.#waiters.size > 0;
  }

  /** Waits until `region` is known anew. @see {@link UpdatePump.cover} */
  async cover<T>(
    region: Rect | undefined,
    take: (region: Rect) => T,
    signal: AbortSignal | undefined,
    anew = false,
  ): Promise<T> {
    throwIfCancelled(signal);
    const result = createDeferred<T>();
    const waited = region ?? wholeOf(this.#wire.framebuffer);
    const waiter: Waiter = {
      explicit: region,
      anew,
      region: waited,
      coverage: new Coverage(waited),
      isMarked: false,
      since: Number.POSITIVE_INFINITY,
      question: 0,
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
      this.#ask(waiter);
      return await result.promise;
    } finally {
      this.#forget(waiter);
      reminder.dispose();
      signal?.removeEventListener('abort', cancelled);
    }
  }

  updateStarted(): void {
    this.#updating = true;
    this.#update += 1;
  }

  updateEnded(painted: readonly Damage[]): void {
    this.#updating = false;
    if (painted.length === 0) return;
    if (!this.#unknown.complete) this.#unknown.add(painted.map(withoutLoss));
    if (this.#waiters.size === 0) return;
    const area = this.#parts.lossyArea();
    const judged = painted.map((rect): Damage => {
      if (this.#parts.takesLoss === true) return withoutLoss(rect);
      // What was copied is as exact as it was where it came from.
      return rect.from !== undefined && area.touches(rect) ? { ...rect, lossy: true } : rect;
    });
    for (const waiter of [...this.#waiters]) this.#paint(waiter, judged);
  }

  /**
   * The screen has another size.
   *
   * @param countsAsChanged the server sends all pixels to whoever asks for changes, and must not be asked for more
   */
  resized(countsAsChanged: boolean): void {
    this.#unknown = this.#screen(false);
    this.#restart((waiter) => {
      if (countsAsChanged) this.#awaitAll(waiter);
      else this.#ask(waiter);
    });
  }

  /** Another connection has taken over, and all of its screen is known. */
  replaced(): void {
    this.#updating = false;
    this.#unknown = this.#screen(true);
    this.#exactness?.dispose();
    this.#exactness = undefined;
    this.#restart((waiter) => this.#ask(waiter));
  }

  /** Nothing that is painted until the result is disposed counts; who waits asks anew then. */
  hold(): Disposable {
    this.#holds += 1;
    let isHeld = true;
    return toDisposable(() => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      this.#unknown = this.#screen(false);
      if (this.#holds === 0) this.#restart((waiter) => this.#ask(waiter));
    });
  }

  /** Ends every wait. */
  end(error: VncError): void {
    for (const waiter of [...this.#waiters]) waiter.fail(error);
    this.#waiters.clear();
  }

  #restart(begin: (waiter: Waiter) => void): void {
    const screen = wholeOf(this.#wire.framebuffer);
    for (const waiter of [...this.#waiters]) {
      if (waiter.explicit !== undefined && !contains(screen, waiter.explicit)) {
        this.#forget(waiter);
        waiter.fail(outsideScreen(waiter.explicit, screen));
        continue;
      }
      waiter.region = waiter.explicit ?? screen;
      begin(waiter);
    }
  }

  /** Asks for what the waiter waits for. A wire that is closed swallows it; {@link replaced} asks again. */
  #ask(waiter: Waiter): void {
    if (this.#wire.closed) return;
    this.#parts.asked();
    const { loss } = this.#parts;
    if (loss.lossy) this.#exactness ??= loss.suspend();
    const { fence, continuousUpdates } = this.#wire.capabilities;
    const isKnown = this.#unknown.complete && this.#isExact(waiter.region) && !waiter.anew;
    if (isKnown && fence && continuousUpdates) this.#askForChanges(waiter);
    else this.#askForAll(waiter);
  }

  /** Waits for all pixels to come as changes, those that follow in the update that is being read among them. */
  #awaitAll(waiter: Waiter): void {
    waiter.question += 1;
    waiter.coverage = new Coverage(waiter.region);
    waiter.isMarked = false;
    waiter.since = Number.isFinite(waiter.since) ? Math.max(waiter.since, this.#update - 1) : this.#update;
    this.#parts.asked();
    this.#parts.requestChanges();
  }

  #askForAll(waiter: Waiter): void {
    waiter.question += 1;
    waiter.coverage = new Coverage(waiter.region);
    waiter.isMarked = false;
    waiter.since = this.#update;
    this.#wire.requestUpdate(waiter.region, { incremental: false });
  }

  #askForChanges(waiter: Waiter): void {
    waiter.question += 1;
    const { question, region } = waiter;
    const width = Math.min(region.width, markerSide);
    const height = Math.min(region.height, markerSide);
    const marker = { x: region.x, y: region.y, width, height };
    waiter.coverage = new Coverage(marker);
    waiter.isMarked = true;
    waiter.since = Number.POSITIVE_INFINITY;
    this.#parts.fence(() => {
      if (waiter.question === question) waiter.since = this.#update;
    });
    this.#parts.requestChanges();
    this.#wire.requestUpdate(marker, { incremental: false });
  }

  #paint(waiter: Waiter, painted: readonly Damage[]): void {
    if (this.#holds > 0 || this.#update <= waiter.since) return;
    waiter.coverage.add(painted);
    if (!waiter.coverage.complete) return;
    // Something simplified was on its way when the marker was asked for.
    if (waiter.isMarked && !this.#isExact(waiter.region)) {
      this.#askForAll(waiter);
      return;
    }
    this.#forget(waiter);
    waiter.covered(waiter.region);
  }

  #isExact(region: Rect): boolean {
    return this.#parts.takesLoss === true || !this.#parts.lossyArea().touches(region);
  }

  #forget(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    if (this.wanted) return;
    this.#exactness?.dispose();
    this.#exactness = undefined;
  }

  #screen(isKnown: boolean): Coverage {
    return new Coverage(isKnown ? { x: 0, y: 0, width: 0, height: 0 } : wholeOf(this.#wire.framebuffer));
  }

  #remind(waiter: Waiter): Disposable {
    let seen = this.#update;
    let timer: Disposable | undefined;
    const arm = (): void => {
      timer = this.#parts.clock.after(askAgainAfter, () => {
        // All pixels now, whatever was asked for first.
        if (!this.#updating && this.#update === seen && !this.#wire.closed) this.#askForAll(waiter);
        seen = this.#update;
        arm();
      });
    };
    arm();
    return toDisposable(() => timer?.dispose());
  }
}

/** Where an update has painted, however it did. */
function withoutLoss({ x, y, width, height }: Damage): Rect {
  return { x, y, width, height };
}
