/** A `WheelEvent`, as far as it counts here. */
export interface WheelInput {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly shiftKey?: boolean;
  /** What Chromium knows of the wheel itself: -120 is a notch to the right or down, parts of it are parts of one. */
  readonly wheelDeltaX?: number;
  readonly wheelDeltaY?: number;
}

/** Whole notches; positive is right and down. */
export interface Notches {
  readonly right: number;
  readonly down: number;
}

/** What `wheelDelta` is for a notch. */
const wheelUnit = 120;
/** CSS pixels that count as one notch when they have come together bit by bit. */
const notchPixels = 50;
/** CSS pixels of one notch of a wheel, as browsers report it (100 to 120). */
const wheelPixels = 110;
const linePixels = 19;
const pagePixels = 110;
/** Parts of a notch that adding parts of it may be wrong by. */
const tolerance = 1e-6;

/**
 * Makes notches of what wheels and touchpads report: the remote side knows nothing smaller. What is left over counts
 * for the next one, so that a slow or finely stepping wheel turns there as far as it turned here.
 */
export class WheelNotches {
  #x = 0;
  #y = 0;

  /** Adds an event; returns the notches that are complete now. */
  add(event: WheelInput): Notches {
    const x = notchesOf(event.deltaX, event.wheelDeltaX, event.deltaMode);
    const y = notchesOf(event.deltaY, event.wheelDeltaY, event.deltaMode);
    // Browsers turn a wheel with Shift sideways. The remote side has the Shift too, and turns it as it likes.
    const turned = event.shiftKey === true && y === 0;
    const right = step(this.#x, turned ? 0 : x);
    const down = step(this.#y, turned ? x : y);
    this.#x = right.rest;
    this.#y = down.rest;
    return { right: right.notches, down: down.notches };
  }
}

/** The notches of an event, and parts of them. */
function notchesOf(delta: number, wheelDelta: number | undefined, deltaMode: number): number {
  if (delta === 0) return 0;
  // Of the same turn, pixels depend on the system's settings and on the zoom of the page.
  if (wheelDelta !== undefined && wheelDelta !== 0) return -wheelDelta / wheelUnit;
  const pixels = delta * (deltaMode === 0 ? 1 : deltaMode === 1 ? linePixels : pagePixels);
  const size = Math.abs(pixels);
  return size < notchPixels
    ? pixels / notchPixels
    : Math.sign(pixels) * Math.max(1, Math.round(size / wheelPixels));
}

function step(rest: number, notches: number): { readonly rest: number; readonly notches: number } {
  // Whoever turns back means it: what is left of the other direction does not count.
  const sum = rest * notches < 0 ? notches : rest + notches;
  const whole = Math.trunc(sum + Math.sign(sum) * tolerance);
  // Not -0, which is another number in a message.
  return { rest: sum - whole, notches: whole + 0 };
}
