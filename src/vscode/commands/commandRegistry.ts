import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { type CommandName, commandId } from '../contributions.ts';
import type { ErrorNotifier } from '../errorNotifier.ts';

/**
 * What a command does. Arguments come from menus (a row of the tree), other extensions and key bindings (plain
 * values), or not at all: they are looked at, never trusted.
 */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** The handlers of a group of commands. */
export type CommandGroup = Partial<Record<CommandName, CommandHandler>>;

/** Registers a group of commands. What one of them throws is shown to the person who ran it. */
export function registerCommands(group: CommandGroup, errors: ErrorNotifier): Disposable {
  const store = new DisposableStore();
  for (const [name, handler] of Object.entries(group) as [CommandName, CommandHandler][]) {
    store.add(
      vscode.commands.registerCommand(commandId(name), async (...args: unknown[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          errors.show(error, { retry: () => vscode.commands.executeCommand(commandId(name), ...args) });
          return undefined;
        }
      }),
    );
  }
  return store;
}
