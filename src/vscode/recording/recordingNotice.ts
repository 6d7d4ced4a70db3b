import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RecordingResult } from '../../core/recording/recording.ts';
import { bytesText } from '../report/statisticsLines.ts';
import { elapsedText } from '../../protocol/clockText.ts';

/** What a person reads of a recording that has ended. @param reason what an error says, where it failed. */
export function endWords(
  { file, reason, bytes, milliseconds }: RecordingResult,
  name: string,
  failure: string | undefined,
): string {
  const what = vscode.l10n.t(
    '{0} ({1}, {2})',
    path.basename(file),
    elapsedText(milliseconds),
    bytesText(bytes),
  );
  switch (reason) {
    case 'stopped':
      return vscode.l10n.t('{0} was recorded: {1}', name, what);
    case 'maxSeconds':
      return vscode.l10n.t(
        'The recording of {0} has lasted as long as it may, and is saved: {1}',
        name,
        what,
      );
    case 'maxBytes':
      return vscode.l10n.t('The recording of {0} is as large as it may be, and is saved: {1}', name, what);
    case 'closed':
      return vscode.l10n.t('The session with {0} has ended. Its recording is saved: {1}', name, what);
    case 'failed':
      return vscode.l10n.t(
        'The recording of {0} has failed. What came before can be played: {1}. {2}',
        name,
        what,
        failure ?? '',
      );
  }
}

/** Tells that a file is there, and offers to open it and to show where it is. */
export async function tellOfFile(
  text: string,
  file: string,
  show: 'information' | 'warning' = 'information',
): Promise<void> {
  const uri = vscode.Uri.file(file);
  const reveal = revealing(uri);
  const open = {
    title: vscode.l10n.t('Open'),
    run: () => vscode.commands.executeCommand('vscode.open', uri),
  };
  const message =
    show === 'warning' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await message(text, open, reveal);
  await chosen?.run();
}

/** Tells of recordings that the window ended with. Files that are gone are nothing to tell of. */
export async function tellInterrupted(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const bytes = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    if (bytes === 0) continue;
    const what = vscode.l10n.t('{0} ({1})', path.basename(file), bytesText(bytes));
    // Nobody is waited for before the next one is told.
    void tellOfFile(vscode.l10n.t('A recording has ended with the window: {0}', what), file);
  }
}

/** How a file is shown where it lies: the editor's window may be on another machine. */
function revealing(uri: vscode.Uri): { readonly title: string; readonly run: () => Thenable<unknown> } {
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) {
    return {
      title: vscode.l10n.t('Reveal'),
      run: () => vscode.commands.executeCommand('revealInExplorer', uri),
    };
  }
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    return {
      title: vscode.l10n.t('Reveal'),
      run: () => vscode.commands.executeCommand('revealFileInOS', uri),
    };
  }
  return { title: vscode.l10n.t('Copy Path'), run: () => vscode.env.clipboard.writeText(uri.fsPath) };
}
