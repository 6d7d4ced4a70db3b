import { isIP, isIPv6 } from 'node:net';
import { type Report, readLine, readMembers, readNumber } from './fieldReaders.ts';
import type { ListenAddress } from './profile.ts';
import { readProxyAddress } from './proxyAddress.ts';

/** Reads `socket`: an absolute path, one below the home folder, or a local pipe of Windows. */
export function readSocket(value: unknown, report: Report): string | undefined {
  const path = readLine(value, report)?.trim();
  if (path === undefined) return undefined;
  // A pipe on another machine would be told who we are before anything is asked.
  if (/^(\/(?!\/)|~\/|\\\\[.?]\\pipe\\)./.test(path)) return path;
  report('pathInvalid', { path });
  return undefined;
}

/** Reads `listen`. Only an address can be listened on: a name could mean any of them. */
export function readListen(value: unknown, report: Report): ListenAddress | undefined {
  return readMembers<ListenAddress>(value, report, {
    host: (host, inner) => {
      const text = readLine(host, inner)?.trim();
      if (text === undefined) return undefined;
      const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
      if (isIP(bare) !== 0 && (!isIPv6(bare) || !bare.includes('%'))) return bare;
      if (text === 'localhost') return '127.0.0.1';
      inner('listenInvalid', { host: text });
      return undefined;
    },
    port: (port, inner) => readNumber(port, inner, { least: 1, most: 65_535, whole: true }),
  });
}

/** Reads `repeaterId`: `1234` or `ID:1234`, or a host that the repeater shall dial. */
export function readRepeaterId(value: unknown, report: Report): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  const id = readLine(text, report)?.trim();
  if (id === undefined) return undefined;
  // The repeater reads 250 bytes, and nothing but ASCII has a meaning in them.
  if (/^[\x21-\x7e]{1,249}$/.test(id)) return id;
  report('repeaterIdInvalid');
  return undefined;
}

/** Reads `proxy`: an address without a password, or `none`. */
export function readProxy(value: unknown, report: Report): string | undefined {
  const text = readLine(value, report)?.trim();
  if (text === undefined || text === 'none') return text;
  const proxy = readProxyAddress(text);
  if (proxy === undefined) {
    report('proxyInvalid');
    return undefined;
  }
  if (proxy.password === undefined) return text;
  report('secretInSettings', { property: 'proxy' });
  return undefined;
}
