import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';

/** Commands about which servers are trusted. */
export function trustCommands({ knownServers }: Pick<Services, 'knownServers'>): CommandGroup {
  return {
    showTrustedServers: async () => {
      const { showKnownServers } = await import('../dialogsOnDemand.ts');
      await showKnownServers(knownServers);
    },
  };
}
