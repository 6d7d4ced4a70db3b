import * as vscode from 'vscode';
import { addressOf } from '../connections/connectionAddress.ts';
import type { Connection } from '../connections/connection.ts';
import { freeName } from '../connections/connectionPresets.ts';
import { wordTest } from '../connections/connectionWords.ts';
import { secretLabel } from '../connections/secretPrompts.ts';
import { commandId } from '../contributions.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import type { Services } from '../services.ts';
import { writeMachineOptions } from '../settings.ts';
import { addConnection } from './addedConnection.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickConnection } from './pickSession.ts';

/** Commands that change what is stored. */
export function profileCommands(services: Services): CommandGroup {
  const { store, secrets, connector, tree, errors } = services;

  return {
    addConnection: async () => {
      const { askNewConnection } = await import('../dialogsOnDemand.ts');
      const added = await askNewConnection(store.connections.map(({ profile }) => profile.name));
      return added === undefined ? undefined : await addConnection(added, services);
    },

    editConnection: async (argument) => {
      const placeholder = vscode.l10n.t('Edit which connection?');
      const connection = await pickConnection(argument, services, { placeholder });
      const { editConnection } = await import('../dialogsOnDemand.ts');
      await editConnection(connection, {
        store,
        editPassword: async (current) => await editPassword(current, services),
        openSettings: async (current) => {
          await vscode.commands.executeCommand(commandId('openConnectionSettings'), current.key);
        },
      });
    },

    renameConnection: async (argument, name) => {
      const placeholder = vscode.l10n.t('Rename which connection?');
      const connection = await pickConnection(argument, services, { placeholder });
      const next = typeof name === 'string' ? name : await askName(connection, services);
      if (next !== undefined && next !== connection.profile.name)
        await store.change(connection, { name: next });
    },

    duplicateConnection: async (argument, name) => {
      const placeholder = vscode.l10n.t('Duplicate which connection?');
      const connection = await pickConnection(argument, services, { placeholder });
      const taken = store.connections.map(({ profile }) => profile.name);
      const wanted = typeof name === 'string' ? name : vscode.l10n.t('{0} copy', connection.profile.name);
      const copy = await store.duplicate(connection, freeName(wanted, taken));
      await tree.reveal(copy);
      return copy.profile.name;
    },

    deleteConnection: async (argument) => {
      const placeholder = vscode.l10n.t('Delete which connection?');
      const connection = await pickConnection(argument, services, { placeholder });
      if (!(await confirmDelete(connection))) return;
      await deleteConnection(connection, services);
    },

    forgetSecrets: async (argument) => {
      const connection = await pickConnection(argument, services, {
        placeholder: vscode.l10n.t('Forget the secrets of which connection?'),
        filter: ({ profile }) => profile.id !== undefined,
      });
      const { id, name } = connection.profile;
      const names = id === undefined ? [] : await secrets.names(id);
      if (id !== undefined) await secrets.forgetAll(id);
      void vscode.window.showInformationMessage(
        names.length === 0
          ? vscode.l10n.t('No secrets were kept for “{0}”.', name)
          : vscode.l10n.t('Forgot for “{0}”: {1}.', name, names.map(secretLabel).join(', ')),
      );
    },

    testConnection: async (argument) => {
      const placeholder = vscode.l10n.t('Test which connection?');
      const connection = await pickConnection(argument, services, { placeholder });
      const { name } = connection.profile;
      try {
        const report = await withDelayedProgress(
          vscode.l10n.t('Testing {0}…', name),
          async (signal) => await connector.test(connection, { signal }),
        );
        const { works, warning } = wordTest(name, report, vscode.l10n);
        if (warning === undefined) void vscode.window.showInformationMessage(works);
        else void vscode.window.showWarningMessage(`${works} ${warning}`);
        return report;
      } catch (error) {
        const retry = (): unknown =>
          vscode.commands.executeCommand(commandId('testConnection'), connection.key);
        errors.show(error, { connection, retry });
        return undefined;
      }
    },
  };
}

/** Deletes a connection with everything that hangs on it: its session, its secrets, its switches. */
export async function deleteConnection(
  connection: Connection,
  services: Pick<Services, 'store' | 'secrets' | 'connector'>,
): Promise<void> {
  const { store, secrets, connector } = services;
  connector.cancel(connection);
  await connector.sessionOf(connection)?.close();
  const { id } = (store.current(connection) ?? connection).profile;
  await store.remove(connection);
  if (id === undefined) return;
  await secrets.forgetAll(id);
  await writeMachineOptions(id, undefined);
}

async function confirmDelete(connection: Connection): Promise<boolean> {
  const remove = vscode.l10n.t('Delete');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete the connection “{0}”?', connection.profile.name),
    {
      modal: true,
      detail: vscode.l10n.t(
        '{0}\n\nIts secrets on this machine are deleted too. An open screen is disconnected.',
        addressOf(connection.profile),
      ),
    },
    remove,
  );
  return chosen === remove;
}

async function askName(connection: Connection, { store }: Services): Promise<string | undefined> {
  const { checkName } = await import('../dialogsOnDemand.ts');
  const taken = store.connections
    .filter(({ key }) => key !== connection.key)
    .map(({ profile }) => profile.name);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', connection.profile.name),
    prompt: vscode.l10n.t('Name of the connection, as you and your scripts call it'),
    value: connection.profile.name,
    validateInput: (text) => checkName(text, taken),
  });
  return name?.trim();
}

async function editPassword(connection: Connection, { connector, secrets }: Services): Promise<void> {
  const value = await vscode.window.showInputBox({
    title: vscode.l10n.t('Password of {0}', connection.profile.name),
    prompt: vscode.l10n.t('Leave it empty to forget the password and be asked when the server wants one.'),
    password: true,
    ignoreFocusOut: true,
  });
  if (value === undefined) return;
  if (value !== '') await connector.remember(connection, new Map([['password', value]]));
  else if (connection.profile.id !== undefined) await secrets.forget(connection.profile.id, 'password');
}
