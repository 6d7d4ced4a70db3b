import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposables.ts';
import { durationText } from '../../core/script/run/durationText.ts';
import { renderRunError } from '../../core/script/run/renderRunError.ts';
import type { RunEvent } from '../../core/script/run/runEvent.ts';
import { wordErrorInOneLine } from '../../wording/errorWording.ts';

/** The script whose run is told of. */
export interface ToldScript {
  readonly source: string;
  /** A path that the output makes links of. */
  readonly path: string;
}

/** Milliseconds that lines are gathered for: each hand-over to the editor costs, however short the line. */
const flushInterval = 50;

const marks = { passed: '✓', failed: '✗', skipped: '○' } as const;

/** Tells of runs in the output channel “VNC Scripts”, a line for each thing that happens. */
export class RunOutput implements Disposable {
  readonly #channel = vscode.window.createOutputChannel(vscode.l10n.t('VNC Scripts'));
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  show(): void {
    this.#flush();
    this.#channel.show(true);
  }

  tell(event: RunEvent, script: ToldScript): void {
    this.#lines.push(...linesOf(event, script));
    this.#timer ??= setTimeout(() => this.#flush(), flushInterval);
  }

  dispose(): void {
    this.#flush();
    this.#channel.dispose();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length > 0) this.#channel.appendLine(this.#lines.join('\n'));
    this.#lines = [];
  }
}

function linesOf(event: RunEvent, script: ToldScript): readonly string[] {
  const time = `${(event.time / 1000).toFixed(2).padStart(8)}s `;
  switch (event.type) {
    case 'runStart':
      return ['', `── ${script.path}`];
    case 'connected':
      return [`${time} ${event.name} (${event.address}), ${event.width} × ${event.height}`];
    case 'testStart':
      return [`${time} test ${event.title}`];
    case 'testEnd': {
      const reason = event.reason === undefined ? '' : `: ${event.reason}`;
      return [
        `${time} ${marks[event.outcome]} ${event.title} ${event.outcome}${reason} (${durationText(event.duration)})`,
      ];
    }
    case 'fixtureStart':
      return [`${time}   ${event.when}`];
    case 'fixtureEnd':
    case 'statementEnd':
      return [];
    case 'stepStart':
      return [`${time} ${indent(event.depth)}▸ ${event.title}`];
    case 'stepEnd':
      return [
        `${time} ${indent(event.depth)}${marks[event.outcome]} ${event.title} (${durationText(event.duration)})`,
      ];
    case 'statementStart':
      return [`${time} ${indent(event.depth)}${String(event.span.line).padStart(3)}  ${event.text}`];
    case 'log':
      return [
        `${time} ${indent(event.depth)}     ${event.level === 'info' ? '' : `${event.level}: `}${event.message}`,
      ];
    case 'artefact':
      return [`${time} ${event.name}: ${event.path}`];
    case 'paused':
      return [`${time} a person has taken over`];
    case 'resumed':
      return [`${time} the script goes on`];
    case 'error': {
      const { source, path } = script;
      const wordCause = (cause: unknown): string => wordErrorInOneLine(cause);
      return renderRunError(event.error, { source, fileName: path, wordCause }).split('\n');
    }
    case 'runEnd':
      return [`${time} ${event.result.outcome} (${durationText(event.result.duration)})`];
  }
}

function indent(depth: number): string {
  return '  '.repeat(depth + 1);
}
