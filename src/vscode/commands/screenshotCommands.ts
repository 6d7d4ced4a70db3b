import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { ImageFormat, Screenshot } from '../../core/session/bridge.ts';
import type { Session } from '../../core/session/session.ts';
import { withDelayedProgress } from '../delayedProgress.ts';
import { isRecord } from '../record.ts';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession } from './pickSession.ts';
import { screenshotName } from './screenshotName.ts';

const formats: Readonly<Record<string, ImageFormat>> = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', bmp: 'bmp' };

/** Commands that take pictures of the remote screen. */
export function screenshotCommands(services: Services): CommandGroup {
  let folder: vscode.Uri | undefined;

  return {
    /** With `{ path }` as the second argument it asks nothing. Answers with the file's address. */
    takeScreenshot: async (argument, options) => {
      const session = await pickSession(argument, services);
      const given = isRecord(options) && typeof options['path'] === 'string' ? options['path'] : undefined;
      const file =
        given === undefined ? await askFile(session, folder ?? startFolder()) : vscode.Uri.file(given);
      if (file === undefined) return undefined;
      folder = vscode.Uri.joinPath(file, '..');
      const extension = /\.([^./\\]*)$/u.exec(file.path)?.[1]?.toLowerCase() ?? '';
      const shot = await capture(session, formats[extension] ?? 'png');
      try {
        await vscode.workspace.fs.writeFile(file, shot.data);
      } catch (error) {
        throw vncError('VNC_FILE_NOT_WRITTEN', { path: file.fsPath }, error);
      }
      if (given === undefined) void offerToOpen(file, shot);
      return file.toString();
    },

    screenshotToClipboard: async () => {
      const panel = services.panels.active;
      if (panel?.session === undefined) throw vncError('VNC_SESSION_CLOSED');
      const shot = await capture(panel.session, 'png');
      await panel.copyScreenshot(shot.data);
      const text = vscode.l10n.t('Copied the screen of {0}', panel.subject.name);
      vscode.window.setStatusBarMessage(text, 4000);
    },
  };
}

async function capture(session: Session, format: ImageFormat): Promise<Screenshot> {
  return await withDelayedProgress(
    vscode.l10n.t('Taking a screenshot of {0}…', session.name),
    async (signal) => await session.screen.capture({ format, signal }),
  );
}

/** A name that no file has yet is proposed, in the folder that was used last. */
async function askFile(session: Session, folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const taken = await vscode.workspace.fs.readDirectory(folder).then(
    (entries) => new Set(entries.map(([name]) => name)),
    () => new Set<string>(),
  );
  const name = screenshotName(session.name, new Date(), (candidate) => taken.has(candidate));
  return await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Screenshot of {0}', session.name),
    defaultUri: vscode.Uri.joinPath(folder, name),
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
