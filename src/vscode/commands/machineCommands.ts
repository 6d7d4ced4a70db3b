import type { PowerAction } from '../../core/session/wire.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession } from './pickSession.ts';

/** Commands that change the remote desktop, its pictures and its machine. */
export function machineCommands(services: Services): CommandGroup {
  const power =
    (action: PowerAction) =>
    async (argument: unknown): Promise<void> => {
      const session = await pickSession(argument, services);
      const { changePower } = await import('../dialogsOnDemand.ts');
      await changePower(session, action);
    };
  return {
    /** With `{ width, height }` as the second argument it asks nothing. */
    changeDesktopSize: async (argument, size) => {
      const session = await pickSession(argument, services);
      const { changeDesktopSize } = await import('../dialogsOnDemand.ts');
      await changeDesktopSize(session, size);
    },
    changePictureQuality: async (argument, quality) => {
      const session = await pickSession(argument, services);
      const { changePictureQuality } = await import('../dialogsOnDemand.ts');
      await changePictureQuality(session, quality);
    },
    shutDownMachine: power('shutdown'),
    rebootMachine: power('reboot'),
    resetMachine: power('reset'),
  };
}
