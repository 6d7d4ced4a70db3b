import type { Zoom } from '../src/protocol/messages.ts';

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

/** Where and how large the canvas is. */
export interface Layout {
  /** Device pixels of one remote pixel. */
  readonly scale: number;
  /** The canvas in device pixels: what it is painted in. */
  readonly device: Extent;
  /** The canvas on the page, in CSS pixels; each edge lies on a device pixel. */
  readonly css: Area;
}

/**
 * The most that a screen may shrink to be shown sharp: a picture of whole device pixels per remote pixel is
 * worth a fifth of its size.
 */
const sharpnessWorth = 0.8;

/**
 * Places the remote screen in its viewport.
 *
 * @param viewport the room in device pixels.
 * @param ratio device pixels of one CSS pixel.
 */
export function layoutScreen(screen: Extent, viewport: Extent, ratio: number, zoom: Zoom): Layout {
  const scale = zoom === 'fit' ? fitScale(screen, viewport) : Math.max(1, Math.floor(ratio + 0.01));
  const device = {
    width: Math.max(1, Math.round(screen.width * scale)),
    height: Math.max(1, Math.round(screen.height * scale)),
  };
  return {
    scale,
    device,
    css: {
      x: Math.max(0, Math.floor((viewport.width - device.width) / 2)) / ratio,
      y: Math.max(0, Math.floor((viewport.height - device.height) / 2)) / ratio,
      width: device.width / ratio,
      height: device.height / ratio,
    },
  };
}

function fitScale(screen: Extent, viewport: Extent): number {
  const scale = Math.min(viewport.width / screen.width, viewport.height / screen.height);
  const whole = Math.floor(scale);
  return whole >= 1 && whole / scale >= sharpnessWorth ? whole : scale;
}

/** Whether every remote pixel is a square of whole device pixels. */
export function isSharp({ scale }: Layout): boolean {
  return Number.isInteger(scale);
}

/**
 * The remote pixel at a place on the page, both in CSS pixels of the page; places outside of the canvas count
 * as its edge, as a drag that leaves it should.
 *
 * @param canvas where the canvas lies now, as `getBoundingClientRect` tells it: scrolling and zooming of the
 *   page are in there.
 */
export function remotePixel(
  place: { readonly x: number; readonly y: number },
  canvas: Area,
  screen: Extent,
): { readonly x: number; readonly y: number } {
  return {
    x: clamp(Math.floor(((place.x - canvas.x) * screen.width) / canvas.width), screen.width),
    y: clamp(Math.floor(((place.y - canvas.y) * screen.height) / canvas.height), screen.height),
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

function union(a: Area, b: Area): Area {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
