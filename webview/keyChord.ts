/** The modifiers of a keyboard, whichever side of it they are on. */
export type Modifier = 'ctrl' | 'alt' | 'shift' | 'meta';

/** Modifiers, and a key to them or none. */
export interface KeyChord {
  readonly modifiers: ReadonlySet<Modifier>;
  /** As the setting names it, in lower case; without one the modifiers alone are the chord. */
  readonly key?: string | undefined;
}

/** What a chord is compared with: the parts of a `KeyboardEvent` that tell. */
export interface ChordEvent {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const modifierNames: ReadonlyMap<string, Modifier> = new Map([
  ['ctrl', 'ctrl'],
  ['control', 'ctrl'],
  ['alt', 'alt'],
  ['option', 'alt'],
  ['shift', 'shift'],
  ['meta', 'meta'],
  ['cmd', 'meta'],
  ['command', 'meta'],
  ['super', 'meta'],
  ['win', 'meta'],
]);

const modifierOrder: readonly Modifier[] = ['ctrl', 'alt', 'shift', 'meta'];

/** Other names of keys, as people write them, to those of UI Events. */
const keyNames: ReadonlyMap<string, string> = new Map([
  ['esc', 'escape'],
  ['return', 'enter'],
  ['del', 'delete'],
  ['ins', 'insert'],
  ['pgup', 'pageup'],
  ['pgdn', 'pagedown'],
  ['up', 'arrowup'],
  ['down', 'arrowdown'],
  ['left', 'arrowleft'],
  ['right', 'arrowright'],
]);

/** Reads a chord such as `Ctrl+Alt+Shift`, `F1` or `Cmd+Shift+P`; `undefined` when it is none. */
export function parseChord(text: string): KeyChord | undefined {
  const modifiers = new Set<Modifier>();
  let key: string | undefined;
  for (const part of text.toLowerCase().split('+')) {
    const name = part.trim();
    const modifier = modifierNames.get(name);
    if (name === '' || key !== undefined) return undefined;
    if (modifier === undefined) key = keyNames.get(name) ?? name;
    else modifiers.add(modifier);
  }
  return { modifiers, key };
}

/** The chord as people of this platform call it. */
export function chordText(chord: KeyChord, mac: boolean): string {
  const names = mac
    ? { ctrl: 'Control', alt: 'Option', shift: 'Shift', meta: 'Command' }
    : { ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift', meta: 'Super' };
  const parts = modifierOrder.filter((modifier) => chord.modifiers.has(modifier)).map((m) => names[m]);
  if (chord.key !== undefined) parts.push(chord.key.charAt(0).toUpperCase() + chord.key.slice(1));
  return parts.join('+');
}

/** The modifier that a physical key is. AltGr is none: it makes characters. */
export function modifierOf({
  code,
  key,
}: {
  readonly code: string;
  readonly key: string;
}): Modifier | undefined {
  if (key === 'AltGraph') return undefined;
  switch (code) {
    case 'ControlLeft':
    case 'ControlRight':
      return 'ctrl';
    case 'AltLeft':
    case 'AltRight':
      return 'alt';
    case 'ShiftLeft':
    case 'ShiftRight':
      return 'shift';
    case 'MetaLeft':
    case 'MetaRight':
    case 'OSLeft':
    case 'OSRight':
      return 'meta';
    default:
      return undefined;
  }
}

/** Whether a key that goes down completes `chord`, which has a key. */
export function matchesChord(event: ChordEvent, chord: KeyChord): boolean {
  const { modifiers, key } = chord;
  return (
    key !== undefined &&
    event.ctrlKey === modifiers.has('ctrl') &&
    event.altKey === modifiers.has('alt') &&
    event.shiftKey === modifiers.has('shift') &&
    event.metaKey === modifiers.has('meta') &&
    isKey(event, key)
  );
}

/**
 * A letter is the one that the layout types where it types Latin letters, else the one at its place on the
 * board: Option makes other characters of letters on a Mac, and other scripts have other letters.
 */
function isKey(event: ChordEvent, name: string): boolean {
  const typed = event.key.toLowerCase();
  if (typed === name || event.code.toLowerCase() === name) return true;
  if (/^[a-z]$/.test(name)) return !/^[a-z]$/.test(typed) && event.code === `Key${name.toUpperCase()}`;
  return /^[0-9]$/.test(name) && event.code === `Digit${name}`;
}
