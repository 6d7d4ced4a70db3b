import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { Script } from '../../core/script/ast.ts';
import type { Session } from '../../core/session/session.ts';
import { addressOf } from '../connections/connectionAddress.ts';
import type { Services } from '../services.ts';
import { chooseTarget } from './scriptChoices.ts';

type Parts = Pick<Services, 'store' | 'connector' | 'registry' | 'panels' | 'demo'>;

/**
 * The session that a script drives: of the connection it names, else the one that the active panel shows, else
 * the only one there is, else of what is picked.
 *
 * @throws `VNC_CANCELLED` when the list was closed, and what connecting throws.
 */
export async function scriptSession(script: Script, parts: Parts, signal: AbortSignal): Promise<Session> {
  const { store, connector, registry, panels } = parts;
  const shown = panels.active?.session;
  const choice = chooseTarget(script, {
    find: (name) => store.find(name),
    sessions: registry.sessions,
    active: shown?.state.phase === 'open' ? shown : undefined,
  });
  switch (choice.kind) {
    case 'connection':
      return await connector.connect(choice.connection, { signal });
    case 'session':
      return choice.session;
    case 'unknown':
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'connection', value: choice.name });
    case 'ask':
      return await pickTarget(parts, signal);
  }
}

async function pickTarget(parts: Parts, signal: AbortSignal): Promise<Session> {
  const { store, connector, registry, demo } = parts;
  const live = registry.sessions.map((session) => ({
    label: session.name,
    description: session.address,
    iconPath: new vscode.ThemeIcon('vm-active'),
    open: () => Promise.resolve(session),
  }));
  const stored = store.connections
    .filter((connection) => connector.sessionOf(connection) === undefined)
    .map((connection) => ({
      label: connection.profile.name,
      description: addressOf(connection.profile),
      iconPath: new vscode.ThemeIcon('vm'),
      open: () => connector.connect(connection, { signal }),
    }));
  const tryOut = {
    label: vscode.l10n.t('Demo Screen'),
    iconPath: new vscode.ThemeIcon('beaker'),
    open: () => demo.open(),
  };
  const chosen = await vscode.window.showQuickPick([...live, ...stored, tryOut], {
    placeHolder: vscode.l10n.t('Which remote screen should the script drive?'),
    matchOnDescription: true,
  });
  if (chosen === undefined) throw vncError('VNC_CANCELLED');
  return await chosen.open();
}
