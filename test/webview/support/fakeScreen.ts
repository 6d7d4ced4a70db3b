import { Emitter } from '../../../src/core/base/emitter.ts';
import type { Point, Rect, Size } from '../../../src/core/base/geometry.ts';
import { intersect, isEmpty, subtract, wholeOf } from '../../../src/core/base/geometry.ts';
import { type Region, decodeFrame } from '../../../src/protocol/frames.ts';
import type { Damage, ScreenPicture } from '../../../src/core/session/wire.ts';
import { jpegDecoder } from '../../../src/core/image/jpegDecoder.ts';
import type { FeedOptions, ScreenFeed } from '../../../src/core/session/session.ts';
import type { FrameSource } from '../../../src/vscode/screen/frameSender.ts';
import { paintRegion } from '../../../webview/regionPainter.ts';

/** A remote screen that a test paints. */
export class FakeScreen implements FrameSource {
  readonly #resize = new Emitter<Size>();
  readonly #listeners = new Set<(damage: readonly Damage[]) => void>();
  readonly screen = { onResize: this.#resize.event };
  size: Size;
  words: Uint32Array;
  /** How often the page's credit asked for an update. */
  pulls = 0;
  /** Whether an update is being painted. */
  updating = false;
  /** Set by tests; a part of the screen that is read is none any more. */
  pictures: readonly ScreenPicture[] = [];
  /** What was read where a picture was. */
  readonly decoded: Rect[] = [];
  /** Tells that an update has ended without damage. */
  settled: () => void = () => undefined;

  constructor(width: number, height: number) {
    this.size = { width, height };
    this.words = new Uint32Array(width * height).fill(rgb(0, 0, 0));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  feed(listener: (damage: readonly Damage[]) => void, { settled }: FeedOptions = {}): ScreenFeed {
    if (settled !== undefined) this.settled = settled;
    this.#listeners.add(listener);
    const screen = (): FakeScreen => this;
    return {
      get updating(): boolean {
        return screen().updating;
      },
      get pictures(): readonly ScreenPicture[] {
        return screen().pictures;
      },
      pull: () => {
        this.pulls++;
      },
      dispose: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  copyPixels(region: Rect, target: Uint8Array): void {
    if (this.pictures.some(({ visible }) => visible.some((part) => !isEmpty(intersect(part, region)))))
      this.decoded.push(region);
    const bytes = new Uint8Array(this.words.buffer);
    for (let row = 0; row < region.height; row++) {
      const from = ((region.y + row) * this.size.width + region.x) * 4;
      target.set(bytes.subarray(from, from + region.width * 4), row * region.width * 4);
    }
  }

  /** Paints a rectangle, one colour or by place, and tells of the damage. */
  paint(rect: Rect, color: number | ((x: number, y: number) => number)): void {
    this.draw(rect, color);
    this.damage(rect);
  }

  /** Paints without telling anyone. */
  draw(rect: Rect, color: number | ((x: number, y: number) => number)): void {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = rect.x; x < rect.x + rect.width; x++) {
        this.words[y * this.size.width + x] = typeof color === 'number' ? color : color(x, y);
      }
    }
  }

  damage(...rects: Damage[]): void {
    for (const listener of [...this.#listeners]) listener(rects);
  }

  /** Pictures that are visible in `rect` are decoded now. */
  settle(rect: Rect): void {
    this.pictures = this.pictures.filter(({ visible }) =>
      visible.every((part) => isEmpty(intersect(part, rect))),
    );
  }

  /** Pictures are painted over. Each stays the same object, as a session's do. */
  overwrite(rect: Rect): void {
    this.pictures = this.pictures.filter((picture) => {
      const visible = picture.visible.flatMap((part) => subtract(part, rect));
      Object.assign(picture, { visible });
      return visible.length > 0;
    });
  }

  /** Copies a rectangle as a server has it done, and tells of it unless something else is to be told with it. */
  copy(from: Point, to: Rect, tell = true): Damage {
    const { width } = this.size;
    const before = this.words.slice();
    for (let row = 0; row < to.height; row++) {
      const at = (from.y + row) * width + from.x;
      this.words.set(before.subarray(at, at + to.width), (to.y + row) * width + to.x);
    }
    const damage = { ...to, from };
    if (tell) this.damage(damage);
    return damage;
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    this.words = new Uint32Array(width * height).fill(rgb(0, 0, 0));
    this.#resize.fire(this.size);
  }

  /** Noise of more colours than a palette holds. */
  noise(seed = 1): void {
    let state = seed;
    this.paint(wholeOf(this.size), () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (0xff000000 | (state >>> 8)) >>> 0;
    });
  }
}

/** A page that decodes and paints what it is sent, and returns credit when the test says so. */
export class FakePage {
  readonly frames: {
    readonly sequence: number;
    readonly bytes: Uint8Array;
    readonly regions: number;
    readonly forms: readonly Region['form'][];
  }[] = [];
  words = new Uint32Array(0);
  width = 0;
  height = 0;

  /** Takes a post as the editor would bring it: with its whole buffer. */
  readonly receive = (bytes: Uint8Array): void => {
    const frame = decodeFrame(bytes);
    if (frame.width !== this.width || frame.height !== this.height) {
      this.width = frame.width;
      this.height = frame.height;
      this.words = new Uint32Array(this.width * this.height);
    }
    for (const region of frame.regions) this.#paint(region);
    const forms = frame.regions.map(({ form }) => form);
    this.frames.push({ sequence: frame.sequence, bytes, regions: frame.regions.length, forms });
  };

  #paint(region: Region): void {
    if (region.form === 'copy') {
      const { x, y, width, height, fromX, fromY } = region;
      const before = this.words.slice();
      for (let row = 0; row < height; row++) {
        const at = (fromY + row) * this.width + fromX;
        this.words.set(before.subarray(at, at + width), (y + row) * this.width + x);
      }
    } else if (region.form === 'jpeg') {
      const picture = jpegDecoder().decode(region.jpeg, region);
      for (const part of region.parts.length === 0 ? [region] : region.parts) {
        for (let row = 0; row < part.height; row++) {
          const at = (part.y - region.y + row) * region.width + part.x - region.x;
          this.words.set(picture.subarray(at, at + part.width), (part.y + row) * this.width + part.x);
        }
      }
    } else {
      paintRegion(region, this.words, this.width);
    }
  }

  get last(): number {
    return this.frames.at(-1)?.sequence ?? -1;
  }
}

/** The word of an opaque colour in RGBA memory. */
export function rgb(red: number, green: number, blue: number): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] ?? 0;
}
