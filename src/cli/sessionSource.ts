import process from 'node:process';
import type { Logger } from '../core/base/logger.ts';
import { isVncError, vncError } from '../core/base/errors.ts';
import { type ConnectionProfile, defaultTimeoutSeconds } from '../core/profile/profile.ts';
import { openSession } from '../core/session/openSession.ts';
import type { Session } from '../core/session/session.ts';
import { ChosenConnection } from './chosenConnection.ts';
import type { ServerChoice } from './commandLine.ts';
import { type Environment, type EnvironmentSecrets, reasonOf } from './environment.ts';
import { KnownServers, usualKnownServers } from './knownServers.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';
import { connectionOfUrl } from './urlProfile.ts';

/** What sessions are opened with. */
export interface SessionSourceParts {
  readonly choice: ServerChoice;
  readonly secrets: EnvironmentSecrets;
  readonly terminal: Terminal;
  readonly environment: Environment;
  readonly logger: Logger;
}

/** Opens the sessions that a command needs, and closes them all. */
export class SessionSource {
  readonly #parts: SessionSourceParts;
  readonly #profiles: readonly ConnectionProfile[];
  readonly #certificate: string | undefined;
  readonly #trust: KnownServers;
  readonly #closers: (() => Promise<void>)[] = [];

  private constructor(
    parts: SessionSourceParts,
    profiles: readonly ConnectionProfile[],
    certificate: string | undefined,
  ) {
    this.#parts = parts;
    this.#profiles = profiles;
    this.#certificate = certificate;
    const file = parts.choice.flags.knownServers ?? usualKnownServers(parts.environment);
    const { stdin, stderr } = process;
    const person = stdin.isTTY && stderr.isTTY ? { input: stdin, output: stderr } : undefined;
    this.#trust = new KnownServers(file, parts.terminal, person);
  }

  /** Reads what the choice names. @throws UsageError, `VNC_ADDRESS_INVALID`, `VNC_TEMPLATE_INVALID` */
  static async create(parts: SessionSourceParts): Promise<SessionSource> {
    const { choice, terminal } = parts;
    const { flags } = choice;
    if (flags.machine.verifyCertificate === false) {
      terminal.note('warning: the server’s certificate is not verified (--insecure)');
    }
    const certificate = await readCertificate(flags.caFile);
    if (choice.demo) return new SessionSource(parts, [], certificate);
    if (choice.url !== undefined) {
      const { profile, secrets } = await connectionOfUrl(choice.url);
      parts.secrets.hold(secrets);
      return new SessionSource(parts, [profile], certificate);
    }
    if (choice.connectionsFile === undefined)
      throw new UsageError('no server; give --url, --connections or --demo');
    const { readConnectionsFile } = await import('./connectionsFile.ts');
    const { profiles, warnings } = await readConnectionsFile(choice.connectionsFile);
    for (const warning of warnings) terminal.note(warning);
    const { connection } = choice;
    if (connection !== undefined && !profiles.some(({ name }) => name === connection)) {
      throw new UsageError(
        `--connection ${connection}: there is no such connection; there are: ${namesOf(profiles)}`,
      );
    }
    return new SessionSource(parts, profiles, certificate);
  }

  /** Names that scripts may use; `undefined` when every name means the one server. */
  get names(): readonly string[] | undefined {
    return this.#parts.choice.connectionsFile === undefined
      ? undefined
      : this.#profiles.map((profile) => profile.name);
  }

  /**
   * A new session with the connection `name`, or with the one that the command line chose.
   *
   * @throws what `openSession` throws, UsageError when there is no such connection.
   */
  async open(name: string | undefined, signal: AbortSignal): Promise<Session> {
    const { choice, secrets, terminal, logger } = this.#parts;
    if (choice.demo) return await this.#openDemo(signal);
    const chosen = await ChosenConnection.create(this.#choose(name), {
      flags: choice.flags,
      secrets,
      terminal,
      trust: this.#trust,
      certificate: this.#certificate,
    });
    const { options, prepared } = await chosen.prepare(signal);
    return this.#keep(
      await openSession({
        ...options,
        ...prepared,
        ...(choice.timeout === undefined ? {} : { timeout: choice.timeout }),
        reconnect: chosen.reconnect,
        logger,
        signal,
      }),
    );
  }

  /** Ends all sessions and servers that were opened. */
  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  async #openDemo(signal: AbortSignal): Promise<Session> {
    const { choice, terminal, logger } = this.#parts;
    const { startDemoServer } = await import('../core/demo/demoServer.ts');
    const server = await startDemoServer();
    this.#closers.push(() => server.close());
    terminal.redactor.add(server.password);
    return this.#keep(
      await openSession({
        target: { transport: 'tcp', host: server.host, port: server.port },
        name: 'demo',
        credentials: { password: server.password },
        timeout: choice.timeout ?? defaultTimeoutSeconds * 1000,
        logger,
        signal,
      }),
    );
  }

  #keep(session: Session): Session {
    this.#closers.push(() => session.close());
    return session;
  }

  #choose(name: string | undefined): ConnectionProfile {
    const { choice } = this.#parts;
    const [only, ...others] = this.#profiles;
    // One address on the command line stands for whatever name the script has for its server.
    if (choice.url !== undefined && only !== undefined) return only;
    const wanted = name ?? choice.connection;
    if (wanted === undefined && only !== undefined && others.length === 0) return only;
    if (wanted === undefined) {
      throw new UsageError(`say which connection: --connection NAME; there are: ${namesOf(this.#profiles)}`);
    }
    const found = this.#profiles.find((profile) => profile.name === wanted);
    if (found === undefined) throw vncError('VNC_PROFILE_INVALID', { name: wanted, reason: 'gone' });
    return found;
  }
}

function namesOf(profiles: readonly ConnectionProfile[]): string {
  return profiles.length === 0 ? 'none' : profiles.map(({ name }) => name).join(', ');
}

/** The text of `--ca`. @throws UsageError */
async function readCertificate(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const { readCertificateFile } = await import('../core/profile/certificateFile.ts');
  let text: string;
  try {
    text = await readCertificateFile(file);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const reason = isVncError(cause) ? 'it is no plain file of a certificate’s size' : reasonOf(cause);
    throw new UsageError(`--ca ${file}: ${reason}`);
  }
  if (text.includes('-----BEGIN')) return text;
  throw new UsageError(`--ca ${file}: it holds no certificate in PEM form`);
}
