import * as vscode from 'vscode';
import { addConnection } from './addedConnection.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';

/** Commands that make connections of what people have at hand: an address, or the files of other viewers. */
export function addressCommands(services: Services): CommandGroup {
  const taken = (): readonly string[] => services.store.connections.map(({ profile }) => profile.name);
  return {
    /** With an address as the argument it asks nothing but the name. Answers with the connection's name. */
    addConnectionFromAddress: async (argument, name) => {
      const { askConnectionFromAddress } = await import('../dialogsOnDemand.ts');
      const added = await askConnectionFromAddress(taken(), {
        address: typeof argument === 'string' ? argument : undefined,
        name: typeof name === 'string' ? name : undefined,
      });
      return added === undefined ? undefined : await addConnection(added, services);
    },

    /** Answers with the names of the connections that were added. */
    importConnections: async (argument) => {
      const { askConnectionsToImport } = await import('../dialogsOnDemand.ts');
      const files = argument instanceof vscode.Uri ? [argument] : undefined;
      const added = await askConnectionsToImport(taken(), files);
      const names: string[] = [];
      for (const connection of added)
        names.push(await addConnection(connection, services, { quietly: true }));
      if (names.length > 0) {
        void vscode.window.showInformationMessage(
          names.length === 1
            ? vscode.l10n.t('Imported “{0}”.', names[0] ?? '')
            : vscode.l10n.t('Imported {0} connections.', names.length),
        );
      }
      return names;
    },
  };
}
