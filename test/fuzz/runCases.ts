import { mutate } from './mutate.ts';
import { type CaseOutcome, playCase } from './playCase.ts';
import type { Seed } from './seeds.ts';

/** Which cases to play: number `first`, `first + step` and so on, below `end`. */
export interface CaseRange {
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

/** A case that did not end as it should. */
export interface FailedCase {
  readonly number: number;
  readonly seed: string;
  readonly complaint: string;
  readonly bytes: Uint8Array;
}

/** What a run of cases came to. */
export interface RunOutcome {
  readonly cases: number;
  /** Cases that had painted at least one update before they ended. */
  readonly painted: number;
  readonly byCode: ReadonlyMap<string, number>;
  readonly failed: readonly FailedCase[];
  /** The most memory that the process had, in bytes. */
  readonly mostMemory: number;
}

/** Most streams come as one; some in pieces, as slow networks deliver them. */
const pieces = [1, 1, 1, 5, 1, 2, 1];

/** One case in so many is of a type whose client makes an RSA key first, which takes as long as hundreds of others. */
const slowCases = 500;

/** Streams to damage: what real servers have sent, and what was made of the decoders' vectors. */
export interface SeedPool {
  readonly recorded: readonly Seed[];
  readonly synthetic: readonly Seed[];
}

/** The seed of a case: recorded and made ones by turns, those that take long seldom. */
function seedOf({ recorded, synthetic }: SeedPool, number: number): Seed | undefined {
  const isSlow = number % slowCases === 0;
  const turn = Math.floor(number / 2);
  if (!isSlow && number % 2 === 1) return synthetic[turn % synthetic.length];
  const suitable = recorded.filter(({ types }) => types.some((type) => type.startsWith('RA2')) === isSlow);
  return suitable[(isSlow ? number / slowCases : turn) % suitable.length];
}

/** Seconds of work that no stream may cost: each is of a few thousand bytes. */
const MOST_SECONDS = 2;

/** Plays a case, a second time where it was slow: machines are busy, and others of this process work as well. */
async function playInTime(...[stream, options]: Parameters<typeof playCase>): Promise<CaseOutcome> {
  const first = await measured(stream, options);
  if (first.seconds <= MOST_SECONDS) return first.outcome;
  const { seconds, outcome } = await measured(stream, options);
  if (seconds <= MOST_SECONDS) return outcome;
  return { ...outcome, complaint: outcome.complaint ?? `it took ${seconds.toFixed(1)} s of work` };
}

/** Seconds of work: neither more than have passed nor more than the process has worked. */
async function measured(
  ...[stream, options]: Parameters<typeof playCase>
): Promise<{ readonly seconds: number; readonly outcome: CaseOutcome }> {
  const began = performance.now();
  const before = process.cpuUsage();
  const outcome = await playCase(stream, options);
  const { user, system } = process.cpuUsage(before);
  return { seconds: Math.min((performance.now() - began) / 1000, (user + system) / 1e6), outcome };
}

/** Failures are alike: more of them tell nothing new. */
const KEPT_FAILURES = 20;

/** Plays the cases of `range`: what a case is depends on its number alone. */
export async function runCases(pool: SeedPool, range: CaseRange): Promise<RunOutcome> {
  const all = [...pool.recorded, ...pool.synthetic];
  const byCode = new Map<string, number>();
  const failed: FailedCase[] = [];
  let cases = 0;
  let painted = 0;
  let mostMemory = 0;
  for (let number = range.first; number < range.end; number += range.step) {
    const seed = seedOf(pool, number);
    const other = all[(number * 7 + 3) % all.length];
    if (seed === undefined || other === undefined) throw new Error('there are no seeds');
    const bytes = mutate(seed.bytes, other.bytes, number);
    const outcome = await playInTime(bytes, {
      types: seed.types,
      pieces: pieces[number % pieces.length] ?? 1,
    });
    cases += 1;
    if (outcome.updates > 0) painted += 1;
    byCode.set(outcome.code, (byCode.get(outcome.code) ?? 0) + 1);
    const { complaint } = outcome;
    if (complaint !== undefined && failed.length < KEPT_FAILURES)
      failed.push({ number, seed: seed.name, complaint, bytes });
    if (number % 64 === range.first % 64) mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
  }
  return { cases, painted, byCode, failed, mostMemory };
}
