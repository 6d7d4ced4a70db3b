import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/base/disposables.ts';
import { type CommandName, commandId } from './contributions.ts';
import type { Services } from './services.ts';

/** The commands that need what is loaded here. */
const scriptCommands = ['runScript', 'stopScript'] as const satisfies readonly CommandName[];

/**
 * Registers everything about scripts once a script is there or one of their commands is used: half of the
 * extension is about them, and activation does not wait for it.
 */
export function registerScriptsOnDemand(services: Services): Disposable {
  const owned = new DisposableStore();
  const standIns = owned.add(new DisposableStore());
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    const { registerScripts } = await import('./run/registerScripts.ts');
    standIns.dispose();
    owned.add(registerScripts(services));
  };
  const need = async (): Promise<void> => {
    loading ??= load();
    await loading;
  };

  for (const name of scriptCommands) {
    standIns.add(
      vscode.commands.registerCommand(commandId(name), async (...args: unknown[]) => {
        await need();
        return await vscode.commands.executeCommand(commandId(name), ...args);
      }),
    );
  }
  const look = (document: vscode.TextDocument): void => {
    if (document.languageId !== 'vncscript') return;
    need().catch((error: unknown) => services.errors.show(error));
  };
  standIns.add(vscode.workspace.onDidOpenTextDocument(look));
  for (const document of vscode.workspace.textDocuments) look(document);
  return owned;
}
