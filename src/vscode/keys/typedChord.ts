import { isVncError } from '../../core/base/errors.ts';
import { allKeyNames, canonicalChord } from '../../core/input/chords.ts';

/** What a person wrote of a chord so far. */
export interface TypedChord {
  /** Its canonical spelling, when it is one. */
  readonly chord: string | undefined;
  /** What of it is no key. */
  readonly unknown: string | undefined;
  /** Chords that it may become. */
  readonly completions: readonly string[];
}

/** More would hide what else is offered. */
const mostCompletions = 8;

/** Looks at a chord that is being written. */
export function readTypedChord(text: string): TypedChord {
  const typed = text.trim();
  if (typed === '') return { chord: undefined, unknown: undefined, completions: [] };
  const known = spell(typed);
  const plus = typed.lastIndexOf('+', typed.length - 2);
  const before = typed.slice(0, plus + 1);
  const begun = typed
    .slice(plus + 1)
    .trimStart()
    .toLowerCase();
  const completions = allKeyNames
    .filter((name) => begun.length > 0 && name.toLowerCase().startsWith(begun))
    .flatMap((name) => spell(before + name).chord ?? [])
    .filter((chord, i, all) => chord !== known.chord && all.indexOf(chord) === i)
    .slice(0, mostCompletions);
  return { ...known, completions };
}

function spell(text: string): Omit<TypedChord, 'completions'> {
  try {
    return { chord: canonicalChord(text), unknown: undefined };
  } catch (error) {
    if (!isVncError(error, 'VNC_KEY_UNKNOWN')) throw error;
    const key = error.data['key'];
    return { chord: undefined, unknown: typeof key === 'string' ? key : text };
  }
}
