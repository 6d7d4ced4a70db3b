import type { Colour } from './picture.ts';

/** The same line `count` times. */
export function lines(count: number, line: string): string[] {
  return Array.from({ length: count }, () => line);
}

/** A line of one colour. */
export function line(count: number, colour: Colour): string {
  return colour.repeat(count);
}
