import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import { limits } from '../../core/base/limits.ts';
import { scriptLanguageId } from '../language/scriptLanguage.ts';
import { isRecord } from '../record.ts';

/** What is to be run. */
export interface ScriptTarget {
  readonly document: vscode.TextDocument;
  /** The title of the only test to run. */
  readonly test: string | undefined;
  /** What the caller gives for parameters. */
  readonly params: Readonly<Record<string, string>>;
}

/** More files than this are found by typing, not by scrolling. */
const mostFiles = 500;

/**
 * The script that a command was pointed at: an address or a path, else the active editor's, else the one that is
 * picked.
 *
 * @param options `{ test?: string, params?: Record<string, string> }`
 * @throws `VNC_CANCELLED` when the list was closed, `VNC_ARGUMENT_INVALID` for something that is no script.
 */
export async function scriptTarget(argument: unknown, options: unknown): Promise<ScriptTarget> {
  const document = await documentOf(argument);
  if (document.getText().length > limits.scriptBytes)
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'script', value: document.uri.toString() });
  const given = isRecord(options) ? options : {};
  const params = isRecord(given['params']) ? given['params'] : {};
  const texts = Object.entries(params).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    document,
    test: typeof given['test'] === 'string' ? given['test'] : undefined,
    params: Object.fromEntries(texts),
  };
}

async function documentOf(argument: unknown): Promise<vscode.TextDocument> {
  const uri = uriOf(argument);
  if (uri !== undefined) return await vscode.workspace.openTextDocument(uri);
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === scriptLanguageId) return active;
  return await vscode.workspace.openTextDocument(await pickFile());
}

function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument !== 'string' || argument === '') return undefined;
  return /^[a-z][a-z0-9+.-]+:/iu.test(argument) ? vscode.Uri.parse(argument) : vscode.Uri.file(argument);
}

async function pickFile(): Promise<vscode.Uri> {
  const files = await vscode.workspace.findFiles('**/*.vncscript', '**/node_modules/**', mostFiles);
  const items = files.map((file) => ({ label: vscode.workspace.asRelativePath(file), file }));
  items.sort((a, b) => a.label.localeCompare(b.label));
  const other = { label: vscode.l10n.t('Browse…'), alwaysShow: true, file: undefined };
  const chosen = await vscode.window.showQuickPick([...items, other], {
    placeHolder: vscode.l10n.t('Which script?'),
  });
  if (chosen === undefined) throw vncError('VNC_CANCELLED');
  if (chosen.file !== undefined) return chosen.file;
  const [file] = (await vscode.window.showOpenDialog({ filters: { vncscript: ['vncscript'] } })) ?? [];
  if (file === undefined) throw vncError('VNC_CANCELLED');
  return file;
}
