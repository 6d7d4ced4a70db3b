import { isVncError } from '../base/errors.ts';
import { allKeyNames, canonicalChord, parseChord } from '../input/chords.ts';

/** What the checker knows of keys. */
export interface KeyTable {
  /** The part of the chord, such as `Entr` of `Ctrl+Entr`, that is no key; `undefined` when all are. */
  unknownKey(chord: string): string | undefined;
  /** The one way to write a chord; the text itself when it is no chord. */
  canonical(chord: string): string;
  readonly names: readonly string[];
}

/** What a script is checked against beside itself. Everything left out is not checked. */
export interface CheckEnvironment {
  /** Names of the stored connections. */
  readonly connections?: readonly string[];
  /** The keys of `core/input` when left out. */
  readonly keys?: KeyTable;
}

/** The keys that the product can press. */
export const productKeys: KeyTable = {
  unknownKey(chord) {
    try {
      parseChord(chord);
      return undefined;
    } catch (error) {
      if (!isVncError(error)) throw error;
      const { key } = error.data;
      return typeof key === 'string' && key !== '' ? key : chord;
    }
  },
  canonical(chord) {
    try {
      return canonicalChord(chord);
    } catch (error) {
      if (!isVncError(error)) throw error;
      return chord;
    }
  },
  names: allKeyNames,
};
