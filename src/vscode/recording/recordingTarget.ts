import { homedir } from 'node:os';
import path from 'node:path';
import { mkdir, readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import { recordingFormatOf } from '../../core/recording/recordSession.ts';
import type { RecordingFormat } from '../../core/recording/recording.ts';
import { screenshotName } from '../commands/screenshotName.ts';
import { readSetting } from '../settings.ts';

const formats: readonly RecordingFormat[] = ['webm', 'gif', 'vncrec'];

/** What a recording is: as the settings say, else as a person chooses; `undefined` when they called it off. */
export async function chosenFormat(name: string): Promise<RecordingFormat | undefined> {
  const set = readSetting('recording.format');
  const known = formats.find((format) => format === set);
  if (known !== undefined) return known;
  const chosen = await vscode.window.showQuickPick(
    [
      {
        format: 'webm' as const,
        label: `$(device-camera-video) ${vscode.l10n.t('Video (WebM)')}`,
        detail: vscode.l10n.t('Plays in every browser. For showing it to others.'),
      },
      {
        format: 'gif' as const,
        label: `$(file-media) ${vscode.l10n.t('Animated Picture (GIF)')}`,
        detail: vscode.l10n.t('For short pieces in documents and issues.'),
      },
      {
        format: 'vncrec' as const,
        label: `$(history) ${vscode.l10n.t('Exact Recording (.vncrec)')}`,
        detail: vscode.l10n.t('Every pixel, to play here at any speed, to seek in, and to make videos of.'),
      },
    ],
    {
      title: vscode.l10n.t('Record {0}', name),
      placeHolder: vscode.l10n.t('As what? Keys and clipboards are never recorded.'),
      matchOnDetail: true,
    },
  );
  return chosen?.format;
}

/** What the editor's file dialog calls a format. */
export function formatFilter(format: RecordingFormat): Record<string, string[]> {
  const names = {
    webm: vscode.l10n.t('Video (WebM)'),
    gif: vscode.l10n.t('Animated Picture (GIF)'),
    vncrec: vscode.l10n.t('Exact Recording (.vncrec)'),
  };
  return { [names[format]]: [format] };
}

/**
 * Where the recording of `name` goes: into the folder of the settings, under a name that no file has yet, or where a
 * person says.
 *
 * @throws `VNC_FILE_NOT_WRITTEN` for a folder that cannot be made, and for places that are no files of this machine.
 */
export async function chosenFile(name: string, format: RecordingFormat): Promise<string | undefined> {
  const folder = readFolder();
  if (folder !== undefined) {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw vncError('VNC_FILE_NOT_WRITTEN', { path: folder, reason: codeOf(error) }, error);
    }
    return path.join(folder, await freeName(folder, name, format));
  }
  const start =
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir();
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Record {0}', name),
    saveLabel: vscode.l10n.t('Record'),
    defaultUri: vscode.Uri.file(path.join(start, await freeName(start, name, format))),
    filters: formatFilter(format),
  });
  return chosen === undefined ? undefined : plainFile(chosen, format);
}

/**
 * The path of a file that was chosen, with the extension of its format.
 *
 * @throws `VNC_FILE_NOT_WRITTEN` for what is no file of the machine on which the extension runs.
 */
export function plainFile(uri: vscode.Uri, format: string): string {
  if (uri.scheme !== 'file')
    throw vncError('VNC_FILE_NOT_WRITTEN', { path: uri.toString(), reason: uri.scheme });
  const file = uri.fsPath;
  return path.extname(file).toLowerCase() === `.${format}` ? file : `${file}.${format}`;
}

/** The format of a file that a program named. @throws `VNC_ARGUMENT_INVALID` */
export function formatOfPath(file: string): RecordingFormat {
  if (!path.isAbsolute(file)) throw vncError('VNC_ARGUMENT_INVALID', { argument: 'path', value: file });
  return recordingFormatOf(file);
}

function readFolder(): string | undefined {
  const text = readSetting('recording.folder').trim();
  if (text === '') return undefined;
  const folder = /^~(?=[/\\]|$)/.test(text) ? path.join(homedir(), text.slice(1)) : text;
  // Relative to what would nobody know.
  if (!path.isAbsolute(folder)) throw vncError('VNC_FILE_NOT_WRITTEN', { path: folder, reason: 'relative' });
  return path.normalize(folder);
}

async function freeName(folder: string, name: string, format: RecordingFormat): Promise<string> {
  const taken = new Set(await readdir(folder).catch((): string[] => []));
  const named = (candidate: string): string => candidate.replace(/\.png$/, `.${format}`);
  return named(screenshotName(name, new Date(), (candidate) => taken.has(named(candidate))));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
