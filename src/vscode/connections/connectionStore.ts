import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';
import { vncError } from '../../core/base/errors.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import { extensionPrefix } from '../contributions.ts';
import { isRecord } from '../record.ts';
import { type Connection, type ConnectionScope, sameScope } from './connection.ts';
import { ConnectionKeys } from './connectionKeys.ts';
import {
  type ConnectionProblem,
  type JoinedConnections,
  type ScopedSetting,
  findConnection,
  joinConnections,
} from './joinConnections.ts';

/** The setting that holds the profiles, without prefix. */
const setting = 'connections';

/**
 * The stored connections: read from every scope of the setting, written back to the scope where each one lives.
 * Fields that this version does not know are kept by every change.
 */
export class ConnectionStore implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #keys = new ConnectionKeys();
  #joined: JoinedConnections;
  #writing: Promise<unknown> = Promise.resolve();

  /** The connections or what is wrong with them may have changed. */
  readonly onChange = this.#changed.event;

  constructor() {
    this.#joined = this.#read();
    const reload = (): void => this.#reload();
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(extensionPrefix)) reload();
      }),
    );
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(reload));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(reload));
  }

  get connections(): readonly Connection[] {
    return this.#joined.connections;
  }

  get problems(): readonly ConnectionProblem[] {
    return this.#joined.problems;
  }

  /** The connection with this key, id or name. */
  find(text: string): Connection | undefined {
    return findConnection(this.connections, text);
  }

  /** The same connection as it stands now; `undefined` when it is gone. */
  current(connection: Connection): Connection | undefined {
    return this.connections.find((other) => other.key === connection.key);
  }

  /** Adds a profile to a scope and returns the connection. */
  async add(profile: ConnectionProfile, scope: ConnectionScope = { kind: 'user' }): Promise<Connection> {
    await this.#write(scope, (entries) => [...entries, withoutUndefined({ ...profile })]);
    const added = this.connections.findLast(
      (other) => sameScope(other.scope, scope) && other.profile.name === profile.name,
    );
    if (added === undefined) throw vncError('VNC_PROFILE_INVALID', { name: profile.name });
    return added;
  }

  /** Changes fields of a profile; those set to `undefined` go. */
  async change(connection: Connection, fields: Partial<ConnectionProfile>): Promise<Connection> {
    this.#keys.expect(connection.key, { ...connection.profile, ...fields }, connection.scope);
    await this.#write(connection.scope, (entries) => {
      const index = this.#locate(connection, entries);
      return entries.map((entry, i) =>
        i === index ? withoutUndefined({ ...(isRecord(entry) ? entry : {}), ...fields }) : entry,
      );
    });
    return this.current(connection) ?? connection;
  }

  /** The connection with an id, which it is given when it has none yet. */
  async withId(connection: Connection): Promise<Connection & { readonly profile: { readonly id: string } }> {
    const now = this.current(connection) ?? connection;
    const id = now.profile.id ?? randomUUID();
    const changed = now.profile.id === undefined ? await this.change(now, { id }) : now;
    return { ...changed, profile: { ...changed.profile, id } };
  }

  /** A copy under a free name beside the original. It has no id, so it has none of the original's secrets. */
  async duplicate(connection: Connection, name: string): Promise<Connection> {
    await this.#write(connection.scope, (entries) => {
      const index = this.#locate(connection, entries);
      const original = entries[index];
      const copy = withoutUndefined({ ...(isRecord(original) ? original : {}), name, id: undefined });
      return entries.toSpliced(index + 1, 0, copy);
    });
    const copy = this.connections.find(
      (other) => sameScope(other.scope, connection.scope) && other.profile.name === name,
    );
    if (copy === undefined) throw vncError('VNC_PROFILE_INVALID', { name });
    return copy;
  }

  /** Removes the profile from its scope. Its secrets are the caller's to delete. */
  async remove(connection: Connection): Promise<void> {
    await this.#write(connection.scope, (entries) => entries.toSpliced(this.#locate(connection, entries), 1));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #reload(): void {
    this.#joined = this.#read();
    this.#changed.fire();
  }

  #read(): JoinedConnections {
    return joinConnections(readScopes(), this.#keys);
  }

  /**
   * Where the entry stands in the array of its scope now: it may have moved since it was read.
   *
   * @throws `VNC_PROFILE_INVALID` when it is gone.
   */
  #locate(connection: Connection, entries: readonly unknown[]): number {
    const { id, name } = connection.profile;
    const matches = (entry: unknown): boolean =>
      isRecord(entry) && (id === undefined ? entry['name'] === name : entry['id'] === id);
    if (matches(entries[connection.index])) return connection.index;
    const index = entries.findIndex(matches);
    if (index < 0) throw vncError('VNC_PROFILE_INVALID', { name, reason: 'gone' });
    return index;
  }

  /** Changes the array of one scope; changes wait for each other. */
  async #write(scope: ConnectionScope, change: (entries: readonly unknown[]) => unknown[]): Promise<void> {
    const work = this.#writing.then(async () => {
      const resource = scope.kind === 'folder' ? vscode.Uri.parse(scope.folder) : undefined;
      const section = vscode.workspace.getConfiguration(extensionPrefix, resource);
      const inspected = section.inspect<unknown>(setting);
      const value = {
        user: inspected?.globalValue,
        workspace: inspected?.workspaceValue,
        folder: inspected?.workspaceFolderValue,
      }[scope.kind];
      await section.update(setting, change(Array.isArray(value) ? value : []), targets[scope.kind]);
      this.#reload();
    });
    this.#writing = work.catch(() => undefined);
    await work;
  }
}

const targets: Record<ConnectionScope['kind'], vscode.ConfigurationTarget> = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
  folder: vscode.ConfigurationTarget.WorkspaceFolder,
};

/** What every scope says, one's own first. A workspace that is not trusted has no say. */
function readScopes(): ScopedSetting[] {
  const inspected = vscode.workspace.getConfiguration(extensionPrefix).inspect<unknown>(setting);
  const scopes: ScopedSetting[] = [{ scope: { kind: 'user' }, value: inspected?.globalValue }];
  if (!vscode.workspace.isTrusted) return scopes;
  scopes.push({ scope: { kind: 'workspace' }, value: inspected?.workspaceValue });
  // With a single folder its settings are the workspace's.
  if (vscode.workspace.workspaceFile === undefined) return scopes;
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const own = vscode.workspace.getConfiguration(extensionPrefix, uri).inspect<unknown>(setting);
    scopes.push({ scope: { kind: 'folder', folder: uri.toString() }, value: own?.workspaceFolderValue });
  }
  return scopes;
}

function withoutUndefined(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
