import type { Rect, Size } from '../../core/base/geometry.ts';
import { type Region, encodeFrame, frameHeaderBytes, regionBytes } from '../../protocol/frames.ts';
import { DamageGrid, tileSide } from './damageGrid.ts';
import { TileEncoder } from './tileEncoder.ts';

/** Copies RGBA pixels of a part of the screen, row by row, into `target`. */
export type CopyPixels = (region: Rect, target: Uint8Array) => void;

const tileWords = tileSide * tileSide;

/**
 * Makes frames for one page and remembers what that page holds: a tile is sent only where its pixels differ
 * from those the page has. Servers repaint much that did not change, and every screenshot has the whole
 * screen sent anew.
 */
export class FrameBuilder {
  readonly #damage: DamageGrid;
  readonly #encoder = new TileEncoder();
  /** What the page holds, tile after tile. */
  readonly #held: Int32Array;
  /** Whether the page holds any pixels of a tile. */
  readonly #known: Uint8Array;
  // Signed words: the engine compares them as machine integers, where unsigned ones become floating point.
  readonly #scratch = new Int32Array(tileWords);
  readonly #scratchBytes = new Uint8Array(this.#scratch.buffer);
  #sequence: number;

  /** @param sequence the number of the first frame. */
  constructor(size: Size, sequence: number) {
    this.#damage = new DamageGrid(size);
    const tiles = Math.ceil(size.width / tileSide) * Math.ceil(size.height / tileSide);
    this.#held = new Int32Array(tiles * tileWords);
    this.#known = new Uint8Array(tiles);
    this.#sequence = sequence;
  }

  get size(): Size {
    return this.#damage.size;
  }

  /** The number of the next frame. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Whether damage waits. */
  get pending(): boolean {
    return this.#damage.count > 0;
  }

  addDamage(rect: Rect): void {
    this.#damage.add(rect);
  }

  /**
   * Packs waiting damage into one frame of about `budget` bytes at most; the rest keeps waiting. Without
   * anything that differs from what the page holds there is no frame.
   */
  build(copyPixels: CopyPixels, budget: number): Uint8Array<ArrayBuffer> | undefined {
    const regions: Region[] = [];
    let length = frameHeaderBytes;
    while (length < budget) {
      const tile = this.#damage.take();
      if (tile === undefined) break;
      const region = this.#difference(tile.index, tile.rect, copyPixels);
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
    if (regions.length === 0) return undefined;
    const sequence = this.#sequence;
    this.#sequence += 1;
    return encodeFrame({ sequence, ...this.size, regions });
  }

  /** The part of a tile that differs from what the page holds, which it holds from now on. */
  #difference(index: number, rect: Rect, copyPixels: CopyPixels): Region | undefined {
    const { width, height } = rect;
    const words = this.#scratch;
    const held = this.#held;
    const base = index * tileWords;
    copyPixels(rect, this.#scratchBytes.subarray(0, width * height * 4));
    if (this.#known[index] !== 1) {
      this.#known[index] = 1;
      held.set(words.subarray(0, width * height), base);
      return this.#encoder.encode(words, 0, width, rect);
    }
    let first = 0;
    let last = width * height - 1;
    while (first <= last && words[first] === held[base + first]) first++;
    if (first > last) return undefined;
    while (words[last] === held[base + last]) last--;
    const top = Math.floor(first / width);
    const bottom = Math.floor(last / width);
    let left = first % width;
    let right = last % width;
    for (let row = top; row <= bottom; row++) {
      const start = row * width;
      for (let x = 0; x < left; x++) if (words[start + x] !== held[base + start + x]) left = x;
      for (let x = width - 1; x > right; x--) if (words[start + x] !== held[base + start + x]) right = x;
    }
    held.set(words.subarray(top * width, (bottom + 1) * width), base + top * width);
    return this.#encoder.encode(words, top * width + left, width, {
      x: rect.x + left,
      y: rect.y + top,
      width: right - left + 1,
      height: bottom - top + 1,
    });
  }
}

/** One fill in the place of two of the same colour that lie side by side. */
function joinFills(a: Region, b: Region): Region | undefined {
  if (a.form !== 'fill' || b.form !== 'fill') return undefined;
  if (a.y !== b.y || a.height !== b.height || a.x + a.width !== b.x) return undefined;
  if (a.color.some((channel, i) => channel !== b.color[i])) return undefined;
  return { ...a, width: a.width + b.width };
}
