import type { DialTarget } from '../transport/target.ts';
import { type TargetSources, targetOf } from './profileTarget.ts';
import type { ConnectionProfile } from './profile.ts';
import type { Clock } from '../base/clock.ts';

/** A target that is good for one connection. */
export interface PreparedTarget {
  readonly target: DialTarget;
  /** The password of the handshake that came with the ticket; it goes before one that is kept. */
  readonly password?: string | undefined;
}

/**
 * What dialling `profile` means, with a fresh ticket where it has a source of tickets. Call it anew for every
 * connection and reconnection: most tickets are good for one, and for seconds.
 *
 * @throws what `fetchTicket` and `targetOf` throw.
 */
export async function prepareTarget(
  profile: ConnectionProfile,
  sources: Omit<TargetSources, 'ticket'> & {
    readonly signal: AbortSignal;
    readonly clock?: Clock | undefined;
  },
): Promise<PreparedTarget> {
  const { ticketSource } = profile;
  if (ticketSource === undefined) return { target: await targetOf(profile, sources) };
  // Most connections have no source of tickets: reading its code would delay them.
  const { fetchTicket } = await import('./tickets/ticketSource.ts');
  const ticket = await fetchTicket(ticketSource, { ...sources, profile });
  const target = await targetOf(profile, { ...sources, ticket });
  return ticket.password === undefined ? { target } : { target, password: ticket.password };
}
