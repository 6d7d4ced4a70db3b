import { type Point, type Rect, type Size, intersect, isEmpty, wholeOf } from '../base/geometry.ts';
import type { Surface } from './surface.ts';

const tileSide = 16;

/**
 * What one client has on its screen, so that an update holds just what differs. It is advanced with every
 * rectangle that is sent, copies included: whatever a copy gets wrong, the comparison after it puts right.
 */
export class ClientView {
  readonly width: number;
  readonly height: number;
  readonly #words: Uint32Array;

  constructor(size: Size) {
    this.width = size.width;
    this.height = size.height;
    // A word that no opaque pixel has: at first everything differs.
    this.#words = new Uint32Array(size.width * size.height);
  }

  /** Makes the client's pixels of `region` count as unknown. */
  forget(region: Rect): void {
    const { x, y, width, height } = intersect(region, wholeOf(this));
    for (let row = y; row < y + height; row++) {
      const start = row * this.width + x;
      this.#words.fill(0, start, start + width);
    }
  }

  /** Whether the client's pixels may be copied as asked: all there, and none of the source unknown. */
  canCopy(from: Rect, to: Point): boolean {
    const target = { ...from, ...to };
    const fits = intersect(from, wholeOf(this)).height === from.height;
    if (!fits || intersect(target, wholeOf(this)).height !== from.height || isEmpty(from)) return false;
    for (let row = from.y; row < from.y + from.height; row++) {
      const start = row * this.width + from.x;
      if (this.#words.subarray(start, start + from.width).includes(0)) return false;
    }
    return true;
  }

  /** Does what the client will do with a CopyRect. */
  copy(from: Rect, to: Point): void {
    const rows = Array.from({ length: from.height }, (_, row) => {
      const start = (from.y + row) * this.width + from.x;
      return this.#words.slice(start, start + from.width);
    });
    rows.forEach((words, row) => this.#words.set(words, (to.y + row) * this.width + to.x));
  }

  /**
   * The rectangles of `region` in which `surface` differs from what the client has, after which the client
   * counts as having them: they must be sent.
   */
  advance(surface: Surface, region: Rect): Rect[] {
    const area = intersect(intersect(region, wholeOf(this)), wholeOf(surface));
    const open = new Map<string, Rect>();
    const found: Rect[] = [];
    for (let y = area.y; y < area.y + area.height; y += tileSide) {
      const height = Math.min(tileSide, area.y + area.height - y);
      const runs = this.#differingRuns(surface, area, y, height);
      const keys = new Set(runs.map((run) => `${run.x},${run.width}`));
      for (const [key, rect] of open) {
        if (keys.has(key)) continue;
        found.push(rect);
        open.delete(key);
      }
      for (const run of runs) {
        const key = `${run.x},${run.width}`;
        const above = open.get(key);
        open.set(key, above === undefined ? run : { ...above, height: above.height + run.height });
      }
    }
    found.push(...open.values());
    for (const rect of found) {
      for (let row = rect.y; row < rect.y + rect.height; row++) {
        const source = row * surface.width + rect.x;
        this.#words.set(surface.words.subarray(source, source + rect.width), row * this.width + rect.x);
      }
    }
    return found;
  }

  /** Tiles of one row of tiles that differ, neighbours joined. */
  #differingRuns(surface: Surface, area: Rect, y: number, height: number): Rect[] {
    const runs: Rect[] = [];
    for (let x = area.x; x < area.x + area.width; x += tileSide) {
      const width = Math.min(tileSide, area.x + area.width - x);
      if (!this.#differs(surface, { x, y, width, height })) continue;
      const last = runs.at(-1);
      if (last !== undefined && last.x + last.width === x) {
        runs[runs.length - 1] = { ...last, width: last.width + width };
      } else {
        runs.push({ x, y, width, height });
      }
    }
    return runs;
  }

  #differs(surface: Surface, tile: Rect): boolean {
    for (let row = tile.y; row < tile.y + tile.height; row++) {
      const theirs = row * this.width;
      const ours = row * surface.width;
      for (let x = tile.x; x < tile.x + tile.width; x++) {
        if (this.#words[theirs + x] !== surface.words[ours + x]) return true;
      }
    }
    return false;
  }
}
