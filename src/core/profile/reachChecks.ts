import { type Report, isRecord } from './fieldReaders.ts';

/** Properties that one connection cannot have both: they say different things about where it leads. */
const exclusive: readonly (readonly [string, string])[] = [
  ['socket', 'host'],
  ['socket', 'url'],
  ['socket', 'listen'],
  ['socket', 'port'],
  ['socket', 'proxy'],
  ['socket', 'repeaterId'],
  ['listen', 'host'],
  ['listen', 'url'],
  ['listen', 'port'],
  ['listen', 'proxy'],
  ['listen', 'repeaterId'],
  ['url', 'repeaterId'],
  ['ticketSource', 'socket'],
  ['ticketSource', 'listen'],
  ['ticketSource', 'repeaterId'],
];

/** Whether what an entry says about reaching the server fits together; `reporter` makes the report of a field. */
export function checkReach(
  entry: Readonly<Record<string, unknown>>,
  reporter: (field: string | undefined) => Report,
): void {
  const has = (name: string): boolean => entry[name] !== undefined;
  if (!['host', 'url', 'socket', 'listen'].some(has)) reporter(undefined)('addressMissing');
  const clash = exclusive.find(([one, other]) => has(one) && has(other));
  if (clash !== undefined) {
    const [first, second] = clash;
    reporter(first)('notTogether', { first, second });
  }
  const source = entry['ticketSource'];
  if (!isRecord(source)) return;
  // The API is asked where `host` says; an address with a host of its own could be another server.
  if (source['kind'] === 'proxmox' && !has('host'))
    reporter('ticketSource')('memberMissing', { member: 'host' });
  if (source['kind'] === 'command' && !has('url'))
    reporter('ticketSource')('memberMissing', { member: 'url' });
}
