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
  readonly #lines: readonly string[];

  constructor(script: ScriptFile, terminal: Terminal, options: { readonly quiet: boolean }) {
    this.#script = script;
    this.#terminal = terminal;
    this.#quiet = options.quiet;
    this.#lines = script.source.split(/\r\n|\r|\n/);
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
    const { span, code, message, calls, note, screenshot, cause } = error;
    const lines = [`${this.#script.name}:${span.line}:${span.column}: error ${code} ${message}`];
    const source = this.#lines[span.line - 1];
    if (source !== undefined && source.trim() !== '') lines.push(...excerpt(source, span));
    for (const call of calls)
      lines.push(`  in ${call.name}() called at ${call.span.line}:${call.span.column}`);
    if (note !== undefined) lines.push(`  ${note}`);
    if (cause !== undefined) {
      const worded = wordError(cause);
      lines.push(`  ${cause.code} ${worded.message}`, `  ${worded.detail}`);
    }
    if (screenshot !== undefined) lines.push(`  screen: ${screenshot}`);
    for (const line of lines) this.#terminal.note(line);
  }
}

function indent(depth: number): string {
  return '  '.repeat(depth);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The line with its number, and below it a mark under what failed. */
function excerpt(source: string, span: { line: number; column: number; length: number }): readonly string[] {
  const margin = String(span.line);
  const before = source.slice(0, span.column - 1).replace(/[^\t]/g, ' ');
  const length = Math.max(1, Math.min(span.length, source.length - span.column + 1));
  return [`  ${margin} | ${source}`, `  ${' '.repeat(margin.length)} | ${before}${'^'.repeat(length)}`];
}
