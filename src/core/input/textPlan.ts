import { vncError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { hasKeysym, keysym, keysymOfCodePoint } from './keysyms.ts';
import { type LayoutName, layoutOf } from './layouts.ts';
import { scancodeOfKeysym } from './scancodes.ts';
import type { ServerKind } from './serverKind.ts';
import { layoutError, untypableError } from './untypable.ts';
import { needsShift } from './usLayout.ts';

/** One key press of a typed text. */
export interface TypedKey {
  readonly keysym: number;
  /** PC set 1, E0 xx as xx | 0x80; only for keys of a layout. */
  readonly scancode?: number | undefined;
  /** Whether Shift has to be down. */
  readonly shift: boolean;
  /** Whether AltGr has to be down. */
  readonly altGr: boolean;
  /**
   * The keysym that the key has without Shift and AltGr, when it is pressed with one. QEMU 7.2 with a layout of its own
   * (`-k`) finds the wrong key for the release where two keys write the same, and leaves the right one down: that one
   * is released by this name too.
   */
  readonly plain?: number | undefined;
}

/** For whom a text is typed. */
export interface TextPlanOptions {
  /** `unknown` when left out, which is typed at like an X server unless `layout` says what keys it has. */
  readonly server?: ServerKind | undefined;
  /** The layout of the remote machine, as far as it is known; `us` for machines when it is not. */
  readonly layout?: LayoutName | undefined;
}

/** Control characters that have a key of their own. */
const controlKeys: ReadonlyMap<string, number> = new Map([
  ['\n', keysym.enter],
  ['\t', keysym.tab],
  ['\b', keysym.backspace],
  ['\u001b', keysym.escape],
]);

/** Keysyms of dead keys by the combining character that they add, and of the characters that look like them. */
const deadKeysyms: ReadonlyMap<string, { readonly dead: number; readonly spacing: number }> = new Map([
  ['\u0300', { dead: 0xfe50, spacing: 0x60 }],
  ['\u0301', { dead: 0xfe51, spacing: 0xb4 }],
  ['\u0302', { dead: 0xfe52, spacing: 0x5e }],
  ['\u0303', { dead: 0xfe53, spacing: 0x7e }],
  ['\u0308', { dead: 0xfe57, spacing: 0xa8 }],
]);

/** Layouts that QEMU's own keymaps have without dead keys: the same keys go there by what they write then. */
const withoutDeadKeys: readonly LayoutName[] = ['de', 'fr'];

/** Line ends as they are typed: one Return for each. */
function normalise(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

function keysOf(
  character: string,
  { server = 'unknown', layout }: TextPlanOptions,
): readonly TypedKey[] | undefined {
  const control = controlKeys.get(character);
  if (control !== undefined) {
    const scancode = scancodeOfKeysym(control, 'us');
    return [{ keysym: control, scancode, shift: false, altGr: false }];
  }
  const codePoint = character.codePointAt(0) ?? 0;
  if (!hasKeysym(codePoint)) return undefined;
  if (server === 'machine') return machineKeys(character, layout ?? 'us');
  // The others know keysyms, and the modifiers that theirs need. Shift is pressed all the same where it would be on
  // the keyboard: some believe what is down more than the keysym. Most servers on Windows let in by VncAuth, and so are
  // not known as such: a layout that somebody bothered to name is that of the keyboard there.
  const key = layout === undefined ? undefined : layoutOf(layout).keyOf(character);
  const asksLayout = server === 'windows' || server === 'unknown';
  const shift = asksLayout && key !== undefined ? key.shift : needsShift(character);
  return [{ keysym: keysymOfCodePoint(codePoint), shift, altGr: false }];
}

/** A machine gets the very keys of its layout; their keysyms are for one that was told a layout of its own. */
function machineKeys(character: string, layout: LayoutName): readonly TypedKey[] | undefined {
  return layoutOf(layout)
    .strokesOf(character)
    ?.map((stroke) => ({
      keysym: keysymOfStroke(stroke.character, layout),
      scancode: stroke.scancode,
      shift: stroke.shift,
      altGr: stroke.altGr,
      plain: stroke.plain === undefined ? undefined : keysymOfStroke(stroke.plain, layout),
    }));
}

function keysymOfStroke(character: string, layout: LayoutName): number {
  const dead = deadKeysyms.get(character);
  if (dead === undefined) return keysymOfCodePoint(character.codePointAt(0) ?? 0);
  return withoutDeadKeys.includes(layout) ? dead.spacing : dead.dead;
}

/** The characters of `text` that cannot be typed, each once, in the order of the text. */
export function untypableCharacters(text: string, options: TextPlanOptions = {}): readonly string[] {
  return [...new Set(normalise(text))].filter((character) => keysOf(character, options) === undefined);
}

/**
 * The keys that type `text`: line ends as Return, tabs as Tab, every other character by its keysym; for machines by
 * the keys of their layout.
 *
 * @throws `VNC_UNTYPABLE` when a character cannot be typed; `data` tells how many there are, the code points of the
 *   first, and the layout when that is the reason. `VNC_ARGUMENT_INVALID` when the text is longer than
 *   `limits.typedCharacters`.
 */
export function planText(text: string, options: TextPlanOptions = {}): readonly TypedKey[] {
  const characters = Array.from(normalise(text));
  if (characters.length > limits.typedCharacters)
    throw vncError('VNC_ARGUMENT_INVALID', {
      argument: 'text',
      characters: characters.length,
      limit: limits.typedCharacters,
    });
  const missing = untypableCharacters(text, options);
  if (missing.length > 0) throw untypable(missing, options);
  return characters.flatMap((character) => keysOf(character, options) ?? []);
}

function untypable(characters: readonly string[], options: TextPlanOptions): Error {
  const otherwise = characters.some((character) => keysOf(character, {}) !== undefined);
  const isLayout = options.server === 'machine' && otherwise;
  return isLayout ? layoutError(characters, options.layout ?? 'us') : untypableError(characters);
}
