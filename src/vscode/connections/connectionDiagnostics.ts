import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { wordProfileProblem } from '../../wording/profileWording.ts';
import type { Log } from '../log.ts';
import type { ConnectionScope } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { type JsonPlace, findPlace, readJsonPlaces } from './jsonPlaces.ts';
import type { ConnectionProblem } from './joinConnections.ts';

const settingKey = 'vncAgentBridge.connections';

/**
 * Shows what is wrong with the stored connections where it is written: as diagnostics in every settings file
 * that is open, and in the log. The tree counts them.
 */
export function showConnectionProblems(store: ConnectionStore, log: Log): Disposable {
  const owned = new DisposableStore();
  const collection = owned.add(vscode.languages.createDiagnosticCollection('vncAgentBridge.connections'));
  let logged = '';

  const update = (): void => {
    collection.clear();
    for (const document of vscode.workspace.textDocuments) {
      const problems = store.problems.filter(({ scope }) => isWrittenIn(scope, document));
      if (problems.length > 0) collection.set(document.uri, diagnosticsOf(problems, document));
    }
    const sentences = store.problems.map((problem) => `${placeOf(problem)}: ${word(problem)}`);
    if (sentences.join('\n') === logged) return;
    logged = sentences.join('\n');
    for (const sentence of sentences) log.log('warn', sentence);
  };

  owned.add(store.onChange(update));
  owned.add(vscode.workspace.onDidOpenTextDocument((document) => isSettings(document) && update()));
  owned.add(vscode.workspace.onDidSaveTextDocument((document) => isSettings(document) && update()));
  update();
  return owned;
}

function word(problem: ConnectionProblem): string {
  return wordProfileProblem(problem, (template, args) => vscode.l10n.t(template, args));
}

function placeOf({ scope, index, field }: ConnectionProblem): string {
  const entry = index === undefined ? '' : `[${index}]`;
  return `${settingKey}${entry}${field === undefined ? '' : `.${field}`} (${scope.kind})`;
}

function isSettings({ uri }: vscode.TextDocument): boolean {
  return uri.path.endsWith('/settings.json') || uri.path.endsWith('.code-workspace');
}

/** Whether this is the file in which the setting of a scope stands. */
function isWrittenIn(scope: ConnectionScope, document: vscode.TextDocument): boolean {
  const { uri } = document;
  if (!isSettings(document)) return false;
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const inFolder = workspaceFolders?.find((folder) => isSame(settingsFile(folder.uri), uri));
  switch (scope.kind) {
    case 'user':
      return inFolder === undefined && !uri.path.endsWith('.code-workspace');
    case 'workspace':
      return workspaceFile === undefined ? inFolder !== undefined : isSame(workspaceFile, uri);
    case 'folder':
      return inFolder?.uri.toString() === scope.folder;
  }
}

function settingsFile(folder: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(folder, '.vscode', 'settings.json');
}

function isSame(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}

function diagnosticsOf(
  problems: readonly ConnectionProblem[],
  document: vscode.TextDocument,
): vscode.Diagnostic[] {
  const root = readJsonPlaces(document.getText());
  return problems.flatMap((problem) => {
    const place = findProblem(root, problem);
    if (place === undefined) return [];
    const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    const severity =
      problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
    const diagnostic = new vscode.Diagnostic(range, word(problem), severity);
    diagnostic.source = 'VNC Agent Bridge';
    diagnostic.code = problem.code;
    return [diagnostic];
  });
}

/** The place of the field, else of the entry's name, else of the entry, else of the setting. */
function findProblem(
  root: JsonPlace | undefined,
  { index, field }: ConnectionProblem,
): ReturnType<typeof findPlace> {
  // A workspace file keeps its settings one level down.
  const bases = [[settingKey], ['settings', settingKey]];
  for (const base of bases) {
    const entry = index === undefined ? base : [...base, index];
    const place =
      (field === undefined ? undefined : findPlace(root, [...entry, ...field.split('.')])) ??
      (field === undefined ? undefined : findPlace(root, [...entry, field])) ??
      findPlace(root, [...entry, 'name']) ??
      findPlace(root, entry);
    if (place !== undefined) return place;
  }
  return undefined;
}
