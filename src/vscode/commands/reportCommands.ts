import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession, subjectOf } from './pickSession.ts';

/** Commands that tell what goes on in a connection. */
export function reportCommands(services: Services): CommandGroup {
  const { journals, panels } = services;
  return {
    /** Answers with the report. */
    copyConnectionReport: async (argument) => {
      const { copyReport, pickJournal } = await import('../dialogsOnDemand.ts');
      const subject = subjectOf(argument, services);
      const session = subject?.session ?? panels.active?.session;
      const name = subject?.connection?.profile.name;
      const journal =
        (session === undefined ? undefined : journals.of(session)) ??
        journals.all.find((one) => one.name === name) ??
        (await pickJournal(journals.all));
      return await copyReport(journal, services);
    },

    showStatistics: async (argument) => {
      const session = await pickSession(argument, services);
      const { showStatistics } = await import('../dialogsOnDemand.ts');
      await showStatistics(session);
    },
  };
}
