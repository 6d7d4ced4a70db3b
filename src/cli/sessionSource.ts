import { readFile } from 'node:fs/promises';
import type { Logger } from '../core/base/logger.ts';
import { vncError } from '../core/base/errors.ts';
import { startDemoServer } from '../core/demo/demoServer.ts';
import { type ConnectionProfile, defaultTimeoutSeconds } from '../core/profile/profile.ts';
import { secretNamesOf, targetOf } from '../core/profile/profileTarget.ts';
import { openSession } from '../core/session/openSession.ts';
import type { Session } from '../core/session/session.ts';
import { parseAddress } from '../core/transport/address.ts';
import { placeholdersOf } from '../core/transport/urlTemplate.ts';
import type { ServerChoice } from './commandLine.ts';
import { readConnectionsFile } from './connectionsFile.ts';
import { type EnvironmentSecrets, reasonOf } from './environment.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** What sessions are opened with. */
export interface SessionSourceParts {
  readonly choice: ServerChoice;
  readonly secrets: EnvironmentSecrets;
  readonly terminal: Terminal;
  readonly logger: Logger;
}

/** Opens the sessions that a command needs, and closes them all. */
export class SessionSource {
  readonly #parts: SessionSourceParts;
  readonly #profiles: readonly ConnectionProfile[];
  readonly #certificate: string | undefined;
  readonly #closers: (() => Promise<void>)[] = [];

  private constructor(
    parts: SessionSourceParts,
    profiles: readonly ConnectionProfile[],
    certificate: string | undefined,
  ) {
    this.#parts = parts;
    this.#profiles = profiles;
    this.#certificate = certificate;
  }

  /** Reads what the choice names. @throws UsageError, `VNC_ADDRESS_INVALID`, `VNC_TEMPLATE_INVALID` */
  static async create(parts: SessionSourceParts): Promise<SessionSource> {
    const { choice, terminal } = parts;
    if (choice.insecure) terminal.note('warning: the server’s certificate is not verified (--insecure)');
    const certificate = await readCertificateFile(choice.caFile);
    if (choice.demo) return new SessionSource(parts, [], certificate);
    if (choice.url !== undefined) {
      return new SessionSource(parts, [profileOfUrl(choice.url)], certificate);
    }
    if (choice.connectionsFile === undefined)
      throw new UsageError('no server; give --url, --connections or --demo');
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
    const profile = this.#choose(name);
    const values: Record<string, string> = {};
    for (const secret of secretNamesOf(profile)) {
      const value = await secrets.placeholder(secret);
      if (value !== undefined) values[secret] = value;
    }
    const target = await targetOf(
      this.#certificate === undefined ? profile : { ...profile, certificate: this.#certificate },
      {
        secrets: values,
        machine: { verifyCertificate: !choice.insecure },
        readFile: async (file) => await readFile(file, 'utf8'),
      },
    );
    const password = await secrets.password();
    terminal.redactor.add(password);
    return this.#keep(
      await openSession({
        target,
        name: profile.name,
        credentials: { username: profile.username, password },
        timeout: choice.timeout ?? (profile.timeout ?? defaultTimeoutSeconds) * 1000,
        viewOnly: profile.viewOnly ?? false,
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

function profileOfUrl(url: string): ConnectionProfile {
  const address = parseAddress(url);
  if (address.transport === 'tcp') {
    const { host, port, username } = address;
    return { name: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`, host, port, username };
  }
  // On a command line every placeholder is a secret: what is none can be written out.
  const secretVariables = placeholdersOf(address.url).map(({ name }) => name);
  const host = /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(address.url)?.[1] ?? 'server';
  return { name: host, url: address.url, secretVariables };
}

async function readCertificateFile(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    const text = await readFile(file, 'utf8');
    if (text.includes('-----BEGIN')) return text;
  } catch (error) {
    throw new UsageError(`--ca ${file}: ${reasonOf(error)}`);
  }
  throw new UsageError(`--ca ${file}: it holds no certificate in PEM form`);
}
