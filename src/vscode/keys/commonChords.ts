import type { Localizer } from '../screen/localizer.ts';

/** A chord that is offered, in the spelling of `core/input/chords.ts`. */
export interface OfferedChord {
  readonly chord: string;
  /** What is printed on keyboards, where that is another word. */
  readonly label?: string | undefined;
}

/** Chords that belong together. */
export interface ChordGroup {
  readonly label: string;
  readonly chords: readonly OfferedChord[];
  /** They are many: a menu has them in one of its own. */
  readonly folded?: true;
}

const functionKeys = Array.from({ length: 12 }, (_, i) => `F${i + 1}`);

/** Keys that a person's own machine or editor keeps for itself, in the order in which they are offered. */
export function commonChords(l10n: Localizer): readonly ChordGroup[] {
  return [
    {
      label: l10n.t('System'),
      chords: [{ chord: 'Ctrl+Alt+Delete', label: 'Ctrl+Alt+Del' }, { chord: 'Ctrl+Alt+Backspace' }],
    },
    {
      label: l10n.t('Consoles'),
      folded: true,
      chords: functionKeys.map((key) => ({ chord: `Ctrl+Alt+${key}` })),
    },
    {
      label: l10n.t('Keys'),
      chords: [{ chord: 'Super' }, { chord: 'Menu' }, { chord: 'PrintScreen' }],
    },
    {
      label: l10n.t('Windows'),
      chords: [{ chord: 'Alt+Tab' }, { chord: 'Alt+F4' }, { chord: 'Ctrl+Esc' }],
    },
  ];
}
