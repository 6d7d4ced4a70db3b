import { type Rect, intersect, isEmpty, subtract } from '../base/geometry.ts';
import type { Damage } from './wire.ts';

/** Which pixels of a region have not been painted exactly yet. */
export class Coverage {
  readonly #region: Rect;
  #missing: Rect[];

  constructor(region: Rect) {
    this.#region = region;
    this.#missing = isEmpty(region) ? [] : [region];
  }

  /** Whether every pixel has been painted. */
  get complete(): boolean {
    return this.#missing.length === 0;
  }

  /** Takes away what `painted` covers, rectangle by rectangle; what is lossy is missing again. */
  add(painted: readonly Damage[]): void {
    for (const { x, y, width, height, lossy } of painted) {
      const rect = { x, y, width, height };
      if (lossy !== true && this.complete) continue;
      this.#missing = this.#missing.flatMap((part) => subtract(part, rect));
      if (lossy !== true) continue;
      const lost = intersect(this.#region, rect);
      if (!isEmpty(lost)) this.#missing.push(lost);
    }
  }
}
