import { type Report, isRecord, readChoice, readLine, readMembers, readNumber } from './fieldReaders.ts';
import type { CommandTicketSource, ProxmoxTicketSource, TicketSourceProfile } from './profile.ts';

/** The kinds of ticket sources. */
const kinds = ['proxmox', 'command'] as const;

/** The bounds of a ticket command's time, in seconds. */
export const ticketTimeoutBounds = { least: 1, most: 600 } as const;

/** Reads `ticketSource`. */
export function readTicketSource(value: unknown, report: Report): TicketSourceProfile | undefined {
  if (!isRecord(value)) {
    report('wrongType', { expected: 'object' });
    return undefined;
  }
  const inside =
    (name: string): Report =>
    (code, data = {}) =>
      report(code, data, name);
  const kind = readChoice(value['kind'], inside('kind'), kinds);
  switch (kind) {
    case 'proxmox':
      return readProxmox(value, report);
    case 'command':
      return readCommand(value, report);
    case undefined:
      return undefined;
  }
}

function readProxmox(value: unknown, report: Report): ProxmoxTicketSource | undefined {
  const read = readMembers<ProxmoxTicketSource>(value, report, {
    kind: () => 'proxmox',
    vm: readMachine,
    type: (type, inner) => readChoice(type, inner, ['qemu', 'lxc']),
    node: (node, inner) =>
      readPattern(node, inner, 'name of a node', /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/),
    user: (user, inner) =>
      readPattern(user, inner, 'name@realm', /^[^\s:/@!]+(?:@[A-Za-z][A-Za-z0-9._-]+)?$/),
    tokenId: readTokenId,
  });
  if (read === undefined) return undefined;
  const { vm, user } = read;
  if (vm !== undefined && user !== undefined) return { ...read, kind: 'proxmox', vm, user };
  report('memberMissing', { member: vm === undefined ? 'vm' : 'user' });
  return undefined;
}

function readCommand(value: unknown, report: Report): CommandTicketSource | undefined {
  const read = readMembers<CommandTicketSource>(value, report, {
    kind: () => 'command',
    timeout: (timeout, inner) => readNumber(timeout, inner, { ...ticketTimeoutBounds, whole: false }),
  });
  return read === undefined ? undefined : { ...read, kind: 'command' };
}

/** Numbers are what people write for a machine's number. */
function readMachine(value: unknown, report: Report): string | undefined {
  if (typeof value === 'number') {
    const number = readNumber(value, report, { least: 100, most: 999_999_999, whole: true });
    return number === undefined ? undefined : String(number);
  }
  return readLine(value, report)?.trim();
}

/** The id of a token alone: not the whole `user@realm!id=value`, which is a secret. */
function readTokenId(value: unknown, report: Report): string | undefined {
  const id = readLine(value, report)?.trim();
  if (id === undefined) return undefined;
  if (id.includes('=') || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    report('secretInSettings', { property: 'tokenId' });
    return undefined;
  }
  return readPattern(id, report, 'id of a token', /^[A-Za-z][A-Za-z0-9._-]+$/);
}

function readPattern(value: unknown, report: Report, expected: string, pattern: RegExp): string | undefined {
  const text = readLine(value, report)?.trim();
  if (text === undefined || pattern.test(text)) return text;
  report('wrongType', { expected });
  return undefined;
}
