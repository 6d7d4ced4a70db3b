import type { Size } from '../../core/base/geometry.ts';

/** Sides of a desktop are 16 bits on the wire. */
const longestSide = 0xffff;

/** A size as people write it: `1440x900`, `1440 × 900` or `1440 900`. */
export function parseSize(text: string): Size | undefined {
  const match = /^\s*(\d{1,5})\s*[x×*, ]\s*(\d{1,5})\s*$/iu.exec(text);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  const fits = (side: number): boolean => side >= 1 && side <= longestSide;
  return match !== null && fits(width) && fits(height) ? { width, height } : undefined;
}
