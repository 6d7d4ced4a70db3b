import { readFileSync, readdirSync } from 'node:fs';
import process from 'node:process';

/** Seconds of processor time by the part that a process plays. */
export type ProcessTimes = ReadonlyMap<string, number>;

/** Ticks of the kernel's clock a second on every Linux that Debian builds. */
const ticksPerSecond = 100;

/** The parts, by what stands in a command line; the first that fits is taken. */
const parts: readonly (readonly [RegExp, string])[] = [
  [/Xtigervnc/, 'VNC server'],
  [/websockify/, 'websockify'],
  [/--type=renderer/, 'page'],
  [/chrom/, 'browser'],
  [/extensionHost/, 'extension host'],
  [/server-main\.js|bootstrap-fork/, 'editor server'],
  [/ffplay|xterm|xdotool|python3/, 'workload'],
];

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly seconds: number;
}

/** Processor time so far of what this program has started, added up by part. */
export function processTimes(): ProcessTimes {
  const times = new Map<string, number>();
  for (const { part, seconds } of ownProcesses()) times.set(part, (times.get(part) ?? 0) + seconds);
  return times;
}

/** Ids of the processes of one part. */
export function processesOf(part: string): readonly number[] {
  return ownProcesses().flatMap((own) => (own.part === part ? [own.pid] : []));
}

function ownProcesses(): readonly (RunningProcess & { readonly part: string })[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => read(Number(pid)));
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isOwn = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined; at = parents.get(at))
      if (at === process.pid) return true;
    return false;
  };
  return all.flatMap((one) => {
    const part = parts.find(([pattern]) => pattern.test(one.command))?.[1];
    return part !== undefined && isOwn(one.pid) ? [{ ...one, part }] : [];
  });
}

function read(pid: number): readonly RunningProcess[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    // After the name, which is in parentheses and may hold some of its own (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const seconds = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    return [{ pid, parent: Number(fields[1]), command, seconds }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** What each part took between two looks, as shares of one core. */
export function sharesOf(before: ProcessTimes, after: ProcessTimes, seconds: number): string {
  const shares = [...after].map(
    ([part, time]) => [part, (time - (before.get(part) ?? 0)) / seconds] as const,
  );
  return shares
    .filter(([, share]) => share > 0.005)
    .toSorted(([, a], [, b]) => b - a)
    .map(([part, share]) => `${part} ${Math.round(share * 100)} %`)
    .join(', ');
}
