import { type StickyModifier, stickyModifiers } from '../src/protocol/keyboardMessages.ts';
import type { MenuRow } from '../src/protocol/toolMessages.ts';
import { fill } from './element.ts';
import type { StickyModifiers } from './stickyModifiers.ts';
import type { Toolbar } from './toolbar.ts';

/** What the tools of held modifiers need of the page. */
export interface StickyToolsOptions {
  readonly toolbar: Toolbar;
  readonly modifiers: StickyModifiers;
  /** What a tool says while its modifier is held so; `{0}` is its name. */
  readonly words: Readonly<Record<'off' | 'once' | 'locked', string | undefined>>;
  /** A row of the menu of keys was chosen that the host knows. */
  readonly chosen: (row: string | undefined) => void;
}

/** The menu of keys, which has the modifiers too. */
const menuId = 'send-keys';

/** What the names of tools and rows begin with. */
const prefix = 'hold-';

/**
 * Shows which modifiers are held, and lets them be held: by the menu of keys, and by a button of each in the toolbar
 * while it is held, or always where a person wants that or has only fingers.
 */
export class StickyTools {
  readonly #options: StickyToolsOptions;
  #always = false;

  constructor(options: StickyToolsOptions) {
    this.#options = options;
    const { toolbar, modifiers } = options;
    for (const modifier of stickyModifiers) toolbar.onUse(prefix + modifier, () => modifiers.press(modifier));
    toolbar.onUse(menuId, (row) => {
      const modifier = modifierOf(row);
      if (modifier === undefined) options.chosen(row);
      else modifiers.press(modifier);
    });
    toolbar.rowsOf(menuId, (rows) => this.#checked(rows));
  }

  /** Whether all modifiers stand in the toolbar, held or not. */
  set always(always: boolean) {
    this.#always = always;
    this.show();
  }

  /** Shows what is held now. */
  show(): void {
    const { toolbar, modifiers, words } = this.#options;
    for (const modifier of stickyModifiers) {
      const hold = modifiers.holdOf(modifier);
      const button = document.getElementById(prefix + modifier);
      if (button === null) continue;
      button.dataset['hold'] = hold;
      toolbar.change(prefix + modifier, {
        pressed: hold !== 'off',
        hidden: hold === 'off' && !this.#always,
        label: fill(words[hold], button.textContent),
      });
    }
  }

  #checked(rows: readonly MenuRow[]): readonly MenuRow[] {
    return rows.map((row) => {
      if ('separator' in row) return row;
      if (row.rows !== undefined) return { ...row, rows: this.#checked(row.rows) };
      const modifier = modifierOf(row.id);
      return modifier === undefined
        ? row
        : { ...row, checked: this.#options.modifiers.holdOf(modifier) !== 'off' };
    });
  }
}

function modifierOf(row: string | undefined): StickyModifier | undefined {
  return stickyModifiers.find((modifier) => row === prefix + modifier);
}
