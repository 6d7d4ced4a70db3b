import { type Rect, overlaps, subtract } from '../../core/base/geometry.ts';
import type { ScreenPicture } from '../../core/session/wire.ts';

/** Rows of the screen that share one list of parts: those of a tile, which is what is asked for. */
const bandHeight = 64;

/**
 * What of the screen lies under pictures. Every update of a moving picture has some dozens of them, and each of
 * hundreds of tiles is asked about, so that parts are found by the rows that they touch.
 */
export class PictureCover {
  readonly #bands: Rect[][] = [];

  /** @param pictures those on the screen; what is visible of them does not overlap. */
  constructor(pictures: readonly ScreenPicture[]) {
    for (const { visible } of pictures) {
      for (const part of visible) {
        const last = Math.floor((part.y + part.height - 1) / bandHeight);
        for (let band = Math.floor(part.y / bandHeight); band <= last; band++)
          (this.#bands[band] ??= []).push(part);
      }
    }
  }

  /** What of `rect` is under no picture: rectangles that do not overlap. */
  without(rect: Rect): readonly Rect[] {
    const touching = this.#touching(rect);
    if (touching.length === 0) return [rect];
    const covered = touching.reduce((sum, part) => sum + sharedArea(part, rect), 0);
    if (covered === rect.width * rect.height) return [];
    let rest: readonly Rect[] = [rect];
    for (const part of touching) rest = rest.flatMap((piece) => subtract(piece, part));
    return rest;
  }

  #touching(rect: Rect): Rect[] {
    const first = Math.floor(rect.y / bandHeight);
    const last = Math.floor((rect.y + rect.height - 1) / bandHeight);
    const touching: Rect[] = [];
    for (let band = first; band <= last; band++) {
      // A part that reaches into several bands counts once.
      for (const part of this.#bands[band] ?? [])
        if (overlaps(part, rect) && (band === first || Math.floor(part.y / bandHeight) === band))
          touching.push(part);
    }
    return touching;
  }
}

function sharedArea(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width * height;
}
