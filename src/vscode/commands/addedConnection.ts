import * as vscode from 'vscode';
import type { NewConnection } from '../connections/connectionDraft.ts';
import { commandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { writeMachineOptions } from '../settings.ts';

/**
 * Stores a new connection and its secrets, shows it in the tree and offers to connect. Answers with its name.
 *
 * @param options.quietly offers nothing.
 */
export async function addConnection(
  { profile, secrets, machine, notes = [] }: NewConnection,
  { store, connector, tree }: Pick<Services, 'store' | 'connector' | 'tree'>,
  options: { readonly quietly?: boolean } = {},
): Promise<string> {
  let connection = await store.add(profile);
  if (machine !== undefined) {
    const kept = await store.withId(connection);
    await writeMachineOptions(kept.profile.id, machine);
    connection = kept;
  }
  if (secrets.size > 0) connection = await connector.remember(connection, secrets);
  await tree.reveal(connection);
  if (options.quietly !== true) void offerToConnect(connection.key, connection.profile.name, notes);
  return connection.profile.name;
}

async function offerToConnect(key: string, name: string, notes: readonly string[]): Promise<void> {
  const connect = vscode.l10n.t('Connect');
  const said = [vscode.l10n.t('Added “{0}”.', name), ...notes].join(' ');
  const chosen = await vscode.window.showInformationMessage(said, connect);
  if (chosen === connect) await vscode.commands.executeCommand(commandId('connect'), key);
}
