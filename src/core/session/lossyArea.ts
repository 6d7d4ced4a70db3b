import { type Rect, type Size, intersect, isEmpty, wholeOf } from '../base/geometry.ts';
import type { Damage } from './wire.ts';

/** Side of a tile in pixels: the bits of a word, one a row. */
const tileSide = 32;

/**
 * Where the pixels of a screen were simplified on their way. Exact to the row of a tile: what servers send in whole
 * rows, however they cut it, is accounted for; a tile counts as lossy a little longer where they cut it in columns.
 */
export class LossyArea {
  readonly #size: Size;
  readonly #columns: number;
  /** Rows of each tile that are lossy, the lowest bit for the topmost. */
  readonly #rows: Uint32Array;
  /** When each tile was last painted with loss. */
  readonly #paintedAt: Float64Array;
  /** How many tiles have a lossy row. */
  #count = 0;

  /** A screen of which everything is exact. */
  constructor(size: Size) {
    this.#size = { width: size.width, height: size.height };
    this.#columns = Math.ceil(size.width / tileSide);
    const tiles = this.#columns * Math.ceil(size.height / tileSide);
    this.#rows = new Uint32Array(tiles);
    this.#paintedAt = new Float64Array(tiles);
  }

  /** Whether every pixel is exact. */
  get empty(): boolean {
    return this.#count === 0;
  }

  /** Takes what an update has painted, in its order; `now` is on any scale that does not run backwards. */
  add(painted: readonly Damage[], now: number): void {
    for (const { x, y, width, height, from, lossy } of painted) {
      const rect = { x, y, width, height };
      if (lossy === true) this.mark(rect, now);
      else if (this.#count === 0) continue;
      else if (from === undefined) this.clear(rect);
      else if (this.touches({ ...from, width, height })) this.mark(rect, now);
      else this.clear(rect);
    }
  }

  /** Counts `rect` as lossy. */
  mark(rect: Rect, now: number): void {
    this.#eachTile(rect, (tile, part, top) => {
      const before = this.#rows[tile] ?? 0;
      this.#rows[tile] = before | rowsOf(part.y - top, part.height);
      this.#paintedAt[tile] = now;
      if (before === 0) this.#count += 1;
    });
  }

  /** Whether a pixel of `rect` may be lossy. */
  touches(rect: Rect): boolean {
    let found = false;
    if (this.#count === 0) return false;
    this.#eachTile(rect, (tile, part, top) => {
      found ||= ((this.#rows[tile] ?? 0) & rowsOf(part.y - top, part.height)) !== 0;
    });
    return found;
  }

  /**
   * Lossy tiles that were last painted before `time`, joined to as few rectangles as is simple, from the top on.
   *
   * @param pixels about how many at most; at least a tile is given where there is one.
   */
  settled(time: number, pixels: number): Rect[] {
    const parts: Rect[] = [];
    if (this.#count === 0) return parts;
    let left = pixels;
    for (
      let first = 0;
      first < this.#rows.length && (left > 0 || parts.length === 0);
      first += this.#columns
    ) {
      const y = (first / this.#columns) * tileSide;
      let run: Rect | undefined;
      for (let column = 0; column < this.#columns; column++) {
        const tile = first + column;
        const wanted = this.#rows[tile] !== 0 && (this.#paintedAt[tile] ?? 0) <= time;
        if (!wanted || (left <= 0 && (parts.length > 0 || run !== undefined))) {
          if (run !== undefined) join(parts, run);
          run = undefined;
          continue;
        }
        const place = { x: column * tileSide, y, width: tileSide, height: tileSide };
        const cut = intersect(place, wholeOf(this.#size));
        run = run === undefined ? cut : { ...run, width: run.width + cut.width };
        left -= cut.width * cut.height;
      }
      if (run !== undefined) join(parts, run);
    }
    return parts;
  }

  /** Counts `rect` as exact. Only what fills a tile from its left to its right is known to make rows of it exact. */
  clear(rect: Rect): void {
    this.#eachTile(rect, (tile, part, top, width) => {
      const before = this.#rows[tile] ?? 0;
      if (before === 0 || part.width < width) return;
      const after = before & ~rowsOf(part.y - top, part.height);
      this.#rows[tile] = after;
      if (after === 0) this.#count -= 1;
    });
  }

  #eachTile(rect: Rect, visit: (tile: number, part: Rect, top: number, width: number) => void): void {
    const area = intersect(rect, wholeOf(this.#size));
    if (isEmpty(area)) return;
    const right = Math.floor((area.x + area.width - 1) / tileSide);
    const bottom = Math.floor((area.y + area.height - 1) / tileSide);
    for (let row = Math.floor(area.y / tileSide); row <= bottom; row++) {
      const y = row * tileSide;
      for (let column = Math.floor(area.x / tileSide); column <= right; column++) {
        const x = column * tileSide;
        const part = intersect({ x, y, width: tileSide, height: tileSide }, area);
        visit(row * this.#columns + column, part, y, Math.min(tileSide, this.#size.width - x));
      }
    }
  }
}

/** The bits of `count` rows from `first` on. */
function rowsOf(first: number, count: number): number {
  return count >= tileSide ? -1 : ((1 << count) - 1) << first;
}

/** Adds a run of tiles, to the rectangle above it where the two make one. */
function join(parts: Rect[], run: Rect): void {
  const at = parts.findIndex(
    ({ x, y, width, height }) => x === run.x && width === run.width && y + height === run.y,
  );
  const above = parts[at];
  if (above === undefined) parts.push(run);
  else parts[at] = { ...above, height: above.height + run.height };
}
