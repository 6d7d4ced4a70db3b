import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { mostBytesOfOneClient } from './playCase.ts';
import { type CaseRange, type RunOutcome, runCases } from './runCases.ts';
import { runPreludes } from './preludes.ts';
import { readSeeds } from './seeds.ts';
import { syntheticSeeds } from './syntheticSeeds.ts';

/** What the process may need beside the clients that it plays: Node, seeds, garbage that is not collected yet. */
const OWN_BYTES = 768 * 1024 * 1024;

/**
 * `[--cases N] [--first N] [--threads N]`: plays damaged streams, and answers of what lies on the way to a server, and prints how they ended. One that ends badly is
 * written to `out/fuzz`; `--first NUMBER --cases 1` plays it alone. The last line is the count, for `npm test`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000000' },
      first: { type: 'string', default: '0' },
      threads: { type: 'string', default: '2' },
    },
  });
  const cases = Number(values.cases);
  const first = Number(values.first);
  const threads = Math.min(Number(values.threads), cases);
  if (!(cases > 0 && first >= 0 && threads > 0))
    throw new Error('usage: npm run fuzz -- [--cases N] [--first N] [--threads N]');
  const begin = performance.now();
  const parts = await Promise.all(
    Array.from(
      { length: threads },
      async (_, part) => await playInThread({ first: first + part, end: first + cases, step: threads }),
    ),
  );
  const failures =
    report(parts, (performance.now() - begin) / 1000, threads) +
    (await reportPreludes(Math.ceil(first / PRELUDE_SHARE), Math.ceil((first + cases) / PRELUDE_SHARE)));
  console.log(JSON.stringify({ passed: failures === 0 ? 1 : 0, failed: failures }));
  process.exitCode = failures === 0 ? 0 : 1;
}

/** One prelude is damaged for so many streams: each needs a connection of its own. */
const PRELUDE_SHARE = 20;

/** Plays what comes before a stream, prints how it ended, and returns how much failed. */
async function reportPreludes(first: number, end: number): Promise<number> {
  const { byCode, failed } = await runPreludes(first, end);
  const codes = [...byCode].toSorted(([, a], [, b]) => b - a).map(([code, count]) => `${code}: ${count}`);
  console.log(`${end - first} answers of proxies, repeaters and gateways: ${codes.join(', ')}`);
  for (const { number, prelude, complaint, bytes } of failed) {
    const file = keep(`prelude-${number}.bin`, bytes);
    console.log(
      `answer ${number} (${prelude}): ${complaint}; its bytes: ${file}; again with --first ${number * PRELUDE_SHARE} --cases 1`,
    );
  }
  return failed.length;
}

/** Writes the bytes of what failed. @returns where */
function keep(name: string, bytes: Uint8Array): string {
  mkdirSync('out/fuzz', { recursive: true });
  const file = path.join('out/fuzz', name);
  writeFileSync(file, bytes);
  return file;
}

async function playInThread(range: CaseRange): Promise<RunOutcome> {
  const thread = new Worker(new URL(import.meta.url), { workerData: range });
  return await new Promise<RunOutcome>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`a thread ended with ${code} before it was through`)));
  });
}

/** Prints what came out, keeps the bytes of what failed, and returns how much failed. */
function report(parts: readonly RunOutcome[], seconds: number, threads: number): number {
  const sum = (count: (part: RunOutcome) => number): number =>
    parts.reduce((total, part) => total + count(part), 0);
  const cases = sum((part) => part.cases);
  const codes = new Map<string, number>();
  for (const [code, count] of parts.flatMap((part) => [...part.byCode]))
    codes.set(code, (codes.get(code) ?? 0) + count);
  for (const [code, count] of [...codes].toSorted(([, a], [, b]) => b - a)) console.log(`${code}: ${count}`);
  const most = Math.max(...parts.map((part) => part.mostMemory));
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  console.log(
    `${cases} cases in ${seconds.toFixed(1)} s, ${sum((part) => part.painted)} painted before they ended, at most ${megabytes(most)}`,
  );
  const failed = parts.flatMap((part) => part.failed);
  for (const { number, seed, complaint, bytes } of failed) {
    const file = keep(`${number}.rfb`, bytes);
    console.log(`case ${number} (${seed}): ${complaint}; its bytes: ${file}`);
  }
  const bound = OWN_BYTES + threads * mostBytesOfOneClient;
  if (most > bound) console.log(`memory: ${megabytes(most)} is more than ${megabytes(bound)}`);
  return failed.length + (most > bound ? 1 : 0);
}

if (isMainThread) {
  await main();
} else {
  parentPort?.postMessage(
    await runCases({ recorded: readSeeds(), synthetic: syntheticSeeds() }, workerData as CaseRange),
  );
}
