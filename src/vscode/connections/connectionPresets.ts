import type { ConnectionProfile } from '../../core/profile/profile.ts';

/** A kind of server that the add flow knows. */
export type PresetId = 'tcp' | 'websockify' | 'proxmox' | 'custom';

/** What a kind of server needs. */
export interface ConnectionPreset {
  /** The template; `undefined` for plain TCP. */
  readonly url: string | undefined;
  /** The port that is proposed. */
  readonly port: number;
  /** What else the profile holds. */
  readonly fields: Partial<ConnectionProfile>;
}

/** The kinds of servers, in the order in which they are offered. */
export const connectionPresets: Readonly<Record<PresetId, ConnectionPreset>> = {
  tcp: { url: undefined, port: 5900, fields: {} },
  websockify: { url: 'wss://${host}:${port}/websockify', port: 6080, fields: {} },
  // Proxmox VE refuses the upgrade without the subprotocol; `port` is the one its vncproxy call answered.
  proxmox: {
    url: 'wss://${host}:${port}/api2/json/nodes/${node}/qemu/${vmid}/vncwebsocket?port=${vncport}&vncticket=${ticket}',
    port: 8006,
    fields: { subprotocols: ['binary'] },
  },
  custom: { url: 'wss://${host}:${port}/', port: 443, fields: {} },
};

/** Placeholders that are filled without being asked for as a variable. */
const ownPlaceholders: ReadonlySet<string> = new Set(['host', 'port', 'ticket', 'password', 'username']);

/** The names of a template's own placeholders, which the profile has to define. */
export function variablesOf(placeholders: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(placeholders.map(({ name }) => name))].filter((name) => !ownPlaceholders.has(name));
}

/** A name that none of `taken` has: `wanted`, else with the first free number behind it. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}
