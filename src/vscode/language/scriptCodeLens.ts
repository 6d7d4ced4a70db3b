import * as vscode from 'vscode';
import type { Event } from '../../core/base/emitter.ts';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { commandId } from '../contributions.ts';
import { rangeOf } from './ranges.ts';
import type { ScriptDocuments } from './scriptDocuments.ts';

/** What the lenses ask the runner. */
export interface RunState {
  /** Whether this document is running. */
  isRunning(uri: vscode.Uri): boolean;
  readonly onChange: Event<void>;
}

/** “Run” above a script and above each of its tests; “Stop” while it runs. */
export class ScriptCodeLens implements vscode.CodeLensProvider, Disposable {
  readonly #documents: ScriptDocuments;
  readonly #runs: RunState;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(documents: ScriptDocuments, runs: RunState) {
    this.#documents = documents;
    this.#runs = runs;
    this.#store.add(runs.onChange(() => this.#changed.fire()));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { script } = this.#documents.parse(document);
    const top = new vscode.Range(0, 0, 0, 0);
    if (this.#runs.isRunning(document.uri)) {
      const title = `$(debug-stop) ${vscode.l10n.t('Stop')}`;
      return [new vscode.CodeLens(top, { title, command: commandId('stopScript') })];
    }
    if (script.body.length === 0) return [];
    const lens = (range: vscode.Range, title: string, test?: string): vscode.CodeLens =>
      new vscode.CodeLens(range, {
        title: `$(play) ${title}`,
        command: commandId('runScript'),
        arguments: test === undefined ? [document.uri] : [document.uri, { test }],
      });
    const tests = script.body.flatMap((item) =>
      item.type === 'test' && item.title.literal !== undefined
        ? lens(rangeOf(document, item.keyword), vscode.l10n.t('Run Test'), item.title.literal)
        : [],
    );
    return [lens(top, vscode.l10n.t('Run Script')), ...tests];
  }

  dispose(): void {
    this.#store.dispose();
  }
}
