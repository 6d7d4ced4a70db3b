/** A `WheelEvent`, as far as it counts here. */
export interface WheelInput {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
}

/** Whole notches; positive is right and down. */
export interface Notches {
  readonly right: number;
  readonly down: number;
}

/** CSS pixels that count as one notch when they have come together bit by bit. */
const notchPixels = 50;
/** CSS pixels of one notch of a wheel, as browsers report it (100 to 120). */
const wheelPixels = 110;
const linePixels = 19;
const pagePixels = 110;

/** Makes notches of what wheels and touchpads report: the remote side knows nothing smaller. */
export class WheelNotches {
  #x = 0;
  #y = 0;

  /** Adds an event; returns the notches that are complete now. */
  add({ deltaX, deltaY, deltaMode }: WheelInput): Notches {
    const unit = deltaMode === 0 ? 1 : deltaMode === 1 ? linePixels : pagePixels;
    const x = step(this.#x, deltaX * unit);
    const y = step(this.#y, deltaY * unit);
    this.#x = x.rest;
    this.#y = y.rest;
    return { right: x.notches, down: y.notches };
  }
}

function step(rest: number, delta: number): { readonly rest: number; readonly notches: number } {
  // Whoever turns back means it: what is left of the other direction does not count.
  const sum = rest * delta < 0 ? delta : rest + delta;
  if (Math.abs(sum) < notchPixels) return { rest: sum, notches: 0 };
  return { rest: 0, notches: Math.sign(sum) * Math.max(1, Math.round(Math.abs(sum) / wheelPixels)) };
}
