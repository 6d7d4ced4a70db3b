import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import { clipboardModes, isClipboardMode } from '../../core/profile/clipboardModes.ts';
import type { Session } from '../../core/session/session.ts';
import { extensionPrefix } from '../contributions.ts';
import { clipboardModeLabel, clipboardModeOf } from '../screen/clipboardMode.ts';
import { tellClipboardNotice } from '../screen/clipboardNotice.ts';
import type { Services } from '../services.ts';
import { readSetting } from '../settings.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession } from './pickSession.ts';

/** Milliseconds for which the status bar says what was done. */
const shownFor = 4000;

/** Commands that carry text between the two clipboards. */
export function clipboardCommands(services: Services): CommandGroup {
  /** The session, when its clipboard may be exchanged at all. @throws `VNC_CLIPBOARD_OFF` */
  const pick = async (argument: unknown): Promise<Session> => {
    const session = await pickSession(argument, services);
    const profile = services.connector.connectionOf(session)?.profile;
    if (clipboardModeOf(profile) === 'off') throw vncError('VNC_CLIPBOARD_OFF', { name: session.name });
    return session;
  };

  return {
    getClipboard: async (argument) => {
      const session = await pick(argument);
      const text = await session.clipboard.get();
      if (text === undefined) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('“{0}” has not told of a clipboard yet. Copy something there first.', session.name),
        );
        return undefined;
      }
      await vscode.env.clipboard.writeText(text);
      say(vscode.l10n.t('Copied {0} characters from {1}', text.length, session.name));
      return text;
    },

    setClipboard: async (argument, text) => {
      const session = await pick(argument);
      const { length, lost } = await send(session, text);
      if (lost === 0) say(vscode.l10n.t('Sent {0} characters to the clipboard of {1}', length, session.name));
    },

    pasteToRemote: async (argument, text) => {
      const session = await pick(argument);
      const keys = readSetting('screen.pasteKeys');
      await send(session, text);
      // The text is there, or announced, before the keys: both go the same way.
      await session.keyboard.press(keys);
      say(vscode.l10n.t('Pressed {0} at {1}', keys, session.name));
    },

    clearClipboard: async (argument) => {
      const session = await pick(argument);
      session.arbiter.takeOver();
      await session.clipboard.clear();
      say(vscode.l10n.t('Cleared the clipboard of {0}', session.name));
    },

    changeClipboardMode: async (argument, mode) => {
      const session = await pickSession(argument, services);
      const connection = services.connector.connectionOf(session);
      const now = clipboardModeOf(connection?.profile);
      const wanted = isClipboardMode(mode) ? mode : await pickMode(session, now);
      if (wanted === undefined) return;
      if (connection !== undefined) await services.store.change(connection, { clipboard: wanted });
      // What is not stored follows the setting.
      else await vscode.workspace.getConfiguration(extensionPrefix).update('screen.clipboard', wanted, true);
    },
  };
}

/** Puts text into the remote clipboard: the given one, or what is in the clipboard here. */
async function send(session: Session, given: unknown): Promise<{ length: number; lost: number }> {
  const text = typeof given === 'string' ? given : await vscode.env.clipboard.readText();
  session.arbiter.takeOver();
  const { lost } = await session.clipboard.set(text, { replaceUnknown: true });
  if (lost > 0) tellClipboardNotice(session, { kind: 'lost', lost });
  return { length: text.length, lost };
}

async function pickMode(
  session: Session,
  now: (typeof clipboardModes)[number],
): Promise<(typeof clipboardModes)[number] | undefined> {
  const chosen = await vscode.window.showQuickPick(
    clipboardModes.map((mode) => ({
      label: clipboardModeLabel(mode),
      ...(mode === now ? { iconPath: new vscode.ThemeIcon('check') } : {}),
      mode,
    })),
    {
      title: vscode.l10n.t('Clipboard of {0}', session.name),
      placeHolder: vscode.l10n.t('When text moves between your clipboard and the remote one'),
    },
  );
  return chosen?.mode;
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, shownFor);
}
