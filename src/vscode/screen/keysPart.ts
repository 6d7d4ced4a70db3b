import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposables.ts';
import { stickyModifiers } from '../../protocol/keyboardMessages.ts';
import { protocolVersion } from '../../protocol/messages.ts';
import type { MenuRow } from '../../protocol/toolMessages.ts';
import { commandId, extensionPrefix } from '../contributions.ts';
import { commonChords } from '../keys/commonChords.ts';
import type { RecentChords } from '../keys/recentChords.ts';
import { readKeyboardSettings } from './keyboardSettings.ts';
import type { Localizer } from './localizer.ts';
import { modifierLabels } from './modifierLabels.ts';
import type { PanelPart, PanelPartFactory } from './panelPart.ts';

/** The menu of keys in the toolbar. */
const toolId = 'send-keys';

/** The rows that are no chord. */
const otherKeys = 'other';
const always = 'always-modifiers';

/** Makes the part of a panel that offers keys to send, and keeps the page's keyboard as the settings are. */
export function keysPart(recent: RecentChords): PanelPartFactory {
  return (host): PanelPart => {
    const store = new DisposableStore();
    const showMenu = (): void => {
      const rows = keyRows(vscode.l10n, recent.all, readKeyboardSettings().modifiers === true);
      host.post({ type: 'tool', tool: toolId, change: { rows } });
    };
    store.add(recent.onChange(showMenu));
    store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(`${extensionPrefix}.screen`)) return;
        host.post({ type: 'setup', version: protocolVersion, keyboard: readKeyboardSettings() });
        showMenu();
      }),
    );
    return {
      pageReady: showMenu,
      receive: (message) => {
        if (message.type !== 'useTool' || message.tool !== toolId) return false;
        const { row } = message;
        if (row === always) {
          const section = vscode.workspace.getConfiguration(extensionPrefix);
          const shown = readKeyboardSettings().modifiers === true;
          void section.update('screen.modifierKeys', !shown, vscode.ConfigurationTarget.Global);
          return true;
        }
        const chord = row === otherKeys ? undefined : row;
        void vscode.commands.executeCommand(commandId('sendKeys'), { session: host.session?.id }, chord);
        if (chord !== undefined) host.post({ type: 'focus', grab: true });
        return true;
      },
      dispose: () => store.dispose(),
    };
  };
}

/** The rows of the menu of keys. */
export function keyRows(l10n: Localizer, recent: readonly string[], shown: boolean): readonly MenuRow[] {
  const groups = commonChords(l10n).map(({ label, chords, folded }): readonly MenuRow[] => {
    const rows = chords.map((offer) => ({ id: offer.chord, label: offer.label ?? offer.chord }));
    const [first] = rows;
    if (folded !== true || first === undefined) return rows;
    return [{ id: label, label: `${first.label} … ${rows.at(-1)?.id.split('+').at(-1) ?? ''}`, rows }];
  });
  const labels = modifierLabels(l10n);
  const hold: readonly MenuRow[] = [
    ...stickyModifiers.map((modifier) => ({
      id: `hold-${modifier}`,
      label: labels[modifier],
      checked: false,
    })),
    { separator: true },
    { id: always, label: l10n.t('Show in Toolbar'), checked: shown },
  ];
  const all: readonly (readonly MenuRow[])[] = [
    recent.map((chord) => ({ id: chord, label: chord })),
    ...groups,
    [{ id: 'hold', label: l10n.t('Hold Down'), rows: hold }],
    [{ id: otherKeys, label: l10n.t('Other Keys…') }],
  ];
  return all
    .filter((rows) => rows.length > 0)
    .flatMap((rows, i) => (i === 0 ? rows : [{ separator: true }, ...rows]));
}
