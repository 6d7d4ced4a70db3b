import { isIP, isIPv6 } from 'node:net';
import { type VncErrorData, vncError } from '../base/errors.ts';
import { placeholdersOf } from './urlTemplate.ts';

/** An address as people type it. */
export type ParsedAddress =
  | {
      readonly transport: 'tcp';
      /** Name or address; IPv6 without brackets. */
      readonly host: string;
      readonly port: number;
      readonly username?: string | undefined;
    }
  | {
      readonly transport: 'websocket';
      /** A `ws://` or `wss://` URL, which may hold placeholders. */
      readonly url: string;
    };

/** The port of display 0 (RFC 6143, 1). */
export const defaultVncPort = 5900;

/**
 * Reads an address: `vnc://[user@]host[:port]`, `ws://…`, `wss://…`, or without a scheme `host`,
 * `host:display`, `host:port` (numbers from 100 on are ports, as most viewers take it) and `host::port`.
 * IPv6 addresses stand in brackets when something follows them. Without a host it is this machine.
 *
 * @throws `VNC_ADDRESS_INVALID` with a `reason`, `VNC_TEMPLATE_INVALID` for a URL with bad placeholders.
 */
export function parseAddress(text: string): ParsedAddress {
  const address = text.trim();
  if (address === '') throw invalid('empty');
  if (/[\s\p{Cc}]/u.test(address)) throw invalid('characters');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return parseBare(address);
    case 'vnc':
      return parseVncUrl(address);
    case 'ws':
    case 'wss':
      return parseWebSocketUrl(address);
    case 'http':
    case 'https':
      throw invalid('scheme', { scheme, hint: scheme === 'http' ? 'ws' : 'wss' });
    default:
      throw invalid('scheme', { scheme });
  }
}

function invalid(reason: string, data: VncErrorData = {}): Error {
  return vncError('VNC_ADDRESS_INVALID', { reason, ...data });
}

function parseWebSocketUrl(address: string): ParsedAddress {
  const withoutPlaceholders = placeholdersOf(address).reduce(
    (url, { name, raw }) =>
      url.replaceAll(raw ? `\${${name}:raw}` : `\${${name}}`, name === 'port' ? '1' : 'x'),
    address,
  );
  if (!URL.canParse(withoutPlaceholders)) throw invalid('url');
  return { transport: 'websocket', url: address };
}

function parseVncUrl(address: string): ParsedAddress {
  const rest = address.slice('vnc://'.length);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  // RFC 7869 has parameters such as VncPassword; a secret in an address ends up in histories and logs.
  if (end >= 0 && !/^\/?$/.test(rest.slice(end))) throw invalid('parameters');
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  if (user.includes(':')) throw invalid('password');
  const { host, tail } = splitHost(authority.slice(at + 1));
  const port = tail === '' ? defaultVncPort : readNumber(tail.slice(1));
  return tcp(host, port, user);
}

function parseBare(address: string): ParsedAddress {
  const { host, tail } = isIPv6(address) ? { host: address, tail: '' } : splitHost(address);
  if (tail === '') return tcp(host, defaultVncPort);
  if (tail.startsWith('::')) return tcp(host, readNumber(tail.slice(2)));
  const number = readNumber(tail.slice(1));
  return tcp(host, number < 100 ? defaultVncPort + number : number);
}

/** Divides `host:tail`; brackets around an IPv6 address fall away. */
function splitHost(text: string): { host: string; tail: string } {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))((?::{1,2}.*)?)$/.exec(text);
  if (match === null) throw invalid('host');
  const [, bracketed, plain = '', tail = ''] = match;
  if (bracketed === undefined) return { host: plain, tail };
  if (!isIPv6(bracketed)) throw invalid('host');
  return { host: bracketed, tail };
}

function readNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw invalid('port');
  return Number(text);
}

function tcp(host: string, port: number, user = ''): ParsedAddress {
  if (host !== '' && isIP(host) === 0 && !/^[\p{L}\p{N}_.-]+$/u.test(host)) throw invalid('host');
  if (port < 1 || port > 65_535) throw invalid('port');
  const base = { transport: 'tcp', host: host === '' ? 'localhost' : host, port } as const;
  return user === '' ? base : { ...base, username: decodeUser(user) };
}

function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    throw invalid('user');
  }
}
