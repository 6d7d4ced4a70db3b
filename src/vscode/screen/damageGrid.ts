import { type Rect, type Size, intersect, isEmpty, wholeOf } from '../../core/base/geometry.ts';

/** Side of a tile in pixels: small enough for a cursor's blink, large enough to keep a frame's list short. */
export const tileSide = 64;

/**
 * Which tiles of a screen have new pixels that were not sent yet. However much damage is added while nobody
 * can take it, this never grows: what is sent later are the latest pixels. Tiles are taken round and round,
 * so that damage at the top cannot keep the bottom waiting.
 */
export class DamageGrid {
  readonly #columns: number;
  readonly #rows: number;
  readonly #dirty: Uint8Array;
  #count = 0;
  #next = 0;

  readonly size: Size;

  constructor(size: Size) {
    this.size = size;
    this.#columns = Math.ceil(size.width / tileSide);
    this.#rows = Math.ceil(size.height / tileSide);
    this.#dirty = new Uint8Array(this.#columns * this.#rows);
  }

  /** How many tiles wait. */
  get count(): number {
    return this.#count;
  }

  /** Marks the tiles that `rect` touches; what lies outside of the screen is ignored. */
  add(rect: Rect): void {
    const part = intersect(rect, wholeOf(this.size));
    if (isEmpty(part)) return;
    const right = Math.floor((part.x + part.width - 1) / tileSide);
    const bottom = Math.floor((part.y + part.height - 1) / tileSide);
    for (let row = Math.floor(part.y / tileSide); row <= bottom; row++) {
      for (let column = Math.floor(part.x / tileSide); column <= right; column++) {
        const tile = row * this.#columns + column;
        if (this.#dirty[tile] === 1) continue;
        this.#dirty[tile] = 1;
        this.#count += 1;
      }
    }
  }

  /** Takes the next tile that waits, or `undefined` when none does. */
  take(): { readonly index: number; readonly rect: Rect } | undefined {
    if (this.#count === 0) return undefined;
    let index = this.#next;
    while (this.#dirty[index] !== 1) index = (index + 1) % this.#dirty.length;
    this.#dirty[index] = 0;
    this.#count -= 1;
    this.#next = (index + 1) % this.#dirty.length;
    const x = (index % this.#columns) * tileSide;
    const y = Math.floor(index / this.#columns) * tileSide;
    const rect = intersect({ x, y, width: tileSide, height: tileSide }, wholeOf(this.size));
    return { index, rect };
  }
}
