import * as vscode from 'vscode';
import { durationText } from '../../core/script/run/durationText.ts';
import type { RunResult } from '../../core/script/run/runEvent.ts';

/** What a notice of a run's end can lead to. */
export interface NoticeParts {
  /** The script's name. */
  readonly name: string;
  readonly document: vscode.TextDocument;
  readonly showOutput: () => Promise<void>;
  /** The pictures of the run, by name. */
  readonly pictures: ReadonlyMap<string, vscode.Uri>;
}

/** Says how a run ended, with what one wants to do then. Whoever stopped it needs no telling. */
export async function noticeOfEnd(result: RunResult, parts: NoticeParts): Promise<void> {
  const { name, pictures } = parts;
  const { error } = result;
  if (result.outcome === 'cancelled') {
    vscode.window.setStatusBarMessage(vscode.l10n.t('{0} was stopped', name), 5000);
    return;
  }
  const output = { title: vscode.l10n.t('Show Output'), run: parts.showOutput };
  const open = { title: vscode.l10n.t('Open Screenshots'), run: () => openPictures(pictures) };
  const buttons = pictures.size === 0 ? [output] : [output, open];
  if (error === undefined) {
    const text = vscode.l10n.t('{0} passed ({1})', name, durationText(result.duration));
    await (await vscode.window.showInformationMessage(text, ...buttons))?.run();
    return;
  }
  const place = { title: vscode.l10n.t('Go to Line'), run: () => goTo(parts.document, error.span.start) };
  const text = vscode.l10n.t(
    '{0} failed in line {1}: {2} {3}',
    name,
    error.span.line,
    error.code,
    error.message,
  );
  await (await vscode.window.showErrorMessage(text, place, ...buttons))?.run();
}

async function goTo(document: vscode.TextDocument, offset: number): Promise<void> {
  const position = document.positionAt(offset);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}

async function openPictures(pictures: ReadonlyMap<string, vscode.Uri>): Promise<void> {
  const items = [...pictures].map(([label, uri]) => ({ label, uri }));
  const chosen =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which picture?') });
  if (chosen !== undefined) await vscode.commands.executeCommand('vscode.open', chosen.uri);
}
