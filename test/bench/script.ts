import process from 'node:process';
import { check } from '../../src/core/script/checker.ts';
import { format } from '../../src/core/script/formatter.ts';
import { parse } from '../../src/core/script/parser.ts';
import { exampleNames, fixture } from '../core/script/mutations.ts';

/** As many lines as the example scripts are grown to: about what one file may hold. */
const wantedLines = 24_800;

/** Measures how long a script of many lines, and one of a screen's length, take; CPU time, best of several. */
export function main(): number {
  const small = fixture(exampleNames[0]);
  const block = exampleNames.map((name) => fixture(name).replace(/^vncscript 1\n/, '')).join('\n');
  const large = block.repeat(Math.ceil(wantedLines / block.split('\n').length));
  for (const [what, source, rounds] of [
    ['large', large, 8],
    ['small', small, 300],
  ] as const) {
    const parsed = parse(source);
    const lines = `${source.split('\n').length} lines, ${Math.round(source.length / 1024)} KiB`;
    console.log(
      `${what} (${lines}): parse ${best(rounds, () => parse(source))} ms, check ${best(rounds, () => check(parsed))} ms, ` +
        `format ${best(rounds, () => format(source))} ms`,
    );
  }
  return 0;
}

/** Milliseconds of CPU time of the quickest round. */
function best(rounds: number, work: () => unknown): string {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least.toFixed(2);
}
