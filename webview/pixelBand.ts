import type { JpegRegion, PixelRegion } from '../src/protocol/frames.ts';
import { type Area, type Extent, addAdjacent, overlap } from './geometry.ts';
import { type PaintTarget, drawBitmap, partsOf } from './paintTarget.ts';
import { paintRegion } from './regionPainter.ts';

/** Rows of the band: two of the tiles that frames are made of. */
const bandRows = 128;

/**
 * Paints by way of memory for a few rows, which moves down the screen with the regions of a frame. Memory for the whole
 * screen, touched for the first time, would take longer than all else that a page does for its first picture.
 */
export class PixelBand implements PaintTarget {
  readonly #width: number;
  #image: ImageData;
  #words: Uint32Array;
  /** The first row of the screen that it has. */
  #top = 0;
  /** What of it is not on the canvas yet: places of the screen. */
  #staged: Area[] = [];

  constructor({ width, height }: Extent) {
    this.#width = width;
    this.#image = new ImageData(width, Math.min(height, bandRows));
    this.#words = new Uint32Array(this.#image.data.buffer);
  }

  paint(region: PixelRegion, context: CanvasRenderingContext2D): void {
    const { y, height } = region;
    if (y < this.#top || y + height > this.#top + this.#image.height) this.#moveTo(region, context);
    paintRegion({ ...region, y: y - this.#top }, this.#words, this.#width);
    addAdjacent(this.#staged, region);
  }

  picture(region: JpegRegion, words: Uint32Array<ArrayBuffer>, context: CanvasRenderingContext2D): void {
    this.#flushBefore(region, context);
    const { x, y, width, height } = region;
    const image = new ImageData(new Uint8ClampedArray(words.buffer), width, height);
    for (const part of partsOf(region))
      context.putImageData(image, x, y, part.x - x, part.y - y, part.width, part.height);
  }

  bitmap(region: JpegRegion, bitmap: ImageBitmap, context: CanvasRenderingContext2D): void {
    this.#flushBefore(region, context);
    drawBitmap(region, bitmap, context);
  }

  flush(context: CanvasRenderingContext2D): void {
    for (const { x, y, width, height } of this.#staged)
      context.putImageData(this.#image, 0, this.#top, x, y - this.#top, width, height);
    this.#staged = [];
  }

  /** What came before a picture must not be painted over it. */
  #flushBefore(region: JpegRegion, context: CanvasRenderingContext2D): void {
    if (this.#staged.some((area) => overlap(area, region))) this.flush(context);
  }

  #moveTo({ y, height }: PixelRegion, context: CanvasRenderingContext2D): void {
    this.flush(context);
    this.#top = y;
    if (height <= this.#image.height) return;
    this.#image = new ImageData(this.#width, height);
    this.#words = new Uint32Array(this.#image.data.buffer);
  }
}
