import { type Clock, systemClock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { type Rect, boundingRect, intersect, isEmpty, wholeOf } from '../base/geometry.ts';
import type { PixelImage, Screen } from '../session/bridge.ts';
import { PictureMemory } from './pictureMemory.ts';

/** Where and how to look for changes. */
export interface ChangeWatchOptions {
  readonly screen: Screen;
  /** The part of the screen that counts, for its present size; all of it when left out. */
  readonly region?: (() => Rect) | undefined;
  /** Parts whose pixels never count. */
  readonly ignoring?: (() => readonly Rect[]) | undefined;
  /** By how much a channel may differ (0 to 255) before a pixel counts as changed. */
  readonly tolerance: number;
  readonly clock?: Clock | undefined;
}

/** The largest side of a change that can be a text caret: one glyph cell of a large console font. */
const caretSide = 32;
/** How many places are remembered as possible carets. */
const caretPlaces = 4;

interface CaretPlace {
  readonly place: Rect;
  /** The two looks that the place goes back and forth between. */
  readonly looks: readonly [PixelImage, PixelImage];
}

/**
 * Watches pixels, not updates: a server that repaints the same picture changes nothing. A small place that only
 * goes back and forth between two looks is taken for a blinking caret and counts once.
 */
export class ChangeWatch implements Disposable {
  readonly #options: ChangeWatchOptions;
  readonly #clock: Clock;
  readonly #store = new DisposableStore();
  readonly #changed: Emitter<Rect>;
  #memory: PictureMemory;
  #carets: CaretPlace[] = [];
  #lastChange: number;
  #count = 0;

  /** Starts from the pixels that the framebuffer holds now: refresh the screen first. */
  constructor(options: ChangeWatchOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#changed = this.#store.add(new Emitter<Rect>());
    this.#memory = this.#remember();
    this.#lastChange = this.#clock.now();
    this.#store.add(options.screen.watch((damage) => this.#look(damage)));
    this.#store.add(options.screen.onResize(() => this.#resized()));
  }

  /** When a pixel last changed, or when the watch began, on the clock's scale. */
  get lastChange(): number {
    return this.#lastChange;
  }

  /** Whether a pixel has changed since the watch began. */
  get changed(): boolean {
    return this.#count > 0;
  }

  /** The part of the screen that is watched now. */
  get region(): Rect {
    return this.#memory.region;
  }

  /** Pixels have changed, all of them inside the rectangle. */
  get onChange(): Event<Rect> {
    return this.#changed.event;
  }

  /** For how many milliseconds no pixel has changed. */
  stillFor(): number {
    return this.#clock.now() - this.#lastChange;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #look(damage: readonly Rect[]): void {
    // Copying out the same pixels once for each of many small rectangles costs little; what counts is that
    // one update is judged as a whole, or a caret beside a change would pass for two carets.
    let difference: Rect | undefined;
    for (const rect of damage) {
      const place = intersect(rect, this.#memory.region);
      if (isEmpty(place)) continue;
      const part = this.#memory.difference(place, this.#options.screen.peek(place));
      if (part === undefined) continue;
      difference = difference === undefined ? part : boundingRect(difference, part);
    }
    if (difference === undefined) return;
    const before = this.#memory.read(difference);
    const after = this.#options.screen.peek(difference);
    this.#memory.store(difference, after);
    if (this.#isBlink(difference)) return;
    if (difference.width <= caretSide && difference.height <= caretSide) {
      const place = difference;
      this.#carets = this.#carets.filter((known) => isEmpty(intersect(known.place, place)));
      this.#carets.push({ place, looks: [before, after] });
      this.#carets = this.#carets.slice(-caretPlaces);
    }
    this.#note(difference);
  }

  /** Whether the change brought a known place back to a look that it had before. */
  #isBlink(change: Rect): boolean {
    return this.#carets.some(({ place, looks }) => {
      const cut = intersect(place, change);
      if (cut.width !== change.width || cut.height !== change.height) return false;
      const now = this.#options.screen.peek(place);
      return looks.some((look) => samePixels(look, now));
    });
  }

  #resized(): void {
    this.#memory = this.#remember();
    this.#carets = [];
    this.#note(this.#memory.region);
  }

  #note(change: Rect): void {
    this.#count++;
    this.#lastChange = this.#clock.now();
    this.#changed.fire(change);
  }

  #remember(): PictureMemory {
    const { screen, region, ignoring, tolerance } = this.#options;
    const whole = wholeOf(screen.size);
    const part = region === undefined ? whole : intersect(region(), whole);
    const image = isEmpty(part) ? { width: 0, height: 0, pixels: new Uint8Array() } : screen.peek(part);
    return new PictureMemory({ region: part, image, tolerance, ignoring: ignoring?.() ?? [] });
  }
}

function samePixels(a: PixelImage, b: PixelImage): boolean {
  return a.width === b.width && a.height === b.height && Buffer.from(a.pixels).equals(b.pixels);
}
