import { isIPv6 } from 'node:net';
import { type VncErrorData, vncError } from '../base/errors.ts';

/** A `${name}` or `${name:raw}` in a template. */
export interface Placeholder {
  readonly name: string;
  /** Whether the value stands in the URL as it is, for tickets that come encoded. */
  readonly raw: boolean;
}

/** A template with its values filled in. */
export interface ExpandedUrl {
  /** What is dialled. Holds secrets. */
  readonly url: string;
  /** What can be shown: values other than host and port, user and password, and the query are hidden. */
  readonly redacted: string;
}

/** A piece of a template: literal text or a placeholder. */
type Piece = string | Placeholder;

const placeholderPattern = /\$\{([^{}]*)\}/g;
const namePattern = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Placeholders that stand for no more than an empty string are taken as forgotten. */
const neverEmpty = new Set(['host', 'port', 'ticket', 'password']);

/** The placeholders of `template` in order, each name and form once. @throws `VNC_TEMPLATE_INVALID` */
export function placeholdersOf(template: string): readonly Placeholder[] {
  const found = new Map<string, Placeholder>();
  for (const piece of parseTemplate(template)) {
    if (typeof piece !== 'string') found.set(`${piece.name}:${piece.raw}`, piece);
  }
  return [...found.values()];
}

/**
 * Fills in a `ws://` or `wss://` template. `${host}` takes a name or an address (IPv6 gets its brackets),
 * `${port}` an integer from 1 to 65535; every other value is percent-encoded so that it stays one path segment,
 * query value or user name, unless it is asked for as `${name:raw}`.
 *
 * @throws `VNC_TEMPLATE_VALUE_MISSING` with the names of all that is missing, `VNC_TEMPLATE_INVALID` with a
 *   `reason` for a template or a value that makes no URL.
 */
export function expandTemplate(template: string, values: Readonly<Record<string, string>>): ExpandedUrl {
  const pieces = parseTemplate(template);
  checkScheme(template);
  checkAuthority(template);
  const missing = missingNames(pieces, values);
  if (missing.length > 0) throw vncError('VNC_TEMPLATE_VALUE_MISSING', { names: missing.join(', ') });
  const url = join(pieces, (placeholder) => fill(placeholder, values[placeholder.name] ?? ''));
  const shown = join(pieces, (placeholder) =>
    placeholder.name === 'host' || placeholder.name === 'port'
      ? fill(placeholder, values[placeholder.name] ?? '')
      : '...',
  );
  parseUrl(url);
  return { url, redacted: redact(shown) };
}

/** `url` without user, password, query and fragment. */
export function redact(url: string): string {
  const end = url.search(/[?#]/);
  const visible = end < 0 ? url : url.slice(0, end);
  return visible.replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
}

function join(pieces: readonly Piece[], fillIn: (placeholder: Placeholder) => string): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : fillIn(piece))).join('');
}

function invalid(reason: string, data: VncErrorData = {}, cause?: unknown): Error {
  return vncError('VNC_TEMPLATE_INVALID', { reason, ...data }, cause);
}

function parseTemplate(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of template.matchAll(placeholderPattern)) {
    pieces.push(literal(template.slice(end, match.index)));
    end = match.index + match[0].length;
    pieces.push(parsePlaceholder(match[1] ?? ''));
  }
  pieces.push(literal(template.slice(end)));
  return pieces.filter((piece) => piece !== '');
}

function literal(text: string): string {
  if (text.includes('${')) throw invalid('unclosed');
  return text;
}

function parsePlaceholder(text: string): Placeholder {
  const [name = '', modifier, ...rest] = text.split(':');
  if (!namePattern.test(name)) throw invalid('name', { placeholder: text });
  if (modifier === undefined) return { name, raw: false };
  if (modifier !== 'raw' || rest.length > 0) throw invalid('modifier', { placeholder: text });
  return { name, raw: true };
}

function checkScheme(template: string): void {
  if (/^wss?:\/\//i.test(template)) return;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(template)?.[1]?.toLowerCase() ?? '';
  const hint = scheme === 'http' ? 'ws' : scheme === 'https' ? 'wss' : '';
  throw invalid('scheme', hint === '' ? { scheme } : { scheme, hint });
}

/** The host of a URL is looked up and shown: no secret may be part of it. */
function checkAuthority(template: string): void {
  const host = hostPartOf(template);
  // `new URL` skips further slashes and takes what comes then for the host.
  if (host === '') throw invalid('url');
  for (const name of ['ticket', 'password']) {
    if (host.includes(`\${${name}}`) || host.includes(`\${${name}:raw}`)) {
      throw invalid('secretInHost', { placeholder: name });
    }
  }
}

/** The text between the scheme (and user) and the path of a template, placeholders unexpanded. */
export function hostPartOf(template: string): string {
  const authority = /^[a-z]+:\/\/([^/?#\\]*)/i.exec(template)?.[1] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1);
}

function missingNames(pieces: readonly Piece[], values: Readonly<Record<string, string>>): readonly string[] {
  const missing = new Set<string>();
  for (const piece of pieces) {
    if (typeof piece === 'string') continue;
    const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined;
    if (value === undefined || (value === '' && neverEmpty.has(piece.name))) missing.add(piece.name);
  }
  return [...missing];
}

function fill(placeholder: Placeholder, value: string): string {
  if (placeholder.name === 'host') return fillHost(placeholder, value);
  if (placeholder.name === 'port') return fillPort(value);
  if (placeholder.raw) {
    // Anything that would end the request line, or be cut off as a fragment, is a mistake or an attack.
    if (/[^\x21-\x7e]|#/.test(value)) throw invalid('value', { placeholder: placeholder.name });
    return value;
  }
  // A path segment of dots climbs, however it is written.
  if (value === '.' || value === '..') throw invalid('value', { placeholder: placeholder.name });
  try {
    return encodeURIComponent(value);
  } catch (error) {
    throw invalid('value', { placeholder: placeholder.name }, error);
  }
}

function fillHost(placeholder: Placeholder, value: string): string {
  const bare = /^\[(.*)\]$/.exec(value)?.[1] ?? value;
  if (isIPv6(bare) && !bare.includes('%')) return placeholder.raw ? bare : `[${bare}]`;
  if (!/^[\p{L}\p{N}_.-]+$/u.test(value)) throw invalid('host');
  return value;
}

function fillPort(value: string): string {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw invalid('port');
  return String(port);
}

/** Reads an expanded URL. @throws `VNC_TEMPLATE_INVALID`, which does not quote the URL. */
export function parseUrl(url: string): URL {
  if (/[\s\p{Cc}\\]/u.test(url)) throw invalid('url');
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    // The cause would quote the URL with its secrets.
    throw invalid('url');
  }
  if (parsed.hostname === '') throw invalid('url');
  if (parsed.hash !== '' || url.includes('#')) throw invalid('fragment');
  if (parsed.port === '0') throw invalid('port');
  return parsed;
}
