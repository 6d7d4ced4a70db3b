import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';
import { vncError } from '../../core/base/errors.ts';
import { defaultTimeoutSeconds } from '../../core/profile/profile.ts';
import type { CredentialSource, Credentials } from '../../core/rfb/credentials.ts';
import type { Session } from '../../core/session/session.ts';
import type { SessionRegistry } from '../../core/session/sessionRegistry.ts';
import type { DialTarget } from '../../core/transport/target.ts';
import type { Connection } from './connection.ts';
import { ConnectionSecrets, type SecretParts } from './connectionSecrets.ts';
import { SharedAttempt } from './sharedAttempt.ts';

/** What the connector is made of. */
export interface ConnectorParts extends SecretParts {
  readonly registry: SessionRegistry;
}

/** Whether a connection is in use. */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected';

/** What testing a connection found. */
export interface ConnectionReport {
  readonly protocolVersion: string;
  readonly securityType: string;
  readonly width: number;
  readonly height: number;
  /** From dialling to the first picture, questions not counted. */
  readonly milliseconds: number;
}

/** How a session is opened. */
interface OpenOptions {
  readonly credentials: CredentialSource;
  /** Milliseconds from dialling to the first picture. */
  readonly timeout: number;
  readonly viewOnly?: boolean;
  readonly signal: AbortSignal;
}

/** Makes sessions of connections: one for each, shared by all who ask. */
export class Connector implements Disposable {
  readonly #parts: ConnectorParts;
  readonly #secrets: ConnectionSecrets;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #sessions = new Map<string, Session>();
  readonly #attempts = new Map<string, SharedAttempt<Session>>();
  /** Milliseconds that opening took. */
  readonly #openedIn = new WeakMap<Session, number>();

  /** A connection is being made, is there, or is gone. */
  readonly onChange = this.#changed.event;

  constructor(parts: ConnectorParts) {
    this.#parts = parts;
    this.#secrets = new ConnectionSecrets(parts);
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
   * The live session of a connection, made when there is none. Secrets come out of the storage when they were
   * given for what is dialled, else a person is asked.
   *
   * @throws what `openSession` and the reading of the profile throw, `VNC_CANCELLED` when `signal` aborts or a
   *   question is closed.
   */
  async connect(connection: Connection, options: { readonly signal?: AbortSignal } = {}): Promise<Session> {
    const live = this.sessionOf(connection);
    if (live !== undefined) return live;
    const attempt = this.#attempts.get(connection.key) ?? this.#start(connection);
    return await attempt.join(options.signal);
  }

  /** Gives up an attempt for all who wait for it. */
  cancel(connection: Connection): void {
    this.#attempts.get(connection.key)?.cancel();
  }

  /** Finds out whether a connection works. One that is not in use is disconnected again. */
  async test(
    connection: Connection,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<ConnectionReport> {
    const live = this.sessionOf(connection);
    const session = live ?? (await this.connect(connection, options));
    const { width, height } = session.size;
    const { protocolVersion = '?', securityType = '?' } = session.facts;
    const milliseconds = Math.round(this.#openedIn.get(session) ?? 0);
    if (live === undefined) await session.close();
    return { protocolVersion, securityType, width, height, milliseconds };
  }

  /** Opens a session that belongs to no stored connection. */
  async connectTarget(
    target: DialTarget,
    name: string,
    options: { readonly credentials?: Credentials; readonly signal?: AbortSignal } = {},
  ): Promise<Session> {
    const signal = options.signal ?? new AbortController().signal;
    return await this.#openSession(target, name, {
      credentials: this.#secrets.credentialsFor(name, options.credentials ?? {}, signal),
      timeout: defaultTimeoutSeconds * 1000,
      signal,
    });
  }

  /** Keeps secrets for what the connection leads to now. It gets an id when it has none. */
  async remember(connection: Connection, values: ReadonlyMap<string, string>): Promise<Connection> {
    return await this.#secrets.remember(connection, values);
  }

  dispose(): void {
    for (const attempt of this.#attempts.values()) attempt.cancel();
    this.#owned.dispose();
  }

  #start(connection: Connection): SharedAttempt<Session> {
    const attempt = new SharedAttempt(async (signal) => await this.#open(connection, signal));
    this.#attempts.set(connection.key, attempt);
    void attempt.settled.then(() => {
      this.#attempts.delete(connection.key);
      this.#changed.fire();
    });
    this.#changed.fire();
    return attempt;
  }

  async #open(connection: Connection, signal: AbortSignal): Promise<Session> {
    const prepared = await this.#secrets.prepare(connection, signal);
    const { profile, target, credentials } = prepared;
    try {
      const session = await this.#openSession(target, profile.name, {
        credentials,
        timeout: (profile.timeout ?? defaultTimeoutSeconds) * 1000,
        viewOnly: profile.viewOnly ?? false,
        signal,
      });
      this.#adopt(connection, session);
      prepared.accepted();
      return session;
    } catch (error) {
      prepared.failed(error);
      throw error;
    }
  }

  async #openSession(target: DialTarget, name: string, options: OpenOptions): Promise<Session> {
    const { registry, log } = this.#parts;
    const { openSession } = await import('../onDemand.ts');
    const watch = new StopWatch();
    const { ask, ...held } = options.credentials;
    const credentials: CredentialSource =
      ask === undefined
        ? held
        : { ...held, ask: async (request, signal) => await watch.outside(() => ask(request, signal)) };
    const session = await openSession({ target, name, logger: log, ...options, credentials });
    if (options.signal.aborted) {
      await session.close();
      throw vncError('VNC_CANCELLED');
    }
    this.#openedIn.set(session, watch.milliseconds);
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
    this.#changed.fire();
  }

  #logLife(session: Session): void {
    const { log } = this.#parts;
    const life = new StopWatch();
    const { width, height } = session.size;
    const facts = Object.entries(session.facts).map(([key, value]) => `${key} ${value}`);
    const where = `${session.name} (${session.address})`;
    log.log('info', `Connected to ${where}: ${width} x ${height}, ${facts.join(', ')}`);
    session.onStateChange((state) => {
      if (state.phase !== 'closed') return;
      const seconds = (life.milliseconds / 1000).toFixed(1);
      const reason = state.error === undefined ? 'as wanted' : state.error.message;
      log.log('info', `Disconnected from ${where} after ${seconds} s: ${reason}`);
    });
  }
}

/** Milliseconds since it was made, without those spent outside. */
class StopWatch {
  #since = performance.now();

  get milliseconds(): number {
    return performance.now() - this.#since;
  }

  /** Runs `work` without counting its time. */
  async outside<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#since += performance.now() - began;
    }
  }
}
