import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { PNG } from 'pngjs';
import { openSession } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import { runProgram, startProgram } from '../support/programs.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const usage = `usage: npm run bench automation [-- --seconds N] [--runs N]

Measures what scripts feel, on TigerVNC at 1920 x 1080 with a screen that changes all the time: whole commands that
connect, do one thing and end; pictures, refreshes and pointer moves of one session. \`npm run build\` first.

Peers, where they are installed: gvnccapture (Debian: apt-get install gvncviewer), and vncdotool, whose \`vncdo\` is
looked for on PATH or in the environment variable VNCDO. Compare the ratios, not the figures.
The exit code is 1 when a bar is missed.`;

const size = { width: 1920, height: 1080 };

/** Pictures a second that one session has to give. */
const wantedPictures = 25;

/** How often a peer repeats itself within one command, to see what one time takes. */
const repeats = { pictures: 10, moves: 2000 } as const;

interface Server {
  readonly host: string;
  readonly port: number;
}

/** Runs the benchmark. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const seconds = numberAfter(args, '--seconds', 5);
  const runs = numberAfter(args, '--runs', 5);
  await using server = await startTigerVnc(size);
  // A window on the whole screen that paints without pause.
  const painter = await startProgram('xterm', [
    ...['-display', server.display, '-geometry', '400x150+0+0', '-fn', '5x7', '-e'],
    ...['sh', '-c', 'i=0; while :; do i=$((i+1)); seq $i $((i+140)); sleep 0.03; done'],
  ]);
  const folder = temporaryFolder();
  const bars = new Bars();
  try {
    await compareCommands(server, runs, folder, bars);
    await compareSessions(server, seconds, folder, bars);
  } finally {
    await painter.stop();
    await rm(folder, { recursive: true, force: true });
  }
  console.log(bars.missed === 0 ? '\nAll bars are met.' : `\n${bars.missed} bars are missed.`);
  return bars.missed === 0 ? 0 : 1;
}

/** Whole commands. */
async function compareCommands(server: Server, runs: number, folder: string, bars: Bars): Promise<void> {
  const vncdo = process.env['VNCDO'] ?? 'vncdo';
  const address = `${server.host}::${server.port}`;
  const file = path.join(folder, 'cold.png');
  const script = path.join(folder, 'line.vncscript');
  await writeFile(script, 'set typing 0ms\ntype "The quick brown fox jumps over"\n');
  const cli = 'dist/cli.js';
  const shots: Row = { name: 'cold: one PNG picture', ours: [], peers: { vncdotool: [], gvnccapture: [] } };
  const lines: Row = { name: 'cold: type a line', ours: [], peers: { vncdotool: [] } };
  // In turns, so that what else the machine does hits all.
  for (let i = 0; i < runs; i++) {
    shots.ours.push(await timeOf(process.execPath, [cli, 'screenshot', address, file], file));
    await add(shots, 'vncdotool', timeOf(vncdo, ['-s', address, 'capture', file], file));
    // Takes displays only: port 5900 and up.
    const display = `${server.host}:${server.port - 5900}`;
    await add(shots, 'gvnccapture', timeOf('gvnccapture', [display, file], file));
    lines.ours.push(await timeOf(process.execPath, [cli, 'run', script, '--url', address]));
    await add(lines, 'vncdotool', timeOf(vncdo, ['-s', address, 'type', 'The quick brown fox jumps over']));
  }
  show(shots, 'ms', { vncdotool: 0.5 }, bars);
  show(lines, 'ms', { vncdotool: 1 }, bars);
}

/** One session that goes on and on. */
async function compareSessions(server: Server, seconds: number, folder: string, bars: Bars): Promise<void> {
  const { host, port } = server;
  const target = { transport: 'tcp', host, port } as const;
  await using session = await openSession({ target, name: 'bench', credentials: {} });
  const warm = await warmPictures(session, seconds);
  const vncdo = process.env['VNCDO'] ?? 'vncdo';
  const address = `${host}::${port}`;
  const shot = path.join(folder, 'warm.png');
  const captures = Array.from({ length: repeats.pictures }, () => ['capture', shot]).flat();
  const theirPicture = await timeOfEach(
    vncdo,
    ['-s', address],
    ['capture', shot],
    captures,
    repeats.pictures - 1,
  );
  console.log(row('warm: one PNG picture, ms', warm.times));
  console.log(
    `warm: PNG pictures a second: ${warm.rate.toFixed(1)} (${warm.different} of ${warm.count} differ), ` +
      `${bars.verdict(warm.rate / wantedPictures, 'at least')} of ${wantedPictures} wanted` +
      bars.perSecond(warm.rate, theirPicture),
  );
  const refreshes = await ratePerSecond(seconds, async () => await session.screen.refresh());
  console.log(
    `warm: full refreshes a second: ${refreshes.toFixed(1)}${bars.perSecond(refreshes, theirPicture)}`,
  );
  let place = 0;
  const moves = await ratePerSecond(seconds, async () => {
    place = (place + 1) % 1000;
    await session.mouse.moveTo(place, place);
  });
  const way = Array.from({ length: repeats.moves }, (_, i) => ['move', `${i % 1000}`, `${i % 1000}`]).flat();
  const theirMove = await timeOfEach(vncdo, ['-s', address], ['move', '1', '1'], way, repeats.moves - 1);
  console.log(`warm: pointer moves a second: ${moves.toFixed(0)}${bars.perSecond(moves, theirMove)}`);
  console.log(
    `latency by fence, ms: ${session.statistics.latency?.median.toFixed(2) ?? 'not measured'} (median)`,
  );
}

interface Row {
  readonly name: string;
  readonly ours: number[];
  readonly peers: Readonly<Record<string, number[]>>;
}

/** Keeps a peer's figure, if the peer is there. */
async function add(to: Row, peer: string, figure: Promise<number>): Promise<void> {
  try {
    to.peers[peer]?.push(await figure);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function show(result: Row, unit: string, allowed: Readonly<Record<string, number>>, bars: Bars): void {
  console.log(row(`${result.name}, ours, ${unit}`, result.ours));
  for (const [peer, figures] of Object.entries(result.peers)) {
    if (figures.length === 0) {
      console.log(`  ${peer}: not installed`);
      continue;
    }
    const ratio = median(result.ours) / median(figures);
    const bar = allowed[peer];
    const judged =
      bar === undefined ? ratio.toFixed(2) : `${bars.verdict(ratio / bar, 'at most')} of ${bar} allowed`;
    console.log(`${row(`  ${peer}, ${unit}`, figures)}\n  ours to ${peer}: ${ratio.toFixed(2)}; ${judged}`);
  }
}

/** Judges figures, and counts those that miss what is wanted. */
class Bars {
  #missed = 0;

  get missed(): number {
    return this.#missed;
  }

  /** How a share of what is wanted or allowed is judged. */
  verdict(share: number, bound: 'at least' | 'at most'): string {
    return `${this.#judge(bound === 'at least' ? share >= 1 : share <= 1)}: ${(share * 100).toFixed(0)} %`;
  }

  /** Compares our rate with what a peer takes for one time. */
  perSecond(rate: number, peer: number | undefined): string {
    if (peer === undefined) return '; vncdotool: not installed';
    const theirs = 1000 / peer;
    return `; vncdotool ${theirs.toFixed(1)}, ours to it ${(rate / theirs).toFixed(2)}: ${this.#judge(rate >= theirs)}`;
  }

  #judge(passes: boolean): string {
    if (!passes) this.#missed++;
    return passes ? 'pass' : 'FAIL';
  }
}

async function ratePerSecond(seconds: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < seconds * 1000) {
    await work();
    count += 1;
  }
  return count / ((performance.now() - began) / 1000);
}

interface Warm {
  readonly rate: number;
  readonly count: number;
  readonly different: number;
  readonly times: readonly number[];
}

/** Takes pictures one after the other. */
async function warmPictures(session: Session, seconds: number): Promise<Warm> {
  const spent: number[] = [];
  const seen = new Set<string>();
  const began = performance.now();
  let now = began;
  while (now - began < seconds * 1000) {
    const { data } = await session.screen.capture();
    seen.add(Buffer.from(data.subarray(-24)).toString('hex'));
    spent.push(performance.now() - now);
    now = performance.now();
  }
  const rate = spent.length / ((now - began) / 1000);
  return { rate, count: spent.length, different: seen.size, times: spent };
}

/** Milliseconds of a whole command, which must have written a picture of the screen into `file`, if given. */
async function timeOf(program: string, args: readonly string[], file?: string): Promise<number> {
  if (file !== undefined) await rm(file, { force: true });
  const began = performance.now();
  await runProgram(program, args);
  const spent = performance.now() - began;
  if (file === undefined) return spent;
  const { width, height } = PNG.sync.read(readFileSync(file));
  if (width !== size.width || height !== size.height) throw new Error(`${file} is ${width} x ${height}`);
  return spent;
}

/** Milliseconds of each further time that a peer does something within one command; `undefined` where it is missing. */
async function timeOfEach(
  program: string,
  server: readonly string[],
  once: readonly string[],
  often: readonly string[],
  further: number,
): Promise<number | undefined> {
  try {
    const short = await timeOf(program, [...server, ...once]);
    const long = await timeOf(program, [...server, ...often]);
    return Math.max(0.001, (long - short) / further);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function row(name: string, values: readonly number[]): string {
  const shown = [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(0));
  return `${name}: ${shown.join(' / ')} (min / median / max of ${values.length})`;
}

function numberAfter(args: readonly string[], option: string, otherwise: number): number {
  const at = args.indexOf(option);
  return at < 0 ? otherwise : Number(args[at + 1] ?? otherwise);
}
