import { vncError } from '../base/errors.ts';
import { type NamedKey, findKey, modifierNames, namedKeys } from './keyNames.ts';
import { keysym, keysymOfCodePoint } from './keysyms.ts';
import { type LayoutName, layoutOf } from './layouts.ts';
import { scancodeOfKeysym } from './scancodes.ts';
import { layoutError } from './untypable.ts';
import { needsShift, withShift, withoutShift } from './usLayout.ts';

/** One key of a chord as it is sent. */
export interface ChordKey {
  readonly name: string;
  readonly keysym: number;
  /** The key of the layout that the chord was made for; none without one. */
  readonly scancode?: number | undefined;
}

/** Keys that are pressed in this order and released in the reverse one. */
export interface Chord {
  /** The canonical spelling. */
  readonly name: string;
  /** What is sent; may begin with a Shift that the spelling implies, as in `?`. */
  readonly keys: readonly ChordKey[];
}

/** Every key name that completion offers, in its canonical spelling, without single characters. */
export const allKeyNames: readonly string[] = namedKeys.map((key) => key.name);

/** Whether `name` is a key: a name in any case, or one printable character. */
export function isKeyName(name: string): boolean {
  return findKey(name) !== undefined;
}

const order = new Map<string, number>(modifierNames.map((name, i) => [name, i]));
const isModifier = (key: NamedKey): boolean => order.has(key.name);

/** Splits at `+`, which is also a key: `Ctrl++` and `+` are understood. */
function splitChord(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest !== '') {
    const plus = rest.indexOf('+', 1);
    if (plus < 0) {
      parts.push(rest);
      break;
    }
    parts.push(rest.slice(0, plus));
    rest = rest.slice(plus + 1);
    if (rest === '') parts.push('');
  }
  return parts.map((part) => (part === ' ' ? part : part.trim()));
}

/** The keys of a chord in canonical order, case and spelling. */
function keysOf(parts: readonly string[]): NamedKey[] {
  const keys: NamedKey[] = [];
  for (const part of parts) {
    const key = findKey(part);
    if (key === undefined) throw vncError('VNC_KEY_UNKNOWN', { key: part });
    if (!keys.some((other) => other.name === key.name)) keys.push(key);
  }
  const first = keys.filter(isModifier).sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
  const others = keys.filter((key) => !isModifier(key));
  if (first.length === 0) return others;
  // Beside a modifier a letter names its key, not a character: Ctrl+S is what people write for Ctrl and s.
  return [
    ...first,
    ...others.map((key) => (/^[a-z]$/.test(key.name) ? { ...key, name: key.name.toUpperCase() } : key)),
  ];
}

/**
 * The keysyms of a chord. Next to Shift a key is sent as what it makes with Shift, and a character that needs
 * Shift gets it: X servers would otherwise lift or add Shift themselves, QEMU would type the wrong one.
 */
function sentKeys(keys: readonly NamedKey[]): ChordKey[] {
  const shiftHeld = keys.some((key) => key.name === 'Shift' || key.name === 'RightShift');
  const modified = keys.some(isModifier);
  const sent: ChordKey[] = [];
  let shiftWanted = false;
  for (const key of keys) {
    const character = characterOf(key);
    if (character === undefined) {
      sent.push({ name: key.name, keysym: key.keysym });
      continue;
    }
    const isLetter = /^[A-Z]$/i.test(character);
    let typed = character;
    if (shiftHeld) typed = withShift(character);
    else if (modified && isLetter) typed = withoutShift(character);
    if (!shiftHeld && needsShift(typed)) shiftWanted = true;
    sent.push({ name: key.name, keysym: keysymOfCodePoint(typed.codePointAt(0) ?? 0) });
  }
  if (!shiftWanted) return sent;
  const at = sent.findIndex((key) => !order.has(key.name));
  return sent.toSpliced(at, 0, { name: 'Shift', keysym: keysym.shiftLeft });
}

/**
 * The keys of a chord for a machine, which has no keysyms but the keys of `layout`: each character by its key, with
 * the modifiers that it needs there. @throws `VNC_UNTYPABLE` when no single key of the layout writes a character.
 */
function layoutKeys(keys: readonly NamedKey[], layout: LayoutName): ChordKey[] {
  const table = layoutOf(layout);
  const shiftHeld = keys.some((key) => key.name === 'Shift' || key.name === 'RightShift');
  const altGrHeld = keys.some((key) => key.name === 'AltGr' || key.name === 'RightAlt');
  const modified = keys.some(isModifier);
  const sent: ChordKey[] = [];
  const wanted = new Set<'Shift' | 'AltGr'>();
  for (const key of keys) {
    const character = key.keysym > 0x20 && key.keysym < 0x100 ? String.fromCodePoint(key.keysym) : key.name;
    if (character.length > 1 && character === key.name) {
      sent.push({ name: key.name, keysym: key.keysym, scancode: scancodeOfKeysym(key.keysym, layout) });
      continue;
    }
    const isLetter = /^[A-Z]$/i.test(character);
    let typed = character;
    if (shiftHeld) typed = table.withShift(isLetter ? character.toLowerCase() : character);
    else if (modified && isLetter) typed = character.toLowerCase();
    const held = table.keyOf(typed);
    if (held === undefined) throw layoutError([character], layout);
    if (held.shift && !shiftHeld) wanted.add('Shift');
    if (held.altGr && !altGrHeld) wanted.add('AltGr');
    const symbol = keysymOfCodePoint(typed.codePointAt(0) ?? 0);
    sent.push({ name: key.name, keysym: symbol, scancode: held.scancode });
  }
  const at = sent.findIndex((key) => !order.has(key.name));
  const implied = (['Shift', 'AltGr'] as const).filter((name) => wanted.has(name));
  return sent.toSpliced(Math.max(at, 0), 0, ...implied.map((name) => modifierKey(name)));
}

/** Shift or AltGr as a key of every layout. */
function modifierKey(name: 'Shift' | 'AltGr'): ChordKey {
  const symbol = name === 'Shift' ? keysym.shiftLeft : keysym.altGr;
  return { name, keysym: symbol, scancode: scancodeOfKeysym(symbol, 'us') };
}

/** The character of a key that types one on a US keyboard. */
function characterOf(key: NamedKey): string | undefined {
  return key.keysym > 0x20 && key.keysym < 0x7f ? String.fromCodePoint(key.keysym) : undefined;
}

/**
 * Makes the chord of several keys, each a name or one character, for a machine with `layout`, or for servers that
 * know keysyms. @throws `VNC_KEY_UNKNOWN` with `data.key`; `VNC_UNTYPABLE` when the layout lacks a character.
 */
export function chordOf(names: readonly string[], layout?: LayoutName): Chord {
  if (names.length === 0) throw vncError('VNC_KEY_UNKNOWN', { key: '' });
  const keys = keysOf(names);
  return {
    name: keys.map((key) => key.name).join('+'),
    keys: layout === undefined ? sentKeys(keys) : layoutKeys(keys, layout),
  };
}

/**
 * Reads a chord such as `Ctrl+Alt+Delete`, `F5`, `a` or `Ctrl++`, for a layout as {@link chordOf} does.
 *
 * @throws `VNC_KEY_UNKNOWN` with the part that is no key in `data.key`.
 */
export function parseChord(text: string, layout?: LayoutName): Chord {
  return chordOf(splitChord(text), layout);
}

/**
 * The spelling that the formatter writes: modifiers in the order Ctrl, Alt, AltGr, Shift, Super, then the
 * other keys as they were. @throws `VNC_KEY_UNKNOWN` with the part that is no key in `data.key`.
 */
export function canonicalChord(text: string): string {
  return parseChord(text).name;
}
