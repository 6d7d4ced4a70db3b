import { type Rect, type Size, contains, wholeOf } from '../../core/base/geometry.ts';
import type { Damage, ScreenPicture } from '../../core/session/wire.ts';
import {
  type CopyRegion,
  type JpegRegion,
  type Region,
  encodeFrame,
  frameHeaderBytes,
  mostParts,
  regionBytes,
} from '../../protocol/frames.ts';
import { DamageGrid, tileSide } from './damageGrid.ts';
import { HeldPixels } from './heldPixels.ts';
import { PictureCover } from './pictureCover.ts';
import { TileEncoder } from './tileEncoder.ts';

/** Where frames are made from. */
export interface PixelSource {
  /** Copies RGBA pixels of a part of the screen, row by row, into `target`. */
  copyPixels(region: Rect, target: Uint8Array): void;
  /** Pictures that the page can decode itself; what is visible of them does not overlap. */
  readonly pictures: readonly ScreenPicture[];
}

/** Copies that wait for their frame at most: beyond, pixels are cheaper. */
const mostCopies = 32;

/**
 * Makes frames for one page and remembers what that page holds: pixels are sent only where they differ from those
 * that the page has, and what was copied on the screen is copied in the page. Servers repaint much that did not
 * change, and every screenshot has the whole screen sent anew.
 *
 * What holds between two frames: wherever the page's pixels, with the copies that wait, differ from the screen's,
 * there is damage or a picture that was not sent yet.
 */
export class FrameBuilder {
  readonly #damage: DamageGrid;
  readonly #encoder = new TileEncoder();
  readonly #held: HeldPixels;
  readonly #scratch = new Int32Array(tileSide * tileSide);
  readonly #scratchBytes = new Uint8Array(this.#scratch.buffer);
  #copies: CopyRegion[] = [];
  /** Those of the present pictures that the page has. */
  #sent: ReadonlySet<ScreenPicture> = new Set();
  /** A frame had pixels that are newer than the damage that was told. */
  #isAhead = false;
  /** There was damage since the last frame, or more than fitted into it. */
  #waiting = false;
  #sequence: number;

  /** @param sequence the number of the first frame. */
  constructor(size: Size, sequence: number) {
    this.#damage = new DamageGrid(size);
    this.#held = new HeldPixels(size);
    this.#sequence = sequence;
  }

  get size(): Size {
    return this.#damage.size;
  }

  /** The number of the next frame. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Whether the next frame begins with copies. A frame before the next damage would make those that follow useless. */
  get copying(): boolean {
    return this.#copies.length > 0;
  }

  /** Whether something may wait that no frame had yet. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** Takes what an update has painted, in its order. */
  addDamage(damage: readonly Damage[]): void {
    if (damage.length > 0) this.#waiting = true;
    for (const { x, y, width, height, from } of damage) {
      const rect = { x, y, width, height };
      if (from === undefined || !this.#addCopy({ ...from, width, height }, rect)) this.#damage.add(rect);
    }
    this.#isAhead = false;
  }

  /**
   * Packs waiting damage into one frame of about `budget` bytes at most; the rest keeps waiting. Without
   * anything that differs from what the page holds there is no frame.
   *
   * @param isAhead whether an update is just being painted, of which no damage was told yet.
   */
  build(source: PixelSource, budget: number, isAhead = false): Uint8Array<ArrayBuffer> | undefined {
    const regions: Region[] = this.#takeCopies();
    const pictures: JpegRegion[] = [];
    let length = regions.reduce((sum, region) => sum + regionBytes(region), frameHeaderBytes);
    const present = source.pictures;
    const sent = new Set(present.filter((picture) => this.#sent.has(picture)));
    for (const picture of present) {
      if (sent.has(picture) || length >= budget) continue;
      const region = jpegRegion(picture);
      for (const part of picture.visible) this.#held.forget(part);
      sent.add(picture);
      pictures.push(region);
      length += regionBytes(region);
    }
    this.#sent = sent;
    const cover = new PictureCover(present);
    while (length < budget) {
      const tile = this.#damage.take();
      if (tile === undefined) break;
      for (const rect of cover.without(tile)) {
        const region = this.#difference(rect, source);
        if (region === undefined) continue;
        const before = regions.at(-1);
        const joined = before === undefined ? undefined : joinFills(before, region);
        if (joined !== undefined) {
          regions[regions.length - 1] = joined;
          continue;
        }
        regions.push(region);
        length += regionBytes(region);
      }
    }
    // The page decodes them while it paints the others; they overlap with none.
    regions.push(...pictures);
    if (isAhead && regions.length > 0) this.#isAhead = true;
    this.#waiting = length >= budget;
    if (regions.length === 0) return undefined;
    const sequence = this.#sequence;
    this.#sequence += 1;
    return encodeFrame({ sequence, ...this.size, regions });
  }

  /** Has the page copy what it holds. @returns whether that is worth it; otherwise nothing has changed */
  #addCopy(from: Rect, to: Rect): boolean {
    const screen = wholeOf(this.size);
    // The screen may have been resized since; and what the page was sent too early, it must not move once more.
    if (this.#isAhead || !contains(screen, from) || !contains(screen, to)) return false;
    const stale = this.#damage.within(from);
    if (stale.reduce((sum, part) => sum + area(part), 0) * 2 > area(from)) return false;
    if (this.#copies.length === mostCopies) {
      for (const copy of this.#copies) this.#damage.add(copy);
      this.#copies = [];
      return false;
    }
    this.#copies.push({ form: 'copy', ...to, fromX: from.x, fromY: from.y });
    // What the page does not have at the one place it will not have at the other.
    for (const { x, y, width, height } of stale)
      this.#damage.add({ x: x + to.x - from.x, y: y + to.y - from.y, width, height });
    return true;
  }

  #takeCopies(): Region[] {
    const copies = this.#copies;
    this.#copies = [];
    for (const copy of copies) this.#held.copy(copy.fromX, copy.fromY, copy);
    return copies;
  }

  /** The part of `rect` that differs from what the page holds, which it holds from now on. */
  #difference(rect: Rect, source: PixelSource): Region | undefined {
    source.copyPixels(rect, this.#scratchBytes.subarray(0, area(rect) * 4));
    const different = this.#held.update(rect, this.#scratch);
    if (different === undefined) return undefined;
    const start = (different.y - rect.y) * rect.width + different.x - rect.x;
    return this.#encoder.encode(this.#scratch, start, rect.width, different);
  }
}

function jpegRegion({ x, y, width, height, jpeg, visible }: ScreenPicture): JpegRegion {
  const isWhole = visible.reduce((sum, part) => sum + area(part), 0) === width * height;
  // More than the page can be told of are never kept; if they were, the rest of it would be painted over.
  const parts = isWhole ? [] : visible.slice(0, mostParts);
  return { form: 'jpeg', x, y, width, height, parts, jpeg };
}

function area({ width, height }: Size): number {
  return width * height;
}

/** One fill in the place of two of the same colour that lie side by side. */
function joinFills(a: Region, b: Region): Region | undefined {
  if (a.form !== 'fill' || b.form !== 'fill') return undefined;
  if (a.y !== b.y || a.height !== b.height || a.x + a.width !== b.x) return undefined;
  if (a.color.some((channel, i) => channel !== b.color[i])) return undefined;
  return { ...a, width: a.width + b.width };
}
