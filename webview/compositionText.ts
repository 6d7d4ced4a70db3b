/** Where the changes of a text field go. */
export interface TextPort {
  text(text: string): void;
  /** Takes so many characters back. */
  erase(count: number): void;
}

/** What is kept in the field for a keyboard that wants to see what it wrote. */
const keptCharacters = 200;

/** Writing that becomes another one with the last key: half of it would be of no use to anybody. */
const converted =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;

/**
 * What changes of a text field mean for a keyboard far away, which knows no field: text that is typed, and characters
 * that are taken back.
 *
 * An input method of a desktop shows by itself what it composes, and only its result counts. A keyboard on the screen
 * composes every word, and changes what it wrote before: each change goes there at once.
 */
export class CompositionText {
  readonly #port: TextPort;
  /** What of the field has been typed already. */
  #typed = '';
  #live = false;

  constructor(port: TextPort) {
    this.#port = port;
  }

  /** Whether changes go there at once. */
  get live(): boolean {
    return this.#live;
  }

  set live(live: boolean) {
    if (live === this.#live) return;
    this.#live = live;
    this.#typed = '';
  }

  /**
   * The field holds `value` now.
   *
   * @param composing whether it may still become something else.
   * @returns whether the field is to be emptied.
   */
  changed(value: string, composing: boolean): boolean {
    if (composing && (!this.#live || converted.test(value))) return false;
    const before = Array.from(this.#typed);
    const now = Array.from(value);
    let same = 0;
    while (same < before.length && before[same] === now[same]) same += 1;
    if (before.length > same) this.#port.erase(before.length - same);
    if (now.length > same) this.#port.text(now.slice(same).join(''));
    const done = !composing && (!this.#live || now.length > keptCharacters || value.endsWith('\n'));
    this.#typed = done ? '' : value;
    return done;
  }

  /** The field was emptied: what follows has nothing to do with what was typed before. */
  forget(): void {
    this.#typed = '';
  }
}
