import type { Point } from '../base/geometry.ts';

/** Milliseconds between two places of a drag at most: sixty a second, as a hand's mouse. */
const longestStep = 16;

/** One place on the way, and how long to wait before going there. */
export interface DragStep {
  readonly place: Point;
  /** Milliseconds. */
  readonly wait: number;
}

/**
 * The way through `stops`, from the first to the last, in `duration` milliseconds at an even pace. Every stop
 * is passed exactly; the first is where the drag begins and is not among the steps.
 */
export function dragPath(stops: readonly Point[], duration: number): readonly DragStep[] {
  const legs = stops.slice(1).map((to, i) => {
    const from = stops[i] ?? to;
    return { from, to, length: Math.hypot(to.x - from.x, to.y - from.y) };
  });
  const total = legs.reduce((sum, leg) => sum + leg.length, 0);
  return legs.flatMap(({ from, to, length }) => {
    const time = total === 0 ? duration / legs.length : (duration * length) / total;
    const count = Math.max(1, Math.ceil(time / longestStep));
    return Array.from({ length: count }, (_, i) => {
      const share = (i + 1) / count;
      return {
        place: {
          x: Math.round(from.x + (to.x - from.x) * share),
          y: Math.round(from.y + (to.y - from.y) * share),
        },
        wait: time / count,
      };
    });
  });
}
