import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { ConnectionProfile, MachineOptions } from '../../core/profile/profile.ts';
import type { TlsSources } from '../../core/profile/profileTls.ts';
import type { CredentialSource, Credentials } from '../../core/rfb/credentials.ts';
import type { DialTarget } from '../../core/transport/target.ts';
import type { TrustPolicy } from '../../core/transport/trust.ts';
import { readMachineOptions } from '../settings.ts';
import { type Connection, scopeName } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { certificateReader } from './profileFiles.ts';
import { type AnswerParts, SecretAnswers } from './secretAnswers.ts';
import type { SessionPlan } from './sessionOptions.ts';

/** What secrets come from and go to. */
export interface SecretParts extends AnswerParts {
  readonly store: ConnectionStore;
  /** Who decides about servers that nothing vouches for. */
  readonly trust: TrustPolicy;
}

/** What one attempt to connect dials and proves itself with. */
export interface PreparedConnection extends Omit<SessionPlan, 'trust'> {
  readonly credentials: CredentialSource;
  /** Whether a person had to answer a question of it, so far. */
  readonly asked: () => boolean;
  /** The server took everything: what a person gave may be kept, if they want. */
  accepted(): void;
  /** The attempt failed: what the server refused is asked for next time. */
  failed(error: unknown): void;
}

/**
 * Finds the secrets that a connection needs: kept ones as far as they were given for exactly this address,
 * template, TLS mode and scope, and a person's answers for the rest.
 */
export class ConnectionSecrets {
  readonly #parts: SecretParts;
  /** Secrets that the server refused, by connection key: not taken from the storage again. */
  readonly #rejected = new Map<string, ReadonlySet<string>>();

  constructor(parts: SecretParts) {
    this.#parts = parts;
  }

  /**
   * Gets ready for one attempt.
   *
   * @throws `VNC_CANCELLED` when a question is closed; what `targetOf` throws for a profile that leads nowhere.
   */
  async prepare(connection: Connection, signal: AbortSignal): Promise<PreparedConnection> {
    const { secretNamesOf, tlsOptionsOf } = await import('../onDemand.ts');
    const { profile } = this.#parts.store.current(connection) ?? connection;
    const machine = readMachineOptions(profile.id);
    assertMayRun(machine);
    const binding = await this.#bindingOf({ ...connection, profile });
    const answers = new SecretAnswers(profile, this.#parts, this.#rejected.get(connection.key) ?? new Set());
    const needed = secretNamesOf(profile);
    for (const name of new Set([...needed, 'password'])) {
      const found = await answers.takeStored(name, binding);
      if (!found && needed.includes(name)) await answers.ask(name, signal);
    }
    const sources: TlsSources = {
      secrets: answers.values,
      machine,
      trust: this.#parts.trust,
      readFile: certificateReader(connection.scope),
    };
    const failed = (error: unknown): void => {
      const refused = answers.refusedBy(error);
      if (refused.length > 0) this.#rejected.set(connection.key, new Set(refused));
    };
    const reached = await this.#reach(profile, sources, answers, signal).catch((error: unknown) => {
      failed(error);
      throw error;
    });
    return {
      profile,
      machine,
      ...reached,
      tls: await tlsOptionsOf(profile, sources),
      // What a person answered at first is used again; a ticket is fetched anew.
      prepareAgain: async (again) => await this.#reach(profile, sources, answers, again),
      asked: () => answers.given.size > 0 || answers.givenUsername !== undefined,
      accepted: () => {
        this.#rejected.delete(connection.key);
        this.#offerToRemember(connection, binding, answers);
      },
      failed,
    };
  }

  /** Credentials for an address that is not stored: what is held, and a person's answers. */
  credentialsFor(name: string, held: Credentials, signal: AbortSignal): CredentialSource {
    const answers = new SecretAnswers({ name, username: held.username }, this.#parts, new Set());
    if (held.password !== undefined) answers.values['password'] = held.password;
    return answers.credentials(signal);
  }

  /** Keeps secrets for what the connection leads to now. It gets an id when it has none. */
  async remember(connection: Connection, values: ReadonlyMap<string, string>): Promise<Connection> {
    const kept = await this.#parts.store.withId(connection);
    const binding = await this.#bindingOf(kept);
    for (const [name, value] of values) {
      await this.#parts.secrets.write(kept.profile.id, name, { binding, value });
    }
    this.#rejected.delete(connection.key);
    return kept;
  }

  /** Where one attempt leads: with a ticket that was made for it, where tickets come from a source. */
  async #reach(
    profile: ConnectionProfile,
    sources: TlsSources,
    answers: SecretAnswers,
    signal: AbortSignal,
  ): Promise<Pick<PreparedConnection, 'target' | 'credentials'>> {
    const { editorProxyOf, prepareTarget } = await import('../onDemand.ts');
    const { log } = this.#parts;
    const proxy = editorProxyOf(profile);
    if (proxy?.password !== undefined) log.hide(proxy.password);
    const { target, password } = await prepareTarget(profile, { ...sources, proxy, signal });
    for (const secret of secretsOf(target, password)) log.hide(secret);
    return { target, credentials: answers.credentials(signal, password) };
  }

  async #bindingOf({ profile, scope }: Connection): Promise<string> {
    const { readCertificate, secretBinding } = await import('../onDemand.ts');
    const certificate =
      profile.certificate === undefined
        ? undefined
        : await readCertificate(profile.certificate, { readFile: certificateReader(scope) });
    const machine = readMachineOptions(profile.id);
    return secretBinding(profile, { scope: scopeName(scope, workspaceName()), machine, certificate });
  }

  #offerToRemember(connection: Connection, binding: string, answers: SecretAnswers): void {
    const { given, givenUsername } = answers;
    const names = [...(givenUsername === undefined ? [] : ['username']), ...given.keys()];
    if (names.length === 0) return;
    const { prompts, store, secrets, log } = this.#parts;
    const remember = async (): Promise<void> => {
      if (!(await prompts.offerToRemember(connection.profile.name, names))) return;
      if (givenUsername !== undefined) await store.change(connection, { username: givenUsername });
      if (given.size === 0) return;
      const { profile } = await store.withId(connection);
      // The binding of what was dialled: the profile may have been edited since.
      for (const [name, value] of given) await secrets.write(profile.id, name, { binding, value });
    };
    remember().catch((error: unknown) => log.failure('Remembering a secret failed', error));
  }
}

/** The same text whenever this workspace is open. */
function workspaceName(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString() ?? '';
}

/** @throws `VNC_COMMAND_FAILED` in Restricted Mode for a connection that takes a command. */
function assertMayRun({ proxyCommand, tunnelCommand, ticketCommand }: MachineOptions): void {
  const command = proxyCommand ?? tunnelCommand ?? ticketCommand;
  if (command === undefined || vscode.workspace.isTrusted) return;
  throw vncError('VNC_COMMAND_FAILED', { reason: 'untrusted', program: command[0] ?? '' });
}

/** What came with a ticket and must not show in the log. */
function secretsOf(target: DialTarget, password: string | undefined): readonly string[] {
  const known = password === undefined ? [] : [password];
  if (target.transport !== 'websocket') return known;
  const { ticket } = target.values;
  const headers = Object.entries(target.headers ?? {}).filter(([name]) =>
    /^(authorization|cookie)$/iu.test(name),
  );
  return [...known, ...(ticket === undefined ? [] : [ticket]), ...headers.map(([, value]) => value)];
}
