import type { Session } from '../../core/session/session.ts';
import type { PanelSubject } from '../screen/panelPhase.ts';
import type { Services } from '../services.ts';
import { isCancellation } from '../cancellation.ts';
import { demoConnectionId } from './demoScreen.ts';

/**
 * Opens a new session to where a panel led: its stored connection, else its address.
 *
 * @param signal aborts when the person no longer waits for it.
 * @returns `undefined` when the person called it off.
 */
export async function reconnect(
  subject: PanelSubject,
  services: Pick<Services, 'store' | 'connector' | 'recents' | 'prompts' | 'registry' | 'demo'>,
  signal: AbortSignal,
): Promise<Session | undefined> {
  const { store, connector, registry } = services;
  try {
    if (subject.connection === demoConnectionId) return await services.demo.open();
    const connection = store.find(subject.connection ?? subject.name);
    if (connection !== undefined) return await connector.connect(connection, { signal });
    const live = registry.sessions.find(({ address }) => address === subject.address);
    if (live !== undefined) return live;
    const { connectToAddress } = await import('../dialogsOnDemand.ts');
    return await connectToAddress(subject.address, services, signal);
  } catch (error) {
    if (isCancellation(error)) return undefined;
    throw error;
  }
}
