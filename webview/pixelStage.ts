import type { CopyRegion, JpegRegion, PixelRegion } from '../src/protocol/frames.ts';
import { type Area, addAdjacent, overlap, remainder, union } from './geometry.ts';
import { type PaintTarget, drawBitmap, partsOf } from './paintTarget.ts';
import { paintRegion } from './regionPainter.ts';

/** Areas that only the canvas has: beyond so many, one is drawn around all of them. */
const mostForeign = 64;

/** What it costs to put one more area on the canvas, in pixels. */
const pixelsOfOneStep = 8000;

/**
 * Paints by way of memory that has the whole screen, so that copies within it cost no copy of the canvas, as a canvas
 * that is drawn on itself does. Only where a picture was drawn that the browser keeps has the canvas more than the
 * memory.
 */
export class PixelStage implements PaintTarget {
  readonly #image: ImageData;
  readonly #words: Uint32Array;
  readonly #width: number;
  /** What of it is not on the canvas yet. */
  #staged: Area[] = [];
  /** Where the canvas may have other pixels. */
  #foreign: Area[];

  /** @param image what is on the canvas, but for `foreign`. */
  constructor(image: ImageData, foreign: readonly Area[] = []) {
    this.#width = image.width;
    this.#foreign = [...foreign];
    this.#image = image;
    this.#words = new Uint32Array(image.data.buffer);
  }

  paint(region: PixelRegion): void {
    paintRegion(region, this.#words, this.#width);
    this.#known(region);
    this.#toCanvas(region);
  }

  picture(region: JpegRegion, words: Uint32Array): void {
    for (const part of partsOf(region)) {
      const { x, y, width, height } = part;
      for (let row = y; row < y + height; row++) {
        const from = (row - region.y) * region.width + x - region.x;
        this.#words.set(words.subarray(from, from + width), row * this.#width + x);
      }
      this.#known(part);
      this.#toCanvas(part);
    }
  }

  bitmap(region: JpegRegion, bitmap: ImageBitmap, context: CanvasRenderingContext2D): void {
    this.flush(context);
    drawBitmap(region, bitmap, context);
    for (const part of partsOf(region)) this.#unknown(part);
  }

  /** Copies what is on the screen to another place of it. */
  copy(region: CopyRegion, context: CanvasRenderingContext2D): void {
    const { x, y, width, height, fromX, fromY } = region;
    const source = { x: fromX, y: fromY, width, height };
    if (this.#foreign.some((area) => overlap(area, source))) {
      this.flush(context);
      context.drawImage(context.canvas, fromX, fromY, width, height, x, y, width, height);
      this.#unknown(region);
      return;
    }
    const isDown = y > fromY;
    for (let i = 0; i < height; i++) {
      // Downwards the last row goes first, so that no row is overwritten before it was read.
      const row = isDown ? height - 1 - i : i;
      const from = (fromY + row) * this.#width + fromX;
      this.#words.copyWithin((y + row) * this.#width + x, from, from + width);
    }
    this.#known(region);
    this.#toCanvas(region);
  }

  flush(context: CanvasRenderingContext2D): void {
    for (const { x, y, width, height } of this.#inFewSteps(this.#staged))
      context.putImageData(this.#image, 0, 0, x, y, width, height);
    this.#staged = [];
  }

  /** Has the canvas get an area, as it is at the end. */
  #toCanvas(area: Area): void {
    if (!this.#staged.some((other) => remainder(area, other).length === 0)) addAdjacent(this.#staged, area);
  }

  /** The memory has these pixels. */
  #known(place: Area): void {
    if (this.#foreign.length > 0) this.#foreign = this.#foreign.flatMap((area) => remainder(area, place));
    this.#boundForeign();
  }

  /** Only the canvas has these pixels. */
  #unknown({ x, y, width, height }: Area): void {
    this.#known({ x, y, width, height });
    this.#foreign.push({ x, y, width, height });
    this.#boundForeign();
  }

  #boundForeign(): void {
    if (this.#foreign.length > mostForeign) this.#foreign = [this.#foreign.reduce(union)];
  }

  /** One area around all, where that is no more work than the many, and the canvas has nothing of its own in it. */
  #inFewSteps(areas: readonly Area[]): readonly Area[] {
    if (areas.length < 2) return areas;
    const whole = areas.reduce(union);
    const pixels = areas.reduce((sum, { width, height }) => sum + width * height, 0);
    const isDear = whole.width * whole.height > pixels + (areas.length - 1) * pixelsOfOneStep;
    return isDear || this.#foreign.some((area) => overlap(area, whole)) ? areas : [whole];
  }
}
