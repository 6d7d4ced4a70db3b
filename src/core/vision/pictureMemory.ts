import { type Rect, intersect, isEmpty } from '../base/geometry.ts';
import type { PixelImage } from '../session/bridge.ts';

/** A part of the screen that a newer picture is compared with. */
export interface PictureMemoryOptions {
  /** Where the picture lies on the screen. */
  readonly region: Rect;
  /** The pixels of `region`; the memory takes ownership of them. */
  readonly image: PixelImage;
  /** By how much a channel may differ (0 to 255) before a pixel counts as changed. */
  readonly tolerance: number;
  /** Parts of the screen whose pixels never count. */
  readonly ignoring: readonly Rect[];
}

/**
 * Remembers what a region of the screen looked like and tells what has changed since. A change within the
 * tolerance is not remembered, so that a slow fade adds up and counts in the end.
 */
export class PictureMemory {
  readonly region: Rect;
  readonly #pixels: Uint8Array;
  readonly #words: Uint32Array;
  readonly #tolerance: number;
  readonly #ignoring: readonly Rect[];

  constructor(options: PictureMemoryOptions) {
    this.region = options.region;
    this.#pixels = aligned(options.image.pixels);
    this.#words = wordsOf(this.#pixels);
    this.#tolerance = options.tolerance;
    this.#ignoring = options.ignoring;
  }

  /**
   * The smallest rectangle of the screen around all pixels of `image`, which lies at `place` inside the
   * region, that differ from the memory; `undefined` when none does.
   */
  difference(place: Rect, image: PixelImage): Rect | undefined {
    const pixels = aligned(image.pixels);
    const words = wordsOf(pixels);
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = -1;
    let bottom = -1;
    for (let row = 0; row < place.height; row++) {
      const mine = (place.y - this.region.y + row) * this.region.width + (place.x - this.region.x);
      const theirs = row * place.width;
      for (let column = 0; column < place.width; column++) {
        // One comparison of a whole pixel decides nearly all of them.
        if (this.#words[mine + column] === words[theirs + column]) continue;
        if (!this.#beyondTolerance((mine + column) * 4, pixels, (theirs + column) * 4)) continue;
        const x = place.x + column;
        const y = place.y + row;
        if (this.#isIgnored(x, y)) continue;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        bottom = y;
      }
    }
    if (right < 0) return undefined;
    return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  }

  /** Remembers `image`, which lies at `place` inside the region. */
  store(place: Rect, image: PixelImage): void {
    for (let row = 0; row < place.height; row++) {
      const mine = ((place.y - this.region.y + row) * this.region.width + (place.x - this.region.x)) * 4;
      const theirs = row * place.width * 4;
      this.#pixels.set(image.pixels.subarray(theirs, theirs + place.width * 4), mine);
    }
  }

  /** A copy of the part of the memory that `part` covers; empty outside the region. */
  read(part: Rect): PixelImage {
    const cut = intersect(this.region, part);
    if (isEmpty(cut)) return { width: 0, height: 0, pixels: new Uint8Array() };
    const pixels = new Uint8Array(cut.width * cut.height * 4);
    for (let row = 0; row < cut.height; row++) {
      const from = ((cut.y - this.region.y + row) * this.region.width + (cut.x - this.region.x)) * 4;
      pixels.set(this.#pixels.subarray(from, from + cut.width * 4), row * cut.width * 4);
    }
    return { width: cut.width, height: cut.height, pixels };
  }

  #beyondTolerance(mine: number, pixels: Uint8Array, theirs: number): boolean {
    for (let channel = 0; channel < 3; channel++) {
      const before = this.#pixels[mine + channel] ?? 0;
      const after = pixels[theirs + channel] ?? 0;
      if (Math.abs(before - after) > this.#tolerance) return true;
    }
    return false;
  }

  #isIgnored(x: number, y: number): boolean {
    return this.#ignoring.some(
      (part) => x >= part.x && y >= part.y && x < part.x + part.width && y < part.y + part.height,
    );
  }
}

/** The same bytes at an offset where they can be read as 32-bit words. */
function aligned(pixels: Uint8Array): Uint8Array {
  return pixels.byteOffset % 4 === 0 ? pixels : pixels.slice();
}

function wordsOf(pixels: Uint8Array): Uint32Array {
  return new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 2);
}
