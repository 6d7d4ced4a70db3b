import { runProgram } from '../../support/programs.ts';

/** One way that bytes take, by the end of a TCP connection that sends them. */
export interface Link {
  readonly name: string;
  /** Whether a socket with this local port, of this process, sends what counts. */
  readonly sends: (port: number, pid: number) => boolean;
}

/** Bytes that have been sent over each link so far, by its name. */
export type LinkBytes = ReadonlyMap<string, number>;

/** Counts as the kernel does, so that nobody has to stand in between; empty where `ss` (iproute2) is missing. */
export async function linkBytes(links: readonly Link[]): Promise<LinkBytes> {
  const listed = await runProgram('ss', ['-tinpHO', 'state', 'established']).catch(() => undefined);
  const bytes = new Map<string, number>();
  for (const line of listed?.toString().split('\n') ?? []) {
    const port = /^\s*\d+\s+\d+\s+\S+:(\d+)\s/.exec(line)?.[1];
    const sent = /bytes_sent:(\d+)/.exec(line)?.[1];
    const pid = /pid=(\d+)/.exec(line)?.[1];
    if (port === undefined || sent === undefined) continue;
    const link = links.find(({ sends }) => sends(Number(port), Number(pid ?? -1)));
    if (link !== undefined) bytes.set(link.name, (bytes.get(link.name) ?? 0) + Number(sent));
  }
  return bytes;
}

/** What went over each link between two looks, in megabytes a second. */
export function trafficOf(before: LinkBytes, after: LinkBytes, seconds: number): string {
  return [...after]
    .map(([name, bytes]) => `${name} ${((bytes - (before.get(name) ?? 0)) / seconds / 1e6).toFixed(2)} MB/s`)
    .join(', ');
}
