import { layoutScancodes, layoutTable } from './layoutTable.ts';

/** The keyboard layouts that text can be typed for, by name. */
export const layoutNames = ['us', 'uk', 'de', 'fr', 'es', 'it', 'jp', 'br', 'ch', 'se'] as const;

/** A keyboard layout of the remote machine. */
export type LayoutName = (typeof layoutNames)[number];

/** Whether `name` is a layout. */
export function isLayoutName(name: unknown): name is LayoutName {
  return layoutNames.some((known) => known === name);
}

/** A key of a layout, and what is held down with it. */
export interface LayoutKey {
  /** PC set 1, E0 xx as xx | 0x80. */
  readonly scancode: number;
  readonly shift: boolean;
  readonly altGr: boolean;
}

/** How a layout writes a character: one key, or a dead key and another. */
export interface LayoutStroke extends LayoutKey {
  /** The character on the key; a combining one for a dead key. */
  readonly character: string;
  /** What the key writes by itself, when this is not it; a combining character as well. */
  readonly plain?: string | undefined;
}

const space: LayoutStroke = { character: ' ', scancode: 0x39, shift: false, altGr: false };

/** Characters that a dead key and the space bar write: those for which all systems agree. */
const spacingMarks: ReadonlyMap<string, string> = new Map([
  ['`', '\u0300'],
  ['^', '\u0302'],
  ['~', '\u0303'],
]);

/** Which keys write what. */
export class KeyboardLayout {
  readonly name: LayoutName;
  readonly #strokes = new Map<string, LayoutStroke>();
  readonly #pairs = new Map<string, string>();

  constructor(name: LayoutName) {
    this.name = name;
    const [plain, shift, altGr] = layoutTable[name];
    // Two keys may write the same: the one that takes the fewest fingers is meant.
    for (const [level, columns] of [plain, shift, altGr].entries()) {
      for (const [at, scancode] of layoutScancodes.entries()) {
        const character = columns[at] ?? ' ';
        if (character === ' ' || this.#strokes.has(character)) continue;
        const alone = plain[at] ?? ' ';
        this.#strokes.set(character, {
          character,
          scancode,
          shift: level === 1,
          altGr: level === 2,
          plain: level === 0 || alone === ' ' ? undefined : alone,
        });
      }
    }
    for (const [at, lower] of Array.from(plain).entries()) {
      const upper = shift[at] ?? ' ';
      if (lower !== ' ' && upper !== ' ') this.#pairs.set(lower, upper);
    }
  }

  /** The key that writes `character` by itself; `undefined` when there is none. */
  keyOf(character: string): LayoutKey | undefined {
    return isDead(character) ? undefined : this.#strokes.get(character);
  }

  /** The keys that write `character`, one after the other; `undefined` when there are none. */
  strokesOf(character: string): readonly LayoutStroke[] | undefined {
    if (character === ' ') return [space];
    const direct = this.#strokes.get(character);
    if (direct !== undefined) return isDead(direct.character) ? undefined : [direct];
    const spacing = spacingMarks.get(character);
    const [base = '', mark, ...more] = Array.from(
      spacing === undefined ? character.normalize('NFD') : ` ${spacing}`,
    );
    // Systems compose the letters of Latin-1 alike, and others each in its own way.
    if (mark === undefined || more.length > 0 || character > '\u00ff') return undefined;
    const first = this.#strokes.get(mark);
    const second = base === ' ' ? space : this.#strokes.get(base);
    return first === undefined || second === undefined ? undefined : [first, second];
  }

  /** What the key of `character` writes with Shift; the character itself when it writes nothing else. */
  withShift(character: string): string {
    const upper = this.#pairs.get(character);
    return upper === undefined || isDead(upper) ? character : upper;
  }
}

/** Whether a layout's character stands for a dead key. */
export function isDead(character: string): boolean {
  return character >= '\u0300' && character <= '\u036f';
}

const made = new Map<LayoutName, KeyboardLayout>();

/** The layout of that name, read from the table when it is first asked for. */
export function layoutOf(name: LayoutName): KeyboardLayout {
  const known = made.get(name) ?? new KeyboardLayout(name);
  made.set(name, known);
  return known;
}
