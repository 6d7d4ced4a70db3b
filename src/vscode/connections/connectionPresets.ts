/** A kind of server that the add flow knows. */
export type PresetId = 'tcp' | 'websockify' | 'proxmox' | 'custom' | 'repeater' | 'listen' | 'socket';

/** What is proposed for a kind of server. */
export interface ConnectionPreset {
  /** The template; `undefined` where there is none to fill in. */
  readonly url: string | undefined;
  /** The port that is proposed. */
  readonly port: number;
}

/** The kinds of servers, in the order in which they are offered. */
export const connectionPresets: Readonly<Record<PresetId, ConnectionPreset>> = {
  tcp: { url: undefined, port: 5900 },
  websockify: { url: 'wss://${host}:${port}/websockify', port: 6080 },
  proxmox: { url: undefined, port: 8006 },
  custom: { url: 'wss://${host}:${port}/', port: 443 },
  repeater: { url: undefined, port: 5901 },
  listen: { url: undefined, port: 5500 },
  socket: { url: undefined, port: 5900 },
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
