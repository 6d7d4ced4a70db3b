import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { throwIfCancelled } from '../../core/base/deadline.ts';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';
import { isVncError, vncError } from '../../core/base/errors.ts';
import { defaultTimeoutSeconds } from '../../core/profile/profile.ts';
import type { CredentialRequest, CredentialSource, Credentials } from '../../core/rfb/credentials.ts';
import type { Session } from '../../core/session/session.ts';
import type { SessionRegistry } from '../../core/session/sessionRegistry.ts';
import type { DialTarget } from '../../core/transport/target.ts';
import type { Log } from '../log.ts';
import { readMachineOptions } from '../settings.ts';
import { type Connection, scopeName } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import type { SecretPrompts } from './secretPrompts.ts';
import type { SecretStore } from './secretStore.ts';
import { SharedAttempt } from './sharedAttempt.ts';

/** What the connector is made of. */
export interface ConnectorParts {
  readonly store: ConnectionStore;
  readonly secrets: SecretStore;
  readonly registry: SessionRegistry;
  readonly prompts: SecretPrompts;
  readonly log: Log;
}

/** Whether a connection is in use. */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected';

/** Secrets that one attempt uses, and those of them that a person has just given. */
interface SecretSet {
  readonly values: Record<string, string>;
  readonly given: Map<string, string>;
  readonly stored: Set<string>;
}

/**
 * Makes sessions of connections: one for each, shared by all who ask. Secrets come out of the storage when they
 * are bound to what is dialled, else a person is asked, and offered to have them kept once the server took them.
 */
export class Connector implements Disposable {
  readonly #parts: ConnectorParts;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #sessions = new Map<string, Session>();
  readonly #attempts = new Map<string, SharedAttempt<Session>>();
  /** Stored secrets that the server refused: the next attempt asks. By connection key. */
  readonly #rejected = new Map<string, Set<string>>();

  /** A connection is being made, is there, or is gone. */
  readonly onChange = this.#changed.event;

  constructor(parts: ConnectorParts) {
    this.#parts = parts;
    this.#owned.add(parts.registry.onChange(() => this.#changed.fire()));
  }

  /** The live session of a connection. */
  sessionOf(connection: Connection): Session | undefined {
    const session = this.#sessions.get(connection.key);
    return session?.state.phase === 'open' ? session : undefined;
  }

  /** The stored connection that a session was made of, as it stands now. */
  connectionOf(session: Session): Connection | undefined {
    const key = [...this.#sessions].find(([, other]) => other === session)?.[0];
    return this.#parts.store.connections.find((connection) => connection.key === key);
  }

  stateOf(connection: Connection): ConnectionState {
    if (this.sessionOf(connection) !== undefined) return 'connected';
    return this.#attempts.has(connection.key) ? 'connecting' : 'disconnected';
  }

  /** Whether any connection is being made. */
  get connecting(): boolean {
    return this.#attempts.size > 0;
  }

  /**
   * The live session of a connection, made when there is none.
   *
   * @throws what `openSession` and the reading of the profile throw, `VNC_CANCELLED` when `signal` aborts or a
   *   question is closed.
   */
  async connect(connection: Connection, options: { readonly signal?: AbortSignal } = {}): Promise<Session> {
    const live = this.sessionOf(connection);
    if (live !== undefined) return live;
    const { key } = connection;
    let attempt = this.#attempts.get(key);
    if (attempt === undefined) {
      attempt = new SharedAttempt(async (signal) => await this.#open(connection, signal));
      this.#attempts.set(key, attempt);
      const ended = (): void => {
        this.#attempts.delete(key);
        this.#changed.fire();
      };
      attempt.join().then(ended, ended);
      this.#changed.fire();
    }
    return await attempt.join(options.signal);
  }

  /** Gives up an attempt for all who wait for it. */
  cancel(connection: Connection): void {
    this.#attempts.get(connection.key)?.cancel();
  }

  /**
   * Opens a session that belongs to no stored connection.
   *
   * @param timeout milliseconds to the first picture.
   */
  async connectTarget(
    target: DialTarget,
    name: string,
    options: {
      readonly credentials?: Credentials;
      readonly timeout?: number;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<Session> {
    const signal = options.signal ?? new AbortController().signal;
    const given: SecretSet = { values: {}, given: new Map(), stored: new Set() };
    const credentials = this.#credentials(name, { ...options.credentials }, given, signal);
    return await this.#openSession(target, name, {
      credentials,
      timeout: options.timeout ?? defaultTimeoutSeconds * 1000,
      signal,
    });
  }

  dispose(): void {
    for (const attempt of this.#attempts.values()) attempt.cancel();
    this.#owned.dispose();
  }

  async #open(connection: Connection, signal: AbortSignal): Promise<Session> {
    const { store, secrets, log } = this.#parts;
    const profile = (store.current(connection) ?? connection).profile;
    const [{ secretBinding }, { secretNamesOf, targetOf }] = await Promise.all([
      import('../../core/profile/secretBinding.ts'),
      import('../../core/profile/profileTarget.ts'),
    ]);
    const machine = readMachineOptions(profile.id);
    const workspace = (
      vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri
    )?.toString();
    const scope = scopeName(connection.scope, workspace ?? '');
    const binding = secretBinding(profile, { scope, machine });
    const rejected = this.#rejected.get(connection.key) ?? new Set<string>();
    const set: SecretSet = { values: {}, given: new Map(), stored: new Set() };
    const needed = secretNamesOf(profile);
    for (const name of new Set([...needed, 'password'])) {
      const value =
        profile.id === undefined || rejected.has(name)
          ? undefined
          : await secrets.read(profile.id, name, binding);
      if (value !== undefined) {
        set.values[name] = value;
        set.stored.add(name);
      } else if (needed.includes(name)) {
        await this.#ask(profile.name, name, rejected.has(name), set, signal);
      }
    }
    throwIfCancelled(signal);
    const target = await targetOf(profile, { secrets: set.values, machine, readFile: readText });
    const held: Credentials = { username: profile.username, password: set.values['password'] };
    try {
      const session = await this.#openSession(target, profile.name, {
        credentials: this.#credentials(profile.name, held, set, signal, rejected.has('password')),
        timeout: (profile.timeout ?? defaultTimeoutSeconds) * 1000,
        viewOnly: profile.viewOnly ?? false,
        signal,
      });
      this.#adopt(connection, session);
      this.#rejected.delete(connection.key);
      this.#offerToRemember(connection, binding, set.given);
      return session;
    } catch (error) {
      this.#noteRejected(connection, error, set);
      log.failure(`Connecting to “${profile.name}” failed`, error);
      throw error;
    }
  }

  async #openSession(
    target: DialTarget,
    name: string,
    options: {
      readonly credentials: CredentialSource;
      readonly timeout: number;
      readonly viewOnly?: boolean;
      readonly signal: AbortSignal;
    },
  ): Promise<Session> {
    const { registry, log } = this.#parts;
    const { openSession } = await import('../../core/session/openSession.ts');
    const session = await openSession({ target, name, logger: log, ...options });
    if (options.signal.aborted) {
      await session.close();
      throw vncError('VNC_CANCELLED');
    }
    registry.add(session);
    this.#logLife(session);
    return session;
  }

  /** The session counts as the connection's until it closes. */
  #adopt(connection: Connection, session: Session): void {
    this.#sessions.set(connection.key, session);
    session.onStateChange((state) => {
      if (state.phase !== 'closed') return;
      if (this.#sessions.get(connection.key) === session) this.#sessions.delete(connection.key);
      this.#changed.fire();
    });
  }

  #logLife(session: Session): void {
    const { log } = this.#parts;
    const began = Date.now();
    const { width, height } = session.size;
    const facts = Object.entries(session.facts).map(([key, value]) => `${key} ${value}`);
    log.log(
      'info',
      `Connected to ${session.name} (${session.address}): ${width} x ${height}, ${facts.join(', ')}`,
    );
    session.onStateChange((state) => {
      if (state.phase !== 'closed') return;
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      const reason = state.error === undefined ? 'in order' : state.error.message;
      log.log('info', `Disconnected from ${session.name} (${session.address}) after ${seconds} s: ${reason}`);
    });
  }

  #credentials(
    name: string,
    held: Credentials,
    set: SecretSet,
    signal: AbortSignal,
    rejected = false,
  ): CredentialSource {
    const ask = async (request: CredentialRequest, asking: AbortSignal): Promise<Credentials> => {
      const both = AbortSignal.any([signal, asking]);
      const username =
        held.username ?? (request.username ? await this.#parts.prompts.askUsername(name, both) : undefined);
      const password =
        held.password ??
        (request.password ? await this.#ask(name, 'password', rejected, set, both) : undefined);
      return { username, password };
    };
    return { ...held, ask };
  }

  async #ask(
    connection: string,
    secret: string,
    rejected: boolean,
    set: SecretSet,
    signal: AbortSignal,
  ): Promise<string> {
    const value = await this.#parts.prompts.askSecret({ connection, secret, rejected }, signal);
    this.#parts.log.hide(value);
    set.values[secret] = value;
    set.given.set(secret, value);
    return value;
  }

  /** What the server refused is asked for next time, whether it was stored or given. */
  #noteRejected(connection: Connection, error: unknown, set: SecretSet): void {
    const used = [...set.stored, ...set.given.keys()];
    const names = isVncError(error, 'VNC_AUTH_REJECTED')
      ? used.filter((name) => name === 'password')
      : isVncError(error, 'VNC_TICKET_REJECTED')
        ? used.filter((name) => name !== 'password' || used.length === 1)
        : [];
    if (names.length > 0) this.#rejected.set(connection.key, new Set(names));
  }

  #offerToRemember(connection: Connection, binding: string, given: ReadonlyMap<string, string>): void {
    if (given.size === 0) return;
    const { prompts, store, secrets, log } = this.#parts;
    const remember = async (): Promise<void> => {
      if (!(await prompts.offerToRemember(connection.profile.name, [...given.keys()]))) return;
      const { profile } = await store.withId(connection);
      for (const [name, value] of given) await secrets.write(profile.id, name, { binding, value });
    };
    remember().catch((error: unknown) => log.failure('Remembering a secret failed', error));
  }
}

async function readText(path: string): Promise<string> {
  return await readFile(path, 'utf8');
}
