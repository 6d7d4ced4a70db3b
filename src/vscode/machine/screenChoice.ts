import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';
import type { Session } from '../../core/session/session.ts';
import { chosenItem } from '../chosenItem.ts';

/** What of a desktop is shown: the number of one of its screens, or all of them. */
export type ScreenChoice = number | 'all';

/**
 * Has a person choose a screen of the desktop; `undefined` when they called it off.
 *
 * @param given the server's number of a screen, or `all`: nothing is asked then.
 * @throws `VNC_ARGUMENT_INVALID` when the desktop has no such screen
 */
export async function pickScreen(session: Session, given: unknown): Promise<ScreenChoice | undefined> {
  const screens = session.layout;
  if (given !== undefined) {
    const choice = given === 'all' ? given : screens.find(({ id }) => id === given)?.id;
    if (choice === undefined)
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'screen', value: JSON.stringify(given) });
    return choice;
  }
  const list = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly choice: ScreenChoice }>();
  list.title = vscode.l10n.t('Choose Which Screen of {0} to Show', session.name);
  list.items = [
    { label: vscode.l10n.t('All Screens'), choice: 'all' },
    ...screens.map(({ id, x, y, width, height }, i) => ({
      label: vscode.l10n.t('Screen {0}', i + 1),
      description: vscode.l10n.t('{0} × {1} at {2}, {3}', width, height, x, y),
      choice: id,
    })),
  ];
  return (await chosenItem(list))?.choice;
}
