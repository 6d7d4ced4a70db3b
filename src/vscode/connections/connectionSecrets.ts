import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isVncError } from '../../core/base/errors.ts';
import type { CertificatePlace } from '../../core/profile/certificateFile.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { CredentialRequest, CredentialSource, Credentials } from '../../core/rfb/credentials.ts';
import type { DialTarget } from '../../core/transport/target.ts';
import type { Log } from '../log.ts';
import { readMachineOptions } from '../settings.ts';
import { type Connection, type ConnectionScope, scopeName } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import type { SecretPrompts } from './secretPrompts.ts';
import type { SecretStore } from './secretStore.ts';

/** What secrets come from and go to. */
export interface SecretParts {
  readonly store: ConnectionStore;
  readonly secrets: SecretStore;
  readonly prompts: SecretPrompts;
  readonly log: Log;
}

/** What one attempt to connect dials and proves itself with. */
export interface PreparedConnection {
  readonly profile: ConnectionProfile;
  readonly target: DialTarget;
  readonly credentials: CredentialSource;
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
    const { secretNamesOf, targetOf } = await import('../onDemand.ts');
    const { profile } = this.#parts.store.current(connection) ?? connection;
    const binding = await this.#bindingOf({ ...connection, profile });
    const answers = new Answers(profile, this.#parts, this.#rejected.get(connection.key) ?? new Set());
    const needed = secretNamesOf(profile);
    for (const name of new Set([...needed, 'password'])) {
      const found = await answers.takeStored(name, binding);
      if (!found && needed.includes(name)) await answers.ask(name, signal);
    }
    return {
      profile,
      target: await targetOf(profile, {
        secrets: answers.values,
        machine: readMachineOptions(profile.id),
        readFile: certificateReader(connection.scope),
      }),
      credentials: answers.credentials(signal),
      accepted: () => {
        this.#rejected.delete(connection.key);
        this.#offerToRemember(connection, binding, answers.given);
      },
      failed: (error) => {
        const refused = answers.refusedBy(error);
        if (refused.length > 0) this.#rejected.set(connection.key, new Set(refused));
      },
    };
  }

  /** Credentials for an address that is not stored: what is held, and a person's answers. */
  credentialsFor(name: string, held: Credentials, signal: AbortSignal): CredentialSource {
    const answers = new Answers({ name, username: held.username }, this.#parts, new Set());
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

  async #bindingOf({ profile, scope }: Connection): Promise<string> {
    const { readCertificate, secretBinding } = await import('../onDemand.ts');
    const certificate =
      profile.certificate === undefined
        ? undefined
        : await readCertificate(profile.certificate, { readFile: certificateReader(scope) });
    const machine = readMachineOptions(profile.id);
    return secretBinding(profile, { scope: scopeName(scope, workspaceName()), machine, certificate });
  }

  #offerToRemember(connection: Connection, binding: string, given: ReadonlyMap<string, string>): void {
    if (given.size === 0) return;
    const { prompts, store, secrets, log } = this.#parts;
    const remember = async (): Promise<void> => {
      if (!(await prompts.offerToRemember(connection.profile.name, [...given.keys()]))) return;
      const { profile } = await store.withId(connection);
      // The binding of what was dialled: the profile may have been edited since.
      for (const [name, value] of given) await secrets.write(profile.id, name, { binding, value });
    };
    remember().catch((error: unknown) => log.failure('Remembering a secret failed', error));
  }
}

/** The secrets of one attempt, and where each came from. */
class Answers {
  readonly values: Record<string, string> = {};
  /** What a person has just given. */
  readonly given = new Map<string, string>();
  readonly #profile: ConnectionProfile;
  readonly #parts: SecretParts;
  readonly #rejected: ReadonlySet<string>;

  constructor(profile: ConnectionProfile, parts: SecretParts, rejected: ReadonlySet<string>) {
    this.#profile = profile;
    this.#parts = parts;
    this.#rejected = rejected;
  }

  /** Whether a kept secret was found that may be used. */
  async takeStored(name: string, binding: string): Promise<boolean> {
    const { id } = this.#profile;
    if (id === undefined || this.#rejected.has(name)) return false;
    const value = await this.#parts.secrets.read(id, name, binding);
    if (value !== undefined) this.values[name] = value;
    return value !== undefined;
  }

  async ask(secret: string, signal: AbortSignal): Promise<string> {
    const question = { connection: this.#profile.name, secret, rejected: this.#rejected.has(secret) };
    const value = await this.#parts.prompts.askSecret(question, signal);
    this.#parts.log.hide(value);
    this.values[secret] = value;
    this.given.set(secret, value);
    return value;
  }

  credentials(signal: AbortSignal): CredentialSource {
    const { name, username } = this.#profile;
    const password = this.values['password'] ?? this.#ticketAsPassword();
    const ask = async (request: CredentialRequest, asking: AbortSignal): Promise<Credentials> => {
      const both = AbortSignal.any([signal, asking]);
      const user =
        username ?? (request.username ? await this.#parts.prompts.askUsername(name, both) : undefined);
      const word = password ?? (request.password ? await this.ask('password', both) : undefined);
      return { username: user, password: word };
    };
    return { username, password, ask };
  }

  /** Which of the secrets an error says were wrong. */
  refusedBy(error: unknown): readonly string[] {
    const used = Object.keys(this.values);
    if (isVncError(error, 'VNC_AUTH_REJECTED')) return [used.includes('password') ? 'password' : 'ticket'];
    if (!isVncError(error, 'VNC_TICKET_REJECTED')) return [];
    return used.includes('ticket') ? ['ticket'] : used;
  }

  /** The ticket of Proxmox VE's VNC proxy is the password of the handshake, too. */
  #ticketAsPassword(): string | undefined {
    return this.#profile.url?.includes('/vncwebsocket') === true ? this.values['ticket'] : undefined;
  }
}

/** The same text whenever this workspace is open. */
function workspaceName(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString() ?? '';
}

/** Reads the certificate files that profiles of a scope name. */
function certificateReader(scope: ConnectionScope): (file: string) => Promise<string> {
  return async (file) => {
    const { certificatePath, readCertificateFile } = await import('../onDemand.ts');
    return await readCertificateFile(certificatePath(file, placeOf(scope)));
  };
}

/** A path is written from the folder that it stands in; in one's own settings, from the home folder. */
function placeOf(scope: ConnectionScope): CertificatePlace {
  const home = homedir();
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const folders: Record<ConnectionScope['kind'], vscode.Uri | undefined> = {
    user: undefined,
    workspace:
      workspaceFile === undefined ? workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(workspaceFile, '..'),
    folder: scope.kind === 'folder' ? vscode.Uri.parse(scope.folder) : undefined,
  };
  const folder = folders[scope.kind];
  const foreign = scope.kind !== 'user';
  return { folder: folder?.scheme === 'file' ? path.normalize(folder.fsPath) : home, home, foreign };
}
