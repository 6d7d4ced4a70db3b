import type { Session } from '../../core/session/session.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession, subjectOf } from './pickSession.ts';

/** Commands about connections that were lost and are being made again. */
export function reconnectCommands(services: Services): CommandGroup {
  return {
    reconnectNow: async (argument) => (await pickLost(argument, services)).reconnectNow(),
    stopReconnecting: async (argument) => (await pickLost(argument, services)).stopReconnecting(),
  };
}

/** The session that is meant; when nothing says which, the only one that is reconnecting. */
async function pickLost(argument: unknown, services: Services): Promise<Session> {
  const named = subjectOf(argument, services)?.session;
  if (named !== undefined) return named;
  const lost = services.registry.sessions.filter(({ state }) => state.phase === 'reconnecting');
  const [only] = lost;
  const active = services.panels.active?.session;
  const activeIsLost = active?.state.phase === 'reconnecting';
  return lost.length === 1 && only !== undefined && !activeIsLost
    ? only
    : await pickSession(undefined, services);
}
