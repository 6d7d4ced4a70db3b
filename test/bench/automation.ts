import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { PNG } from 'pngjs';
import { openSession } from '../../src/core/session/openSession.ts';
import { runProgram, startProgram } from '../support/programs.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const usage = `usage: npm run bench automation [-- --seconds N] [--runs N]

Measures what scripts feel, on TigerVNC at 1920 x 1080 with a screen that changes all the time: PNG pictures a
second over one session, and the time of whole commands that connect, write one picture and end, beside
gvnccapture (Debian: apt-get install gvncviewer). \`npm run build\` first. Compare the ratios, not the figures.`;

const size = { width: 1920, height: 1080 };

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
  try {
    const warm = await warmPictures(server, seconds);
    console.log(
      `warm, PNG pictures a second of one session: ${warm.rate.toFixed(1)} (${warm.different} of ${warm.count} differ)`,
    );
    console.log(row('  one picture, ms', warm.times));
    const url = `${server.host}::${server.port}`;
    const ours: number[] = [];
    const theirs: number[] = [];
    const file = path.join(folder, 'cold.png');
    // In turns, so that what else the machine does hits both.
    for (let i = 0; i < runs; i++) {
      ours.push(await timeOf(file, process.execPath, ['dist/cli.js', 'screenshot', url, file]));
      const peer = await timeOfPeer(file, server);
      if (peer !== undefined) theirs.push(peer);
    }
    console.log(row('cold, vncscript screenshot, ms', ours));
    if (theirs.length === 0) {
      console.log('cold, gvnccapture: not installed (apt-get install gvncviewer)');
    } else {
      console.log(row('cold, gvnccapture, ms', theirs));
      console.log(`cold, ours to gvnccapture: ${(median(ours) / median(theirs)).toFixed(2)}`);
    }
  } finally {
    await painter.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
}

interface Warm {
  readonly rate: number;
  readonly count: number;
  readonly different: number;
  readonly times: readonly number[];
}

/** Takes pictures one after the other. */
async function warmPictures(server: { host: string; port: number }, seconds: number): Promise<Warm> {
  const { host, port } = server;
  const target = { transport: 'tcp', host, port } as const;
  await using session = await openSession({ target, name: 'bench', credentials: {} });
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

/** Milliseconds of a whole command, which must have written a picture of the screen. */
async function timeOf(file: string, program: string, args: readonly string[]): Promise<number> {
  await rm(file, { force: true });
  const began = performance.now();
  await runProgram(program, args);
  const spent = performance.now() - began;
  const { width, height } = PNG.sync.read(readFileSync(file));
  if (width !== size.width || height !== size.height) throw new Error(`${file} is ${width} x ${height}`);
  return spent;
}

/** The same of gvnccapture, which takes displays only: port 5900 and up. `undefined` where it is not installed. */
async function timeOfPeer(file: string, server: { host: string; port: number }): Promise<number | undefined> {
  try {
    return await timeOf(file, 'gvnccapture', [`${server.host}:${server.port - 5900}`, file]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
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
