import * as vscode from 'vscode';
import type { Session } from '../../core/session/session.ts';
import type { ConnectionScope } from '../connections/connection.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession, subjectOf } from './pickSession.ts';

/** Commands about who drives, and the log. */
export function controlCommands(services: Services): CommandGroup {
  return {
    takeOver: async (argument) => (await pickDriven(argument, services)).arbiter.takeOver(),
    resume: async (argument) => (await pickDriven(argument, services)).arbiter.resume(),
    showLog: () => services.log.show(),
    openConnectionSettings: async (argument) => {
      const named = subjectOf(argument, services)?.connection?.scope ?? services.store.problems[0]?.scope;
      await openSettings(named ?? { kind: 'user' });
    },
  };
}

/** Opens the file in which the connections of a scope stand. */
async function openSettings(scope: ConnectionScope): Promise<void> {
  if (scope.kind === 'folder') {
    const file = vscode.Uri.joinPath(vscode.Uri.parse(scope.folder), '.vscode', 'settings.json');
    await vscode.window.showTextDocument(file);
    return;
  }
  await vscode.commands.executeCommand(
    scope.kind === 'workspace'
      ? 'workbench.action.openWorkspaceSettingsFile'
      : 'workbench.action.openSettingsJson',
    { revealSetting: { key: 'vncAgentBridge.connections', edit: false } },
  );
}

/** The session that is meant; when nothing says which, the one that something drives. */
async function pickDriven(argument: unknown, services: Services): Promise<Session> {
  const named = subjectOf(argument, services)?.session;
  const driven = services.registry.sessions.filter(({ arbiter }) => arbiter.state.driver !== undefined);
  const active = services.panels.active?.session;
  const [only] = driven;
  if (named === undefined && active === undefined && driven.length === 1 && only !== undefined) return only;
  return named ?? (await pickSession(undefined, services));
}
