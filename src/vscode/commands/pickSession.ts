import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { Session } from '../../core/session/session.ts';
import type { Connection } from '../connections/connection.ts';
import { addressOf } from '../connections/connectionAddress.ts';
import { type ConnectionRow, isConnectionRow } from '../connections/connectionTree.ts';
import { isRecord } from '../record.ts';
import type { Services } from '../services.ts';

/** What picking needs. */
type Parts = Pick<Services, 'store' | 'connector' | 'registry' | 'panels'>;

/** What a command was pointed at: a live session, or a connection that may have none. */
export type Subject =
  | { readonly session: Session; readonly connection: Connection | undefined }
  | { readonly session: undefined; readonly connection: Connection };

/**
 * The session that a command is meant for: the one that `argument` names (a row of the tree, a session, the id
 * or name of a session or connection), else the active panel's, else the only one, else the one that is picked.
 *
 * @throws `VNC_SESSION_CLOSED` when the one that is named is not connected, or none is; `VNC_CANCELLED` when the
 *   list was closed.
 */
export async function pickSession(argument: unknown, parts: Parts): Promise<Session> {
  const named = subjectOf(argument, parts);
  if (named !== undefined) {
    if (named.session !== undefined) return named.session;
    throw vncError('VNC_SESSION_CLOSED', { name: named.connection.profile.name });
  }
  const active = parts.panels.active?.session;
  if (active !== undefined) return active;
  const { sessions } = parts.registry;
  const [first] = sessions;
  if (first === undefined) throw vncError('VNC_SESSION_CLOSED');
  if (sessions.length === 1) return first;
  const chosen = await vscode.window.showQuickPick(
    sessions.map((session) => ({
      label: session.name,
      description: session.address,
      iconPath: new vscode.ThemeIcon('vm-active'),
      session,
    })),
    { placeHolder: vscode.l10n.t('Which remote screen?'), matchOnDescription: true },
  );
  if (chosen === undefined) throw vncError('VNC_CANCELLED');
  return chosen.session;
}

/**
 * The connection that `argument` names, else the one that is picked from the list.
 *
 * @param options.filter which connections are offered.
 * @throws `VNC_CANCELLED` when the list was closed.
 */
export async function pickConnection(
  argument: unknown,
  parts: Parts,
  options: { readonly placeholder: string; readonly filter?: (connection: Connection) => boolean },
): Promise<Connection> {
  const named = subjectOf(argument, parts);
  if (named?.connection !== undefined) return named.connection;
  const candidates = parts.store.connections.filter(options.filter ?? (() => true));
  const chosen = await vscode.window.showQuickPick(
    [
      ...candidates.map((connection) => ({
        label: connection.profile.name,
        description: addressOf(connection.profile),
        iconPath: new vscode.ThemeIcon(
          parts.connector.stateOf(connection) === 'connected' ? 'vm-active' : 'vm',
        ),
        connection,
      })),
      {
        label: vscode.l10n.t('Add Connection…'),
        iconPath: new vscode.ThemeIcon('add'),
        alwaysShow: true,
        connection: undefined,
      },
    ],
    { placeHolder: options.placeholder, matchOnDescription: true },
  );
  if (chosen === undefined) throw vncError('VNC_CANCELLED');
  if (chosen.connection !== undefined) return chosen.connection;
  await vscode.commands.executeCommand('vncAgentBridge.addConnection');
  throw vncError('VNC_CANCELLED');
}

/**
 * What `argument` names, if it names anything.
 *
 * @throws `VNC_ARGUMENT_INVALID` for a name that nothing has.
 */
export function subjectOf(argument: unknown, parts: Parts): Subject | undefined {
  if (isConnectionRow(argument)) return rowSubject(argument, parts);
  const text = isRecord(argument) ? (argument['session'] ?? argument['connection']) : argument;
  if (typeof text !== 'string' || text === '') return undefined;
  const session = parts.registry.get(text);
  if (session !== undefined) return { session, connection: parts.connector.connectionOf(session) };
  const connection = parts.store.find(text);
  if (connection !== undefined) return { connection, session: parts.connector.sessionOf(connection) };
  const byName = parts.registry.sessions.find(({ name, address }) => name === text || address === text);
  if (byName !== undefined) return { session: byName, connection: undefined };
  throw vncError('VNC_ARGUMENT_INVALID', { argument: 'connection', value: text });
}

function rowSubject(row: ConnectionRow, parts: Parts): Subject | undefined {
  switch (row.kind) {
    case 'session':
      return { session: row.session, connection: undefined };
    case 'connection': {
      // The row may be older than the last change of the settings.
      const connection = parts.store.current(row.connection) ?? row.connection;
      return { connection, session: parts.connector.sessionOf(connection) };
    }
    case 'problems':
      return undefined;
  }
}
