import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { type RunState, ScriptCodeLens } from './scriptCodeLens.ts';
import { ScriptCompletion } from './scriptCompletion.ts';
import { type KnownConnections, ScriptDiagnostics } from './scriptDiagnostics.ts';
import { ScriptDocuments } from './scriptDocuments.ts';
import { ScriptFolding } from './scriptFolding.ts';
import { scriptFormatter } from './scriptFormatter.ts';
import { ScriptHover } from './scriptHover.ts';
import { scriptSelector as selector } from './scriptLanguage.ts';
import { ScriptOutline } from './scriptOutline.ts';

/** What the language's features need of the rest. */
export interface LanguageParts {
  readonly connections: KnownConnections;
  readonly runs: RunState;
}

/** Registers everything that the editor does with `.vncscript` files beside running them. */
export function registerLanguage({ connections, runs }: LanguageParts): Disposable {
  const store = new DisposableStore();
  const documents = new ScriptDocuments();
  const { languages } = vscode;
  const diagnostics = store.add(new ScriptDiagnostics(documents, connections));
  const lenses = store.add(new ScriptCodeLens(documents, runs));
  store.add(
    languages.registerCodeActionsProvider(selector, diagnostics, {
      providedCodeActionKinds: ScriptDiagnostics.kinds,
    }),
  );
  store.add(languages.registerDocumentFormattingEditProvider(selector, scriptFormatter));
  store.add(languages.registerDocumentSymbolProvider(selector, new ScriptOutline(documents)));
  store.add(languages.registerFoldingRangeProvider(selector, new ScriptFolding(documents)));
  store.add(
    languages.registerCompletionItemProvider(
      selector,
      new ScriptCompletion(documents, connections),
      ...ScriptCompletion.triggers,
    ),
  );
  store.add(languages.registerHoverProvider(selector, new ScriptHover(documents)));
  store.add(languages.registerCodeLensProvider(selector, lenses));
  return store;
}
