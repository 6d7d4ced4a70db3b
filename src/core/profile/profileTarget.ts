import { homedir } from 'node:os';
import path from 'node:path';
import { vncError } from '../base/errors.ts';
import { defaultVncPort } from '../transport/address.ts';
import type { Route } from '../transport/socketRoute.ts';
import type { DialTarget, ProxyAddress } from '../transport/target.ts';
import { expandTemplate, parseUrl, placeholdersOf } from '../transport/urlTemplate.ts';
import { fillCommand } from './commandTemplate.ts';
import { expandHeader } from './headerTemplate.ts';
import type { ConnectionProfile } from './profile.ts';
import { type TlsSources, tlsOptionsOf } from './profileTls.ts';
import { proxmoxPort, proxmoxSourceOf, proxmoxValueNames, templateOf } from './proxmoxTemplate.ts';
import { readProxyAddress } from './proxyAddress.ts';
import { secretPlaceholders } from './secretWords.ts';
import type { Ticket } from './tickets/ticket.ts';

export { readCertificate } from './profileTls.ts';

/** What a profile needs from outside to become a target. */
export interface TargetSources extends TlsSources {
  /** What the profile's ticket source gave for this connection. */
  readonly ticket?: Ticket | undefined;
  /** The proxy that is used where the profile names none and does not say `none`. */
  readonly proxy?: ProxyAddress | undefined;
}

/** Where we listen when a profile does not say. */
export const defaultListen = { host: '127.0.0.1', port: 5500 } as const;

/**
 * The secrets that have to be there before a profile can be dialled: those that its template or its headers
 * name, and those of its ticket source, its proxy and its client certificate. A password that only the handshake
 * asks for is not among them: whether it is needed is the server's say.
 */
export function secretNamesOf(profile: ConnectionProfile): readonly string[] {
  return [...new Set([...templateSecretsOf(profile), ...otherSecretsOf(profile)])];
}

function templateSecretsOf(profile: ConnectionProfile): readonly string[] {
  if (profile.url === undefined) return [];
  const secret = new Set([...secretPlaceholders, ...(profile.secretVariables ?? [])]);
  const templates = [profile.url, ...Object.values(profile.headers ?? {})];
  const used = templates.flatMap((template) => placeholdersOf(template).map(({ name }) => name));
  const given = profile.ticketSource === undefined ? [] : ['ticket'];
  return used.filter((name) => secret.has(name) && !given.includes(name));
}

function otherSecretsOf(profile: ConnectionProfile): readonly string[] {
  const source = proxmoxSourceOf(profile);
  return [
    ...(source === undefined ? [] : [source.tokenId === undefined ? 'apiPassword' : 'apiToken']),
    ...(proxyOf(profile, undefined)?.username === undefined ? [] : ['proxyPassword']),
    ...(profile.clientCertificate?.encrypted === true ? ['passphrase'] : []),
  ];
}

/** The values of a profile's placeholders that are no secrets. */
export function openValuesOf(profile: ConnectionProfile): Readonly<Record<string, string>> {
  const secret = new Set([...secretPlaceholders, ...(profile.secretVariables ?? [])]);
  const port = profile.port ?? (proxmoxSourceOf(profile) === undefined ? undefined : proxmoxPort);
  const values = {
    ...profile.variables,
    ...(profile.host === undefined ? {} : { host: profile.host }),
    ...(port === undefined ? {} : { port: String(port) }),
    ...(profile.username === undefined ? {} : { username: profile.username }),
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)));
}

/**
 * What dialling `profile` means. Nothing is dialled.
 *
 * @throws `VNC_PROFILE_INVALID` without an address or for parts that do not fit together,
 *   `VNC_CERTIFICATE_INVALID` when a file cannot be read, `VNC_TEMPLATE_…` for its headers and commands.
 */
export async function targetOf(profile: ConnectionProfile, sources: TargetSources): Promise<DialTarget> {
  if (profile.socket !== undefined) return { transport: 'unix', path: fromHome(profile.socket) };
  if (profile.listen !== undefined) return { transport: 'listen', ...defaultListen, ...profile.listen };
  if (templateOf(profile) !== undefined) return await webSocketTargetOf(profile, sources);
  if (profile.host === undefined) throw vncError('VNC_PROFILE_INVALID', { name: profile.name });
  const host = profile.host.replace(/^\[(.*)\]$/, '$1');
  const port = profile.port ?? defaultVncPort;
  const route = routeOf(profile, sources);
  const { repeaterId } = profile;
  if (route.proxyCommand !== undefined && repeaterId === undefined) {
    return { transport: 'command', command: route.proxyCommand, endpoint: { host, port } };
  }
  return { transport: 'tcp', host, port, ...route, ...(repeaterId === undefined ? {} : { repeaterId }) };
}

async function webSocketTargetOf(profile: ConnectionProfile, sources: TargetSources): Promise<DialTarget> {
  const secrets = templateSecretsOf(profile).flatMap((name) => {
    const value = Object.hasOwn(sources.secrets, name) ? sources.secrets[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  const values = {
    ...openValuesOf(profile),
    ...Object.fromEntries(secrets),
    ...sources.ticket?.values,
  };
  const headers = Object.entries(profile.headers ?? {}).map(
    ([name, template]) => [name, expandHeader(template, values)] as const,
  );
  return {
    transport: 'websocket',
    urlTemplate: templateOf(profile) ?? '',
    values,
    tls: await tlsOptionsOf(profile, sources),
    subprotocols: profile.subprotocols,
    origin: profile.origin,
    headers: { ...sources.ticket?.headers, ...Object.fromEntries(headers) },
    ...routeOf(profile, sources),
  };
}

/**
 * What stands between us and the server of a profile: a program or a tunnel, which lead there by themselves, or a
 * proxy.
 *
 * @throws `VNC_TEMPLATE_…` for a command; `VNC_PROFILE_INVALID` where two would have to lead there: none may be
 *   left out unsaid.
 */
export function routeOf(profile: ConnectionProfile, sources: TargetSources): Route {
  const { proxyCommand, tunnelCommand } = sources.machine ?? {};
  const command = proxyCommand ?? tunnelCommand;
  if (command !== undefined) {
    if (proxyCommand !== undefined && tunnelCommand !== undefined) throw unfit(profile, 'commands');
    if (proxyOf(profile, undefined) !== undefined) throw unfit(profile, 'commandAndProxy');
    const filled = fillCommand(command, { ...openValuesOf(profile), ...placeOf(profile) });
    return proxyCommand === undefined ? { tunnel: { command: filled } } : { proxyCommand: filled };
  }
  const proxy = proxyOf(profile, sources.proxy);
  if (proxy === undefined) return {};
  const password = Object.hasOwn(sources.secrets, 'proxyPassword')
    ? sources.secrets['proxyPassword']
    : undefined;
  if (profile.proxy === undefined || proxy.username === undefined || password === undefined) return { proxy };
  return { proxy: { ...proxy, password } };
}

/** Host and port that are dialled, for commands; the profile need not say them where its URL does. */
function placeOf(profile: ConnectionProfile): Readonly<Record<string, string>> {
  const host = profile.host?.replace(/^\[(.*)\]$/, '$1');
  const template = templateOf(profile);
  if (template === undefined) {
    return { ...(host === undefined ? {} : { host }), port: String(profile.port ?? defaultVncPort) };
  }
  // No secret is part of either: what stands for them here is as good.
  const unknown = placeholdersOf(template).map(({ name }) => [name, '1'] as const);
  const { url } = expandTemplate(template, { ...Object.fromEntries(unknown), ...openValuesOf(profile) });
  const { hostname, port, protocol } = parseUrl(url);
  const usual = protocol === 'wss:' ? '443' : '80';
  return { host: host ?? hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? usual : port };
}

function proxyOf(profile: ConnectionProfile, fallback: ProxyAddress | undefined): ProxyAddress | undefined {
  if (profile.proxy === undefined) return fallback;
  return profile.proxy === 'none' ? undefined : readProxyAddress(profile.proxy);
}

/** The names of values that come with a ticket of the profile's source, beside what else it prints. */
export function ticketValueNames(profile: ConnectionProfile): readonly string[] {
  switch (profile.ticketSource?.kind) {
    case 'proxmox':
      return proxmoxValueNames;
    case 'command':
      return ['ticket'];
    case undefined:
      return [];
  }
}

function fromHome(written: string): string {
  return written.startsWith('~/') ? path.join(homedir(), written.slice(2)) : written;
}

function unfit(profile: ConnectionProfile, reason: string): Error {
  return vncError('VNC_PROFILE_INVALID', { name: profile.name, reason });
}
