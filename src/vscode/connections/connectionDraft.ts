import type { ConnectionProfile, MachineOptions, ProxmoxTicketSource } from '../../core/profile/profile.ts';
import { placeholdersOf } from '../../core/transport/urlTemplate.ts';
import { type PresetId, variablesOf } from './connectionPresets.ts';

/** What the add flow has been told so far. Texts are as they were typed. */
export interface ConnectionDraft {
  readonly preset: PresetId | undefined;
  readonly url: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: string;
  readonly name: string;
  readonly password: string;
  /** A Unix socket. */
  readonly socket: string;
  readonly repeaterId: string;
  /** Proxmox VE: number or name of the machine. */
  readonly vm: string;
  /** Proxmox VE: `name@realm`. */
  readonly user: string;
  /** Proxmox VE: with what the user proves to be one. */
  readonly login: 'token' | 'password' | undefined;
  readonly tokenId: string;
  /** Proxmox VE: the token's secret, or the user's password. */
  readonly apiSecret: string;
}

/** A new connection, with the secrets that were given. */
export interface NewConnection {
  readonly profile: ConnectionProfile;
  /** By their names, such as `password`. */
  readonly secrets: ReadonlyMap<string, string>;
  /** What counts for it on this machine. */
  readonly machine?: MachineOptions | undefined;
  /** Sentences that a person should read about it. */
  readonly notes?: readonly string[] | undefined;
}

/** Where everybody starts. */
export const emptyDraft: ConnectionDraft = {
  preset: undefined,
  url: undefined,
  variables: {},
  host: '',
  port: '',
  name: '',
  password: '',
  socket: '',
  repeaterId: '',
  vm: '',
  user: '',
  login: undefined,
  tokenId: '',
  apiSecret: '',
};

/** The connection that a draft describes. */
export function connectionOf(draft: ConnectionDraft): NewConnection {
  const name = draft.name.trim();
  const password = draft.password === '' ? [] : [['password', draft.password] as const];
  switch (draft.preset) {
    case 'proxmox':
      return proxmoxConnection(draft, name);
    case 'socket':
      return { profile: { name, socket: draft.socket.trim() }, secrets: new Map(password) };
    case 'listen': {
      const profile = { name, listen: { host: draft.host.trim(), port: Number(draft.port) } };
      return { profile, secrets: new Map(password) };
    }
    case 'repeater': {
      const profile = {
        name,
        host: draft.host.trim(),
        port: Number(draft.port),
        repeaterId: draft.repeaterId.trim(),
      };
      return { profile, secrets: new Map(password) };
    }
    case 'tcp':
    case 'websockify':
    case 'custom':
    case undefined:
      return { profile: templateProfile(draft, name), secrets: new Map(password) };
  }
}

/** The names of placeholders of a draft's template. */
export function placeholderNames(url: string | undefined): readonly string[] {
  return url === undefined ? [] : placeholdersOf(url).map(({ name }) => name);
}

/** The names of those that the person has to give values for. */
export function variableNames(url: string | undefined): readonly string[] {
  return url === undefined ? [] : variablesOf(placeholdersOf(url));
}

function templateProfile(draft: ConnectionDraft, name: string): ConnectionProfile {
  const uses = new Set(placeholderNames(draft.url));
  const host = draft.url === undefined || uses.has('host') ? draft.host.trim() : undefined;
  const port = draft.url === undefined || uses.has('port') ? Number(draft.port) : undefined;
  const wanted = variableNames(draft.url);
  const variables = Object.entries(draft.variables).filter(([key]) => wanted.includes(key));
  return {
    name,
    host,
    port,
    url: draft.url,
    ...(wanted.length === 0 ? {} : { variables: Object.fromEntries(variables) }),
  };
}

function proxmoxConnection(draft: ConnectionDraft, name: string): NewConnection {
  const port = Number(draft.port);
  const { source, secrets } = proxmoxLogin(draft);
  const profile: ConnectionProfile = {
    name,
    host: draft.host.trim(),
    ...(port === 8006 ? {} : { port }),
    ticketSource: { kind: 'proxmox', vm: draft.vm.trim(), ...source },
  };
  return { profile, secrets: new Map(secrets) };
}

/** Who asks Proxmox VE for tickets, as a draft says, and the secret that goes with it. */
export function proxmoxLogin(draft: ConnectionDraft): {
  readonly source: Pick<ProxmoxTicketSource, 'user' | 'tokenId'>;
  readonly secrets: readonly (readonly [name: string, value: string])[];
} {
  const byToken = draft.login === 'token';
  const secret = byToken ? 'apiToken' : 'apiPassword';
  return {
    source: { user: draft.user.trim(), ...(byToken ? { tokenId: draft.tokenId.trim() } : {}) },
    secrets: draft.apiSecret === '' ? [] : [[secret, draft.apiSecret]],
  };
}
