import { readFile, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { ImportedConnection } from '../../core/profile/imports/importedConnection.ts';
import { wordImportNote } from '../../wording/importWording.ts';
import { addressOf } from './connectionAddress.ts';
import type { NewConnection } from './connectionDraft.ts';
import { freeName } from './connectionPresets.ts';
import { argumentsText } from './argumentsText.ts';
import { readImportedFile } from './importedFiles.ts';

/** Commands that a question shows; more would not fit on the screen. */
const shownCommands = 10;

/** Where connections can be found without being asked for. */
interface Place {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  /** The files; none when there is nothing. */
  readonly files: readonly string[];
}

/**
 * Lets a person choose connections of other viewers to be added.
 *
 * @param taken names that connections have already.
 * @param given the files to read; else a person chooses where to look.
 * @returns none when the lists were closed.
 * @throws `VNC_IMPORT_FAILED` when the files hold no connection or cannot be read; `VNC_CANCELLED`.
 */
export async function askConnectionsToImport(
  taken: readonly string[],
  given: readonly vscode.Uri[] | undefined,
): Promise<readonly NewConnection[]> {
  const files = given?.map(({ fsPath }) => fsPath) ?? (await pickFiles());
  if (files === undefined) return [];
  const read = await Promise.allSettled(files.map(async (file) => await readConnections(file)));
  const found = read.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  if (found.length === 0) {
    const [failure] = read.filter((result) => result.status === 'rejected');
    throw failure?.reason ?? vncError('VNC_IMPORT_FAILED', { file: files.join(', '), reason: 'server' });
  }
  const chosen = await pickConnections(found);
  const commands = await agreesToCommands(chosen);
  const names = [...taken];
  return chosen.map(({ profile, secrets, machine }) => {
    const name = freeName(profile.name, names);
    names.push(name);
    return {
      profile: { ...profile, name },
      secrets: new Map(Object.entries(secrets)),
      ...(commands && machine !== undefined ? { machine } : {}),
    };
  });
}

/** Asks before commands that came from elsewhere are kept for this machine. */
async function agreesToCommands(chosen: readonly ImportedConnection[]): Promise<boolean> {
  const lines = chosen.flatMap(({ profile, machine }) =>
    [machine?.proxyCommand, machine?.tunnelCommand, machine?.ticketCommand].flatMap((command) =>
      command === undefined ? [] : [`${profile.name}: ${argumentsText(command)}`],
    ),
  );
  if (lines.length === 0) return false;
  const agree = vscode.l10n.t('Keep Commands');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Run these commands when you connect?'),
    {
      modal: true,
      detail: [
        ...lines.slice(0, shownCommands),
        ...(lines.length > shownCommands
          ? [vscode.l10n.t('… and {0} more', lines.length - shownCommands)]
          : []),
        '',
        vscode.l10n.t(
          'They are kept for this machine only and run in trusted workspaces. Without them the connections are dialled directly.',
        ),
      ].join('\n'),
    },
    agree,
    vscode.l10n.t('Import Without Commands'),
  );
  if (answer === undefined) throw vncError('VNC_CANCELLED');
  return answer === agree;
}

/** Where other programs keep theirs, as far as there are any, and files of one's own choice. */
async function pickFiles(): Promise<readonly string[] | undefined> {
  const ssh = path.join(homedir(), '.ssh', 'config');
  const remmina = path.join(homedir(), '.local', 'share', 'remmina');
  const places: readonly Place[] = [
    {
      label: vscode.l10n.t('Hosts of SSH'),
      detail: ssh,
      icon: 'terminal',
      files: (await isFile(ssh)) ? [ssh] : [],
    },
    {
      label: 'Remmina',
      detail: remmina,
      icon: 'remote-explorer',
      files: await filesIn(remmina, '.remmina'),
    },
  ];
  const choose = vscode.l10n.t('Choose files…');
  const chosen = await vscode.window.showQuickPick(
    [
      ...places
        .filter(({ files }) => files.length > 0)
        .map(({ label, detail, icon, files }) => ({
          label,
          detail,
          iconPath: new vscode.ThemeIcon(icon),
          files,
        })),
      {
        label: choose,
        detail: vscode.l10n.t(
          '{0} of RealVNC, TigerVNC and others, {1}, configuration of SSH',
          '.vnc',
          '.remmina',
        ),
        iconPath: new vscode.ThemeIcon('folder-opened'),
        files: undefined,
      },
    ],
    { title: vscode.l10n.t('Import Connections'), placeHolder: vscode.l10n.t('Import from where?') },
  );
  if (chosen === undefined) return undefined;
  if (chosen.files !== undefined) return chosen.files;
  const opened = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Connections'),
    canSelectMany: true,
    filters: {
      [vscode.l10n.t('Connections')]: ['vnc', 'tigervnc', 'remmina'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return opened?.map(({ fsPath }) => fsPath);
}

async function readConnections(file: string): Promise<readonly ImportedConnection[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw vncError('VNC_IMPORT_FAILED', { file, reason: 'unreadable' }, error);
  }
  return await readImportedFile(file, text);
}

async function pickConnections(found: readonly ImportedConnection[]): Promise<readonly ImportedConnection[]> {
  const items = found.map((connection) => ({
    label: connection.profile.name,
    description: addressOf(connection.profile),
    detail: connection.notes
      .map((note) => wordImportNote(note, (template, args) => vscode.l10n.t(template, args)))
      .join(' '),
    picked: found.length <= 20,
    connection,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Import Connections'),
    placeHolder: vscode.l10n.t('Choose the connections to add to your settings'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return chosen?.map(({ connection }) => connection) ?? [];
}

async function isFile(file: string): Promise<boolean> {
  return await readFile(file).then(
    () => true,
    () => false,
  );
}

async function filesIn(folder: string, ending: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name));
}
