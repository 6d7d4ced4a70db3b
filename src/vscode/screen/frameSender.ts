import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
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

/** What a frame sender shows: a session, as far as pictures go. */
export interface FrameSource {
  readonly size: Size;
  readonly screen: { readonly onResize: Event<Size> };
  feed(listener: (damage: readonly Damage[]) => void, options?: FeedOptions): ScreenFeed;
  copyPixels(region: Rect, target: Uint8Array): void;
}

/**
 * Keeps one page in step with a session's screen, by credit: a frame goes out only while the page is visible
 * and has painted all but the last. Meanwhile damage merges and the server is not asked for more, so nothing
 * ever queues; what goes out are the latest pixels. The host's framebuffer is the only truth: a page that
 * says `ready` is sent everything.
 */
export class FrameSender implements Disposable {
  readonly #source: FrameSource;
  readonly #post: (frame: Uint8Array<ArrayBuffer>) => void;
  readonly #store = new DisposableStore();
  readonly #feed: ScreenFeed;
  readonly #inFlight = new Set<number>();
  readonly #pixels: PixelSource;
  #builder: FrameBuilder;
  #listening = false;
  /** Whether the page can decode pictures. */
  #pictures = true;
  #disposed = false;

  /**
   * @param post sends one frame to the page. The array is tight and never touched again.
   * @param firstSequence the number of the first frame: credit for frames of an earlier sender stays without
   *   effect.
   */
  constructor(source: FrameSource, post: (frame: Uint8Array<ArrayBuffer>) => void, firstSequence = 0) {
    this.#source = source;
    this.#post = post;
    const presentPictures = (): readonly ScreenPicture[] => (this.#pictures ? this.#feed.pictures : []);
    this.#pixels = {
      copyPixels: (region, target) => source.copyPixels(region, target),
      get pictures(): readonly ScreenPicture[] {
        return presentPictures();
      },
    };
    this.#builder = new FrameBuilder(source.size, firstSequence);
    this.#store.add(source.screen.onResize(() => this.#resized()));
    this.#feed = this.#store.add(
      source.feed((damage) => this.#damaged(damage), {
        pictures: true,
        settled: () => this.#send(),
      }),
    );
  }

  /** The number of the next frame. */
  get sequence(): number {
    return this.#builder.sequence;
  }

  /** The page is there and visible and holds no pixels: it gets all of them. */
  ready(): void {
    this.#listening = true;
    this.#inFlight.clear();
    this.#restart();
    this.#pump();
  }

  /** The page could not read a frame: it gets everything once more, and no picture that it has to decode. */
  unreadable(): void {
    this.#pictures = false;
    this.ready();
  }

  /** The page is hidden or gone: nothing is sent until it is ready again. */
  hidden(): void {
    this.#listening = false;
  }

  /** The page has painted a frame. */
  painted(sequence: number): void {
    if (this.#inFlight.delete(sequence)) this.#pump();
  }

  dispose(): void {
    this.#disposed = true;
    this.#store.dispose();
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

  /** Sends what it may, and asks for the next update while there is credit. */
  #pump(): void {
    if (this.#send() && this.#inFlight.size < maxInFlight) this.#feed.pull();
  }

  /** @returns whether there is a page and a screen */
  #send(): boolean {
    if (!this.#listening || this.#disposed) return false;
    const { size } = this.#source;
    const known = this.#builder.size;
    if (size.width !== known.width || size.height !== known.height) this.#restart();
    if (isEmpty(size)) return false;
    const { updating } = this.#feed;
    while (this.#inFlight.size < maxInFlight && !(updating && this.#builder.copying)) {
      const { sequence } = this.#builder;
      const frame = this.#builder.build(this.#pixels, frameBudget, updating);
      if (frame === undefined) break;
      this.#inFlight.add(sequence);
      this.#post(frame);
    }
    return true;
  }
}
