import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import type { Session } from '../../core/session/session.ts';
import type { SessionRegistry } from '../../core/session/sessionRegistry.ts';
import { setContextKey } from '../contextKeys.ts';
import { commandId, connectionsViewId } from '../contributions.ts';
import type { Recordings } from '../recording/recordings.ts';
import { readMachineOptions } from '../settings.ts';
import type { Connection } from './connection.ts';
import { addressOf } from './connectionAddress.ts';
import { wordSession } from './connectionWords.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { onCalmChange } from './calmChanges.ts';
import type { ConnectionState, Connector } from './connector.ts';
import { rowContext } from './rowContext.ts';

/** A row of the tree: a stored connection, a session without one, or the note that something is wrong. */
export type ConnectionRow =
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'problems'; readonly count: number };

/** Whether a command was given a row of the tree. */
export function isConnectionRow(value: unknown): value is ConnectionRow {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return (
    (value.kind === 'connection' && 'connection' in value) || (value.kind === 'session' && 'session' in value)
  );
}

/** The view of connections: what is stored, what is live, what is wrong. */
export class ConnectionTree implements vscode.TreeDataProvider<ConnectionRow>, Disposable {
  readonly #store: ConnectionStore;
  readonly #connector: Connector;
  readonly #registry: SessionRegistry;
  readonly #recordings: Recordings;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<ConnectionRow | undefined>());
  readonly #view: vscode.TreeView<ConnectionRow>;

  #filled = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: {
    readonly store: ConnectionStore;
    readonly connector: Connector;
    readonly registry: SessionRegistry;
    readonly recordings: Recordings;
  }) {
    this.#store = parts.store;
    this.#connector = parts.connector;
    this.#registry = parts.registry;
    this.#recordings = parts.recordings;
    this.#view = this.#owned.add(
      vscode.window.createTreeView(connectionsViewId, { treeDataProvider: this, showCollapseAll: false }),
    );
    this.#owned.add(this.#store.onChange(() => this.#changed.fire(undefined)));
    this.#owned.add(onCalmChange(this.#connector, () => this.#changed.fire(undefined)));
    this.#owned.add(this.#recordings.onChange(() => this.#changed.fire(undefined)));
  }

  /** Selects a connection, in the view if that is visible. */
  async reveal(connection: Connection): Promise<void> {
    if (this.#view.visible) await this.#view.reveal({ kind: 'connection', connection });
  }

  getParent(): undefined {
    return undefined;
  }

  getChildren(row?: ConnectionRow): ConnectionRow[] {
    if (row !== undefined) return [];
    if (!this.#filled) {
      this.#filled = true;
      // After the answer has gone out, so that the welcome content does not show for a moment before the rows.
      setImmediate(() => setContextKey('ready', true));
    }
    const { connections, problems } = this.#store;
    const rows: ConnectionRow[] = connections.map((connection) => ({ kind: 'connection', connection }));
    for (const session of this.#registry.sessions) {
      if (this.#connector.connectionOf(session) === undefined) rows.push({ kind: 'session', session });
    }
    if (problems.length > 0) rows.push({ kind: 'problems', count: problems.length });
    return rows;
  }

  getTreeItem(row: ConnectionRow): vscode.TreeItem {
    switch (row.kind) {
      case 'connection':
        return this.#connectionItem(row.connection);
      case 'session':
        return sessionItem(row.session, this.#recordings.of(row.session) !== undefined);
      case 'problems':
        return problemsItem(row.count);
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #connectionItem(connection: Connection): vscode.TreeItem {
    const { profile } = connection;
    const state = this.#connector.stateOf(connection);
    const session = this.#connector.sessionOf(connection);
    const address = addressOf(profile);
    const unverified = readMachineOptions(profile.id).verifyCertificate === false;
    const item = new vscode.TreeItem(profile.name);
    item.id = connection.key;
    item.description =
      state === 'reconnecting'
        ? vscode.l10n.t('{0} — reconnecting…', address)
        : unverified
          ? vscode.l10n.t('{0} — certificate not verified', address)
          : address;
    item.iconPath = stateIcon(state, unverified);
    item.contextValue = rowContext('connection', {
      state,
      viewOnly: profile.viewOnly === true,
      hasId: profile.id !== undefined,
      recorded: this.#recordings.of(session) !== undefined,
    });
    item.tooltip = tooltip(profile.name, [
      stateLabel(state),
      address,
      ...(session === undefined ? [] : wordSession(session, vscode.l10n)),
      ...(profile.viewOnly === true ? [vscode.l10n.t('View only: input never reaches the server')] : []),
      ...(unverified ? [vscode.l10n.t('The certificate of the server is not verified on this machine')] : []),
      scopeLabel(connection),
      ...(profile.tags === undefined || profile.tags.length === 0
        ? []
        : [vscode.l10n.t('Tags: {0}', profile.tags.join(', '))]),
    ]);
    item.accessibilityInformation = { label: `${profile.name}, ${stateLabel(state)}, ${item.description}` };
    if (state !== 'connecting') {
      item.command = {
        command: commandId('openScreen'),
        title: vscode.l10n.t('Open Screen'),
        arguments: [connection.key],
      };
    }
    return item;
  }
}

function sessionItem(session: Session, isRecorded: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(session.name);
  item.id = `session-${session.id}`;
  if (session.address !== session.name) item.description = session.address;
  const state = session.state.phase === 'reconnecting' ? 'reconnecting' : 'connected';
  item.iconPath = stateIcon(state, false);
  item.contextValue = rowContext('session', {
    state,
    viewOnly: session.viewOnly,
    recorded: isRecorded,
  });
  item.tooltip = tooltip(session.name, [
    stateLabel(state),
    session.address,
    ...wordSession(session, vscode.l10n),
    vscode.l10n.t('Not stored as a connection'),
  ]);
  item.accessibilityInformation = {
    label: `${session.name}, ${stateLabel(state)}, ${session.address}`,
  };
  item.command = {
    command: commandId('openScreen'),
    title: vscode.l10n.t('Open Screen'),
    arguments: [session.id],
  };
  return item;
}

function problemsItem(count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(
    count === 1
      ? vscode.l10n.t('1 problem in the connections settings')
      : vscode.l10n.t('{0} problems in the connections settings', count),
  );
  item.id = 'problems';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'problems';
  item.command = {
    command: commandId('openConnectionSettings'),
    title: vscode.l10n.t('Open Settings'),
  };
  return item;
}

function stateIcon(state: ConnectionState, unverified: boolean): vscode.ThemeIcon {
  if (state === 'connecting') return new vscode.ThemeIcon('loading~spin');
  if (state === 'reconnecting') {
    return new vscode.ThemeIcon('sync~spin', new vscode.ThemeColor('list.warningForeground'));
  }
  if (unverified) return new vscode.ThemeIcon('unlock', new vscode.ThemeColor('list.warningForeground'));
  if (state === 'connected') return new vscode.ThemeIcon('vm-active', new vscode.ThemeColor('charts.green'));
  return new vscode.ThemeIcon('vm');
}

function stateLabel(state: ConnectionState): string {
  switch (state) {
    case 'connected':
      return vscode.l10n.t('connected');
    case 'connecting':
      return vscode.l10n.t('connecting');
    case 'reconnecting':
      return vscode.l10n.t('connection lost, reconnecting');
    case 'disconnected':
      return vscode.l10n.t('not connected');
  }
}

function scopeLabel(connection: Connection): string {
  switch (connection.scope.kind) {
    case 'user':
      return vscode.l10n.t('From your settings');
    case 'workspace':
    case 'folder':
      return vscode.l10n.t('From the workspace');
  }
}

/** Plain text made Markdown: names come from settings and servers. */
function tooltip(title: string, lines: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const line of lines) text.appendText(line).appendMarkdown('  \n');
  return text;
}
