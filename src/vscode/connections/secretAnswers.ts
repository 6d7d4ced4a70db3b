import { isVncError } from '../../core/base/errors.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { CredentialRequest, CredentialSource, Credentials } from '../../core/rfb/credentials.ts';
import type { Log } from '../log.ts';
import type { SecretPrompts } from './secretPrompts.ts';
import type { SecretStore } from './secretStore.ts';

/** Where answers come from. */
export interface AnswerParts {
  readonly secrets: SecretStore;
  readonly prompts: SecretPrompts;
  readonly log: Log;
}

/** The secrets of one attempt, and where each came from. */
export class SecretAnswers {
  readonly values: Record<string, string> = {};
  /** What a person has just given. */
  readonly given = new Map<string, string>();
  /** The user name that a person has just given. */
  givenUsername: string | undefined;
  readonly #profile: ConnectionProfile;
  readonly #parts: AnswerParts;
  readonly #rejected: ReadonlySet<string>;

  constructor(profile: ConnectionProfile, parts: AnswerParts, rejected: ReadonlySet<string>) {
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

  /** @param ticketPassword the password that came with a ticket. */
  credentials(signal: AbortSignal, ticketPassword?: string): CredentialSource {
    const { name, username } = this.#profile;
    const password = ticketPassword ?? this.values['password'] ?? this.#ticketAsPassword();
    const ask = async (request: CredentialRequest, asking: AbortSignal): Promise<Credentials> => {
      const both = AbortSignal.any([signal, asking]);
      if (username === undefined && request.username) {
        this.givenUsername ??= await this.#parts.prompts.askUsername(name, both);
      }
      const user = username ?? this.givenUsername;
      const word = password ?? (request.password ? await this.ask('password', both) : undefined);
      return { username: user, password: word };
    };
    return { username: username ?? this.givenUsername, password, ask };
  }

  /** Which of the secrets an error says were wrong. */
  refusedBy(error: unknown): readonly string[] {
    if (!isVncError(error)) return [];
    const used = Object.keys(this.values);
    const among = (...names: readonly string[]): readonly string[] =>
      names.filter((name) => used.includes(name));
    switch (error.code) {
      case 'VNC_AUTH_REJECTED':
        return [used.includes('password') ? 'password' : 'ticket'];
      case 'VNC_PROXY_AUTH':
        return among('proxyPassword');
      case 'VNC_TICKET_LOGIN_REJECTED':
        return among('apiToken', 'apiPassword');
      case 'VNC_TICKET_REJECTED':
        return used.includes('ticket') ? ['ticket'] : used;
      default:
        return [];
    }
  }

  /** The ticket of Proxmox VE's VNC proxy is the password of the handshake, too. */
  #ticketAsPassword(): string | undefined {
    return this.#profile.url?.includes('/vncwebsocket') === true ? this.values['ticket'] : undefined;
  }
}
