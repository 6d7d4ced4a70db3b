import type { JpegRegion, PixelRegion } from '../src/protocol/frames.ts';
import type { Area } from './geometry.ts';

/** Where a frame's pixels go on their way to the canvas. Its context has no alpha, and the remote screen's size. */
export interface PaintTarget {
  /** Takes the pixels of a region. */
  paint(region: PixelRegion, context: CanvasRenderingContext2D): void;
  /** Takes a picture that was decoded into memory: one word a pixel, row by row. */
  picture(region: JpegRegion, words: Uint32Array<ArrayBuffer>, context: CanvasRenderingContext2D): void;
  /** Takes a picture that the browser keeps. */
  bitmap(region: JpegRegion, bitmap: ImageBitmap, context: CanvasRenderingContext2D): void;
  /** Everything that it took is on the canvas. */
  flush(context: CanvasRenderingContext2D): void;
}

/** What is to be painted of a picture. */
export function partsOf(region: JpegRegion): readonly Area[] {
  return region.parts.length === 0 ? [region] : region.parts;
}

/** Draws a picture that the browser keeps. */
export function drawBitmap(region: JpegRegion, bitmap: ImageBitmap, context: CanvasRenderingContext2D): void {
  for (const { x, y, width, height } of partsOf(region))
    context.drawImage(bitmap, x - region.x, y - region.y, width, height, x, y, width, height);
}
