import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import { elapsedText } from '../../protocol/clockText.ts';

/**
 * Saves a picture of a recording where a person says; a name beside the recording is proposed.
 *
 * @param time milliseconds from the start of the recording.
 * @throws `VNC_FILE_NOT_WRITTEN`
 */
export async function saveRecordedPicture(source: vscode.Uri, time: number, png: Uint8Array): Promise<void> {
  const stem = source.path.replace(/\.vncrec$/i, '');
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Picture'),
    defaultUri: source.with({ path: `${stem} ${elapsedText(time).replaceAll(':', '-')}.png` }),
    filters: { PNG: ['png'] },
  });
  if (file === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(file, png);
  } catch (error) {
    throw vncError('VNC_FILE_NOT_WRITTEN', { path: file.fsPath }, error);
  }
  const open = vscode.l10n.t('Open');
  const name = file.path.split('/').at(-1) ?? '';
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}', name), open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', file);
}
