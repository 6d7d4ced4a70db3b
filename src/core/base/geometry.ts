/** A place on the screen, in framebuffer pixels from the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A width and a height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of whole pixels: columns `x` to `x + width - 1`, rows `y` to `y + height - 1`. */
export interface Rect extends Point, Size {}

/** Whether `rect` holds no pixel. */
export function isEmpty(rect: Size): boolean {
  return rect.width <= 0 || rect.height <= 0;
}

/** The pixels that `a` and `b` share; possibly empty. */
export function intersect(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x);
  const height = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y);
  return { x, y, width, height };
}

/** Whether `a` and `b` share a pixel. */
export function overlaps(a: Rect, b: Rect): boolean {
  return (
    a.x < b.x + b.width &&
    b.x < a.x + a.width &&
    a.y < b.y + b.height &&
    b.y < a.y + a.height &&
    !isEmpty(a) &&
    !isEmpty(b)
  );
}

/** The smallest rectangle around both. */
export function boundingRect(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const width = Math.max(a.x + a.width, b.x + b.width) - x;
  const height = Math.max(a.y + a.height, b.y + b.height) - y;
  return { x, y, width, height };
}

/** Whether every pixel of `inner` is one of `outer`. */
export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The whole of a screen. */
export function wholeOf(size: Size): Rect {
  return { x: 0, y: 0, width: size.width, height: size.height };
}

/** The parts of `rect` that are not in `hole`: at most four rectangles that do not overlap. */
export function subtract(rect: Rect, hole: Rect): Rect[] {
  const cut = intersect(rect, hole);
  if (isEmpty(cut)) return isEmpty(rect) ? [] : [rect];
  const right = rect.x + rect.width;
  const bottom = rect.y + rect.height;
  const cutRight = cut.x + cut.width;
  const cutBottom = cut.y + cut.height;
  return [
    { x: rect.x, y: rect.y, width: rect.width, height: cut.y - rect.y },
    { x: rect.x, y: cutBottom, width: rect.width, height: bottom - cutBottom },
    { x: rect.x, y: cut.y, width: cut.x - rect.x, height: cut.height },
    { x: cutRight, y: cut.y, width: right - cutRight, height: cut.height },
  ].filter((part) => !isEmpty(part));
}
