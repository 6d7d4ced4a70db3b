import { readFileSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { ServerName, TrustPolicy, TrustQuestion } from '../core/transport/trust.ts';
import { type Environment, reasonOf } from './environment.ts';
import type { Terminal } from './terminal.ts';

/** Where a person sits who can be asked. */
export interface Person {
  readonly input: Readable;
  readonly output: Writable;
}

/** Where trusted servers are remembered when nothing is said. */
export function usualKnownServers(environment: Environment): string {
  const { XDG_CONFIG_HOME: configured, APPDATA: roaming } = environment;
  const folder = configured || roaming || path.join(homedir(), '.config');
  return path.join(folder, 'vncscript', 'known_servers');
}

/**
 * Servers that were trusted on first use, a line each: kind, host, port and fingerprint. A line is removed by hand
 * when its server has changed for a good reason.
 */
export class KnownServers implements TrustPolicy {
  readonly file: string;
  readonly ask?: NonNullable<TrustPolicy['ask']>;
  readonly #terminal: Terminal;

  /** @param person who is asked about servers that are new; without one they are refused. */
  constructor(file: string, terminal: Terminal, person: Person | undefined) {
    this.file = file;
    this.#terminal = terminal;
    if (person !== undefined)
      this.ask = async (question, signal) => await this.#ask(question, person, signal);
  }

  known({ kind, host, port }: ServerName): readonly string[] {
    const wanted = [kind, host.toLowerCase(), String(port)];
    return this.#lines()
      .map((line) => line.trim().split(/\s+/))
      .filter((words) => wanted.every((word, index) => words[index] === word))
      .flatMap(([, , , fingerprint]) => (fingerprint === undefined ? [] : [fingerprint]));
  }

  #lines(): readonly string[] {
    try {
      return readFileSync(this.file, 'utf8').split('\n');
    } catch {
      // Nothing was trusted yet, or it cannot be known: then nothing is.
      return [];
    }
  }

  async #ask(question: TrustQuestion, { input, output }: Person, signal: AbortSignal): Promise<boolean> {
    const { kind, host, port, fingerprint, reason, subject, issuer, names, validFrom, validTo } = question;
    const facts = [
      `Nothing vouches for ${host} port ${port} (${reason}).`,
      ...(subject === undefined ? [] : [`  certificate of  ${subject}`]),
      ...(names === undefined ? [] : [`  for             ${names}`]),
      ...(issuer === undefined ? [] : [`  issued by       ${issuer}`]),
      ...(validFrom === undefined || validTo === undefined
        ? []
        : [`  valid           ${validFrom} to ${validTo}`]),
      `  SHA-256 fingerprint of its ${kind === 'certificate' ? 'certificate' : 'key'}:`,
      `  ${fingerprint}`,
    ];
    for (const line of facts) this.#terminal.note(line);
    const dialogue = createInterface({ input, output });
    try {
      const answer = await dialogue.question('Is this the right server, to be trusted from now on? [y/N] ', {
        signal,
      });
      if (!/^y(?:es)?$/i.test(answer.trim())) return false;
    } finally {
      dialogue.close();
    }
    await this.#remember(`${kind} ${host.toLowerCase()} ${port} ${fingerprint}\n`);
    return true;
  }

  async #remember(line: string): Promise<void> {
    try {
      await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
      await appendFile(this.file, line, { mode: 0o600 });
    } catch (error) {
      this.#terminal.note(
        `warning: ${this.file} could not be written: ${reasonOf(error)}; it is trusted this once`,
      );
    }
  }
}
