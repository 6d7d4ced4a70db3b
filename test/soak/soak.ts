// `npm run soak -- --minutes 60`: video on a panel that reconnects again and again, with captures beside it, and
// whether memory and the delay of the event loop stay flat. Exits with 1 when they do not.
import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openSession } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import { screenSize, screenWorkloads } from '../bench/screen/workloads.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { Throttle } from '../support/throttle.ts';
import { HeadlessPanel } from './panel.ts';
import { type Measure, type Tolerance, isFlat, trendOf } from './trend.ts';

/** Lines of the table for a whole run at least, so that also a short one has a trend. */
const leastLines = 10;
const captureEvery = 2000;
/** Seconds: connections that last less than half a minute count as one loss, which is given up in the end. */
const defaultReconnect = 45;
const megabyte = 1024 * 1024;

/** What is watched, and how far it may rise over the whole run. */
const watched = {
  rss: { unit: 'MB', tolerance: { share: 0.1, amount: 24 } },
  heap: { unit: 'MB', tolerance: { share: 0.1, amount: 8 } },
  external: { unit: 'MB', tolerance: { share: 0.1, amount: 16 } },
  delay: { unit: 'ms', tolerance: { share: 0.5, amount: 10 } },
  // What others do on the machine shows here first.
  p99: { unit: 'ms', tolerance: { share: 1, amount: 50 } },
} as const satisfies Record<string, { readonly unit: string; readonly tolerance: Tolerance }>;
type Watched = keyof typeof watched;
const names: readonly Watched[] = ['rss', 'heap', 'external', 'delay', 'p99'];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const minutes = Number(optionOf(args, '--minutes') ?? 60);
  const reconnectEvery = Number(optionOf(args, '--reconnect-seconds') ?? defaultReconnect) * 1000;
  if (!(minutes > 0) || !(reconnectEvery > 0)) {
    console.error(`usage: npm run soak -- [--minutes 60] [--reconnect-seconds ${defaultReconnect}]`);
    process.exitCode = 1;
    return;
  }
  await using server = await startTigerVnc(screenSize);
  await using line = await Throttle.open(server, { bytesPerSecond: 1e9 });
  await using session = await openSession({
    target: { transport: 'tcp', host: '127.0.0.1', port: line.port },
    name: 'soak',
    credentials: {},
    automaticQuality: true,
    reconnect: { longestDelay: 500 },
  });
  const [video] = screenWorkloads;
  if (video === undefined) throw new Error('there is no video');
  const stop = await video.start(server);
  try {
    const series = await watch(session, line, { minutes, reconnectEvery });
    process.exitCode = judge(series) ? 0 : 1;
  } finally {
    await stop();
  }
}

/** Lets everything run, and prints a line now and then. */
async function watch(
  session: Session,
  line: Throttle,
  { minutes, reconnectEvery }: { readonly minutes: number; readonly reconnectEvery: number },
): Promise<Readonly<Record<Watched, readonly Measure[]>>> {
  using panel = new HeadlessPanel(session);
  const series: Record<Watched, Measure[]> = { rss: [], heap: [], external: [], delay: [], p99: [] };
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const begin = performance.now();
  const end = begin + minutes * 60_000;
  const every = Math.min(60_000, (minutes * 60_000) / leastLines);
  let isOver = false;
  let captures = 0;
  let failure: unknown;
  const capturing = (async () => {
    while (!isOver) {
      await session.screen.capture({ timeout: 60_000 });
      captures += 1;
      await pause(captureEvery);
    }
  })().catch((error: unknown) => {
    failure = error;
  });
  const cutting = setInterval(() => line.cut(), reconnectEvery);
  let frames = 0;
  console.log(
    'minute   rss MB  heap MB  external MB  delay ms: mean, p99, max   frames/s  captures  reconnects',
  );
  try {
    while (performance.now() < end - 50) {
      await pause(Math.min(every, end - performance.now()));
      if (failure !== undefined) throw new Error('a capture has failed', { cause: failure });
      if (session.state.phase === 'closed') throw session.state.error ?? new Error('the session has closed');
      const minute = (performance.now() - begin) / 60_000;
      const [mean, p99, max] = [loop.mean, loop.percentile(99), loop.max].map((ns) => ns / 1e6);
      collectGarbage();
      const { rss, heapUsed, external } = process.memoryUsage();
      loop.reset();
      const values: Record<Watched, number> = {
        rss: rss / megabyte,
        heap: heapUsed / megabyte,
        external: external / megabyte,
        delay: mean ?? 0,
        p99: p99 ?? 0,
      };
      for (const name of names) series[name].push({ minute, value: values[name] });
      const rate = (panel.frames - frames) / (every / 1000);
      frames = panel.frames;
      console.log(
        [
          minute.toFixed(1).padStart(6),
          values.rss.toFixed(0).padStart(8),
          values.heap.toFixed(1).padStart(8),
          values.external.toFixed(1).padStart(12),
          [mean, p99, max].map((value) => (value ?? 0).toFixed(1).padStart(8)).join(''),
          rate.toFixed(1).padStart(11),
          String(captures).padStart(9),
          String(session.statistics.reconnects).padStart(11),
        ].join(' '),
      );
    }
  } finally {
    isOver = true;
    clearInterval(cutting);
    loop.disable();
  }
  await capturing;
  return series;
}

/** Prints the verdict. @returns whether everything is flat */
function judge(series: Readonly<Record<Watched, readonly Measure[]>>): boolean {
  let flat = true;
  for (const name of names) {
    const trend = trendOf(series[name]);
    const { unit, tolerance } = watched[name];
    const isGood = isFlat(trend, tolerance);
    flat &&= isGood;
    const perHour = (trend.slope * 60).toFixed(1);
    console.log(
      `${name}: ${trend.from.toFixed(1)} to ${trend.to.toFixed(1)} ${unit}, ${perHour} ${unit} an hour: ${isGood ? 'flat' : 'GROWS'}`,
    );
  }
  const loads = loadavg().map((load) => load.toFixed(1));
  console.log(`${flat ? 'flat' : 'not flat'}; load average ${loads.join(' ')}`);
  return flat;
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}
