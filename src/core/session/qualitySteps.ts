import type { ColorDepth } from './wire.ts';

/** What the server may do to pictures. */
export interface QualityStep {
  /** 0 (worst) to 9; without loss when `undefined`. */
  readonly quality: number | undefined;
  readonly compression: number | undefined;
  readonly colorDepth: ColorDepth;
  /** About how long pictures of this step take, in those of the second step. */
  readonly weight: number;
  /** Bytes a millisecond that the line has to fall below before this step is of use. */
  readonly below: number;
}

/** What a session chooses from by itself, the best first. */
export const qualitySteps = [
  { quality: undefined, compression: undefined, colorDepth: 24, weight: 4, below: Number.POSITIVE_INFINITY },
  { quality: 8, compression: undefined, colorDepth: 24, weight: 1, below: Number.POSITIVE_INFINITY },
  { quality: 6, compression: undefined, colorDepth: 24, weight: 0.6, below: 6000 },
  { quality: 4, compression: 5, colorDepth: 24, weight: 0.4, below: 2500 },
  { quality: 2, compression: 7, colorDepth: 24, weight: 0.25, below: 1000 },
  { quality: 1, compression: 9, colorDepth: 16, weight: 0.18, below: 60 },
  { quality: 0, compression: 9, colorDepth: 8, weight: 0.14, below: 15 },
] as const satisfies readonly QualityStep[];

/** The step at `index`, the nearest one where there is none. */
export function qualityStep(index: number): QualityStep {
  return qualitySteps[Math.max(0, Math.min(index, qualitySteps.length - 1))] ?? qualitySteps[0];
}
