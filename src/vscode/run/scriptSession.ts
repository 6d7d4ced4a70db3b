import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { Script } from '../../core/script/ast.ts';
import type { Session } from '../../core/session/session.ts';
import { addressOf } from '../connections/connectionAddress.ts';
import type { Services } from '../services.ts';

type Parts = Pick<Services, 'store' | 'connector' | 'registry' | 'panels' | 'demo'>;

/**
 * The session that a script drives: of the connection it names, else the one that the active panel shows, else
 * the only one there is, else of what is picked.
 *
 * @throws `VNC_CANCELLED` when the list was closed, and what connecting throws.
 */
export async function scriptSession(script: Script, parts: Parts, signal: AbortSignal): Promise<Session> {
  const use = script.body.find((item) => item.type === 'use');
  const name = use?.connection.literal;
  if (name !== undefined) {
    const connection = parts.store.find(name);
    if (connection !== undefined) return await parts.connector.connect(connection, { signal });
    const live = parts.registry.sessions.find((session) => session.name === name);
    if (live !== undefined) return live;
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'connection', value: name });
  }
  const active = parts.panels.active?.session;
  if (active?.state.phase === 'open') return active;
  const { sessions } = parts.registry;
  const [first, second] = sessions;
  if (first !== undefined && second === undefined) return first;
  return await pickTarget(parts, signal);
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
