import type { VncError } from '../core/base/errors.ts';
import { renderRunError } from '../core/script/run/renderRunError.ts';
import type { RunError } from '../core/script/run/runError.ts';
import type { RunEvent } from '../core/script/run/runEvent.ts';
import { wordError } from '../wording/errorWording.ts';
import type { ScriptFile } from './scriptFile.ts';
import type { Terminal } from './terminal.ts';

/** Tells of a run: results on standard output, progress and failures on standard error. */
export class RunReporter {
  readonly #script: ScriptFile;
  readonly #terminal: Terminal;
  readonly #quiet: boolean;

  constructor(script: ScriptFile, terminal: Terminal, options: { readonly quiet: boolean }) {
    this.#script = script;
    this.#terminal = terminal;
    this.#quiet = options.quiet;
  }

  /** To be handed to the run. */
  readonly listener = (event: RunEvent): void => {
    switch (event.type) {
      case 'connected':
        this.#progress(`connected to ${event.name} (${event.address}), ${event.width} x ${event.height}`);
        break;
      case 'testStart':
        this.#progress(`test ${event.title}`);
        break;
      case 'stepStart':
        this.#progress(`${indent(event.depth + 1)}${event.title}`);
        break;
      case 'log':
        this.#terminal.result(event.level === 'info' ? event.message : `${event.level}: ${event.message}`);
        break;
      case 'artefact':
        this.#terminal.result(event.path);
        break;
      case 'error':
        this.#tellError(event.error);
        break;
      case 'paused':
        this.#progress('paused: a person has taken over');
        break;
      case 'resumed':
        this.#progress('goes on');
        break;
      case 'testEnd':
        this.#terminal.result(
          `${event.outcome} ${event.title}${event.reason === undefined ? '' : `: ${event.reason}`} (${seconds(event.duration)})`,
        );
        break;
      case 'runStart':
      case 'fixtureStart':
      case 'fixtureEnd':
      case 'stepEnd':
      case 'statementStart':
      case 'statementEnd':
      case 'runEnd':
        break;
    }
  };

  #progress(line: string): void {
    if (!this.#quiet) this.#terminal.note(line);
  }

  #tellError(error: RunError): void {
    const { name, source } = this.#script;
    for (const line of renderRunError(error, { source, fileName: name, wordCause }).split('\n'))
      this.#terminal.note(line);
  }
}

/** The code with what happened, then what to do. */
function wordCause(cause: VncError): string {
  const { message, detail } = wordError(cause);
  return `${cause.code} ${message}\n    ${detail}`;
}

function indent(depth: number): string {
  return '  '.repeat(depth);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
