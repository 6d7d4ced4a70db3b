import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { CommandGroup } from './commandRegistry.ts';
import { pickSession } from './pickSession.ts';

/** Milliseconds for which the status bar says what was done. */
const shownFor = 4000;

/** Commands that carry text between the two clipboards. */
export function clipboardCommands(services: Services): CommandGroup {
  return {
    getClipboard: async (argument) => {
      const session = await pickSession(argument, services);
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
      const session = await pickSession(argument, services);
      const value = typeof text === 'string' ? text : await vscode.env.clipboard.readText();
      session.arbiter.takeOver();
      await session.clipboard.set(value);
      say(vscode.l10n.t('Sent {0} characters to the clipboard of {1}', value.length, session.name));
    },

    clearClipboard: async (argument) => {
      const session = await pickSession(argument, services);
      session.arbiter.takeOver();
      await session.clipboard.clear();
      say(vscode.l10n.t('Cleared the clipboard of {0}', session.name));
    },
  };
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, shownFor);
}
