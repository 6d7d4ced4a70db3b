import { createHash } from 'node:crypto';
import { vncError } from '../base/errors.ts';
import { defaultVncPort } from '../transport/address.ts';
import { expandTemplate } from '../transport/urlTemplate.ts';
import type { ConnectionProfile, MachineOptions } from './profile.ts';
import { defaultListen, openValuesOf, secretNamesOf, ticketValueNames } from './profileTarget.ts';
import { templateOf } from './proxmoxTemplate.ts';

/** What decides, beside the profile, where its secrets go. */
export interface BindingContext {
  /** Where the profile is written, such as `user` or the workspace's address. */
  readonly scope: string;
  readonly machine?: MachineOptions | undefined;
  /** The PEM text, where the profile names a file: so a changed file counts as another certificate. */
  readonly certificate?: string | undefined;
}

/** Counts up when more decides where a secret goes: what was stored before is asked for again. */
const version = 2;

/**
 * What a secret of `profile` is given for, as a short text that can be stored beside it: the address that is
 * really dialled once the template is filled in, the template itself and the headers, what stands between us and
 * the server, how the server has to prove who it is and what may be sent to it, where tickets come from, and where
 * the profile is written. A change of any gives another text, and then the secret is asked for again.
 *
 * @throws `VNC_TEMPLATE_…` or `VNC_PROFILE_INVALID` for a profile that leads nowhere.
 */
export function secretBinding(profile: ConnectionProfile, context: BindingContext): string {
  const { machine = {} } = context;
  const parts = [
    addressOf(profile),
    profile.url ?? '',
    sorted(profile.headers),
    profile.origin ?? null,
    [profile.repeaterId ?? null, profile.proxy ?? null],
    [profile.security ?? null, profile.fingerprints ?? null, profile.serverName ?? null],
    sorted(profile.clientCertificate),
    sorted(profile.ticketSource),
    [machine.verifyCertificate !== false, machine.allowUnencrypted === true],
    [machine.proxyCommand ?? null, machine.tunnelCommand ?? null, machine.ticketCommand ?? null],
    profile.certificate ?? '',
    context.certificate ?? '',
    context.scope,
  ];
  return `${version}:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

/** The members in an order that does not depend on how they were written. */
function sorted(members: object | undefined): readonly (readonly [string, unknown])[] {
  return Object.entries(members ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The address with every secret left out; the reader of profiles keeps secrets out of the host. */
function addressOf(profile: ConnectionProfile): string {
  const { socket, listen, host } = profile;
  if (socket !== undefined) return `unix:${socket}`;
  if (listen !== undefined) {
    return `listen:${listen.host ?? defaultListen.host}:${listen.port ?? defaultListen.port}`;
  }
  const template = templateOf(profile);
  if (template === undefined) {
    if (host === undefined) throw vncError('VNC_PROFILE_INVALID', { name: profile.name });
    return `tcp:${host.toLowerCase()}:${profile.port ?? defaultVncPort}`;
  }
  const hidden = [...secretNamesOf(profile), ...ticketValueNames(profile)].map(
    (name) => [name, 'secret'] as const,
  );
  const { url } = expandTemplate(template, { ...Object.fromEntries(hidden), ...openValuesOf(profile) });
  return new URL(url).href;
}
