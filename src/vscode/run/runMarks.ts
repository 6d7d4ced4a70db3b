import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import type { SourceSpan } from '../../core/script/diagnostic.ts';
import type { RunError } from '../../core/script/run/runError.ts';

/** Marks in the editors of a script: the line that is running, and where the last run failed. */
export class RunMarks implements Disposable {
  readonly #store = new DisposableStore();
  readonly #failures = this.#store.add(vscode.languages.createDiagnosticCollection('vncscript-run'));
  readonly #running = this.#store.add(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.infoForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
    }),
  );
  readonly #lines = new Map<string, number>();

  constructor() {
    this.#store.add(
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((e) => this.#draw(e))),
    );
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#failures.delete(document.uri);
      }),
    );
    this.#store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#failures.delete(uri)));
  }

  /** A run begins: the marks of the last one go. */
  begin(uri: vscode.Uri): void {
    this.#failures.delete(uri);
  }

  /** The statement at `span` runs. */
  running(uri: vscode.Uri, span: SourceSpan): void {
    this.#lines.set(uri.toString(), span.line - 1);
    this.#drawAll(uri);
  }

  /** Nothing runs any more. */
  end(uri: vscode.Uri): void {
    this.#lines.delete(uri.toString());
    this.#drawAll(uri);
  }

  /** Shows failures at their places, until the script is changed or run again. */
  failed(document: vscode.TextDocument, errors: readonly RunError[]): void {
    const items = errors.map((error) => {
      const range = new vscode.Range(
        document.positionAt(error.span.start),
        document.positionAt(error.span.end),
      );
      const note = error.note === undefined ? '' : ` (${error.note})`;
      const item = new vscode.Diagnostic(range, `${error.message}${note}`);
      item.source = 'vncscript';
      item.code = error.code;
      return item;
    });
    this.#failures.set(document.uri, items);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #drawAll(uri: vscode.Uri): void {
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document.uri.toString() === uri.toString()) this.#draw(editor);
  }

  #draw(editor: vscode.TextEditor): void {
    const line = this.#lines.get(editor.document.uri.toString());
    const known = line !== undefined && line < editor.document.lineCount;
    editor.setDecorations(this.#running, known ? [editor.document.lineAt(line).range] : []);
  }
}
