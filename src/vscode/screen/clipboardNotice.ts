import * as vscode from 'vscode';
import type { Session } from '../../core/session/session.ts';
import { commandId } from '../contributions.ts';
import type { ClipboardNotice } from './clipboardSync.ts';

/** Says what of a text did not get into the clipboard of a session, and what helps. */
export function tellClipboardNotice(session: Session, notice: ClipboardNotice): void {
  void tell(session, notice);
}

async function tell(session: Session, notice: ClipboardNotice): Promise<void> {
  const type = vscode.l10n.t('Paste as Keystrokes');
  if (notice.kind === 'tooLarge') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Your clipboard was not sent to “{0}”: it is longer than the {1} KB that a remote clipboard takes.',
        session.name,
        Math.floor(notice.limit / 1024),
      ),
    );
    return;
  }
  const { lost } = notice;
  const chosen = await vscode.window.showWarningMessage(
    lost === 1
      ? vscode.l10n.t(
          'The clipboard of “{0}” takes Western European characters only: 1 character became a question mark.',
          session.name,
        )
      : vscode.l10n.t(
          'The clipboard of “{0}” takes Western European characters only: {1} characters became question marks.',
          session.name,
          lost,
        ),
    type,
  );
  if (chosen === type) await vscode.commands.executeCommand(commandId('pasteAsKeystrokes'), session.id);
}
