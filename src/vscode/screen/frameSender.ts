import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import type { Event } from '../../core/base/emitter.ts';
import { type Rect, type Size, isEmpty, wholeOf } from '../../core/base/geometry.ts';
import type { FeedOptions, ScreenFeed } from '../../core/session/session.ts';
import type { Damage, ScreenPicture } from '../../core/session/wire.ts';
import { FrameBuilder, type PixelSource } from './frameBuilder.ts';

/**
 * Frames on their way to the page at most. Two keep the message path busy while the page paints; more would
 * only make what is seen older.
 */
const maxInFlight = 2;

/**
 * Bytes of one frame, about: the editor's messages carry some 20 MiB a second, so that input and the rest of
 * the editor never wait longer than a twentieth of a second behind a frame.
 */
const frameBudget = 1024 * 1024;

/** Bytes of the frame that is sent ahead of its page: there is no input yet that could wait behind it. */
const aheadBudget = 2 * 1024 * 1024;

/**
 * Milliseconds before that is made, which takes this process some time: the document of the page waits in it too, until
 * other parts of it have had their turns to compress and to send it.
 */
const aheadDelay = 30;

/** Milliseconds in which a page that is ready paints what was sent ahead; otherwise it counts as lost. */
const aheadPatience = 5000;

/** Frames that a page may fail to read in a while before it is sent nothing more: a loop would help nobody. */
const maxBadFrames = 3;

/** Milliseconds after which a frame that could not be read is forgiven. */
const badFrameMemory = 10_000;

/**
 * Milliseconds from sending a frame until it is painted, up to which the server is asked for the next update before
 * there is credit for it: the page then does not wait until the server has made it, and what it is sent is no older
 * than this. On slower ways what is asked for last is worth more.
 */
const promptTrip = 160;

/** What a frame sender shows: a session, as far as pictures go. */
export interface FrameSource {
  readonly size: Size;
  readonly screen: { readonly onResize: Event<Size> };
  feed(listener: (damage: readonly Damage[]) => void, options?: FeedOptions): ScreenFeed;
  copyPixels(region: Rect, target: Uint8Array): void;
}

/**
 * Keeps one page in step with a session's screen, by credit: a frame goes out only while the page is visible
 * and has painted all but the last. Meanwhile damage merges, and once some of it waits the server is not asked for
 * more, so nothing ever queues; what goes out are the latest pixels. The host's framebuffer is the only truth: a page
 * that says `ready` is sent everything.
 */
export class FrameSender implements Disposable {
  readonly #source: FrameSource;
  readonly #post: (frame: Uint8Array<ArrayBuffer>) => void;
  readonly #store = new DisposableStore();
  /** There is none while nobody sees the page: it counts as somebody who looks. */
  readonly #feed = this.#store.add(new DisposableValue<ScreenFeed>());
  /** When they were sent. */
  readonly #inFlight = new Map<number, number>();
  /** Milliseconds that frames take until they are painted, lately. */
  #trip = promptTrip;
  readonly #pixels: PixelSource;
  readonly #clock: Clock;
  #builder: FrameBuilder;
  /** Ends the wait for what was sent ahead. */
  readonly #aheadDeadline = this.#store.add(new DisposableValue());
  /** The wait before a frame is sent ahead. */
  readonly #aheadDelay = this.#store.add(new DisposableValue());
  /** The frame that was sent before its page was there, until it is painted. */
  #ahead: number | undefined;
  #listening = false;
  /** Whether the page can decode pictures. */
  #pictures = true;
  /** When the page could not read a frame, lately. */
  #badFrames: readonly number[] = [];
  #disposed = false;

  /**
   * @param post sends one frame to the page. The array is tight and never touched again.
   * @param firstSequence the number of the first frame: credit for frames of an earlier sender stays without
   *   effect.
   */
  constructor(
    source: FrameSource,
    post: (frame: Uint8Array<ArrayBuffer>) => void,
    firstSequence = 0,
    clock: Clock = systemClock,
  ) {
    this.#source = source;
    this.#post = post;
    this.#clock = clock;
    const presentPictures = (): readonly ScreenPicture[] =>
      this.#pictures ? (this.#feed.value?.pictures ?? []) : [];
    this.#pixels = {
      copyPixels: (region, target) => source.copyPixels(region, target),
      get pictures(): readonly ScreenPicture[] {
        return presentPictures();
      },
    };
    this.#builder = new FrameBuilder(source.size, firstSequence);
    this.#store.add(source.screen.onResize(() => this.#resized()));
  }

  /** The number of the next frame. */
  get sequence(): number {
    return this.#builder.sequence;
  }

  /**
   * A page is being loaded. What is sent now is there when it can take messages, so that its first picture waits for
   * no question and answer; nothing else is sent until that is painted.
   */
  loading(): void {
    this.hidden();
    if (isEmpty(this.#source.size) || this.#disposed) return;
    this.#inFlight.clear();
    this.#restart();
    this.#follow();
    this.#aheadDelay.value = this.#clock.after(aheadDelay, () => this.#sendAhead());
  }

  #sendAhead(): void {
    this.#aheadDelay.value = undefined;
    const { sequence } = this.#builder;
    const updating = this.#feed.value?.updating === true;
    const frame = this.#builder.build(this.#pixels, aheadBudget, updating);
    if (frame === undefined) return;
    this.#listening = true;
    this.#ahead = sequence;
    this.#inFlight.set(sequence, this.#clock.now());
    this.#post(frame);
  }

  /**
   * The page is there and visible and holds no pixels: it gets all of them, unless they were sent ahead, and what
   * others failed at is forgotten.
   */
  ready(): void {
    this.#pictures = true;
    this.#badFrames = [];
    if (this.#ahead === undefined) this.#begin();
    else this.#aheadDeadline.value = this.#clock.after(aheadPatience, () => this.#begin());
  }

  /**
   * The page could not read a frame: it gets everything once more, and no picture that it has to decode.
   *
   * @returns whether there is hope for it; one that keeps failing is sent nothing until it, or another, is ready.
   */
  unreadable(): boolean {
    if (!this.#listening) return true;
    const now = this.#clock.now();
    this.#badFrames = [...this.#badFrames.filter((at) => now - at < badFrameMemory), now];
    this.#pictures = false;
    if (this.#badFrames.length > maxBadFrames) {
      this.hidden();
      return false;
    }
    this.#begin();
    return true;
  }

  /** The page is hidden or gone: nothing is sent until it is ready again. */
  hidden(): void {
    this.#forgetAhead();
    this.#listening = false;
    this.#feed.value = undefined;
  }

  /** The page has painted a frame, and those before it. */
  painted(sequence: number): void {
    if (!this.#inFlight.has(sequence)) return;
    const now = this.#clock.now();
    for (const [frame, sent] of this.#inFlight) {
      if (frame > sequence) continue;
      this.#inFlight.delete(frame);
      // What was sent ahead has waited for its page: that tells nothing of the way.
      if (frame === this.#ahead) this.#forgetAhead();
      else this.#trip += (now - sent - this.#trip) / 4;
    }
    this.#pump();
  }

  dispose(): void {
    this.#disposed = true;
    this.#store.dispose();
  }

  /** Hears of what is painted from now on. */
  #follow(): ScreenFeed {
    this.#feed.value ??= this.#source.feed((damage) => this.#damaged(damage), {
      pictures: true,
      settled: () => this.#send(),
    });
    return this.#feed.value;
  }

  #forgetAhead(): void {
    this.#ahead = undefined;
    this.#aheadDelay.value = undefined;
    this.#aheadDeadline.value = undefined;
  }

  #begin(): void {
    if (this.#disposed) return;
    this.#forgetAhead();
    this.#listening = true;
    this.#inFlight.clear();
    this.#restart();
    this.#follow();
    this.#pump();
  }

  /** Frames that are on their way keep their credit: the page still has to paint them. */
  #restart(): void {
    const { size } = this.#source;
    this.#builder = new FrameBuilder(size, this.#builder.sequence);
    this.#builder.addDamage([wholeOf(size)]);
  }

  #resized(): void {
    this.#restart();
    this.#pump();
  }

  #damaged(damage: readonly Damage[]): void {
    this.#builder.addDamage(damage);
    this.#pump();
  }

  /** Sends what it may, and asks for the next update when there is credit for it, or soon will be. */
  #pump(): void {
    if (!this.#send()) return;
    const isSoon = this.#trip < promptTrip && !this.#builder.waiting;
    if (this.#inFlight.size < maxInFlight || isSoon) this.#feed.value?.pull();
  }

  /** @returns whether there is a page and a screen */
  #send(): boolean {
    if (!this.#listening || this.#ahead !== undefined || this.#disposed) return false;
    const { size } = this.#source;
    const known = this.#builder.size;
    if (size.width !== known.width || size.height !== known.height) this.#restart();
    if (isEmpty(size)) return false;
    const updating = this.#feed.value?.updating === true;
    while (this.#inFlight.size < maxInFlight && !(updating && this.#builder.copying)) {
      const { sequence } = this.#builder;
      const frame = this.#builder.build(this.#pixels, frameBudget, updating);
      if (frame === undefined) break;
      this.#inFlight.set(sequence, this.#clock.now());
      this.#post(frame);
    }
    return true;
  }
}
