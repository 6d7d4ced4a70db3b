import type { Zoom } from '../src/protocol/messages.ts';
import { scaleOf } from './zoomScale.ts';

/** Width and height. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of whole pixels. */
export interface Area extends Extent {
  readonly x: number;
  readonly y: number;
}

/** A place or a way, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where and how large picture and canvas are. */
export interface Layout {
  /** Device pixels of one remote pixel. */
  readonly scale: number;
  /** The whole picture in device pixels, whether seen or not. */
  readonly picture: Extent;
  /** Which way there is more than the room shows: scrollbars take some of the room then. */
  readonly bars: { readonly right: boolean; readonly bottom: boolean };
  /** The room in device pixels without the scrollbars. */
  readonly room: Extent;
  /** Device pixels of the picture that lie left of the room and above it: whole numbers. */
  readonly pan: Place;
  /** What of the picture the canvas covers, in device pixels: a picture that is enlarged is painted where it is seen. */
  readonly part: Area;
  /** The canvas in device pixels: what it is painted in. */
  readonly device: Extent;
  /** The canvas in its viewport, in CSS pixels; each edge lies on a device pixel. */
  readonly css: Area;
}

/** What a layout is made from besides the screen. */
export interface LayoutRoom extends Extent {
  /** Device pixels of one CSS pixel. */
  readonly ratio: number;
  /** Device pixels that a scrollbar takes; 0 where it lies over the picture. */
  readonly bar?: number | undefined;
}

/**
 * Places the remote screen in its viewport.
 *
 * @param viewport the room in device pixels, scrollbars included.
 * @param pan where the picture shall begin; what lies outside of it is corrected.
 */
export function layoutScreen(
  screen: Extent,
  viewport: LayoutRoom,
  zoom: Zoom,
  pan: Place = { x: 0, y: 0 },
): Layout {
  const { ratio, bar = 0 } = viewport;
  const scale = scaleOf(zoom, screen, viewport);
  const picture = {
    width: Math.max(1, Math.round(screen.width * scale)),
    height: Math.max(1, Math.round(screen.height * scale)),
  };
  const bars = barsFor(picture, viewport, bar);
  const room = {
    width: Math.max(1, viewport.width - (bars.right ? bar : 0)),
    height: Math.max(1, viewport.height - (bars.bottom ? bar : 0)),
  };
  const x = along(picture.width, room.width, pan.x, scale > 1);
  const y = along(picture.height, room.height, pan.y, scale > 1);
  return {
    scale,
    picture,
    bars,
    room,
    pan: { x: x.pan, y: y.pan },
    part: { x: x.from, y: y.from, width: x.length, height: y.length },
    device: { width: x.length, height: y.length },
    css: { x: x.at / ratio, y: y.at / ratio, width: x.length / ratio, height: y.length / ratio },
  };
}

/** The same in one direction. A picture that is not enlarged is whole on its canvas, which moves behind the room. */
function along(
  picture: number,
  room: number,
  wish: number,
  enlarged: boolean,
): { readonly pan: number; readonly from: number; readonly length: number; readonly at: number } {
  if (picture <= room) return { pan: 0, from: 0, length: picture, at: Math.floor((room - picture) / 2) };
  const pan = Math.min(Math.max(Math.round(wish), 0), picture - room);
  if (enlarged) return { pan, from: pan, length: room, at: 0 };
  return { pan, from: 0, length: picture, at: 0 - pan };
}

/** A bar takes room, and so may make the other one needed. */
function barsFor(picture: Extent, room: Extent, bar: number): Layout['bars'] {
  const right = picture.height > room.height;
  const bottom = picture.width > room.width - (right ? bar : 0);
  return { right: right || (bottom && picture.height > room.height - bar), bottom };
}

/** Whether every remote pixel is a square of whole device pixels. */
export function isSharp({ scale }: Pick<Layout, 'scale'>): boolean {
  return Number.isInteger(scale);
}

/** The remote pixels of which something is on the canvas. */
export function seenPixels({ part, picture }: Layout, shown: Area): Area {
  const [scaleX, scaleY] = [picture.width / shown.width, picture.height / shown.height];
  const x = Math.floor(part.x / scaleX);
  const y = Math.floor(part.y / scaleY);
  return {
    x: shown.x + x,
    y: shown.y + y,
    width: Math.min(shown.width, Math.ceil((part.x + part.width) / scaleX)) - x,
    height: Math.min(shown.height, Math.ceil((part.y + part.height) / scaleY)) - y,
  };
}

/**
 * The whole picture on the page, in CSS pixels.
 *
 * @param canvas where the canvas lies now, as `getBoundingClientRect` tells it. It is painted at whole device pixels,
 *   even where the page puts it between two.
 */
export function pictureOnPage({ picture, part }: Layout, canvas: Place, ratio: number): Area {
  return {
    x: (Math.round(canvas.x * ratio) - part.x) / ratio,
    y: (Math.round(canvas.y * ratio) - part.y) / ratio,
    width: picture.width / ratio,
    height: picture.height / ratio,
  };
}

/**
 * The remote pixel at a place on the page, both in CSS pixels of the page; places outside of the picture count
 * as its edge, as a drag that leaves it should.
 *
 * @param picture where the whole picture lies now, as {@link pictureOnPage} tells it.
 */
export function remotePixel(place: Place, picture: Area, screen: Extent): Place {
  return {
    x: clamp(Math.floor(((place.x - picture.x) * screen.width) / picture.width), screen.width),
    y: clamp(Math.floor(((place.y - picture.y) * screen.height) / picture.height), screen.height),
  };
}

function clamp(value: number, size: number): number {
  return Math.min(Math.max(value, 0), size - 1);
}

/** What merging two areas may add: a few tiles are repainted faster than a list of small ones is walked. */
const mergeSlack = 64 * 64;

/** Adds `area` to a list of areas to repaint, into one of them where that repaints little more. */
export function addArea(areas: Area[], area: Area): void {
  for (const [i, other] of areas.entries()) {
    const joined = union(area, other);
    const apart = area.width * area.height + other.width * other.height;
    if (joined.width * joined.height > apart * 1.1 + mergeSlack) continue;
    // The larger area may touch others now.
    areas.splice(i, 1);
    addArea(areas, joined);
    return;
  }
  areas.push(area);
}

/**
 * Adds an area to a list, joined with those that make one rectangle with it and nothing else. To be called from left
 * to right and from top to bottom, as frames list their regions: only the last two are looked at.
 */
export function addAdjacent(areas: Area[], area: Area): void {
  areas.push({ x: area.x, y: area.y, width: area.width, height: area.height });
  for (;;) {
    const last = areas.at(-1);
    const before = areas.at(-2);
    if (last === undefined || before === undefined) return;
    const inRow = before.y === last.y && before.height === last.height && before.x + before.width === last.x;
    const below = before.x === last.x && before.width === last.width && before.y + before.height === last.y;
    if (!inRow && !below) return;
    areas.splice(-2, 2, union(before, last));
  }
}

/** Whether two areas share a pixel. */
export function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** What two areas share; `undefined` when that is no pixel. */
export function intersection(a: Area, b: Area): Area | undefined {
  if (!overlap(a, b)) return undefined;
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

/** An area with so many pixels more on each side. */
export function grown({ x, y, width, height }: Area, by: number): Area {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** Whether two areas are the same. */
export function isSameArea(a: Area, b: Area): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** What of an area is not in `hole`: up to four areas. */
export function remainder(area: Area, hole: Area): Area[] {
  if (!overlap(area, hole)) return [area];
  const top = Math.max(area.y, hole.y);
  const bottom = Math.min(area.y + area.height, hole.y + hole.height);
  const left = Math.max(area.x, hole.x);
  const right = Math.min(area.x + area.width, hole.x + hole.width);
  return [
    { x: area.x, y: area.y, width: area.width, height: top - area.y },
    { x: area.x, y: bottom, width: area.width, height: area.y + area.height - bottom },
    { x: area.x, y: top, width: left - area.x, height: bottom - top },
    { x: right, y: top, width: area.x + area.width - right, height: bottom - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

/** The smallest area around both. */
export function union(a: Area, b: Area): Area {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
