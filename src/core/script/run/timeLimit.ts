import { durationText } from './durationText.ts';

/** Until when something may take, and whose limit that is. */
export interface TimeLimit {
  /** On the run's clock. */
  readonly at: number;
  /** How long it was when it began, in milliseconds. */
  readonly length: number;
  /** For messages: `the time limit of the test`. */
  readonly owner: string;
  /** Whether it bounds a whole run. */
  readonly ofRun: boolean;
}

/** The limit that ends first. */
export function nearer(a: TimeLimit | undefined, b: TimeLimit | undefined): TimeLimit | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.at < a.at ? b : a;
}

/** `the time limit of the test (3m)`. */
export function limitText(limit: TimeLimit): string {
  return `${limit.owner} (${durationText(limit.length)})`;
}
