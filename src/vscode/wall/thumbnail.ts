import { type Rect, type Size, boundingRect, intersect, isEmpty, wholeOf } from '../../core/base/geometry.ts';

/** Side of a tile in pixels of the thumbnail: what is averaged again when anything in it has changed. */
const tileSide = 16;

/**
 * Sides of the box that a thumbnail is made for, at least: a side of a screen has at most 16384 pixels, so that an
 * average is of fewer than 256 columns.
 */
const smallestBox = 128;

/** Copies RGBA pixels of the screen, row by row without gaps. */
export type ReadPixels = (region: Rect, target: Uint8Array) => void;

/** The largest size with the shape of `screen` that fits into `box`, or a reasonable one, and does not enlarge. */
export function thumbnailSize(screen: Size, box: Size): Size {
  const scale = Math.min(
    1,
    Math.max(smallestBox, box.width) / screen.width,
    Math.max(smallestBox, box.height) / screen.height,
  );
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  return { width: side(screen.width), height: side(screen.height) };
}

/**
 * A screen made small: each pixel is the average of its own box of the screen, boxes neither overlap nor leave gaps.
 * Only boxes in tiles that hold damage are read again.
 */
export class Thumbnail {
  readonly screen: Size;
  readonly size: Size;
  /** RGBA row by row. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly #words: Uint32Array<ArrayBuffer>;
  readonly #columns: Int32Array;
  readonly #rows: Int32Array;
  readonly #tilesAcross: number;
  readonly #dirty: Uint8Array;
  readonly #sums: Int32Array;
  #strip = new Uint32Array(0);
  #dirtyCount = 0;

  /** @param screen not empty; @param size within it, see {@link thumbnailSize}. */
  constructor(screen: Size, size: Size) {
    this.screen = screen;
    this.size = size;
    this.#words = new Uint32Array(size.width * size.height);
    this.pixels = new Uint8Array(this.#words.buffer);
    this.#columns = edges(screen.width, size.width);
    this.#rows = edges(screen.height, size.height);
    this.#tilesAcross = Math.ceil(size.width / tileSide);
    this.#dirty = new Uint8Array(this.#tilesAcross * Math.ceil(size.height / tileSide));
    this.#sums = new Int32Array(size.width * 3);
    this.damage(wholeOf(screen));
  }

  /** Whether some of it is older than the screen. */
  get dirty(): boolean {
    return this.#dirtyCount > 0;
  }

  /** Notes that pixels of the screen have changed; what lies outside is ignored. */
  damage(rect: Rect): void {
    const part = intersect(rect, wholeOf(this.screen));
    if (isEmpty(part)) return;
    const { width, height } = this.size;
    const left = boxOf(this.#columns, part.x, width) / tileSide;
    const right = boxOf(this.#columns, part.x + part.width - 1, width) / tileSide;
    const top = boxOf(this.#rows, part.y, height) / tileSide;
    const bottom = boxOf(this.#rows, part.y + part.height - 1, height) / tileSide;
    for (let row = Math.floor(top); row <= bottom; row += 1) {
      for (let column = Math.floor(left); column <= right; column += 1) {
        const tile = row * this.#tilesAcross + column;
        if (this.#dirty[tile] === 1) continue;
        this.#dirty[tile] = 1;
        this.#dirtyCount += 1;
      }
    }
  }

  /**
   * Brings everything up to date.
   *
   * @returns what looks different now, `undefined` when nothing does.
   */
  update(read: ReadPixels): Rect | undefined {
    let changed: Rect | undefined;
    for (let y = 0; this.#dirtyCount > 0 && y < this.size.height; y += tileSide) {
      const height = Math.min(tileSide, this.size.height - y);
      for (const { x, width } of this.#takeRuns(y / tileSide)) {
        const part = this.#average({ x, y, width, height }, read);
        if (part !== undefined) changed = changed === undefined ? part : boundingRect(changed, part);
      }
    }
    return changed;
  }

  /** Dirty tiles of a row that follow each other, in pixels; they count as clean from now on. */
  #takeRuns(row: number): { readonly x: number; readonly width: number }[] {
    const runs: { x: number; width: number }[] = [];
    for (let column = 0; column < this.#tilesAcross; column += 1) {
      const tile = row * this.#tilesAcross + column;
      if (this.#dirty[tile] !== 1) continue;
      this.#dirty[tile] = 0;
      this.#dirtyCount -= 1;
      const x = column * tileSide;
      const width = Math.min(tileSide, this.size.width - x);
      const last = runs.at(-1);
      if (last !== undefined && last.x + last.width === x) last.width += width;
      else runs.push({ x, width });
    }
    return runs;
  }

  /** Averages a part of the thumbnail anew. @returns what looks different in it. */
  #average(part: Rect, read: ReadPixels): Rect | undefined {
    const columns = this.#columns;
    const rows = this.#rows;
    const left = columns[part.x] ?? 0;
    const top = rows[part.y] ?? 0;
    const width = (columns[part.x + part.width] ?? 0) - left;
    const height = (rows[part.y + part.height] ?? 0) - top;
    const strip = this.#stripOf(width * height);
    read({ x: left, y: top, width, height }, new Uint8Array(strip.buffer, 0, width * height * 4));
    let changed: Rect | undefined;
    for (let y = part.y; y < part.y + part.height; y += 1) {
      const first = (rows[y] ?? 0) - top;
      const end = (rows[y + 1] ?? 0) - top;
      this.#sum(strip, width, first, end, part);
      const span = this.#writeRow(part, y, end - first);
      if (span !== undefined) changed = changed === undefined ? span : boundingRect(changed, span);
    }
    return changed;
  }

  /**
   * Adds up the colours of one row of boxes. Red and blue are added in one word: no box is so wide that the sum of
   * one row of it leaves its 16 bits, see {@link smallestBox}.
   */
  #sum(strip: Uint32Array, stride: number, first: number, end: number, part: Rect): void {
    const columns = this.#columns;
    const sums = this.#sums;
    const last = part.x + part.width;
    sums.fill(0, 0, part.width * 3);
    for (let row = first; row < end; row += 1) {
      let at = row * stride;
      let sum = 0;
      for (let x = part.x; x < last; x += 1) {
        let redBlue = 0;
        let green = 0;
        for (let n = (columns[x + 1] ?? 0) - (columns[x] ?? 0); n > 0; n -= 1) {
          const word = strip[at] ?? 0;
          at += 1;
          redBlue = (redBlue + (word & 0xff00ff)) | 0;
          green = (green + ((word >>> 8) & 0xff)) | 0;
        }
        sums[sum] = (sums[sum] ?? 0) + (redBlue & 0xffff);
        sums[sum + 1] = (sums[sum + 1] ?? 0) + green;
        sums[sum + 2] = (sums[sum + 2] ?? 0) + (redBlue >>> 16);
        sum += 3;
      }
    }
  }

  /** Writes a row of averages. @returns the part of it that looks different. */
  #writeRow(part: Rect, y: number, boxRows: number): Rect | undefined {
    const { width } = this.size;
    let first = -1;
    let last = -1;
    for (let i = 0; i < part.width; i += 1) {
      const x = part.x + i;
      const count = ((this.#columns[x + 1] ?? 0) - (this.#columns[x] ?? 0)) * boxRows;
      const half = count >> 1;
      const red = Math.trunc(((this.#sums[i * 3] ?? 0) + half) / count);
      const green = Math.trunc(((this.#sums[i * 3 + 1] ?? 0) + half) / count);
      const blue = Math.trunc(((this.#sums[i * 3 + 2] ?? 0) + half) / count);
      const word = (red | (green << 8) | (blue << 16) | 0xff000000) >>> 0;
      if (this.#words[y * width + x] === word) continue;
      this.#words[y * width + x] = word;
      if (first < 0) first = x;
      last = x;
    }
    return first < 0 ? undefined : { x: first, y, width: last - first + 1, height: 1 };
  }

  /** Room for so many pixels of the screen, used again and again. */
  #stripOf(pixels: number): Uint32Array<ArrayBuffer> {
    if (this.#strip.length < pixels) this.#strip = new Uint32Array(pixels);
    return this.#strip;
  }
}

/** Where the boxes of a side begin, and where the last one ends. */
function edges(screen: number, size: number): Int32Array {
  return Int32Array.from({ length: size + 1 }, (_, i) => Math.floor((i * screen) / size));
}

/** The box that a column or row of the screen belongs to. */
function boxOf(starts: Int32Array, place: number, size: number): number {
  let box = Math.min(size - 1, Math.floor((place * size) / (starts[size] ?? 1)));
  while ((starts[box + 1] ?? Infinity) <= place) box += 1;
  while ((starts[box] ?? 0) > place) box -= 1;
  return box;
}
