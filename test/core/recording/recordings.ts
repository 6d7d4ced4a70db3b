import { toDisposable } from '../../../src/core/base/disposables.ts';
import { Emitter } from '../../../src/core/base/emitter.ts';
import type { Point, Rect, Size } from '../../../src/core/base/geometry.ts';
import { Framebuffer } from '../../../src/core/rfb/framebuffer.ts';
import type { RecordedSession } from '../../../src/core/recording/recording.ts';
import type { CursorImage } from '../../../src/core/image/cursorImage.ts';
import type { FeedOptions, ScreenFeed, SessionState } from '../../../src/core/session/session.ts';
import type { Damage, ScreenArea } from '../../../src/core/session/wire.ts';

/** A session of which a test says what it shows. */
export class FakeSession implements RecordedSession {
  readonly name = 'lab';
  readonly framebuffer: Framebuffer;
  readonly cursors = new Emitter<CursorImage>();
  readonly names = new Emitter<string>();
  readonly layouts = new Emitter<readonly ScreenArea[]>();
  readonly states = new Emitter<SessionState>();
  readonly sizes = new Emitter<Size>();
  readonly onCursor = this.cursors.event;
  readonly onDesktopName = this.names.event;
  readonly onLayout = this.layouts.event;
  readonly onStateChange = this.states.event;
  readonly screen = { onResize: this.sizes.event };
  readonly mouse: { position: Point } = { position: { x: 0, y: 0 } };
  readonly #feeds = new Set<{ listener: (damage: readonly Damage[]) => void; settled: () => void }>();
  desktopName = 'desk';
  cursor: CursorImage | undefined;
  layout: readonly ScreenArea[] = [];
  state: SessionState = { phase: 'open' };
  updating = false;
  pulls = 0;

  constructor(width: number, height: number) {
    this.framebuffer = new Framebuffer(width, height);
  }

  get size(): Size {
    return { width: this.framebuffer.width, height: this.framebuffer.height };
  }

  /** How many listen. */
  get feeds(): number {
    return this.#feeds.size;
  }

  feed(
    listener: (damage: readonly Damage[]) => void,
    { settled = () => undefined }: FeedOptions = {},
  ): ScreenFeed {
    const feed = { listener, settled };
    this.#feeds.add(feed);
    const isUpdating = (): boolean => this.updating;
    const { framebuffer } = this;
    return {
      get updating() {
        return isUpdating();
      },
      get pictures() {
        return framebuffer.pictures;
      },
      pull: () => (this.pulls += 1),
      ...toDisposable(() => this.#feeds.delete(feed)),
    };
  }

  copyPixels(region: Rect, target: Uint8Array): void {
    this.framebuffer.readInto(region, target);
  }

  /** Paints a rectangle in one colour, which is one update. */
  fill(rect: Rect, rgb: number): void {
    const word = 0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16);
    this.framebuffer.fill(rect.x, rect.y, rect.width, rect.height, word >>> 0);
    this.tell([rect]);
  }

  /** Tells of an update. */
  tell(damage: readonly Damage[]): void {
    for (const { listener } of this.#feeds) listener(damage);
  }

  resize(width: number, height: number): void {
    this.framebuffer.resize(width, height);
    this.sizes.fire({ width, height });
  }

  enter(state: SessionState): void {
    this.state = state;
    this.states.fire(state);
  }

  /** All its pixels. */
  get pixels(): Uint8Array {
    return Uint8Array.from(this.framebuffer.pixels);
  }
}
