import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposables.ts';
import { vncError } from '../../core/base/errors.ts';
import type { ImageFormat, Screenshot } from '../../core/session/bridge.ts';
import type { Session } from '../../core/session/session.ts';
import type { SelectedArea } from '../../protocol/selectionMessages.ts';
import { screenshotName } from '../commands/screenshotName.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import type { ScreenPanel } from '../screen/screenPanel.ts';
import { TemporaryFiles } from './temporaryFiles.ts';

const formats: Readonly<Record<string, ImageFormat>> = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', bmp: 'bmp' };

/** What a picture is taken of: the whole screen, or a part. */
export interface ScreenshotSubject {
  readonly session: Session;
  readonly region?: SelectedArea | undefined;
}

/** Lets a person drag a region on the panel. `undefined` when they called it off. */
export async function pickRegion(panel: ScreenPanel): Promise<SelectedArea | undefined> {
  const text = vscode.l10n.t(
    'Drag a region for the screenshot. Arrow keys move it, with Shift resize it, Enter takes it, Escape cancels.',
  );
  return await panel.select({ what: 'region', text });
}

/** Takes pictures of screens, for one window of the editor. */
export class Screenshots implements Disposable {
  readonly #files = new TemporaryFiles();
  /** The one that was used last. */
  #folder: vscode.Uri | undefined;

  /**
   * Saves a picture in a file.
   *
   * @param given where; asked for when left out.
   * @returns the file's address; `undefined` when the person called it off.
   * @throws `VNC_FILE_NOT_WRITTEN`
   */
  async toFile(subject: ScreenshotSubject, given?: string): Promise<string | undefined> {
    const { session } = subject;
    const file =
      given === undefined ? await askFile(session, this.#folder ?? startFolder()) : vscode.Uri.file(given);
    if (file === undefined) return undefined;
    this.#folder = vscode.Uri.joinPath(file, '..');
    const extension = /\.([^./\\]*)$/u.exec(file.path)?.[1]?.toLowerCase() ?? '';
    const shot = await capture(subject, formats[extension] ?? 'png');
    try {
      await vscode.workspace.fs.writeFile(file, shot.data);
    } catch (error) {
      throw vncError('VNC_FILE_NOT_WRITTEN', { path: file.fsPath }, error);
    }
    if (given === undefined) void offerToOpen(file, shot);
    return file.toString();
  }

  /** Puts a picture on the clipboard of the machine where the editor's window is. */
  async toClipboard(subject: ScreenshotSubject, panel: ScreenPanel): Promise<void> {
    const { data, width, height } = await capture(subject, 'png');
    await panel.copyScreenshot(data);
    const { name } = panel.subject;
    const text =
      subject.region === undefined
        ? vscode.l10n.t('Copied the screen of {0}', name)
        : vscode.l10n.t('Copied {0} × {1} pixels of {2}', width, height, name);
    vscode.window.setStatusBarMessage(text, 4000);
  }

  /** Opens a picture in an editor. Its file goes with the window, unless it is saved under a name. */
  async toEditor(subject: ScreenshotSubject): Promise<void> {
    const { data } = await capture(subject, 'png');
    const file = await this.#files.write(
      (taken) => screenshotName(subject.session.name, new Date(), taken),
      data,
    );
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
  }

  dispose(): void {
    this.#files.dispose();
  }
}

async function capture({ session, region }: ScreenshotSubject, format: ImageFormat): Promise<Screenshot> {
  return await withDelayedProgress(
    vscode.l10n.t('Taking a screenshot of {0}…', session.name),
    async (signal) => await session.screen.capture({ format, region, signal }),
  );
}

/** A name that no file has yet is proposed, in the folder that was used last. */
async function askFile(session: Session, start: vscode.Uri): Promise<vscode.Uri | undefined> {
  const taken = await vscode.workspace.fs.readDirectory(start).then(
    (entries) => new Set(entries.map(([name]) => name)),
    () => new Set<string>(),
  );
  const name = screenshotName(session.name, new Date(), (candidate) => taken.has(candidate));
  return await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Screenshot of {0}', session.name),
    defaultUri: vscode.Uri.joinPath(start, name),
    filters: { PNG: ['png'], JPEG: ['jpg', 'jpeg'], BMP: ['bmp'] },
  });
}

function startFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
}

async function offerToOpen(file: vscode.Uri, { width, height }: Screenshot): Promise<void> {
  const open = vscode.l10n.t('Open');
  const name = file.path.split('/').at(-1) ?? '';
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Saved {0} ({1} × {2})', name, width, height),
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', file);
}
