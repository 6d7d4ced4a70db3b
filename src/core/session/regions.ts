import { type VncError, vncError } from '../base/errors.ts';
import { type Point, type Rect, type Size, contains, isEmpty, wholeOf } from '../base/geometry.ts';

/** The error for a place or a region that the screen does not have. */
export function outsideScreen(place: Point | Rect, screen: Size): VncError {
  return vncError('VNC_OUTSIDE_SCREEN', {
    x: place.x,
    y: place.y,
    ...('width' in place ? { what: 'region', regionWidth: place.width, regionHeight: place.height } : {}),
    width: screen.width,
    height: screen.height,
  });
}

/** The pixel at `place`, fractions cut off. @throws `VNC_OUTSIDE_SCREEN` */
export function pixelAt(place: Point, screen: Size): Point {
  const x = Math.floor(place.x);
  const y = Math.floor(place.y);
  // Written so that NaN is outside as well.
  if (!(x >= 0 && y >= 0 && x < screen.width && y < screen.height)) throw outsideScreen(place, screen);
  return { x, y };
}

/** `region` when the screen has all of it. @throws `VNC_OUTSIDE_SCREEN`, for an empty region too */
export function regionOf(region: Rect, screen: Size): Rect {
  const { x, y, width, height } = region;
  const whole = [x, y, width, height].every((side) => Number.isInteger(side));
  if (!whole || isEmpty(region) || !contains(wholeOf(screen), region)) throw outsideScreen(region, screen);
  return { x, y, width, height };
}

/** The pixel of the screen that is nearest to `place`. */
export function clampTo(screen: Size, place: Point): Point {
  const clamp = (value: number, size: number): number =>
    Number.isFinite(value) ? Math.min(Math.max(0, Math.floor(value)), Math.max(0, size - 1)) : 0;
  return { x: clamp(place.x, screen.width), y: clamp(place.y, screen.height) };
}
