import type { LogLevel, Logger } from '../../core/base/logger.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { Session } from '../../core/session/session.ts';

/** Lines that are kept of one connection: its negotiation and what came last. */
const keptFirst = 120;
const keptLast = 120;

/** A line of the log, as it was written. */
export interface JournalLine {
  /** Milliseconds since the attempt began. */
  readonly at: number;
  readonly level: LogLevel;
  readonly text: string;
}

/** What is remembered of one connection for a report, from the first attempt on, whether it succeeded or not. */
export class ConnectionJournal implements Logger {
  readonly name: string;
  readonly profile: ConnectionProfile | undefined;
  readonly began = new Date();
  session: Session | undefined;
  /** Why the attempt failed. */
  failure: unknown;
  /** Milliseconds from dialling to the first picture, questions not counted. */
  openedIn: number | undefined;
  readonly #log: Logger;
  readonly #since = performance.now();
  readonly #first: JournalLine[] = [];
  readonly #last: JournalLine[] = [];
  #left = 0;

  constructor(log: Logger, name: string, profile?: ConnectionProfile) {
    this.#log = log;
    this.name = name;
    this.profile = profile;
  }

  /** The first lines and the last ones. */
  get lines(): readonly JournalLine[] {
    return [...this.#first, ...this.#last];
  }

  /** How many lines between them were not kept. */
  get left(): number {
    return this.#left;
  }

  /** The negotiation is kept whatever the log's level: who reports a bug cannot be asked to reproduce it first. */
  enabled(level: LogLevel): boolean {
    return level !== 'trace' || this.#log.enabled(level);
  }

  log(level: LogLevel, text: string): void {
    this.#log.log(level, text);
    if (level === 'trace') return;
    const line = { at: Math.round(performance.now() - this.#since), level, text };
    if (this.#first.length < keptFirst) {
      this.#first.push(line);
      return;
    }
    this.#last.push(line);
    if (this.#last.length <= keptLast) return;
    this.#last.shift();
    this.#left += 1;
  }
}

/** Connections that a report may be asked about: those that are live, and the latest others. */
export class ConnectionJournals {
  readonly #log: Logger;
  readonly #kept: number;
  #all: readonly ConnectionJournal[] = [];

  constructor(log: Logger, kept = 10) {
    this.#log = log;
    this.#kept = kept;
  }

  /** The latest first. */
  get all(): readonly ConnectionJournal[] {
    return this.#all;
  }

  /** A new one for an attempt to connect. */
  begin(name: string, profile?: ConnectionProfile): ConnectionJournal {
    const journal = new ConnectionJournal(this.#log, name, profile);
    const ended = this.#all.filter(
      ({ session }) => session === undefined || session.state.phase === 'closed',
    );
    const forgotten = new Set(ended.slice(this.#kept - 1));
    this.#all = [journal, ...this.#all.filter((other) => !forgotten.has(other))];
    return journal;
  }

  of(session: Session): ConnectionJournal | undefined {
    return this.#all.find((journal) => journal.session === session);
  }
}
