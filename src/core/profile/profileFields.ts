import { isIPv6 } from 'node:net';
import { isVncError } from '../base/errors.ts';
import { hostPartOf, placeholdersOf } from '../transport/urlTemplate.ts';
import { isHeaderValue, isSettableHeader } from './headerTemplate.ts';
import type { ConnectionProfile } from './profile.ts';
import type { ProfileProblemCode } from './profileProblem.ts';
import { isSecretHeader, namesSecret } from './secretWords.ts';

/** Hears of a problem with a field, or with `inner` of it. */
export type Report = (code: ProfileProblemCode, data?: Record<string, string>, inner?: string) => void;

/** Reads one field: its value, or `undefined` after a report. */
type FieldReader<T> = (value: unknown, report: Report) => T | undefined;

/** The bounds of `timeout`, in seconds. */
export const timeoutBounds = { least: 1, most: 600 } as const;

/** How each property of a profile is read. The schema beside this file says the same to editors. */
export const profileFields = {
  id: readLine,
  name: readLine,
  host: readHost,
  port: (value, report) => readNumber(value, report, { least: 1, most: 65_535, whole: true }),
  url: readUrl,
  variables: readVariables,
  secretVariables: readVariableNames,
  certificate: readText,
  subprotocols: readSubprotocols,
  origin: readOrigin,
  headers: readHeaders,
  username: readLine,
  viewOnly: readBoolean,
  timeout: (value, report) => readNumber(value, report, { ...timeoutBounds, whole: false }),
  tags: readTexts,
} as const satisfies { readonly [K in keyof ConnectionProfile]-?: FieldReader<ConnectionProfile[K]> };

/** A property of a profile. */
export type ProfileField = keyof typeof profileFields;

/** Whether profiles have a property of this name. */
export function isProfileField(name: string): name is ProfileField {
  return Object.hasOwn(profileFields, name);
}

/** Whether `value` is an object with named members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readText(value: unknown, report: Report): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value;
  report('wrongType', { expected: 'text' });
  return undefined;
}

/**
 * Control characters and those that turn the direction of writing would let a connection look like another one
 * where it is shown, and write lines of its own into the log.
 */
function readLine(value: unknown, report: Report): string | undefined {
  const text = readText(value, report);
  if (text === undefined || !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)) return text;
  report('wrongType', { expected: 'text on one line, without control characters' });
  return undefined;
}

function readBoolean(value: unknown, report: Report): boolean | undefined {
  if (typeof value === 'boolean') return value;
  report('wrongType', { expected: 'true or false' });
  return undefined;
}

function readNumber(
  value: unknown,
  report: Report,
  bounds: { readonly least: number; readonly most: number; readonly whole: boolean },
): number | undefined {
  const { least, most, whole } = bounds;
  if (typeof value !== 'number') {
    report('wrongType', { expected: 'number' });
    return undefined;
  }
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  report('outOfRange', { least: String(least), most: String(most) });
  return undefined;
}

function readTexts(value: unknown, report: Report): readonly string[] | undefined {
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string' && one !== '')) {
    return value;
  }
  report('wrongType', { expected: 'list of texts' });
  return undefined;
}

function readHost(value: unknown, report: Report): string | undefined {
  const text = readText(value, report)?.trim();
  if (text === undefined) return undefined;
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (isIPv6(bare)) return bare;
  if (/^[\p{L}\p{N}_.-]+$/u.test(text)) return text;
  report('hostInvalid', { host: text });
  return undefined;
}

function readUrl(value: unknown, report: Report): string | undefined {
  const url = readText(value, report)?.trim();
  if (url === undefined) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? '';
  if (!/^wss?:\/\/[^/]/i.test(url)) {
    const hint = scheme === 'http' ? 'ws' : scheme === 'https' ? 'wss' : '';
    report('templateInvalid', { reason: 'scheme', scheme, ...(hint === '' ? {} : { hint }) });
    return undefined;
  }
  try {
    placeholdersOf(url);
  } catch (error) {
    if (!isVncError(error)) throw error;
    const { reason, placeholder } = error.data;
    report('templateInvalid', {
      reason: String(reason),
      ...(placeholder === undefined ? {} : { placeholder: String(placeholder) }),
    });
    return undefined;
  }
  if (hasLiteralPassword(url)) {
    report('secretInSettings', { property: 'url' });
    return undefined;
  }
  return url;
}

/** Whether the URL has a password before its host, or one of the usual query parameters, written out. */
function hasLiteralPassword(url: string): boolean {
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  const user = authority.slice(0, Math.max(0, authority.length - hostPartOf(url).length - 1));
  const password = /:(?!raw\})(.*)$/.exec(user.replace(/\$\{[^{}]*\}/g, '$'))?.[1] ?? '';
  if (password !== '' && !password.includes('$')) return true;
  return [...url.matchAll(/[?&]([^=&#]+)=([^&#]*)/g)].some(
    // A `token` may be no more than the name by which a proxy knows the machine.
    ([, name = '', value = '']) => /pass|pwd|ticket/i.test(name) && value !== '' && !value.includes('${'),
  );
}

function readVariables(value: unknown, report: Report): Record<string, string> | undefined {
  if (!isRecord(value)) {
    report('wrongType', { expected: 'object' });
    return undefined;
  }
  const variables: Record<string, string> = {};
  for (const [name, one] of Object.entries(value)) {
    if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) report('variableInvalid', { name }, name);
    else if (namesSecret(name)) report('secretInSettings', { property: name }, name);
    // Numbers are what people write for a machine's number.
    else if (typeof one === 'string' || typeof one === 'number') variables[name] = String(one);
    else report('wrongType', { expected: 'text' }, name);
  }
  return variables;
}

function readVariableNames(value: unknown, report: Report): readonly string[] | undefined {
  const names = readTexts(value, report);
  const bad = names?.find((name) => !/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name));
  if (bad === undefined) return names;
  report('variableInvalid', { name: bad });
  return undefined;
}

function readSubprotocols(value: unknown, report: Report): readonly string[] | undefined {
  const names = readTexts(value, report);
  if (names === undefined) return undefined;
  const bad = names.find(
    (name, index) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(name) || names.indexOf(name) !== index,
  );
  if (bad === undefined) return names;
  report('subprotocolInvalid', { name: bad });
  return undefined;
}

function readOrigin(value: unknown, report: Report): string | undefined {
  if (typeof value !== 'string') {
    report('wrongType', { expected: 'text' });
    return undefined;
  }
  // An empty text sends none, which some servers want.
  if (value === '' || (URL.canParse(value) && isHeaderValue(value))) return value;
  report('originInvalid');
  return undefined;
}

function readHeaders(value: unknown, report: Report): Record<string, string> | undefined {
  if (!isRecord(value)) {
    report('wrongType', { expected: 'object' });
    return undefined;
  }
  const headers: Record<string, string> = {};
  for (const [name, one] of Object.entries(value)) {
    if (!isSettableHeader(name)) report('headerInvalid', { name }, name);
    else if (typeof one !== 'string') report('wrongType', { expected: 'text' }, name);
    else if (isSecretHeader(name) && !one.includes('${'))
      report('secretInSettings', { property: name }, name);
    else if (!isHeaderValue(one) || !hasValidPlaceholders(one)) report('headerInvalid', { name }, name);
    else headers[name] = one;
  }
  return headers;
}

function hasValidPlaceholders(text: string): boolean {
  try {
    placeholdersOf(text);
    return true;
  } catch {
    return false;
  }
}
