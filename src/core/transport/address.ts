import { isIP, isIPv6 } from 'node:net';
import { type VncErrorData, vncError } from '../base/errors.ts';
import type { ListenTarget, TcpTarget, UnixTarget } from './target.ts';
import { placeholdersOf } from './urlTemplate.ts';

/** An address as people type it. */
export type ParsedAddress =
  | {
      readonly transport: 'tcp';
      /** Name or address; IPv6 without brackets. */
      readonly host: string;
      readonly port: number;
      readonly username?: string | undefined;
      /** What the parameters of a `vnc:` address say (RFC 7869, 2.2). */
      readonly name?: string | undefined;
      readonly viewOnly?: boolean | undefined;
      /** 0 to 9. */
      readonly quality?: number | undefined;
      /** 0 to 9. */
      readonly compression?: number | undefined;
    }
  | {
      readonly transport: 'websocket';
      /** A `ws://` or `wss://` URL, which may hold placeholders. */
      readonly url: string;
    }
  | {
      readonly transport: 'unix';
      /** The socket's path as it was written: it may be relative, or begin with `~/`. */
      readonly path: string;
    }
  | {
      readonly transport: 'listen';
      /** An address of this machine; 127.0.0.1 where none was written. */
      readonly host: string;
      readonly port: number;
    };

/** A TCP address. */
type TcpAddress = Extract<ParsedAddress, { readonly transport: 'tcp' }>;

/** What dialling an address means that is complete in itself, which that of a WebSocket may not be. */
export function targetOfAddress(
  address: Exclude<ParsedAddress, { readonly transport: 'websocket' }>,
): TcpTarget | UnixTarget | ListenTarget {
  if (address.transport !== 'tcp') return address;
  return { transport: 'tcp', host: address.host, port: address.port };
}

/** The port of display 0 (RFC 6143, 1). */
export const defaultVncPort = 5900;

/** The port on which viewers wait for servers by tradition. */
export const defaultListenPort = 5500;

/** Where servers are waited for by default: on no network. */
export const defaultListenHost = '127.0.0.1';

/**
 * Reads an address: `vnc://[user@]host[:port]` (with the parameters of RFC 7869, except secrets), `ws://…`,
 * `wss://…`, or without a scheme `host`, `host:display`, `host:port` (numbers from 100 on are ports, as most
 * viewers take it) and `host::port`. IPv6 addresses stand in brackets when something follows them. Without a host
 * it is this machine. `unix:PATH`, or what is evidently a path, is a Unix socket; `listen:5500` and
 * `listen:ADDRESS:5500` wait for a server to dial us.
 *
 * @throws `VNC_ADDRESS_INVALID` with a `reason`, `VNC_TEMPLATE_INVALID` for a URL with bad placeholders.
 */
export function parseAddress(text: string): ParsedAddress {
  const address = text.trim();
  if (address === '') throw invalid('empty');
  const path = socketPath(address);
  if (path !== undefined) return { transport: 'unix', path };
  if (/[\s\p{Cc}]/u.test(address)) throw invalid('characters');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return /^listen:/i.test(address) ? parseListen(address) : parseBare(address);
    case 'listen':
      return parseListen(address.replace('//', ''));
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
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  if (user.includes(':')) throw invalid('password');
  const { host, tail } = splitHost(authority.slice(at + 1));
  const port = tail === '' ? defaultVncPort : readNumber(tail.slice(1));
  return { ...parametersOf(end < 0 ? '' : rest.slice(end)), ...tcp(host, port, user) };
}

/** What the parameters of a `vnc:` address say; those that mean nothing here are skipped. */
function parametersOf(text: string): Partial<TcpAddress> {
  const query = /^\/?(?:\?([^#]*))?$/.exec(text);
  if (query === null) throw invalid('parameters');
  const found: { -readonly [Name in keyof TcpAddress]?: TcpAddress[Name] } = {};
  for (const [name, value] of new URLSearchParams(query[1] ?? '')) {
    // A secret in an address ends up in histories and logs.
    if (/password|secret|token/i.test(name)) throw invalid('password');
    const level = /^\d$/.test(value) ? Number(value) : undefined;
    switch (name.toLowerCase()) {
      case 'connectionname':
        if (value.trim() !== '') found.name = value.trim();
        break;
      case 'vncusername':
        if (value !== '') found.username = value;
        break;
      case 'viewonly':
        found.viewOnly = /^(?:true|1|yes)$/i.test(value);
        break;
      case 'qualitylevel':
        if (level !== undefined) found.quality = level;
        break;
      case 'compresslevel':
        if (level !== undefined) found.compression = level;
        break;
      default:
    }
  }
  return found;
}

/** The path of a Unix socket, or of a pipe of Windows; `undefined` for what is none. */
function socketPath(address: string): string | undefined {
  const match = /^unix:(?:\/\/(?=\/))?(.*)$/is.exec(address);
  const path =
    match?.[1] ?? (/^(?:\/|\.{1,2}\/|~\/|\\\\[.?]\\pipe\\)./is.test(address) ? address : undefined);
  if (path === undefined) return undefined;
  if (path === '' || /\p{Cc}/u.test(path)) throw invalid('path');
  return path;
}

function parseListen(address: string): ParsedAddress {
  const rest = address.slice('listen:'.length);
  const { host, tail } = /^:?\d*$/.test(rest)
    ? { host: '', tail: rest === '' ? '' : `:${rest}` }
    : isIPv6(rest)
      ? { host: rest, tail: '' }
      : splitHost(rest);
  // A name could mean any address, also one that everybody reaches.
  if (host !== '' && host !== 'localhost' && isIP(host) === 0) throw invalid('listen');
  const number = tail === '' ? defaultListenPort : readNumber(tail.replace(/^::?/, ''));
  const port = number < 100 && !tail.startsWith('::') ? defaultListenPort + number : number;
  if (port < 1 || port > 65_535) throw invalid('port');
  return { transport: 'listen', host: host === '' || host === 'localhost' ? defaultListenHost : host, port };
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

function tcp(host: string, port: number, user = ''): TcpAddress {
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
