import * as vscode from 'vscode';
import type { PanelPartFactory } from './panelPart.ts';

/** Where it is remembered on this machine that the hint was read. */
const seenKey = 'screen.firstHintSeen';

/** Tells a person once how the keyboard comes back from the remote screen. */
export const firstHintPart: PanelPartFactory = (host) => ({
  pageReady: () => {
    if (host.memory.get(seenKey) === true) return;
    const text = vscode.l10n.t(
      'Keys now go to the remote screen. Press {0} to get the keyboard back, or click outside of the screen.',
      '{0}',
    );
    host.post({ type: 'firstHint', text });
  },
  receive: (message) => {
    if (message.type !== 'hintSeen') return false;
    void host.memory.update(seenKey, true);
    return true;
  },
  dispose: () => undefined,
});
