import { type Rect, overlaps, subtract } from '../base/geometry.ts';
import type { ScreenPicture } from '../session/wire.ts';

/** Bytes of pictures that are kept: several whole screens of 8K in JPEG. */
const mostBytes = 32 * 1024 * 1024;
/** So many that looking through all of them for each rectangle costs less than decoding one. */
const mostPictures = 1024;
/** A picture of which only scraps are left is cheaper as pixels. */
const mostParts = 24;

/** A picture whose pixels nobody has needed yet. */
interface PendingPicture extends ScreenPicture {
  visible: readonly Rect[];
  /** One word a pixel, valid until the next picture is decoded. @throws `VNC_BAD_DATA` */
  readonly decode: () => Uint32Array;
}

/** Paints `part` of a picture that lies at `place`, row by row from `words`. */
export type PaintPart = (place: Rect, words: Uint32Array, part: Rect) => void;

/**
 * Pictures that belong to the screen but were not decoded: many are overwritten before anyone reads their pixels,
 * and a panel decodes them itself. What is visible of them never overlaps.
 */
export class PendingPictures {
  readonly #paint: PaintPart;
  readonly #failed: (error: unknown) => void;
  #list: PendingPicture[] = [];
  #bytes = 0;

  /** @param failed hears of a picture that cannot be decoded, before whoever needed it does. */
  constructor(paint: PaintPart, failed: (error: unknown) => void) {
    this.#paint = paint;
    this.#failed = failed;
  }

  /** In the order of their arrival. */
  get list(): readonly ScreenPicture[] {
    return this.#list;
  }

  /**
   * Puts a picture over what was at its place. The oldest are decoded when there are too many.
   *
   * @throws `VNC_BAD_DATA` of another picture
   */
  add(place: Rect, jpeg: Uint8Array, decode: () => Uint32Array): void {
    this.overwrite(place);
    const { x, y, width, height } = place;
    this.#list.push({ x, y, width, height, jpeg, decode, visible: [{ x, y, width, height }] });
    this.#bytes += jpeg.length;
    while (this.#bytes > mostBytes || this.#list.length > mostPictures) {
      const oldest = this.#list[0];
      if (oldest === undefined) return;
      this.#settle(oldest);
    }
  }

  /** What is at `rect` will be painted over at once: it needs no decoding. @throws `VNC_BAD_DATA` */
  overwrite(rect: Rect): void {
    if (this.#list.length === 0) return;
    for (const picture of this.#list) {
      if (!overlaps(picture, rect)) continue;
      const left = picture.visible.flatMap((part) => subtract(part, rect));
      if (left.length === 0) this.#remove(picture);
      else if (left.length > mostParts) this.#settle(picture);
      else picture.visible = left;
    }
  }

  /** Decodes and paints the pictures that are visible in `rect`. @throws `VNC_BAD_DATA` */
  settle(rect: Rect): void {
    if (this.#list.length === 0) return;
    for (const picture of this.#list)
      if (overlaps(picture, rect) && picture.visible.some((part) => overlaps(part, rect)))
        this.#settle(picture);
  }

  /** A picture that cannot be decoded is forgotten, so that only the first who needs it meets the error. */
  #settle(picture: PendingPicture): void {
    this.#remove(picture);
    let words: Uint32Array;
    try {
      words = picture.decode();
    } catch (error) {
      this.#failed(error);
      throw error;
    }
    for (const part of picture.visible) this.#paint(picture, words, part);
  }

  #remove(picture: PendingPicture): void {
    this.#list = this.#list.filter((other) => other !== picture);
    this.#bytes -= picture.jpeg.length;
  }
}
