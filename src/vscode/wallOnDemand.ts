import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/base/disposables.ts';
import { wallViewType } from './contributions.ts';
import { registerCommands } from './commands/commandRegistry.ts';
import type { Services } from './services.ts';
import type { Wall } from './wall/createWall.ts';

/** Registers the wall of sessions. Its code is read when it is first shown. */
export function registerWallOnDemand(services: Services): Disposable {
  const owned = new DisposableStore();
  let loading: Promise<Wall> | undefined;
  const load = async (): Promise<Wall> => {
    const { createWall } = await import('./wall/createWall.ts');
    return owned.add(createWall(services));
  };
  const wall = async (): Promise<Wall> => {
    loading ??= load();
    return await loading;
  };
  owned.add(registerCommands({ showWall: async () => (await wall()).show() }, services.errors));
  owned.add(
    vscode.window.registerWebviewPanelSerializer(wallViewType, {
      deserializeWebviewPanel: async (panel) => (await wall()).restore(panel),
    }),
  );
  return owned;
}
