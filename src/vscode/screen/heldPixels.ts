import type { Rect, Size } from '../../core/base/geometry.ts';

/** A word that no opaque pixel has: what memory holds that nobody has written to. */
const unknown = 0;

/**
 * What a page holds of a screen, as far as the host knows: not where the page has painted a picture that only it has
 * decoded.
 */
export class HeldPixels {
  readonly #width: number;
  // Signed words: the engine compares them as machine integers, where unsigned ones become floating point.
  readonly #words: Int32Array;

  /** A page of this size of which nothing is known. */
  constructor({ width, height }: Size) {
    this.#width = width;
    // Filling it would have the system find all of this memory at once, for a page that may never come.
    this.#words = new Int32Array(width * height);
  }

  /** The page has copied a rectangle from `(fromX, fromY)` to `to`; the two may overlap. */
  copy(fromX: number, fromY: number, to: Rect): void {
    const stride = this.#width;
    const isDown = to.y > fromY;
    for (let i = 0; i < to.height; i++) {
      // Downwards the last row goes first, so that no row is overwritten before it was read.
      const row = isDown ? to.height - 1 - i : i;
      const from = (fromY + row) * stride + fromX;
      this.#words.copyWithin((to.y + row) * stride + to.x, from, from + to.width);
    }
  }

  /** The page has painted something of its own. */
  forget({ x, y, width, height }: Rect): void {
    for (let row = y; row < y + height; row++) {
      const from = row * this.#width + x;
      this.#words.fill(unknown, from, from + width);
    }
  }

  /**
   * Takes new pixels of `rect`, `rect.width` words a row, which the page is going to hold.
   *
   * @returns the smallest rectangle around those that differ, or `undefined` when none does
   */
  update(rect: Rect, words: Int32Array): Rect | undefined {
    const { x, y, width, height } = rect;
    let top = 0;
    while (top < height && this.#firstDifference(rect, top, words) < 0) top++;
    if (top === height) return undefined;
    let bottom = height - 1;
    while (this.#firstDifference(rect, bottom, words) < 0) bottom--;
    const held = this.#words;
    let left = width;
    let right = -1;
    for (let row = top; row <= bottom; row++) {
      const from = row * width;
      const to = (y + row) * this.#width + x;
      for (let i = 0; i < left; i++) if (words[from + i] !== held[to + i]) left = i;
      for (let i = width - 1; i > right; i--) if (words[from + i] !== held[to + i]) right = i;
      held.set(words.subarray(from, from + width), to);
    }
    return { x: x + left, y: y + top, width: right - left + 1, height: bottom - top + 1 };
  }

  #firstDifference({ x, y, width }: Rect, row: number, words: Int32Array): number {
    const held = this.#words;
    const from = row * width;
    const to = (y + row) * this.#width + x;
    for (let i = 0; i < width; i++) if (words[from + i] !== held[to + i]) return i;
    return -1;
  }
}
