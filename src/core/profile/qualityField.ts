import type { Subsampling } from '../session/wire.ts';
import { type Report, readChoice, readNumber } from './fieldReaders.ts';

/** What a connection can say of its quality instead of a level. */
export const qualityWords = ['auto', 'lossless'] as const;

/** How pictures come to panels: chosen by the session, exact, or JPEG of a level from 0 (least) to 9. */
export type QualityProfile = (typeof qualityWords)[number] | number;

/** Reads a quality. */
export function readQuality(value: unknown, report: Report): QualityProfile | undefined {
  if (typeof value === 'string') return readChoice(value, report, qualityWords);
  return readNumber(value, report, { least: 0, most: 9, whole: true });
}

/** The steps of `subsampling`. */
export const subsamplingNames = [
  '1x',
  '2x',
  '4x',
  'gray',
  '8x',
  '16x',
] as const satisfies readonly Subsampling[];

/** The bounds of `fineQuality`. */
export const fineQualityBounds = { least: 0, most: 100 } as const;
