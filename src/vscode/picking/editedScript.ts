import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';

/** Where somebody edits a script. */
export interface ScriptPlace {
  readonly document: vscode.TextDocument;
  readonly selection: vscode.Selection;
}

/** Remembers where a script was edited last, also while its tab is behind another one. */
export class EditedScript implements Disposable {
  readonly #store = new DisposableStore();
  #last: ScriptPlace | undefined;

  constructor() {
    this.#take(vscode.window.activeTextEditor);
    this.#store.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#take(editor)));
    this.#store.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#take(textEditor)));
  }

  /** The script that was edited last, if its tab is open still, or else one that is seen. */
  get place(): ScriptPlace | undefined {
    const last = this.#last;
    if (last !== undefined && !last.document.isClosed && hasTab(last.document.uri)) return last;
    const seen = vscode.window.visibleTextEditors.find(isScriptEditor);
    return seen === undefined ? undefined : { document: seen.document, selection: seen.selection };
  }

  /** Text was inserted into a document that no editor shows: its cursor is behind it now. */
  moved(place: ScriptPlace): void {
    this.#last = place;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #take(editor: vscode.TextEditor | undefined): void {
    if (editor !== undefined && isScriptEditor(editor)) {
      this.#last = { document: editor.document, selection: editor.selection };
    }
  }
}

function isScriptEditor({ document }: vscode.TextEditor): boolean {
  return document.languageId === 'vncscript' && document.uri.scheme !== 'git';
}

function hasTab(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
}
