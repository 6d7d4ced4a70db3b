import { createHash } from 'node:crypto';
import { vncError } from '../base/errors.ts';
import { defaultVncPort } from '../transport/address.ts';
import { expandTemplate } from '../transport/urlTemplate.ts';
import type { ConnectionProfile, MachineOptions } from './profile.ts';
import { openValuesOf, secretNamesOf } from './profileTarget.ts';

/** What decides, beside the profile, where its secrets go. */
export interface BindingContext {
  /** Where the profile is written, such as `user` or the workspace's address. */
  readonly scope: string;
  readonly machine?: MachineOptions | undefined;
  /** The PEM text, where the profile names a file: so a changed file counts as another certificate. */
  readonly certificate?: string | undefined;
}

/**
 * What a secret of `profile` is given for, as a short text that can be stored beside it: the address that is
 * really dialled once the template is filled in, the template itself and the headers, how TLS is checked and
 * against which certificate, and where the profile is written. A change of any gives another text, and then the
 * secret is asked for again.
 *
 * @throws `VNC_TEMPLATE_…` or `VNC_PROFILE_INVALID` for a profile that leads nowhere.
 */
export function secretBinding(profile: ConnectionProfile, context: BindingContext): string {
  const verify = context.machine?.verifyCertificate !== false;
  const parts = [
    addressOf(profile),
    profile.url ?? '',
    Object.entries(profile.headers ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    verify,
    profile.certificate ?? '',
    context.certificate ?? '',
    context.scope,
  ];
  return `1:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

/** The address with every secret left out; the reader of profiles keeps secrets out of the host. */
function addressOf(profile: ConnectionProfile): string {
  if (profile.url === undefined) {
    if (profile.host === undefined) throw vncError('VNC_PROFILE_INVALID', { name: profile.name });
    return `tcp:${profile.host.toLowerCase()}:${profile.port ?? defaultVncPort}`;
  }
  const placeholders = secretNamesOf(profile).map((name) => [name, 'secret'] as const);
  const { url } = expandTemplate(profile.url, {
    ...openValuesOf(profile),
    ...Object.fromEntries(placeholders),
  });
  return new URL(url).href;
}
