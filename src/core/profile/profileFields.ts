import { isIPv6 } from 'node:net';
import { isVncError } from '../base/errors.ts';
import { hostPartOf, placeholdersOf } from '../transport/urlTemplate.ts';
import {
  type FieldReader,
  type Report,
  isRecord,
  readBoolean,
  readChoice,
  readLine,
  readNumber,
  readText,
  readTexts,
} from './fieldReaders.ts';
import { clipboardModes } from './clipboardModes.ts';
import { resizeModes } from './resizeModes.ts';
import { isHeaderValue, isSettableHeader } from './headerTemplate.ts';
import { keyboardLayoutNames } from './keyboardLayoutNames.ts';
import { encodingNames } from './encodingNames.ts';
import type { ColorDepth, ConnectionProfile } from './profile.ts';
import { fineQualityBounds, readQuality, subsamplingNames } from './qualityField.ts';
import { readListen, readProxy, readRepeaterId, readSocket } from './reachFields.ts';
import { readReconnect } from './reconnectField.ts';
import { isSecretHeader, namesSecret } from './secretWords.ts';
import { readTicketSource } from './ticketSourceField.ts';
import { readClientCertificate, readFingerprints, readSecurity, readServerName } from './trustFields.ts';

/** The bounds of `timeout`, in seconds. */
export const timeoutBounds = { least: 1, most: 600 } as const;

/** The bounds of `keepAlive`, in seconds. */
export const keepAliveBounds = { least: 0, most: 3600 } as const;

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
  socket: readSocket,
  listen: readListen,
  repeaterId: readRepeaterId,
  proxy: readProxy,
  security: readSecurity,
  fingerprints: readFingerprints,
  clientCertificate: readClientCertificate,
  serverName: readServerName,
  quality: readQuality,
  compression: readLevel,
  fineQuality: (value, report) => readNumber(value, report, { ...fineQualityBounds, whole: true }),
  subsampling: (value, report) => readChoice(value, report, subsamplingNames),
  encoding: (value, report) => readChoice(value, report, encodingNames),
  colorDepth: readColorDepth,
  keyboardLayout: (value, report) => readChoice(value, report, keyboardLayoutNames),
  reconnect: readReconnect,
  keepAlive: (value, report) => readNumber(value, report, { ...keepAliveBounds, whole: false }),
  ticketSource: readTicketSource,
  clipboard: (value, report) => readChoice(value, report, clipboardModes),
  resize: (value, report) => readChoice(value, report, resizeModes),
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

function readLevel(value: unknown, report: Report): number | undefined {
  return readNumber(value, report, { least: 0, most: 9, whole: true });
}

function readColorDepth(value: unknown, report: Report): ColorDepth | undefined {
  if (value === 8 || value === 16 || value === 32) return value;
  report('wrongType', { expected: '8, 16 or 32' });
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
