import path from 'node:path';
import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import { convertRecording } from '../../core/recording/convertRecording.ts';
import { signalOf } from '../cancellation.ts';
import { recordingViewType } from '../contributions.ts';
import { isRecord } from '../record.ts';
import { bytesText } from '../report/statisticsLines.ts';
import { tellOfFile } from './recordingNotice.ts';
import { readVideoSettings } from './recordingSettings.ts';
import { formatFilter, formatOfPath, plainFile } from './recordingTarget.ts';
import { elapsedText } from '../../protocol/clockText.ts';

/** What a recording can be made into. */
type VideoFormat = 'webm' | 'gif';

/**
 * Makes a video of a `.vncrec` file: the one that `argument` names, else that of the active editor, else one that is
 * asked for.
 *
 * @param options with `path`, an absolute one, nothing is asked; with `format` only where to.
 * @returns the file's address; `undefined` when the person called it off.
 * @throws what `convertRecording` throws
 */
export async function exportRecording(argument: unknown, options: unknown): Promise<string | undefined> {
  const given = isRecord(options) ? options : {};
  const source = sourceOf(argument) ?? (await askSource());
  if (source === undefined) return undefined;
  const file =
    given['path'] === undefined ? await askFile(source, given['format']) : checkedPath(given['path']);
  if (file === undefined) return undefined;
  const { milliseconds, bytes } = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Making {0}…', path.basename(file)),
      cancellable: true,
    },
    async (progress, token) => {
      let done = 0;
      return await convertRecording(await readRecording(source), {
        file,
        signal: signalOf(token),
        ...readVideoSettings(),
        progress: (part) => {
          progress.report({ increment: (part - done) * 100 });
          done = part;
        },
      });
    },
  );
  const text = vscode.l10n.t(
    '{0} is made ({1}, {2})',
    path.basename(file),
    elapsedText(milliseconds),
    bytesText(bytes),
  );
  void tellOfFile(text, file);
  return vscode.Uri.file(file).toString();
}

/**
 * What opens a recording: a file of this machine is read in pieces; what the editor alone can read is read whole.
 *
 * @throws `VNC_FILE_NOT_READ`
 */
export async function readRecording(source: vscode.Uri): Promise<string | Uint8Array> {
  if (source.scheme === 'file') return source.fsPath;
  try {
    return await vscode.workspace.fs.readFile(source);
  } catch (error) {
    throw vncError('VNC_FILE_NOT_READ', { path: source.toString(), reason: 'unknown' }, error);
  }
}

function sourceOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string' && argument !== '') return vscode.Uri.parse(argument);
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === recordingViewType
    ? input.uri
    : undefined;
}

async function askSource(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Export Recording'),
    filters: formatFilter('vncrec'),
  });
  return chosen?.[0];
}

async function askFile(source: vscode.Uri, wanted: unknown): Promise<string | undefined> {
  const format = wanted === 'webm' || wanted === 'gif' ? wanted : await askFormat();
  if (format === undefined) return undefined;
  const stem = source.path.replace(/\.vncrec$/i, '');
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Recording'),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: source.with({ path: `${stem}.${format}` }),
    filters: formatFilter(format),
  });
  return chosen === undefined ? undefined : plainFile(chosen, format);
}

async function askFormat(): Promise<VideoFormat | undefined> {
  const chosen = await vscode.window.showQuickPick(
    [
      { format: 'webm' as const, label: vscode.l10n.t('Video (WebM)') },
      { format: 'gif' as const, label: vscode.l10n.t('Animated Picture (GIF)') },
    ],
    { title: vscode.l10n.t('Export Recording') },
  );
  return chosen?.format;
}

function checkedPath(given: unknown): string {
  if (typeof given !== 'string' || formatOfPath(given) === 'vncrec')
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'path', value: String(given) });
  return given;
}
