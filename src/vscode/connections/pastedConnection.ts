import type { ImportNote, ImportedConnection } from '../../core/profile/imports/importedConnection.ts';
import { type ConnectionDraft, type NewConnection, proxmoxLogin } from './connectionDraft.ts';

/** A connection that was read from an address, and what a person should hear about it. */
export interface PastedConnection {
  readonly connection: NewConnection;
  readonly notes: readonly ImportNote[];
}

/** Whether an address leaves open who logs in, so that it has to be asked. */
export function needsLogin({ notes }: ImportedConnection): boolean {
  return notes.some(({ code }) => code === 'userGuessed');
}

/** Makes a connection of what an address says; `login` is what a person answered where it had only a guess. */
export function pastedConnection(
  found: ImportedConnection,
  name: string,
  login?: ConnectionDraft,
): PastedConnection {
  const { ticketSource } = found.profile;
  const profile = { ...found.profile, name: name.trim() };
  const secrets = Object.entries(found.secrets);
  if (login === undefined || ticketSource?.kind !== 'proxmox') {
    return { connection: { profile, secrets: new Map(secrets) }, notes: found.notes };
  }
  const answered = proxmoxLogin(login);
  return {
    connection: {
      profile: { ...profile, ticketSource: { ...ticketSource, ...answered.source } },
      secrets: new Map([...secrets, ...answered.secrets]),
    },
    notes: found.notes.filter(({ code }) => code !== 'userGuessed'),
  };
}
