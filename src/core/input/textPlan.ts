import { vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { hasKeysym, keysym, keysymOfCodePoint } from './keysyms.ts';
import { needsShift } from './usLayout.ts';

/** One key press of a typed text. */
export interface TypedKey {
  readonly keysym: number;
  /** Whether Shift has to be down. */
  readonly shift: boolean;
}

/** Control characters that have a key of their own. */
const controlKeys: ReadonlyMap<string, number> = new Map([
  ['\n', keysym.enter],
  ['\t', keysym.tab],
  ['\b', keysym.backspace],
  ['\u001b', keysym.escape],
]);

/** How many characters an error names: by code point, and without the text, which may be a secret. */
const toldCharacters = 5;

function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Line ends as they are typed: one Return for each. */
function normalise(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

function keyOf(character: string): TypedKey | undefined {
  const control = controlKeys.get(character);
  if (control !== undefined) return { keysym: control, shift: false };
  const codePoint = character.codePointAt(0) ?? 0;
  if (!hasKeysym(codePoint)) return undefined;
  return { keysym: keysymOfCodePoint(codePoint), shift: needsShift(character) };
}

/** The characters of `text` that no key makes, each once, in the order of the text. */
export function untypableCharacters(text: string): readonly string[] {
  return [...new Set(normalise(text))].filter((character) => keyOf(character) === undefined);
}

/**
 * The keys that type `text`: line ends as Return, tabs as Tab, every other character by its keysym, with Shift
 * where a US keyboard needs it.
 *
 * @throws `VNC_UNTYPABLE` when a character has no keysym; `data` tells how many there are and the code
 * points of the first. `VNC_ARGUMENT_INVALID` when the text is longer than `limits.typedCharacters`.
 */
export function planText(text: string): readonly TypedKey[] {
  const characters = Array.from(normalise(text));
  if (characters.length > limits.typedCharacters)
    throw vncError('VNC_ARGUMENT_INVALID', {
      argument: 'text',
      characters: characters.length,
      limit: limits.typedCharacters,
    });
  const untypable = untypableCharacters(text);
  if (untypable.length > 0)
    throw vncError('VNC_UNTYPABLE', {
      count: untypable.length,
      characters: untypable.slice(0, toldCharacters).map(codePointName).join(', '),
    });
  return characters.flatMap((character) => keyOf(character) ?? []);
}
