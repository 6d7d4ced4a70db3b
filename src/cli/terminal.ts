import type { Writable } from 'node:stream';
import type { LogLevel, Logger } from '../core/base/logger.ts';
import { Redactor } from './redactor.ts';

const weights: { readonly [Level in LogLevel]: number } = { trace: 0, debug: 1, info: 2, warn: 3, error: 4 };

/** Where the command line writes: results to standard output, everything else to standard error. */
export class Terminal {
  readonly redactor = new Redactor();
  readonly #out: Writable;
  readonly #err: Writable;

  constructor(out: Writable, err: Writable) {
    this.#out = out;
    this.#err = err;
  }

  /** A line of the result. */
  result(line: string): void {
    this.#out.write(`${plain(this.redactor.redact(line))}\n`);
  }

  /** A text that is the result as it is, such as a formatted script. */
  resultText(text: string): void {
    this.#out.write(text);
  }

  /** A line for the person who watches. */
  note(line: string): void {
    this.#err.write(`${plain(this.redactor.redact(line))}\n`);
  }

  /** A logger that writes lines of `least` and above as notes. */
  logger(least: LogLevel): Logger {
    const enabled = (level: LogLevel): boolean => weights[level] >= weights[least];
    return {
      enabled,
      log: (level, message) => {
        if (enabled(level)) this.note(`[${level}] ${message}`);
      },
    };
  }
}

/** Terminals obey control characters, and what servers and remote clipboards say may hold any; breaks and tabs stay. */
function plain(line: string): string {
  return line.replace(/[^\P{Cc}\n\t]/gu, '\uFFFD');
}
