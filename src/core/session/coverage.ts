import { type Rect, isEmpty, subtract } from '../base/geometry.ts';

/** Which pixels of a region have not been painted yet. */
export class Coverage {
  #missing: Rect[];

  constructor(region: Rect) {
    this.#missing = isEmpty(region) ? [] : [region];
  }

  /** Whether every pixel has been painted. */
  get complete(): boolean {
    return this.#missing.length === 0;
  }

  /** Takes away what `painted` covers. */
  add(painted: readonly Rect[]): void {
    for (const rect of painted) {
      if (this.complete) return;
      this.#missing = this.#missing.flatMap((part) => subtract(part, rect));
    }
  }
}
