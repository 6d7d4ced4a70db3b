import type { Zoom } from '../src/protocol/messages.ts';
import {
  type Area,
  type Extent,
  type Layout,
  type Place,
  isSameArea,
  layoutScreen,
  pictureOnPage,
  remotePixel,
} from './geometry.ts';
import { observeRoom } from './observeRoom.ts';
import { Scrollbars } from './scrollbars.ts';
import { actualScale, boundedZoom, nextStop } from './zoomScale.ts';

/**
 * How much of the remote screen is seen, and how large: zoom and pan. Where there is more to see than there is room,
 * scrollbars stand beside the picture.
 */
export class Viewport {
  readonly #element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #changed: () => void;
  readonly #scrollbars: Scrollbars;
  #room: Extent = { width: 0, height: 0 };
  #screen: Extent | undefined;
  #shown: Area | undefined;
  #zoom: Zoom = 'fit';
  #pan: Place = { x: 0, y: 0 };
  /** What the middle shall show once there is a layout. */
  #middle: Place | undefined;
  #layout: Layout | undefined;
  /** What stays where it is while the picture is zoomed there again and again, and nothing else happens to it. */
  #anchor:
    | { readonly clientX: number; readonly clientY: number; readonly fraction: Place; readonly pan: Place }
    | undefined;

  /** @param changed zoom, pan, room or screen have changed: the picture is to be drawn anew. */
  constructor(element: HTMLElement, canvas: HTMLCanvasElement, changed: () => void) {
    this.#element = element;
    this.#canvas = canvas;
    this.#changed = changed;
    this.#scrollbars = new Scrollbars(element, (pan) => {
      this.#pan = pan;
      this.update();
    });
    element.dataset['zoom'] = String(this.#zoom);
    observeRoom(element, (room) => this.#resized(room));
  }

  /** How the picture lies now, once there are a screen and room for it. */
  get layout(): Layout | undefined {
    return this.#layout;
  }

  /** The size of the remote screen. */
  set screen(screen: Extent) {
    this.#screen = screen;
    this.update();
  }

  /** The part of the remote screen that is shown, in remote pixels; the whole by default. */
  get shown(): Area | undefined {
    if (this.#screen === undefined) return undefined;
    const { width, height } = this.#screen;
    const shown = this.#shown;
    const fits = shown !== undefined && shown.x + shown.width <= width && shown.y + shown.height <= height;
    return fits ? shown : { x: 0, y: 0, width, height };
  }

  /** Shows a part alone; without one the whole. A part that the screen does not have is not shown. */
  show(part: Area | undefined): void {
    const before = this.shown;
    this.#shown = part;
    const now = this.shown;
    if (before === undefined || now === undefined || isSameArea(before, now)) return;
    this.#pan = { x: 0, y: 0 };
    this.update();
  }

  get zoom(): Zoom {
    return this.#zoom;
  }

  /** The middle of what is seen stays where it is. */
  set zoom(zoom: Zoom) {
    this.#middle ??= this.#seenMiddle();
    this.#setZoom(zoom);
  }

  /** CSS pixels of a hundred remote pixels. */
  get percent(): number {
    return this.cssScale * 100;
  }

  /** CSS pixels of one remote pixel. */
  get cssScale(): number {
    return this.#layout === undefined ? 1 : this.#layout.scale / devicePixelRatio;
  }

  /** Whether there is more to see than there is room. */
  get isPannable(): boolean {
    const bars = this.#layout?.bars;
    return bars !== undefined && (bars.right || bars.bottom);
  }

  /** The remote pixel in the middle, which may lie between two, where only a part is seen. */
  get middle(): Place | undefined {
    return this.#middle ?? this.#seenMiddle();
  }

  /** Shows the picture as it was once seen. */
  restore(zoom: Zoom, middle: Place | undefined): void {
    this.#middle = middle;
    this.#setZoom(zoom);
  }

  /** The size of a desktop that fills the room with whole device pixels: as large as in actual size. */
  get wish(): Extent | undefined {
    const { width, height } = this.#room;
    const scale = actualScale(devicePixelRatio);
    const wish = { width: Math.floor(width / scale), height: Math.floor(height / scale) };
    return wish.width > 0 && wish.height > 0 ? wish : undefined;
  }

  /** Goes to the next percentage; what lies in the middle stays there. */
  step(direction: 'in' | 'out'): void {
    const { room } = this.#layout ?? {};
    if (room === undefined) return;
    const next = nextStop(this.percent, direction);
    const canvas = this.#element.getBoundingClientRect();
    this.zoomAt(
      next / this.percent,
      canvas.x + room.width / devicePixelRatio / 2,
      canvas.y + room.height / devicePixelRatio / 2,
    );
  }

  /**
   * Makes the picture `factor` times as large, within bounds; what lies at a place of the page stays there. Small
   * factors add up, also past a size at which the picture is held sharp.
   */
  zoomAt(factor: number, clientX: number, clientY: number): void {
    const layout = this.#layout;
    const shown = this.shown;
    if (layout === undefined || shown === undefined || !(factor > 0)) return;
    const before = typeof this.#zoom === 'number' ? this.#zoom : this.percent;
    const fit =
      (Math.min(this.#room.width / shown.width, this.#room.height / shown.height) / devicePixelRatio) * 100;
    const percent = boundedZoom(before * factor, fit);
    const fraction = this.#anchorAt(clientX, clientY, layout);
    this.#zoom = percent;
    const next = this.#layoutFor(shown);
    const origin = this.#element.getBoundingClientRect();
    this.#pan = {
      x: fraction.x * next.picture.width - (clientX - origin.x) * devicePixelRatio,
      y: fraction.y * next.picture.height - (clientY - origin.y) * devicePixelRatio,
    };
    this.update();
    this.#anchor = { clientX, clientY, fraction, pan: this.#pan };
  }

  /**
   * Shows what lies so many CSS pixels further to the right and below, as far as there is more. Small ways add up.
   *
   * @returns whether it moved, or will when more comes.
   */
  panBy(dx: number, dy: number): boolean {
    const layout = this.#layout;
    if (layout === undefined) return false;
    const before = this.#pan;
    const { picture, room, pan } = layout;
    this.#pan = {
      x: clamp(before.x + dx * devicePixelRatio, picture.width - room.width),
      y: clamp(before.y + dy * devicePixelRatio, picture.height - room.height),
    };
    if (Math.round(this.#pan.x) !== pan.x || Math.round(this.#pan.y) !== pan.y) this.update();
    return this.#pan.x !== before.x || this.#pan.y !== before.y;
  }

  /** Pans as little as brings a remote pixel into view, with some of what is around it. */
  reveal({ x, y }: Place): void {
    const layout = this.#layout;
    const shown = this.shown;
    if (layout === undefined || shown === undefined || !this.isPannable) return;
    const margin = (length: number): number => Math.min(length / 4, 60 * devicePixelRatio);
    const along = (pan: number, room: number, at: number): number =>
      Math.min(Math.max(pan, at - room + margin(room)), at - margin(room));
    const { pan, room, scale } = layout;
    this.#pan = {
      x: Math.round(along(pan.x, room.width, (x - shown.x + 0.5) * scale)),
      y: Math.round(along(pan.y, room.height, (y - shown.y + 0.5) * scale)),
    };
    this.update();
  }

  /** The remote pixel at a place of the page. */
  remotePixel(clientX: number, clientY: number): Place | undefined {
    const layout = this.#layout;
    const shown = this.shown;
    if (layout === undefined || shown === undefined) return undefined;
    const { x, y } = remotePixel({ x: clientX, y: clientY }, this.#pictureOnPage(layout), shown);
    return { x: x + shown.x, y: y + shown.y };
  }

  /** Where an area of the remote screen lies on the page, in CSS pixels, whether seen or not. */
  areaOnPage({ x, y, width, height }: Area): Area | undefined {
    const layout = this.#layout;
    const shown = this.shown;
    if (layout === undefined || shown === undefined) return undefined;
    const picture = this.#pictureOnPage(layout);
    const [scaleX, scaleY] = [picture.width / shown.width, picture.height / shown.height];
    return {
      x: picture.x + (x - shown.x) * scaleX,
      y: picture.y + (y - shown.y) * scaleY,
      width: width * scaleX,
      height: height * scaleY,
    };
  }

  /** Lays the picture out anew. */
  update(): void {
    const shown = this.shown;
    const isEmpty = ({ width, height }: Extent): boolean => width === 0 || height === 0;
    if (shown === undefined || isEmpty(shown) || isEmpty(this.#room)) return;
    const middle = this.#middle;
    if (middle !== undefined) {
      this.#middle = undefined;
      const { room, scale } = this.#layoutFor(shown);
      this.#pan = {
        x: (middle.x - shown.x) * scale - room.width / 2,
        y: (middle.y - shown.y) * scale - room.height / 2,
      };
    }
    const layout = this.#layoutFor(shown);
    this.#layout = layout;
    this.#pan = {
      x: clamp(this.#pan.x, layout.picture.width - layout.room.width),
      y: clamp(this.#pan.y, layout.picture.height - layout.room.height),
    };
    this.#place(layout);
    this.#changed();
  }

  /**
   * Which part of the picture shall stay at a place of the page. While the pointer rests it is the same, though a
   * picture that the room is too large for has gone to the middle meanwhile.
   */
  #anchorAt(clientX: number, clientY: number, layout: Layout): Place {
    const before = this.#anchor;
    if (before?.clientX === clientX && before.clientY === clientY && before.pan === this.#pan)
      return before.fraction;
    const picture = this.#pictureOnPage(layout);
    return { x: (clientX - picture.x) / picture.width, y: (clientY - picture.y) / picture.height };
  }

  #layoutFor(shown: Extent): Layout {
    const room = {
      ...this.#room,
      ratio: devicePixelRatio,
      bar: Math.round(this.#scrollbars.width * devicePixelRatio),
    };
    return layoutScreen(shown, room, this.#zoom, this.#pan);
  }

  #setZoom(zoom: Zoom): void {
    this.#zoom = zoom;
    this.update();
    this.#element.dataset['zoom'] = String(zoom);
  }

  #resized(room: Extent): void {
    const isSame = room.width === this.#room.width && room.height === this.#room.height;
    if (isSame && this.#isAtRatio()) return;
    this.#middle ??= this.#seenMiddle();
    this.#room = room;
    this.update();
  }

  /** Whether the page's own scale is still the one of the layout. */
  #isAtRatio(): boolean {
    const layout = this.#layout;
    return layout !== undefined && layout.css.width * devicePixelRatio === layout.device.width;
  }

  /** What lies in the middle where only a part is seen. */
  #seenMiddle(): Place | undefined {
    const layout = this.#layout;
    const shown = this.shown;
    if (layout === undefined || shown === undefined || !this.isPannable) return undefined;
    const { pan, room, picture, scale } = layout;
    const along = (at: number, length: number, whole: number): number =>
      whole <= length ? whole / 2 / scale : (at + length / 2) / scale;
    return {
      x: shown.x + along(pan.x, room.width, picture.width),
      y: shown.y + along(pan.y, room.height, picture.height),
    };
  }

  #pictureOnPage(layout: Layout): Area {
    return pictureOnPage(layout, this.#canvas.getBoundingClientRect(), devicePixelRatio);
  }

  #place(layout: Layout): void {
    const { css } = layout;
    const { style } = this.#canvas;
    style.left = `${css.x}px`;
    style.top = `${css.y}px`;
    style.width = `${css.width}px`;
    style.height = `${css.height}px`;
    this.#scrollbars.show(layout);
    this.#element.dataset['zoom'] = String(this.#zoom);
  }
}

function clamp(pan: number, most: number): number {
  return Math.min(Math.max(pan, 0), Math.max(most, 0));
}
