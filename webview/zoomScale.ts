import type { Zoom } from '../src/protocol/messages.ts';
import type { Extent, LayoutRoom } from './geometry.ts';

/**
 * The most that a screen may shrink to be shown sharp: a picture of whole device pixels per remote pixel is
 * worth a fifth of its size.
 */
const sharpnessWorth = 0.8;

/** The least and the most of free zoom, in percent: CSS pixels of a hundred remote pixels. */
export const zoomRange = { least: 25, most: 800 } as const;

/** Percentages that steps of zooming stop at. */
const stops = [
  5, 10, 15, 20, 25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400, 500, 600, 700, 800,
];

/** How far from whole device pixels a free zoom still becomes sharp. */
const sharpWithin = 0.025;

/** Device pixels of a remote pixel in actual size: a whole number, about as large as one of the page. */
export function actualScale(ratio: number): number {
  return Math.max(1, Math.floor(ratio + 0.01));
}

/** Device pixels of one remote pixel. */
export function scaleOf(zoom: Zoom, screen: Extent, room: LayoutRoom): number {
  const fit = Math.min(room.width / screen.width, room.height / screen.height);
  switch (zoom) {
    case 'actual':
      return actualScale(room.ratio);
    case 'fit': {
      const whole = Math.floor(fit);
      return whole >= 1 && whole / fit >= sharpnessWorth ? whole : fit;
    }
    case 'whole':
      // One of several pixels is left where even one by one is too large: each becomes as many as its neighbour.
      return fit >= 1 ? Math.floor(fit) : 1 / Math.ceil(1 / fit - 1e-9);
    case 'width': {
      const wide = room.width / screen.width;
      if (wide <= fit) return fit;
      // With a scrollbar beside it, unless it is seen whole as large as that.
      return Math.max(fit, Math.max(1, room.width - (room.bar ?? 0)) / screen.width);
    }
    default:
      return sharpened((zoom / 100) * room.ratio);
  }
}

/** A free zoom comes to rest where the picture is sharp. */
function sharpened(scale: number): number {
  const whole = Math.max(1, Math.round(scale));
  return Math.abs(scale - whole) <= whole * sharpWithin ? whole : scale;
}

/**
 * A free zoom in its bounds.
 *
 * @param fit the percentage at which the whole screen is seen, which is always allowed.
 */
export function boundedZoom(percent: number, fit: number): number {
  return Math.min(Math.max(percent, Math.min(zoomRange.least, fit)), Math.max(zoomRange.most, fit));
}

/** The next percentage that a step of zooming leads to; `percent` itself where there is none. */
export function nextStop(percent: number, direction: 'in' | 'out'): number {
  // What is as good as at a stop goes on to the next one.
  const slack = percent * 0.03;
  const next =
    direction === 'in'
      ? stops.find((stop) => stop > percent + slack)
      : stops.findLast((stop) => stop < percent - slack);
  return next ?? percent;
}
