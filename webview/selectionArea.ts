import type { SelectionKind } from '../src/protocol/selectionMessages.ts';
import type { Area, Extent, Place } from './geometry.ts';

/** The smallest area with both pixels. */
export function areaBetween(a: Place, b: Place): Area {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x) + 1,
    height: Math.abs(a.y - b.y) + 1,
  };
}

/** What the keys begin with: a pixel in the middle of what is shown, or the middle half of it. */
export function startArea(what: SelectionKind, { x, y, width, height }: Area): Area {
  if (what === 'point') return { x: x + (width >> 1), y: y + (height >> 1), width: 1, height: 1 };
  return {
    x: x + (width >> 2),
    y: y + (height >> 2),
    width: Math.max(1, width >> 1),
    height: Math.max(1, height >> 1),
  };
}

/** The area so many pixels further to the right and below, within the screen and no larger than it. */
export function moved({ x, y, width, height }: Area, right: number, down: number, screen: Extent): Area {
  const size = { width: Math.min(width, screen.width), height: Math.min(height, screen.height) };
  return {
    x: between(x + right, 0, screen.width - size.width),
    y: between(y + down, 0, screen.height - size.height),
    ...size,
  };
}

/** The area with its right and lower edges so many pixels further, at least one pixel large and within the screen. */
export function resized({ x, y, width, height }: Area, right: number, down: number, screen: Extent): Area {
  return {
    x,
    y,
    width: between(width + right, 1, screen.width - x),
    height: between(height + down, 1, screen.height - y),
  };
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
