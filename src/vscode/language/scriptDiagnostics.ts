import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../core/base/disposables.ts';
import type { Event } from '../../core/base/emitter.ts';
import { check } from '../../core/script/checker.ts';
import type { Diagnostic, DiagnosticSeverity, Fix } from '../../core/script/diagnostic.ts';
import { rangeOf } from './ranges.ts';
import type { ScriptDocuments } from './scriptDocuments.ts';
import { scriptLanguageId } from './scriptLanguage.ts';

/** What scripts are checked against beside themselves. */
export interface KnownConnections {
  /** Names of the stored connections. */
  names(): readonly string[];
  readonly onChange: Event<void>;
}

/** Milliseconds after a key stroke before the file is checked: none is missed, and no half word is marked. */
const debounce = 200;

const severities: Readonly<Record<DiagnosticSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Findings that say that something is of no use, which editors show faded. */
const needless = new Set(['VS4004', 'VS4005']);

/** A diagnostic that knows its fixes. */
class ScriptDiagnostic extends vscode.Diagnostic {
  readonly fixes: readonly Fix[];

  constructor(document: vscode.TextDocument, diagnostic: Diagnostic) {
    super(rangeOf(document, diagnostic.span), diagnostic.message, severities[diagnostic.severity]);
    this.source = scriptLanguageId;
    this.code = diagnostic.code;
    this.fixes = diagnostic.fixes ?? [];
    if (needless.has(diagnostic.code)) this.tags = [vscode.DiagnosticTag.Unnecessary];
    if (diagnostic.related !== undefined)
      this.relatedInformation = diagnostic.related.map(
        ({ message, span }) =>
          new vscode.DiagnosticRelatedInformation(
            new vscode.Location(document.uri, rangeOf(document, span)),
            message,
          ),
      );
  }
}

/** Marks what is wrong with open scripts, and offers to put it right. */
export class ScriptDiagnostics implements Disposable, vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #documents: ScriptDocuments;
  readonly #connections: KnownConnections;
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(vscode.languages.createDiagnosticCollection(scriptLanguageId));
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #found = new Map<
    string,
    { readonly version: number; readonly items: readonly ScriptDiagnostic[] }
  >();

  constructor(documents: ScriptDocuments, connections: KnownConnections) {
    this.#documents = documents;
    this.#connections = connections;
    const { workspace } = vscode;
    this.#store.add(workspace.onDidOpenTextDocument((document) => this.#check(document)));
    this.#store.add(workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)));
    this.#store.add(workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.#store.add(connections.onChange(() => this.#checkAll()));
    this.#store.add(toDisposable(() => this.#waiting.forEach((timer) => clearTimeout(timer))));
    this.#checkAll();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const found = this.#found.get(document.uri.toString());
    // Fixes are edits by offset: they fit the text that was checked and no other.
    if (found?.version !== document.version) return [];
    return found.items
      .filter((item) => item.range.intersection(range) !== undefined)
      .flatMap((item) => item.fixes.map((fix, i) => actionOf(document, item, fix, i === 0)));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (document.languageId !== scriptLanguageId) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => this.#check(document), debounce),
    );
  }

  #check(document: vscode.TextDocument): void {
    if (document.languageId !== scriptLanguageId || document.isClosed) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    const connections = this.#connections.names();
    const items = check(this.#documents.parse(document), { connections }).map(
      (diagnostic) => new ScriptDiagnostic(document, diagnostic),
    );
    this.#found.set(key, { version: document.version, items });
    this.#collection.set(document.uri, items);
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    this.#found.delete(key);
    this.#collection.delete(document.uri);
  }
}

function actionOf(
  document: vscode.TextDocument,
  diagnostic: ScriptDiagnostic,
  fix: Fix,
  preferred: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const edit of fix.edits) action.edit.replace(document.uri, rangeOf(document, edit), edit.text);
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred;
  return action;
}
