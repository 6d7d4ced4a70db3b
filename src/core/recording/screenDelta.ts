import { type Rect, type Size, contains, intersect, isEmpty, subtract, wholeOf } from '../base/geometry.ts';
import type { Damage, ScreenPicture } from '../session/wire.ts';
import type { OpWriter } from './opWriter.ts';

/** Pixels on either side of a tile. */
const tileSide = 64;

/** Rectangles of damage that are kept apart; beyond, the whole screen is compared. */
const mostDamage = 4096;

/** Parts of a picture that are worth naming; of one that is more in pieces, the pixels are recorded. */
const mostParts = 256;

/** Where pixels are read from. */
export interface RecordedPixels {
  /** Copies RGBA pixels of a part of the screen, row by row, into `target`. */
  copyPixels(region: Rect, target: Uint8Array): void;
  /** Pictures that are on the screen but not decoded. */
  readonly pictures: readonly ScreenPicture[];
}

/**
 * Turns damage into what is recorded: copies as copies, pictures as the server sent them, and the pixels that really
 * differ from those before. Servers repaint much that did not change.
 */
export class ScreenDelta {
  readonly #size: Size;
  readonly #columns: number;
  /** What a player shows, where {@link #unknown} does not say otherwise. */
  readonly #shown: Uint32Array;
  /** Tiles in which a picture was recorded: what a player shows there is not known here. */
  readonly #unknown: Uint8Array;
  readonly #tile = new Uint32Array(tileSide * tileSide);
  readonly #tileBytes = new Uint8Array(this.#tile.buffer);
  #damage: Damage[] = [];
  #recorded: ReadonlySet<ScreenPicture> = new Set();

  /** Of a screen that is black in the recording. */
  constructor(size: Size) {
    const { width, height } = size;
    this.#size = { width, height };
    this.#columns = Math.ceil(width / tileSide);
    this.#shown = new Uint32Array(width * height).fill(0xff000000);
    this.#unknown = new Uint8Array(this.#columns * Math.ceil(height / tileSide));
  }

  get size(): Size {
    return this.#size;
  }

  /** Whether there is damage that was not written yet. */
  get pending(): boolean {
    return this.#damage.length > 0;
  }

  /** Takes what an update has painted, in its order. */
  add(damage: readonly Damage[]): void {
    this.#damage.push(...damage);
    // Copies are lost with it, but no pixel is.
    if (this.#damage.length > mostDamage) this.#damage = [wholeOf(this.#size)];
  }

  /** Writes all pixels, whatever was written before: what comes after needs nothing before it. */
  writeWhole(out: OpWriter, source: RecordedPixels): void {
    this.#damage = [];
    this.#unknown.fill(1);
    this.#eachTile(wholeOf(this.#size), (part, tile) => {
      this.#writePixels(part, tile, out, source);
      this.#unknown[tile] = 0;
    });
    this.#recorded = new Set(source.pictures);
  }

  /**
   * Writes what has changed since the last call. The pixels that are read must be those after the last damage that was
   * told, and no others.
   */
  write(out: OpWriter, source: RecordedPixels): void {
    const damage = this.#damage;
    this.#damage = [];
    const painted: Rect[] = [];
    for (const { x, y, width, height, from } of damage) {
      const rect = intersect({ x, y, width, height }, wholeOf(this.#size));
      if (isEmpty(rect)) continue;
      const isCopy =
        from !== undefined && this.#copy({ ...from, width, height }, { x, y, width, height }, out, painted);
      if (!isCopy) painted.push(rect);
    }
    const present = source.pictures;
    const recorded = new Set<ScreenPicture>();
    for (const picture of present) {
      if (!this.#recorded.has(picture)) {
        if (picture.visible.length > mostParts) continue;
        this.#writePicture(picture, out);
      }
      recorded.add(picture);
    }
    this.#recorded = recorded;
    for (const rect of painted) {
      for (const part of without(rect, [...recorded])) {
        this.#eachTile(part, (piece, tile) => {
          this.#writePixels(piece, tile, out, source);
          if (piece.width === tileSide && piece.height === tileSide) this.#unknown[tile] = 0;
        });
      }
    }
  }

  /**
   * Has the player copy what it shows.
   *
   * @param painted what was painted before in the same update: the player does not show it yet.
   */
  #copy(from: Rect, to: Rect, out: OpWriter, painted: Rect[]): boolean {
    const screen = wholeOf(this.#size);
    // The screen may have been resized since.
    if (!contains(screen, from) || !contains(screen, to)) return false;
    const stale = painted.map((rect) => intersect(rect, from)).filter((rect) => !isEmpty(rect));
    if (stale.reduce((sum, { width, height }) => sum + width * height, 0) * 2 > from.width * from.height)
      return false;
    out.copy(to, from);
    this.#moveShown(from, to);
    for (const { x, y, width, height } of stale)
      painted.push({ x: x + to.x - from.x, y: y + to.y - from.y, width, height });
    return true;
  }

  #moveShown(from: Rect, to: Rect): void {
    const { width: stride } = this.#size;
    const isUnknown = this.#touches(from);
    const isDown = to.y > from.y;
    for (let i = 0; i < to.height; i += 1) {
      const row = isDown ? to.height - 1 - i : i;
      const start = (from.y + row) * stride + from.x;
      this.#shown.copyWithin((to.y + row) * stride + to.x, start, start + to.width);
    }
    if (isUnknown) this.#forget(to);
  }

  #writePicture({ x, y, width, height, jpeg, visible }: ScreenPicture, out: OpWriter): void {
    const isWhole = visible.reduce((sum, part) => sum + part.width * part.height, 0) === width * height;
    out.jpeg({ x, y, width, height }, isWhole ? [] : visible, jpeg);
    for (const part of visible) this.#forget(part);
  }

  /** Writes the smallest rectangle of `part`, which lies in one tile, that holds all that differs. */
  #writePixels(part: Rect, tile: number, out: OpWriter, source: RecordedPixels): void {
    const { x, y, width, height } = part;
    source.copyPixels(part, this.#tileBytes.subarray(0, width * height * 4));
    const stride = this.#size.width;
    const isUnknown = this.#unknown[tile] === 1;
    let [left, right, top, bottom] = isUnknown ? [0, width - 1, 0, height - 1] : [width, -1, height, -1];
    for (let row = 0; row < height; row += 1) {
      const shown = (y + row) * stride + x;
      const from = row * width;
      for (let i = 0; i < width; i += 1) {
        const word = this.#tile[from + i] ?? 0;
        if (word === this.#shown[shown + i]) continue;
        this.#shown[shown + i] = word;
        if (i < left) left = i;
        if (i > right) right = i;
        if (row < top) top = row;
        bottom = row > bottom ? row : bottom;
      }
    }
    if (bottom < top) return;
    const place = { x: x + left, y: y + top, width: right - left + 1, height: bottom - top + 1 };
    out.pixels(place, this.#tile, top * width + left, width);
  }

  #forget(rect: Rect): void {
    this.#eachTile(rect, (_part, tile) => (this.#unknown[tile] = 1));
  }

  #touches(rect: Rect): boolean {
    let touches = false;
    this.#eachTile(rect, (_part, tile) => (touches ||= this.#unknown[tile] === 1));
    return touches;
  }

  #eachTile(rect: Rect, visit: (part: Rect, tile: number) => void): void {
    const right = rect.x + rect.width;
    const bottom = rect.y + rect.height;
    for (let row = Math.floor(rect.y / tileSide); row * tileSide < bottom; row += 1) {
      for (let column = Math.floor(rect.x / tileSide); column * tileSide < right; column += 1) {
        const tile = { x: column * tileSide, y: row * tileSide, width: tileSide, height: tileSide };
        visit(intersect(tile, rect), row * this.#columns + column);
      }
    }
  }
}

/** What of `rect` is not a picture. */
function without(rect: Rect, pictures: readonly ScreenPicture[]): readonly Rect[] {
  let rest: readonly Rect[] = [rect];
  for (const picture of pictures) {
    if (isEmpty(intersect(picture, rect))) continue;
    for (const part of picture.visible) {
      if (!isEmpty(intersect(part, rect))) rest = rest.flatMap((piece) => subtract(piece, part));
    }
    if (rest.length === 0) break;
  }
  return rest;
}
