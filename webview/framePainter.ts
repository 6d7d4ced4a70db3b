import type { CopyRegion, JpegRegion, RegionPlace } from '../src/protocol/frames.ts';
import type { ReadyFrame } from './frameQueue.ts';
import { type Area, type Extent, addAdjacent, overlap, remainder, union } from './geometry.ts';
import { paintRegion } from './regionPainter.ts';

/** Areas that only the canvas has: beyond so many, one is drawn around all of them. */
const mostForeign = 64;

/** What it costs to put one more area on the canvas, in pixels. */
const pixelsOfOneStep = 8000;

/**
 * Paints frames into a canvas of the remote screen's size. Pixels go through memory of that size, so that regions
 * that lie together reach the canvas in one go, and copies within it cost no copy of the canvas, as a canvas that is
 * drawn on itself does. Only where a picture was drawn that the browser keeps has the canvas more than the memory.
 */
export class FramePainter {
  readonly #stage: ImageData;
  readonly #words: Uint32Array;
  readonly #width: number;
  /** What of the stage is not on the canvas yet. */
  #staged: Area[] = [];
  /** Where the canvas may have other pixels than the stage. */
  #foreign: Area[] = [];

  constructor({ width, height }: Extent) {
    this.#width = width;
    this.#stage = new ImageData(width, height);
    // Nothing, which canvases without alpha show as black; to write that first would take as long as a whole frame.
    this.#words = new Uint32Array(this.#stage.data.buffer);
  }

  /** Paints all regions of a frame in their order, and closes its pictures. The context has no alpha. */
  paint({ frame, pictures }: ReadyFrame, context: CanvasRenderingContext2D): void {
    let next = 0;
    for (const region of frame.regions) {
      switch (region.form) {
        case 'copy':
          this.#copy(region, context);
          break;
        case 'jpeg': {
          const picture = pictures[next++];
          if (picture === undefined) break;
          if (picture.kind === 'words') this.#stagePicture(region, picture.words);
          else this.#drawPicture(region, picture.bitmap, context);
          picture.close();
          break;
        }
        default:
          paintRegion(region, this.#words, this.#width);
          this.#known(region);
          this.#toStage(region);
      }
    }
    this.#flush(context);
  }

  #copy(region: CopyRegion, context: CanvasRenderingContext2D): void {
    const { x, y, width, height, fromX, fromY } = region;
    const source = { x: fromX, y: fromY, width, height };
    if (this.#foreign.some((area) => overlap(area, source))) {
      this.#flush(context);
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
    this.#toStage(region);
  }

  /** Has the canvas get an area of the stage, as it is at the end. */
  #toStage(area: Area): void {
    if (!this.#staged.some((other) => remainder(area, other).length === 0)) addAdjacent(this.#staged, area);
  }

  #stagePicture(region: JpegRegion, words: Uint32Array): void {
    for (const part of partsOf(region)) {
      const { x, y, width, height } = part;
      for (let row = y; row < y + height; row++) {
        const from = (row - region.y) * region.width + x - region.x;
        this.#words.set(words.subarray(from, from + width), row * this.#width + x);
      }
      this.#known(part);
      this.#toStage(part);
    }
  }

  #drawPicture(region: JpegRegion, picture: ImageBitmap, context: CanvasRenderingContext2D): void {
    this.#flush(context);
    for (const part of partsOf(region)) {
      const { x, y, width, height } = part;
      context.drawImage(picture, x - region.x, y - region.y, width, height, x, y, width, height);
      this.#unknown(part);
    }
  }

  /** The stage has these pixels. */
  #known(place: RegionPlace): void {
    if (this.#foreign.length > 0) this.#foreign = this.#foreign.flatMap((area) => remainder(area, place));
    this.#boundForeign();
  }

  /** Only the canvas has these pixels. */
  #unknown({ x, y, width, height }: RegionPlace): void {
    this.#known({ x, y, width, height });
    this.#foreign.push({ x, y, width, height });
    this.#boundForeign();
  }

  #boundForeign(): void {
    if (this.#foreign.length > mostForeign) this.#foreign = [this.#foreign.reduce(union)];
  }

  #flush(context: CanvasRenderingContext2D): void {
    for (const { x, y, width, height } of this.#inFewSteps(this.#staged)) {
      context.putImageData(this.#stage, 0, 0, x, y, width, height);
    }
    this.#staged = [];
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

/** What is to be painted of a picture. */
function partsOf(region: JpegRegion): readonly RegionPlace[] {
  return region.parts.length === 0 ? [region] : region.parts;
}
