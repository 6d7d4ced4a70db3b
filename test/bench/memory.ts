import { loadavg } from 'node:os';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openSession } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import type { EncodingChoice } from '../../src/core/session/wire.ts';
import { HeadlessPanel } from '../soak/panel.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { mallocHeaps } from './mallocHeaps.ts';
import { screenSize, screenWorkloads } from './screen/workloads.ts';

const usage = `usage: npm run bench memory [-- --seconds N] [--quality auto|lossless|0..9] [--sessions A,B,…]

Opens sessions with panels on a TigerVNC screen of 1920 x 1080 in this process, as an extension host does, has each of
them see a video, takes a capture of each as scripts do, and prints what the process holds: while the video plays, the
largest of many looks, and afterwards, once garbage is collected. What a session holds is the difference to none,
divided by how many there are. By default 1, 2 and 4 sessions, 8 seconds of video each, and automatic quality.

Once all are closed the most of them are opened once more: what the process then holds more than before is what is
lost. What stays above the beginning and does not grow is freed memory that glibc's allocator keeps: after a large block
is freed it takes blocks of that size, such as framebuffers, from its heaps (column "malloc") instead of from the
system. With MALLOC_MMAP_THRESHOLD_=131072 in the environment it does not, and all of it is given back.`;

const megabyte = 1024 * 1024;
/** Megabytes that a session of this size may hold. */
const bar = 60;
/** Milliseconds between two looks while the video plays. */
const lookEvery = 100;
/** Milliseconds after the video until what was under way has come. */
const rest = 3000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Options {
  readonly seconds: number;
  readonly quality: string;
  readonly counts: readonly number[];
}

/** What a process holds, in megabytes. */
interface Memory {
  readonly rss: number;
  readonly heap: number;
  /** Of objects outside the heap, such as buffers. */
  readonly external: number;
  readonly buffers: number;
  /** Of the allocator of native code, used or kept. */
  readonly malloc: number;
}

/** Runs the benchmark. @returns 0 where the bar is met by every number of sessions */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.log(usage);
    return args.includes('--help') ? 0 : 2;
  }
  await using server = await startTigerVnc(screenSize);
  // Code is compiled, and what all sessions share is there, before anything is counted.
  await use(server.port, 1, options, async () => await play(server, 2));
  const none = await settled();
  console.log(`${'sessions'.padEnd(20)}${columns.map((name) => name.padStart(12)).join('')}   per session`);
  say('none', none, undefined);
  const shares: number[] = [];
  for (const count of options.counts) {
    await use(server.port, count, options, async () => {
      const most = await play(server, options.seconds);
      say(`${count}, most in video`, most, (most.rss - none.rss) / count);
      const held = await settled();
      const each = (held.rss - none.rss) / count;
      say(`${count}, afterwards`, held, each);
      shares.push(each);
    });
    await settled();
  }
  const again = await settled();
  say('none again', again, undefined);
  await use(
    server.port,
    Math.max(...options.counts),
    options,
    async () => await play(server, options.seconds),
  );
  const onceMore = await settled();
  say('none once more', onceMore, undefined);
  console.log(
    `${(again.rss - none.rss).toFixed(1)} MB above the beginning, ` +
      `${(onceMore.rss - again.rss).toFixed(1)} MB more after the same once more`,
  );
  console.log(
    `load average ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
  );
  return shares.every((each) => each < bar) ? 0 : 1;
}

const columns = ['rss', 'heap', 'external', 'buffers', 'malloc'] as const satisfies readonly (keyof Memory)[];

/** Opens so many sessions with panels, has each of them captured, and ends them after `work`. */
async function use(
  port: number,
  count: number,
  { quality }: Options,
  work: () => Promise<unknown>,
): Promise<void> {
  const encodings: EncodingChoice = /^\d$/.test(quality) ? { quality: Number(quality) } : {};
  const opened: { readonly session: Session; readonly panel: HeadlessPanel }[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const session = await openSession({
        target: { transport: 'tcp', host: '127.0.0.1', port },
        name: `session ${i + 1}`,
        credentials: {},
        encodings,
        automaticQuality: quality === 'auto',
      });
      opened.push({ session, panel: new HeadlessPanel(session) });
      await session.screen.capture({ timeout: 60_000 });
    }
    await work();
  } finally {
    for (const { session, panel } of opened) {
      panel[Symbol.dispose]();
      await session.close();
    }
  }
}

/** Shows a video. @returns the most that is held meanwhile */
async function play(server: XServer, seconds: number): Promise<Memory> {
  const [video] = screenWorkloads;
  if (video === undefined) throw new Error('there is no video');
  const stop = await video.start(server);
  const end = performance.now() + seconds * 1000;
  let most = memory();
  while (performance.now() < end) {
    await pause(lookEvery);
    if (process.memoryUsage.rss() / megabyte > most.rss) most = memory();
  }
  await stop();
  return most;
}

/** What is held when nothing is under way. */
async function settled(): Promise<Memory> {
  await pause(rest);
  // What the first collection frees outside the heap is given back by the second.
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await pause(50);
  }
  return memory();
}

function memory(): Memory {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return {
    rss: rss / megabyte,
    heap: heapUsed / megabyte,
    external: external / megabyte,
    buffers: arrayBuffers / megabyte,
    malloc: mallocHeaps() / megabyte,
  };
}

function say(name: string, held: Memory, each: number | undefined): void {
  const figures = columns.map((column) => `${held[column].toFixed(1)} MB`.padStart(12)).join('');
  const ratio =
    each === undefined
      ? ''
      : `   ${each.toFixed(1)} MB, ${(each / bar).toFixed(2)} of the bar of ${bar} MB: ${each < bar ? 'passed' : 'missed'}`;
  console.log(`${name.padEnd(20)}${figures}${ratio}`);
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        seconds: { type: 'string', default: '8' },
        quality: { type: 'string', default: 'auto' },
        sessions: { type: 'string', default: '1,2,4' },
      },
    });
    const { help, quality } = values;
    const seconds = Number(values.seconds);
    const counts = values.sessions.split(',').map(Number);
    const isUsable = counts.every((count) => Number.isInteger(count) && count > 0) && seconds > 0;
    if (help === true || !isUsable || !/^(auto|lossless|\d)$/.test(quality)) return undefined;
    return { seconds, quality, counts };
  } catch {
    return undefined;
  }
}
