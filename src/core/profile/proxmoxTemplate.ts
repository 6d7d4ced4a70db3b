import type { ConnectionProfile, ProxmoxTicketSource } from './profile.ts';

/** The port of Proxmox VE's API, and of its WebSockets. */
export const proxmoxPort = 8006;

/**
 * Where Proxmox VE's API takes a ticket. The values but host and port come with the ticket; `vncport` is the one
 * that the ticket was made for.
 */
export const proxmoxTemplate =
  'wss://${host}:${port}/api2/json/nodes/${node}/${type}/${vmid}/vncwebsocket?port=${vncport}&vncticket=${ticket}';

/** The names of values that a ticket of Proxmox VE brings along. */
export const proxmoxValueNames: readonly string[] = ['node', 'type', 'vmid', 'vncport', 'ticket'];

/** The profile's source of tickets when it is Proxmox VE. */
export function proxmoxSourceOf({ ticketSource }: ConnectionProfile): ProxmoxTicketSource | undefined {
  return ticketSource?.kind === 'proxmox' ? ticketSource : undefined;
}

/** The WebSocket template of a profile: its own, or that of its ticket source; `undefined` for another transport. */
export function templateOf(profile: ConnectionProfile): string | undefined {
  return profile.url ?? (proxmoxSourceOf(profile) === undefined ? undefined : proxmoxTemplate);
}
