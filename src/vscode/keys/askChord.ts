import * as vscode from 'vscode';
import { commonChords } from './commonChords.ts';
import { readTypedChord } from './typedChord.ts';

/** A row of the list; without a chord it only tells something. */
interface ChordItem extends vscode.QuickPickItem {
  readonly chord?: string | undefined;
}

/**
 * Asks which keys to send: one of those that are offered, or any chord that is written.
 *
 * @param name whom they are sent to.
 * @param recent chords that were sent before.
 * @returns the canonical spelling; `undefined` when the list was closed.
 */
export async function askChord(name: string, recent: readonly string[]): Promise<string | undefined> {
  const list = vscode.window.createQuickPick<ChordItem>();
  list.title = vscode.l10n.t('Send Keys to {0}', name);
  list.placeholder = vscode.l10n.t('Choose keys, or write a key or chord such as {0}', 'Ctrl+Shift+T');
  const offered = offeredItems(recent);
  const update = (): void => {
    list.items = [...typedItems(list.value), ...offered];
  };
  list.onDidChangeValue(update);
  update();
  return await new Promise((resolve) => {
    list.onDidAccept(() => {
      const chord = list.selectedItems[0]?.chord;
      if (chord === undefined) return;
      resolve(chord);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** What becomes of what is being written, while it is. */
function typedItems(text: string): readonly ChordItem[] {
  const { chord, unknown, completions } = readTypedChord(text);
  return [
    ...(chord === undefined
      ? []
      : [{ label: chord, description: vscode.l10n.t('Send these keys'), chord, alwaysShow: true }]),
    ...completions.map((completion) => ({ label: completion, chord: completion, alwaysShow: true })),
    ...(unknown === undefined || unknown === '' || completions.length > 0
      ? []
      : [
          {
            label: vscode.l10n.t('“{0}” is no key', unknown),
            detail: vscode.l10n.t('Write keys with + between them, such as {0} or {1}.', 'Ctrl+C', 'Super+L'),
            iconPath: new vscode.ThemeIcon('warning'),
            alwaysShow: true,
          },
        ]),
  ];
}

function offeredItems(recent: readonly string[]): readonly ChordItem[] {
  const groups = [
    { label: vscode.l10n.t('Sent before'), chords: recent.map((chord) => ({ chord, label: chord })) },
    ...commonChords(vscode.l10n),
  ];
  return groups.flatMap(({ label, chords }) =>
    chords.length === 0
      ? []
      : [
          { label, kind: vscode.QuickPickItemKind.Separator },
          ...chords.map((offer) => ({ label: offer.label ?? offer.chord, chord: offer.chord })),
        ],
  );
}
