import { readsExactly } from './canvasReading.ts';
import type { ReadyFrame } from './frameQueue.ts';
import type { Extent } from './geometry.ts';
import type { PaintTarget } from './paintTarget.ts';
import { PixelBand } from './pixelBand.ts';
import { PixelStage } from './pixelStage.ts';

/**
 * Paints frames into a canvas of the remote screen's size. Pixels go through memory, so that regions that lie together
 * reach the canvas in one go: through that of a few rows, until the first copy within the screen wants the whole.
 */
export class FramePainter {
  readonly #size: Extent;
  readonly #canRead: () => boolean;
  #target: PaintTarget;
  /** The target, where it has the whole screen. */
  #stage: PixelStage | undefined;

  /** @param canRead whether a canvas can be read as it is. */
  constructor(size: Extent, canRead = readsExactly) {
    this.#size = size;
    this.#canRead = canRead;
    this.#target = new PixelBand(size);
  }

  /** Paints all regions of a frame in their order, and closes its pictures. The context has no alpha. */
  paint({ frame, pictures }: ReadyFrame, context: CanvasRenderingContext2D): void {
    let next = 0;
    for (const region of frame.regions) {
      switch (region.form) {
        case 'copy':
          this.#stageOf(context).copy(region, context);
          break;
        case 'jpeg': {
          const picture = pictures[next++];
          if (picture === undefined) break;
          if (picture.kind === 'words') this.#target.picture(region, picture.words, context);
          else this.#target.bitmap(region, picture.bitmap, context);
          picture.close();
          break;
        }
        default:
          this.#target.paint(region, context);
      }
    }
    this.#target.flush(context);
  }

  /** The canvas is read once: from then on the memory has what it has. Where it cannot be, it learns it bit by bit. */
  #stageOf(context: CanvasRenderingContext2D): PixelStage {
    if (this.#stage === undefined) {
      this.#target.flush(context);
      const { width, height } = this.#size;
      this.#stage = this.#canRead()
        ? new PixelStage(context.getImageData(0, 0, width, height))
        : new PixelStage(new ImageData(width, height), [{ x: 0, y: 0, width, height }]);
      this.#target = this.#stage;
    }
    return this.#stage;
  }
}
