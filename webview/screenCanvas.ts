import { type Frame, decodeFrame } from '../src/protocol/frames.ts';
import type { Zoom } from '../src/protocol/messages.ts';
import {
  type Area,
  type Extent,
  type Layout,
  addArea,
  isSharp,
  layoutScreen,
  remotePixel,
} from './geometry.ts';
import { paintRegion } from './regionPainter.ts';

/** Source pixels around a region that is drawn smoothly: its edge blends with what lies beside it. */
const blendMargin = 4;

/** What the canvas reports. */
export interface ScreenCanvasEvents {
  /** These frames are on the screen. */
  painted(sequences: readonly number[]): void;
  /** Size, place or scale of the picture have changed. */
  laidOut(): void;
}

/**
 * Paints frames. The canvas has exactly the device pixels that it covers, so that nothing scales it once
 * more; the remote pixels are kept aside, and drawn larger or smaller from there.
 */
export class ScreenCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #viewport: HTMLElement;
  readonly #events: ScreenCanvasEvents;
  readonly #context: CanvasRenderingContext2D;
  readonly #source = document.createElement('canvas');
  readonly #sourceContext: CanvasRenderingContext2D;
  readonly #sequences: number[] = [];
  #image: ImageData | undefined;
  #words = new Uint32Array(0);
  #layout: Layout | undefined;
  #dirty: Area[] = [];
  #zoom: Zoom = 'fit';
  #room: Extent = { width: 0, height: 0 };
  #scheduled = false;

  constructor(canvas: HTMLCanvasElement, viewport: HTMLElement, events: ScreenCanvasEvents) {
    this.#canvas = canvas;
    this.#viewport = viewport;
    this.#events = events;
    this.#context = contextOf(canvas);
    this.#sourceContext = contextOf(this.#source);
    const observer = new ResizeObserver((entries) => {
      const entry = entries.at(-1);
      const box = entry?.devicePixelContentBoxSize[0];
      if (box !== undefined) this.#resizeRoom({ width: box.inlineSize, height: box.blockSize });
    });
    observer.observe(viewport, { box: 'device-pixel-content-box' });
  }

  /** Size of the remote screen, once a frame has told it. */
  get size(): Extent | undefined {
    return this.#image;
  }

  get zoom(): Zoom {
    return this.#zoom;
  }

  set zoom(zoom: Zoom) {
    this.#zoom = zoom;
    this.#viewport.dataset['zoom'] = zoom;
    this.#relayout();
  }

  /** CSS pixels of one remote pixel. */
  get cssScale(): number {
    return this.#layout === undefined ? 1 : this.#layout.scale / devicePixelRatio;
  }

  /** The remote pixel at a place of the page. */
  remotePixel(clientX: number, clientY: number): { readonly x: number; readonly y: number } | undefined {
    if (this.#image === undefined) return undefined;
    return remotePixel({ x: clientX, y: clientY }, this.#canvas.getBoundingClientRect(), this.#image);
  }

  /** Takes a frame; it is painted with the next picture of the page. @throws Error when it cannot be read. */
  take(data: Uint8Array): void {
    const frame = decodeFrame(data);
    if (frame.width !== this.#image?.width || frame.height !== this.#image.height) this.#resize(frame);
    for (const region of frame.regions) {
      paintRegion(region, this.#words, frame.width);
      addArea(this.#dirty, region);
    }
    this.#sequences.push(frame.sequence);
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#scheduled = false;
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const area of dirty) this.#draw(area);
    this.#events.painted(this.#sequences.splice(0));
  }

  #resize({ width, height }: Frame): void {
    if (width === 0 || height === 0) throw new Error('a screen without pixels');
    this.#image = new ImageData(width, height);
    this.#words = new Uint32Array(this.#image.data.buffer);
    this.#words.fill(0xff000000);
    this.#source.width = width;
    this.#source.height = height;
    this.#dirty = [];
    this.#relayout();
  }

  #resizeRoom(room: Extent): void {
    if (room.width === this.#room.width && room.height === this.#room.height && this.#unscaled()) return;
    this.#room = room;
    this.#relayout();
  }

  /** Whether the page's own scale is still the one of the layout. */
  #unscaled(): boolean {
    return (
      this.#layout !== undefined && this.#layout.css.width * devicePixelRatio === this.#layout.device.width
    );
  }

  #relayout(): void {
    const image = this.#image;
    if (image === undefined || this.#room.width === 0 || this.#room.height === 0) return;
    const layout = layoutScreen(image, this.#room, devicePixelRatio, this.#zoom);
    this.#layout = layout;
    const { device, css } = layout;
    const { style } = this.#canvas;
    style.left = `${css.x}px`;
    style.top = `${css.y}px`;
    style.width = `${css.width}px`;
    style.height = `${css.height}px`;
    style.imageRendering = isSharp(layout) ? 'pixelated' : 'auto';
    if (this.#canvas.width !== device.width || this.#canvas.height !== device.height) {
      this.#canvas.width = device.width;
      this.#canvas.height = device.height;
    }
    this.#draw({ x: 0, y: 0, width: image.width, height: image.height });
    this.#events.laidOut();
  }

  #draw(area: Area): void {
    const image = this.#image;
    const layout = this.#layout;
    if (image === undefined) return;
    const { x, y, width, height } = area;
    if (layout?.scale === 1) {
      this.#context.putImageData(image, 0, 0, x, y, width, height);
      return;
    }
    this.#sourceContext.putImageData(image, 0, 0, x, y, width, height);
    if (layout !== undefined) this.#drawScaled(area, image, layout);
  }

  #drawScaled({ x, y, width, height }: Area, screen: Extent, layout: Layout): void {
    const context = this.#context;
    const scaleX = layout.device.width / screen.width;
    const scaleY = layout.device.height / screen.height;
    if (isSharp(layout)) {
      context.imageSmoothingEnabled = false;
      context.drawImage(
        this.#source,
        x,
        y,
        width,
        height,
        x * scaleX,
        y * scaleY,
        width * scaleX,
        height * scaleY,
      );
      return;
    }
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    // What is drawn anew covers whole device pixels, and blends with more of the source than it covers.
    const left = Math.max(0, Math.floor((x - 1) * scaleX));
    const top = Math.max(0, Math.floor((y - 1) * scaleY));
    const right = Math.min(layout.device.width, Math.ceil((x + width + 1) * scaleX));
    const bottom = Math.min(layout.device.height, Math.ceil((y + height + 1) * scaleY));
    const margin = blendMargin + Math.ceil(2 / Math.min(scaleX, scaleY));
    const sourceX = Math.max(0, x - margin);
    const sourceY = Math.max(0, y - margin);
    const sourceWidth = Math.min(screen.width, x + width + margin) - sourceX;
    const sourceHeight = Math.min(screen.height, y + height + margin) - sourceY;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    context.drawImage(
      this.#source,
      sourceX,
      sourceY,
      sourceWidth,
      sourceHeight,
      sourceX * scaleX,
      sourceY * scaleY,
      sourceWidth * scaleX,
      sourceHeight * scaleY,
    );
    context.restore();
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('this browser has no canvas');
  return context;
}
