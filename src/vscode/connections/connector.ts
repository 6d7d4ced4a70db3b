import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { Credentials } from '../../core/rfb/credentials.ts';
import type { Session } from '../../core/session/session.ts';
import type { DialTarget } from '../../core/transport/target.ts';
import type { Connection } from './connection.ts';
import { ConnectionSecrets, type PreparedConnection, type SecretParts } from './connectionSecrets.ts';
import { SessionOpener, type SessionOpenerParts } from './sessionOpener.ts';
import { SharedAttempt } from './sharedAttempt.ts';

/** What the connector is made of. */
export interface ConnectorParts extends SecretParts, SessionOpenerParts {}

/** Whether a connection is in use. */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting';

/** What testing a connection found. */
export interface ConnectionReport {
  readonly protocolVersion: string;
  readonly securityType: string;
  readonly width: number;
  readonly height: number;
  /** From dialling to the first picture, questions not counted. */
  readonly milliseconds: number;
}

/** Makes sessions of connections: one for each, shared by all who ask. */
export class Connector implements Disposable {
  readonly #parts: ConnectorParts;
  readonly #secrets: ConnectionSecrets;
  readonly #opener: SessionOpener;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #loggedIn = this.#owned.add(new Emitter<Connection>());
  readonly #sessions = new Map<string, Session>();
  readonly #attempts = new Map<string, SharedAttempt<Session>>();
  /** The connections whose last attempt was let in with nobody asked. */
  readonly #smooth = new Set<string>();

  /** A connection is being made, is there, or is gone. */
  readonly onChange = this.#changed.event;

  /** The server of a connection has let us in; its first picture is on its way. */
  readonly onLoggedIn = this.#loggedIn.event;

  constructor(parts: ConnectorParts) {
    this.#parts = parts;
    this.#secrets = new ConnectionSecrets(parts);
    this.#opener = new SessionOpener(parts);
    this.#owned.add(parts.registry.onChange(() => this.#changed.fire()));
  }

  /** The session of a connection: live, or lost and being made again. */
  sessionOf(connection: Connection): Session | undefined {
    const session = this.#sessions.get(connection.key);
    return session === undefined || session.state.phase === 'closed' ? undefined : session;
  }

  /** The stored connection that a session was made of, as it stands now. */
  connectionOf(session: Session): Connection | undefined {
    const key = [...this.#sessions].find(([, other]) => other === session)?.[0];
    return this.#parts.store.connections.find((connection) => connection.key === key);
  }

  stateOf(connection: Connection): ConnectionState {
    const session = this.sessionOf(connection);
    if (session !== undefined) return session.state.phase === 'reconnecting' ? 'reconnecting' : 'connected';
    return this.#attempts.has(connection.key) ? 'connecting' : 'disconnected';
  }

  /** Whether its last attempt, in this window, was let in without a question: so will the next be, as far as one knows. */
  wasSmooth(connection: Connection): boolean {
    return this.#smooth.has(connection.key);
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
    const milliseconds = Math.round(this.#parts.journals.of(session)?.openedIn ?? 0);
    if (live === undefined) await session.close();
    return { protocolVersion, securityType, width, height, milliseconds };
  }

  /**
   * Opens a session that belongs to no stored connection.
   *
   * @param options.reconnect whether it is made again when it is lost; by default it is.
   * @param options.wishes what its address says of how it is shown.
   */
  async connectTarget(
    target: DialTarget,
    name: string,
    options: {
      readonly credentials?: Credentials;
      readonly reconnect?: boolean;
      readonly wishes?: Pick<ConnectionProfile, 'viewOnly' | 'quality' | 'compression'>;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<Session> {
    const signal = options.signal ?? new AbortController().signal;
    if (target.transport === 'websocket' && target.proxy?.password !== undefined)
      this.#parts.log.hide(target.proxy.password);
    const credentials = this.#secrets.credentialsFor(name, options.credentials ?? {}, signal);
    const session = await this.#opener.open({
      target,
      tls: { verify: true },
      profile: { ...options.wishes, name },
      machine: {},
      credentials,
      prepareAgain: options.reconnect === false ? false : () => Promise.resolve({ target, credentials }),
      journal: this.#parts.journals.begin(name),
      signal,
    });
    session.onStateChange(() => this.#changed.fire());
    return session;
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
    const journal = this.#parts.journals.begin(connection.profile.name, connection.profile);
    let prepared: PreparedConnection | undefined;
    try {
      prepared = await this.#secrets.prepare(connection, signal);
      const session = await this.#opener.open({
        ...prepared,
        journal,
        loggedIn: () => this.#loggedIn.fire(connection),
        signal,
      });
      this.#adopt(connection, session, prepared);
      if (prepared.asked()) this.#smooth.delete(connection.key);
      else this.#smooth.add(connection.key);
      prepared.accepted();
      return session;
    } catch (error) {
      this.#smooth.delete(connection.key);
      journal.failure = error;
      prepared?.failed(error);
      throw error;
    }
  }

  /** The session counts as the connection's until it closes. */
  #adopt(connection: Connection, session: Session, prepared: PreparedConnection): void {
    this.#sessions.set(connection.key, session);
    session.onStateChange((state) => {
      if (state.phase === 'closed') {
        if (this.#sessions.get(connection.key) === session) this.#sessions.delete(connection.key);
        // A reconnect may have been refused what was taken at first.
        prepared.failed(state.error);
      }
      this.#changed.fire();
    });
    this.#changed.fire();
  }
}
