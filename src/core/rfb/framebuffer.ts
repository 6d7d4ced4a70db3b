import { type Rect, wholeOf } from '../base/geometry.ts';
import type { ScreenPicture } from '../session/wire.ts';
import { PendingPictures } from './pendingPictures.ts';

/** The alpha of an opaque pixel in a word of {@link Framebuffer.words}. */
export const OPAQUE = 0xff000000;

/** Below this width a plain loop beats the call into `TypedArray.prototype.fill`. */
const NATIVE_FILL_WIDTH = 24;

/**
 * The remote screen's pixels: RGBA, rows without gaps, alpha always 255. Callers hand in coordinates that lie
 * inside; nothing here clips.
 *
 * While {@link defersPictures}, JPEG pictures are kept as they came until someone reads their pixels: every method
 * that reads decodes what it needs first, and whoever paints tells before with {@link overwrite}.
 *
 * Words are native 32-bit integers over the same memory, red in the lowest byte: every platform that Node and
 * the editor run on is little-endian.
 */
export class Framebuffer {
  #width: number;
  #height: number;
  #words: Uint32Array<ArrayBuffer>;
  #pixels: Uint8Array<ArrayBuffer>;
  #defersPictures = false;
  readonly #pictures: PendingPictures;

  /**
   * A black screen of `width` x `height` pixels.
   *
   * @param pictureFailed hears of a kept picture that cannot be decoded, before whoever reads its pixels does.
   */
  constructor(width: number, height: number, pictureFailed: (error: unknown) => void = () => undefined) {
    this.#width = width;
    this.#height = height;
    this.#words = new Uint32Array(width * height).fill(OPAQUE);
    this.#pixels = new Uint8Array(this.#words.buffer);
    this.#pictures = new PendingPictures(
      (place, words, part) => this.#blitPart(place, words, part),
      pictureFailed,
    );
  }

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** RGBA bytes. Another array after {@link resize}. @throws `VNC_BAD_DATA` of a kept picture */
  get pixels(): Uint8Array<ArrayBuffer> {
    this.#pictures.settle(wholeOf(this));
    return this.#pixels;
  }

  /**
   * The same memory, one word a pixel: `red | green << 8 | blue << 16 | 255 << 24`. For painting: where a picture is
   * kept, it is not what the screen shows.
   */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words;
  }

  /** Whether pictures are kept undecoded until someone reads them. */
  get defersPictures(): boolean {
    return this.#defersPictures;
  }

  /** Those that are kept stay so until they are read or overwritten. */
  set defersPictures(defers: boolean) {
    this.#defersPictures = defers;
  }

  /** Pictures that are on the screen but not decoded, in the order of their arrival. */
  get pictures(): readonly ScreenPicture[] {
    return this.#pictures.list;
  }

  /**
   * Keeps a JPEG picture for later.
   *
   * @param jpeg never touched again by the caller.
   * @param decode one word a pixel, valid until the next picture is decoded; throws `VNC_BAD_DATA`.
   */
  keepPicture(place: Rect, jpeg: Uint8Array, decode: () => Uint32Array): void {
    this.#pictures.add(place, jpeg, decode);
  }

  /** Every pixel of `rect` is painted now, without a pause: kept pictures need not be decoded there. */
  overwrite(rect: Rect): void {
    this.#pictures.overwrite(rect);
  }

  /** Decodes the pictures that are kept in `rect`: some of it is going to be painted. @throws `VNC_BAD_DATA` */
  settle(rect: Rect): void {
    this.#pictures.settle(rect);
  }

  /** Changes the size. Pixels that are in both keep their place and colour, new ones are black. */
  resize(width: number, height: number): void {
    if (width === this.#width && height === this.#height) return;
    this.#pictures.settle(wholeOf(this));
    const words = new Uint32Array(width * height).fill(OPAQUE);
    const columns = Math.min(width, this.#width);
    const rows = Math.min(height, this.#height);
    for (let y = 0; y < rows; y++) {
      const from = y * this.#width;
      words.set(this.#words.subarray(from, from + columns), y * width);
    }
    this.#width = width;
    this.#height = height;
    this.#words = words;
    this.#pixels = new Uint8Array(words.buffer);
  }

  /** Paints a rectangle in one colour, given as a word with its alpha. */
  fill(x: number, y: number, width: number, height: number, word: number): void {
    const words = this.#words;
    const stride = this.#width;
    let row = y * stride + x;
    if (width === stride) {
      words.fill(word, row, row + width * height);
      return;
    }
    for (let end = row + height * stride; row < end; row += stride) {
      if (width >= NATIVE_FILL_WIDTH) words.fill(word, row, row + width);
      else for (let i = row; i < row + width; i++) words[i] = word;
    }
  }

  /** Copies a rectangle from `(fromX, fromY)` to `(x, y)`; the two may overlap. */
  copy(fromX: number, fromY: number, x: number, y: number, width: number, height: number): void {
    this.#pictures.settle({ x: fromX, y: fromY, width, height });
    this.#pictures.overwrite({ x, y, width, height });
    const words = this.#words;
    const stride = this.#width;
    let from = fromY * stride + fromX;
    let to = y * stride + x;
    if (width === stride) {
      words.copyWithin(to, from, from + width * height);
      return;
    }
    let step = stride;
    if (to > from) {
      // Downwards the last row goes first, so that no row is overwritten before it was read.
      from += (height - 1) * stride;
      to += (height - 1) * stride;
      step = -stride;
    }
    for (let rows = height; rows > 0; rows--) {
      words.copyWithin(to, from, from + width);
      from += step;
      to += step;
    }
  }

  /** Paints rows of words that follow each other without gaps in `source`, from its start on. */
  blit(x: number, y: number, width: number, height: number, source: Uint32Array): void {
    const stride = this.#width;
    let to = y * stride + x;
    if (width === stride) {
      this.#words.set(source.subarray(0, width * height), to);
      return;
    }
    for (let row = 0, from = 0; row < height; row++) {
      this.#words.set(source.subarray(from, from + width), to);
      from += width;
      to += stride;
    }
  }

  /** Copies the region's RGBA bytes, rows without gaps. */
  read(region: Rect): Uint8Array<ArrayBuffer> {
    const target = new Uint8Array(region.width * region.height * 4);
    this.readInto(region, target);
    return target;
  }

  /** Copies the region's RGBA bytes, rows without gaps, to the start of `target`, which has room for them. */
  readInto(region: Rect, target: Uint8Array): void {
    const { x, y, width, height } = region;
    this.#pictures.settle(region);
    const stride = this.#width * 4;
    let from = y * stride + x * 4;
    if (width === this.#width) {
      target.set(this.#pixels.subarray(from, from + height * stride));
      return;
    }
    const rowBytes = width * 4;
    for (let row = 0; row < height; row++) {
      target.set(this.#pixels.subarray(from, from + rowBytes), row * rowBytes);
      from += stride;
    }
  }

  /** Paints `part` of a picture that lies at `place`. */
  #blitPart(place: Rect, source: Uint32Array, part: Rect): void {
    let from = (part.y - place.y) * place.width + part.x - place.x;
    let to = part.y * this.#width + part.x;
    for (let row = 0; row < part.height; row++) {
      this.#words.set(source.subarray(from, from + part.width), to);
      from += place.width;
      to += this.#width;
    }
  }
}
