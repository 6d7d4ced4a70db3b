import type { ServerName, TrustPolicy, TrustQuestion } from '../../core/transport/trust.ts';
import type { KnownServers } from './knownServers.ts';

/** Asks a person whether a server is the right one. */
export type TrustPrompt = (question: TrustQuestion) => Promise<boolean>;

/** Trust on first use: what a person said once counts from then on, and a changed server is never asked about. */
export class ServerTrust implements TrustPolicy {
  readonly #known: KnownServers;
  readonly #prompt: TrustPrompt;
  /** Questions that are open: many connections to one server ask once. */
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(known: KnownServers, prompt: TrustPrompt) {
    this.#known = known;
    this.#prompt = prompt;
  }

  known(server: ServerName): readonly string[] {
    return this.#known.of(server);
  }

  /** A dialog cannot be taken back: an answer that comes after the attempt was given up counts for the next one. */
  async ask(question: TrustQuestion): Promise<boolean> {
    const { kind, host, port, fingerprint } = question;
    const key = JSON.stringify([kind, host.toLowerCase(), port, fingerprint]);
    let asking = this.#asking.get(key);
    if (asking === undefined) {
      asking = this.#ask(question).finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    return await asking;
  }

  async #ask(question: TrustQuestion): Promise<boolean> {
    const { kind, host, port, fingerprint, subject } = question;
    if (!(await this.#prompt(question))) return false;
    await this.#known.trust({ kind, host, port, fingerprint, ...(subject === undefined ? {} : { subject }) });
    return true;
  }
}
