import { untypableError } from './untypable.ts';

/**
 * Keys that TigerVNC 1.12 has to spare for characters that are on none of its keys, with its own keymap. It never
 * gives one back, and drops what comes after the last without a word.
 */
const spareKeys = 19;

/** Pairs of letters that TigerVNC does not know as such, so that each takes a key. */
const unpaired = 'œŒÿŸ';

/**
 * The characters that a server was taught in a session: those that a keyboard does not have. Letters that differ by
 * Shift alone share a key.
 */
export class NewCharacters {
  readonly #taught = new Set<string>();

  /**
   * @throws `VNC_UNTYPABLE` when the server cannot learn all new characters of `text`: `data.count` of them where
   *   `data.limit` is the most that it learns. Nothing is typed then.
   */
  check(text: string): void {
    const all = this.#with(text);
    if (all.length <= spareKeys) return;
    const surplus = all.slice(spareKeys);
    throw untypableError(surplus, { reason: 'newCharacters', count: all.length, limit: spareKeys });
  }

  /** The characters of `text` that are too many for the server, each once. */
  surplus(text: string): readonly string[] {
    const lost = new Set(this.#with(text).slice(spareKeys));
    return [...new Set(text)].filter((character) => newOnes(character).some((taught) => lost.has(taught)));
  }

  /** The server has got this character. */
  add(character: string): void {
    for (const taught of newOnes(character)) this.#taught.add(taught);
  }

  #with(text: string): readonly string[] {
    return [...new Set([...this.#taught, ...newOnes(text)])];
  }
}

function newOnes(text: string): string[] {
  return Array.from(text)
    .filter((character) => character > '~')
    .map((character) => (unpaired.includes(character) ? character : character.toLowerCase()));
}
