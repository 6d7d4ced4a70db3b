import * as vscode from 'vscode';
import { isVncError, vncError } from '../../core/base/errors.ts';
import type { Session } from '../../core/session/session.ts';
import type { PowerAction } from '../../core/session/wire.ts';
import { withDelayedProgress } from '../delayedProgress.ts';

/** What a person reads before and while the power of a machine changes. */
interface PowerWords {
  readonly question: string;
  readonly detail: string;
  readonly button: string;
  readonly progress: string;
}

/**
 * Shuts the remote machine down, restarts or resets it, once a person has said so.
 *
 * @throws `VNC_POWER_UNSUPPORTED`, `VNC_POWER_FAILED`, `VNC_CANCELLED`, also where the person disconnects meanwhile
 */
export async function changePower(session: Session, action: PowerAction): Promise<void> {
  if (!session.capabilities.power) throw vncError('VNC_POWER_UNSUPPORTED', { name: session.name });
  const { question, detail, button, progress } = powerWords(action, session.name);
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, button);
  if (chosen !== button) throw vncError('VNC_CANCELLED');
  session.arbiter.takeOver();
  try {
    await withDelayedProgress(progress, async (signal) => await session.power(action, { signal }));
  } catch (error) {
    // Who disconnects meanwhile knows why nothing more is heard of it.
    if (isVncError(error, 'VNC_SESSION_CLOSED')) throw vncError('VNC_CANCELLED');
    throw error;
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t('{0} has been told', session.name), 4000);
}

function powerWords(action: PowerAction, name: string): PowerWords {
  switch (action) {
    case 'shutdown':
      return {
        question: vscode.l10n.t('Shut down the machine of “{0}”?', name),
        detail: vscode.l10n.t(
          'It shuts down in order. You cannot start it again from here, and others who use it are disconnected.',
        ),
        button: vscode.l10n.t('Shut Down'),
        progress: vscode.l10n.t('Shutting down the machine of “{0}”…', name),
      };
    case 'reboot':
      return {
        question: vscode.l10n.t('Restart the machine of “{0}”?', name),
        detail: vscode.l10n.t('It shuts down in order and starts again. Others who use it are disconnected.'),
        button: vscode.l10n.t('Restart'),
        progress: vscode.l10n.t('Restarting the machine of “{0}”…', name),
      };
    case 'reset':
      return {
        question: vscode.l10n.t('Reset the machine of “{0}”?', name),
        detail: vscode.l10n.t(
          'It is as if the reset button was pressed: what is not saved is lost, and file systems may be damaged.',
        ),
        button: vscode.l10n.t('Reset'),
        progress: vscode.l10n.t('Resetting the machine of “{0}”…', name),
      };
  }
}
