import type { Disposable } from '../base/disposables.ts';
import { vncError } from '../base/errors.ts';
import type { ColorDepth, Wire } from './wire.ts';

const depths: readonly unknown[] = [8, 16, 24] satisfies ColorDepth[];

/** Keeps how many colours come over the wire, over all connections of a session. */
export class ColorControl {
  readonly #wire: Wire;
  readonly #hold: () => Disposable;
  #depth: ColorDepth;
  /** Set while the connection was lost: the next one may have been made with the number before. */
  #isLate = false;

  /**
   * @param depth what the connection was opened with.
   * @param hold lets no pixel count until the result is disposed.
   */
  constructor(wire: Wire, depth: ColorDepth, hold: () => Disposable) {
    this.#wire = wire;
    this.#depth = depth;
    this.#hold = hold;
  }

  get depth(): ColorDepth {
    return this.#depth;
  }

  set depth(depth: ColorDepth) {
    if (!depths.includes(depth))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'colorDepth', value: depth });
    if (depth === this.#depth) return;
    this.#depth = depth;
    if (this.#wire.closed) this.#isLate = true;
    else this.#switch();
  }

  /** Another connection has taken over. */
  replaced(): void {
    if (!this.#isLate) return;
    this.#isLate = false;
    this.#switch();
  }

  #switch(): void {
    const hold = this.#hold();
    // What ends the connection is told elsewhere.
    this.#wire
      .setPixelFormat(this.#depth)
      .catch(() => undefined)
      .finally(() => hold.dispose());
  }
}
