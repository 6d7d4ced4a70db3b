import {
  type Area,
  type Extent,
  type Layout,
  type Place,
  addArea,
  grown,
  intersection,
  isSameArea,
  isSharp,
  seenPixels,
} from './geometry.ts';
import { FramePainter } from './framePainter.ts';
import { FrameQueue } from './frameQueue.ts';
import { PictureDecoder } from './pictureDecoder.ts';
import { Viewport } from './viewport.ts';

/** Source pixels around a region that is drawn smoothly: its edge blends with what lies beside it. */
const blendMargin = 4;

/** What the canvas reports. */
export interface ScreenCanvasEvents {
  /** A frame is on the screen, and all before it. */
  painted(sequence: number): void;
  /** A frame was left out, because it cannot be read. */
  unreadable(reason: unknown): void;
  /** Size, place or scale of the picture have changed. */
  laidOut(): void;
}

/**
 * Paints frames. The canvas has exactly the device pixels that it covers, so that nothing scales it once
 * more; the remote pixels are kept aside, and drawn larger or smaller from there. Where nothing is scaled, the canvas
 * itself has them.
 */
export class ScreenCanvas {
  /** Zoom, pan, and what of the screen is shown. */
  readonly view: Viewport;
  readonly #canvas: HTMLCanvasElement;
  readonly #events: ScreenCanvasEvents;
  readonly #context: CanvasRenderingContext2D;
  readonly #source = document.createElement('canvas');
  readonly #sourceContext: CanvasRenderingContext2D;
  readonly #queue: FrameQueue;
  #painter: FramePainter | undefined;
  #size: Extent | undefined;
  /** Whether the canvas itself has the remote pixels, and not the source beside it. */
  #direct = false;
  #drawn: Drawn | undefined;
  /** The source has no picture yet. */
  #isBlank = true;
  /** It has painted since the page was last drawn. */
  #hasPainted = false;
  /** Frames wait for the next animation frame. */
  #isDue = false;

  constructor(canvas: HTMLCanvasElement, viewport: HTMLElement, events: ScreenCanvasEvents) {
    this.#canvas = canvas;
    this.#events = events;
    this.#context = contextOf(canvas);
    this.#sourceContext = contextOf(this.#source);
    const decoder = new PictureDecoder();
    this.#queue = new FrameQueue(
      {
        ready: () => this.#schedule(),
        unreadable: (reason) => events.unreadable(reason),
      },
      async (region) => await decoder.decode(region),
    );
    this.view = new Viewport(viewport, canvas, () => this.#laidOut());
  }

  /** Size of the remote screen, once a frame has told it. */
  get size(): Extent | undefined {
    return this.#size;
  }

  /** CSS pixels of one remote pixel. */
  get cssScale(): number {
    return this.view.cssScale;
  }

  /** The remote pixel at a place of the page. */
  remotePixel(clientX: number, clientY: number): Place | undefined {
    return this.view.remotePixel(clientX, clientY);
  }

  /** Takes a frame; it is painted with a later picture of the page. @throws Error when it cannot be read. */
  take(data: Uint8Array): void {
    this.#queue.add(data);
  }

  /** Paints at once, unless it did since the page was last drawn: then in the next animation frame. */
  #schedule(): void {
    if (this.#hasPainted) {
      this.#isDue = true;
      return;
    }
    this.#hasPainted = true;
    this.#paint();
    requestAnimationFrame(() => {
      this.#hasPainted = false;
      if (!this.#isDue) return;
      this.#isDue = false;
      this.#schedule();
    });
  }

  #paint(): void {
    const dirty: Area[] = [];
    let last: number | undefined;
    for (const ready of this.#queue.take()) {
      const { frame } = ready;
      if (frame.width !== this.#size?.width || frame.height !== this.#size.height) {
        this.#resize(frame);
        dirty.length = 0;
      }
      this.#isBlank = false;
      this.#painter?.paint(ready, this.#direct ? this.#context : this.#sourceContext);
      for (const region of frame.regions) addArea(dirty, region);
      last = frame.sequence;
    }
    if (this.#drawn !== undefined && !this.#direct) for (const area of dirty) this.#draw(area, this.#drawn);
    if (last !== undefined) this.#events.painted(last);
  }

  #resize({ width, height }: Extent): void {
    this.#size = { width, height };
    this.#painter = width === 0 || height === 0 ? undefined : new FramePainter(this.#size);
    this.#source.width = width;
    this.#source.height = height;
    this.#isBlank = true;
    this.#direct = false;
    this.#drawn = undefined;
    this.view.screen = this.#size;
  }

  #laidOut(): void {
    const { layout, shown } = this.view;
    const size = this.#size;
    if (layout === undefined || shown === undefined || size === undefined) return;
    const next: Drawn = { layout, shown };
    if (this.#drawn === undefined || !isDrawnAlike(this.#drawn, next)) this.#redraw(next, size);
    this.#drawn = next;
    this.#events.laidOut();
  }

  #redraw({ layout, shown }: Drawn, size: Extent): void {
    const { device } = layout;
    this.#canvas.style.imageRendering = isSharp(layout) ? 'pixelated' : 'auto';
    // Another size empties a canvas.
    const resizes = this.#canvas.width !== device.width || this.#canvas.height !== device.height;
    const direct = layout.scale === 1 && shown.width === size.width && shown.height === size.height;
    if (this.#direct && (resizes || !direct)) {
      this.#sourceContext.drawImage(this.#canvas, 0, 0);
      this.#direct = false;
    }
    if (resizes) {
      this.#canvas.width = device.width;
      this.#canvas.height = device.height;
    }
    // Before the first picture there is nothing to draw, which would take as long as the picture.
    if (this.#isBlank) this.#context.clearRect(0, 0, device.width, device.height);
    else if (!this.#direct) this.#draw(shown, { layout, shown });
    this.#direct = direct;
  }

  /** Shows what the source has of an area, as far as the canvas covers it. */
  #draw(area: Area, { layout, shown }: Drawn): void {
    const canvas = seenPixels(layout, shown);
    const seen = intersection(area, isSharp(layout) ? canvas : grown(canvas, blendMargin));
    if (seen === undefined) return;
    const context = this.#context;
    const { part, picture } = layout;
    // Places of the source become places of the canvas.
    const scaleX = picture.width / shown.width;
    const scaleY = picture.height / shown.height;
    const left = (x: number): number => (x - shown.x) * scaleX - part.x;
    const top = (y: number): number => (y - shown.y) * scaleY - part.y;
    const copy = ({ x, y, width, height }: Area): void =>
      context.drawImage(this.#source, x, y, width, height, left(x), top(y), width * scaleX, height * scaleY);
    if (isSharp(layout)) {
      context.imageSmoothingEnabled = false;
      copy(seen);
      return;
    }
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    // What is drawn anew covers whole device pixels, and blends with more of the source than it covers.
    const fromX = Math.floor(left(seen.x - 1));
    const fromY = Math.floor(top(seen.y - 1));
    const toX = Math.ceil(left(seen.x + seen.width + 1));
    const toY = Math.ceil(top(seen.y + seen.height + 1));
    const margin = blendMargin + Math.ceil(2 / Math.min(scaleX, scaleY));
    context.save();
    context.beginPath();
    context.rect(fromX, fromY, toX - fromX, toY - fromY);
    context.clip();
    copy(intersection(grown(seen, margin), shown) ?? seen);
    context.restore();
  }
}

/** How the canvas was drawn. */
interface Drawn {
  readonly layout: Layout;
  readonly shown: Area;
}

/** Whether one canvas serves both, wherever it lies on the page. */
function isDrawnAlike(a: Drawn, b: Drawn): boolean {
  return (
    a.layout.scale === b.layout.scale &&
    isSameArea(a.layout.part, b.layout.part) &&
    isSameArea(a.shown, b.shown)
  );
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('this browser has no canvas');
  return context;
}
