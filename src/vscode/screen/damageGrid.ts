import { type Rect, type Size, intersect, overlaps, wholeOf } from '../../core/base/geometry.ts';

/** Side of a tile in pixels: small enough for a cursor's blink, large enough to keep a frame's list short. */
export const tileSide = 64;

/**
 * What of a screen has new pixels that were not sent yet: of every tile the smallest rectangle around them. However
 * much damage is added while nobody can take it, this never grows: what is sent later are the latest pixels. Tiles are
 * taken round and round, so that damage at the top cannot keep the bottom waiting.
 */
export class DamageGrid {
  readonly #columns: number;
  readonly #rows: number;
  /** Of every tile, counted from its corner; a tile whose right edge is 0 has no damage. */
  readonly #left: Uint8Array;
  readonly #top: Uint8Array;
  readonly #right: Uint8Array;
  readonly #bottom: Uint8Array;
  #count = 0;
  #next = 0;

  readonly size: Size;

  constructor(size: Size) {
    this.size = size;
    this.#columns = Math.ceil(size.width / tileSide);
    this.#rows = Math.ceil(size.height / tileSide);
    const tiles = this.#columns * this.#rows;
    this.#left = new Uint8Array(tiles);
    this.#top = new Uint8Array(tiles);
    this.#right = new Uint8Array(tiles);
    this.#bottom = new Uint8Array(tiles);
  }

  /** How many tiles wait. */
  get count(): number {
    return this.#count;
  }

  /** Marks the pixels of `rect`; what lies outside of the screen is ignored. */
  add(rect: Rect): void {
    const { x, y, width, height } = intersect(rect, wholeOf(this.size));
    if (width === 0 || height === 0) return;
    const lastColumn = Math.floor((x + width - 1) / tileSide);
    const lastRow = Math.floor((y + height - 1) / tileSide);
    for (let row = Math.floor(y / tileSide); row <= lastRow; row++) {
      const top = Math.max(0, y - row * tileSide);
      const bottom = Math.min(tileSide, y + height - row * tileSide);
      for (let column = Math.floor(x / tileSide); column <= lastColumn; column++) {
        const left = Math.max(0, x - column * tileSide);
        const right = Math.min(tileSide, x + width - column * tileSide);
        this.#mark(row * this.#columns + column, left, top, right, bottom);
      }
    }
  }

  /** What waits of `rect`, which lies on the screen: parts of tiles that do not overlap. */
  within(rect: Rect): Rect[] {
    if (this.#count === 0) return [];
    const parts: Rect[] = [];
    const lastColumn = Math.floor((rect.x + rect.width - 1) / tileSide);
    const lastRow = Math.floor((rect.y + rect.height - 1) / tileSide);
    for (let row = Math.floor(rect.y / tileSide); row <= lastRow; row++) {
      for (let column = Math.floor(rect.x / tileSide); column <= lastColumn; column++) {
        const tile = row * this.#columns + column;
        if (this.#right[tile] === 0) continue;
        const damaged = this.#damaged(tile);
        if (overlaps(damaged, rect)) parts.push(intersect(damaged, rect));
      }
    }
    return parts;
  }

  /** Takes what waits of the next tile, or `undefined` when nothing does. */
  take(): Rect | undefined {
    if (this.#count === 0) return undefined;
    let tile = this.#next;
    while (this.#right[tile] === 0) tile = (tile + 1) % this.#right.length;
    const damaged = this.#damaged(tile);
    this.#right[tile] = 0;
    this.#count -= 1;
    this.#next = (tile + 1) % this.#right.length;
    return damaged;
  }

  #mark(tile: number, left: number, top: number, right: number, bottom: number): void {
    const before = this.#right[tile] ?? 0;
    if (before === 0) {
      this.#count += 1;
      this.#left[tile] = left;
      this.#top[tile] = top;
      this.#right[tile] = right;
      this.#bottom[tile] = bottom;
      return;
    }
    if (left < (this.#left[tile] ?? 0)) this.#left[tile] = left;
    if (top < (this.#top[tile] ?? 0)) this.#top[tile] = top;
    if (right > before) this.#right[tile] = right;
    if (bottom > (this.#bottom[tile] ?? 0)) this.#bottom[tile] = bottom;
  }

  #damaged(tile: number): Rect {
    const left = this.#left[tile] ?? 0;
    const top = this.#top[tile] ?? 0;
    return {
      x: (tile % this.#columns) * tileSide + left,
      y: Math.floor(tile / this.#columns) * tileSide + top,
      width: (this.#right[tile] ?? 0) - left,
      height: (this.#bottom[tile] ?? 0) - top,
    };
  }
}
