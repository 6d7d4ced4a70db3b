import { Emitter } from '../../../src/core/base/emitter.ts';
import type { Rect, Size } from '../../../src/core/base/geometry.ts';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { decodeFrame } from '../../../src/protocol/frames.ts';
import type { FrameSource } from '../../../src/vscode/screen/frameSender.ts';
import { paintRegion } from '../../../webview/regionPainter.ts';

/** A remote screen that a test paints. */
export class FakeScreen implements FrameSource {
  readonly #resize = new Emitter<Size>();
  readonly #listeners = new Set<(damage: readonly Rect[]) => void>();
  readonly screen = { onResize: this.#resize.event };
  size: Size;
  words: Uint32Array;
  /** How often the page's credit asked for an update. */
  pulls = 0;

  constructor(width: number, height: number) {
    this.size = { width, height };
    this.words = new Uint32Array(width * height).fill(rgb(0, 0, 0));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  feed(listener: (damage: readonly Rect[]) => void): { pull(): void; dispose(): void } {
    this.#listeners.add(listener);
    return {
      pull: () => {
        this.pulls++;
      },
      dispose: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  copyPixels(region: Rect, target: Uint8Array): void {
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

  damage(...rects: Rect[]): void {
    for (const listener of [...this.#listeners]) listener(rects);
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
  readonly frames: { readonly sequence: number; readonly bytes: Uint8Array; readonly regions: number }[] = [];
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
    for (const region of frame.regions) paintRegion(region, this.words, this.width);
    this.frames.push({ sequence: frame.sequence, bytes, regions: frame.regions.length });
  };

  get last(): number {
    return this.frames.at(-1)?.sequence ?? -1;
  }
}

/** The word of an opaque colour in RGBA memory. */
export function rgb(red: number, green: number, blue: number): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] ?? 0;
}
