import { type Clock, systemClock } from '../../base/clock.ts';
import { cancelError, throwIfCancelled } from '../../base/deadline.ts';
import { vncError } from '../../base/errors.ts';
import { SuspendableDeadline } from '../../session/suspendableDeadline.ts';
import { fillCommand } from '../commandTemplate.ts';
import { type ConnectionProfile, defaultTimeoutSeconds, type TicketSourceProfile } from '../profile.ts';
import { type TargetSources, openValuesOf, routeOf } from '../profileTarget.ts';
import { tlsOptionsOf } from '../profileTls.ts';
import { proxmoxPort } from '../proxmoxTemplate.ts';
import { fetchCommandTicket } from './commandTicket.ts';
import { fetchProxmoxTicket } from './proxmoxTicket.ts';
import type { Ticket } from './ticket.ts';

/** What fetching a ticket needs beside its source. */
export interface TicketContext extends TargetSources {
  readonly profile: ConnectionProfile;
  readonly signal: AbortSignal;
  readonly clock?: Clock | undefined;
}

/** Seconds that a ticket command may take where the profile says nothing. */
export const defaultTicketTimeoutSeconds = 30;

/**
 * Fetches a ticket for one connection. Each connection needs its own: whoever dials again asks again.
 *
 * @throws `VNC_TICKET_TIMEOUT` when it takes longer than the source's or the profile's timeout, not counting the
 *   time that a person is asked; what the source fails with; `VNC_CANCELLED`.
 */
export async function fetchTicket(source: TicketSourceProfile, context: TicketContext): Promise<Ticket> {
  const { profile, signal, clock = systemClock } = context;
  throwIfCancelled(signal);
  const seconds =
    source.kind === 'command'
      ? (source.timeout ?? defaultTicketTimeoutSeconds)
      : (profile.timeout ?? defaultTimeoutSeconds);
  const attempt = new AbortController();
  const deadline = new SuspendableDeadline(clock, seconds * 1000, () => {
    attempt.abort(vncError('VNC_TICKET_TIMEOUT', { name: profile.name, timeout: seconds * 1000 }));
  });
  const cancelled = (): void => attempt.abort(cancelError(signal));
  signal.addEventListener('abort', cancelled, { once: true });
  try {
    return await fetchFrom(source, { ...withoutDeadline(context, deadline), signal: attempt.signal });
  } catch (error) {
    // Whatever breaks when it is ended breaks for that reason.
    throwIfCancelled(attempt.signal);
    throw error;
  } finally {
    deadline.dispose();
    signal.removeEventListener('abort', cancelled);
  }
}

async function fetchFrom(source: TicketSourceProfile, context: TicketContext): Promise<Ticket> {
  const { profile, machine, secrets, signal } = context;
  switch (source.kind) {
    case 'command': {
      const command = machine?.ticketCommand;
      if (command === undefined) {
        throw vncError('VNC_TICKET_COMMAND_FAILED', { name: profile.name, reason: 'notSet' });
      }
      const filled = fillCommand(command, openValuesOf(profile));
      return await fetchCommandTicket(filled, { secrets: Object.values(secrets), signal });
    }
    case 'proxmox': {
      const { host } = profile;
      if (host === undefined) throw vncError('VNC_PROFILE_INVALID', { name: profile.name });
      return await fetchProxmoxTicket({
        server: {
          endpoint: { host: host.replace(/^\[(.*)\]$/, '$1'), port: profile.port ?? proxmoxPort },
          tls: await tlsOptionsOf(profile, context),
          route: routeOf(profile, context),
        },
        source,
        secrets,
        signal,
      });
    }
  }
}

/** A person who is asked whether to trust the server has all the time they need. */
function withoutDeadline(context: TicketContext, deadline: SuspendableDeadline): TicketContext {
  const { trust } = context;
  const ask = trust?.ask?.bind(trust);
  if (trust === undefined || ask === undefined) return context;
  return {
    ...context,
    trust: {
      known: (server) => trust.known(server),
      ask: async (question, signal) => await deadline.suspendedWhile(async () => await ask(question, signal)),
    },
  };
}
