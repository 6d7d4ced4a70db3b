import { vncError } from '../base/errors.ts';
import { type Chord, chordOf, parseChord } from '../input/chords.ts';
import { keysym } from '../input/keysyms.ts';
import { planText } from '../input/textPlan.ts';
import type { ActionTurn } from './actionRunner.ts';
import type { ActionOptions, Keyboard, TypeOptions } from './bridge.ts';
import type { InputParts } from './mouseController.ts';
import { checkWritable } from './viewOnly.ts';

/** The typed actions of the keyboard. */
export class KeyboardController implements Keyboard {
  readonly #parts: InputParts;

  constructor(parts: InputParts) {
    this.#parts = parts;
  }

  async typeText(text: string, options: TypeOptions = {}): Promise<void> {
    const { interval = 0 } = options;
    if (!(interval >= 0) || !Number.isFinite(interval))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'interval', value: interval });
    const plan = planText(text);
    const { keys } = this.#parts.source;
    await this.#act('keyboard.typeText', options, plan.length * interval, async (turn) => {
      for (const [index, key] of plan.entries()) {
        if (interval > 0 && index > 0) await turn.pause(interval);
        await turn.step();
        if (key.shift) keys.press('typed Shift', keysym.shiftLeft);
        keys.press('typed', key.keysym);
        keys.release('typed');
        keys.release('typed Shift');
      }
    });
  }

  async press(key: string, options: ActionOptions = {}): Promise<void> {
    await this.#tap('keyboard.press', parseChord(key), options);
  }

  async hotkey(keys: readonly string[], options: ActionOptions = {}): Promise<void> {
    await this.#tap('keyboard.hotkey', chordOf(keys), options);
  }

  async down(key: string, options: ActionOptions = {}): Promise<void> {
    const chord = parseChord(key);
    await this.#act('keyboard.down', options, 0, async (turn) => {
      await turn.step();
      this.#press(chord, 'held');
    });
  }

  async up(key: string, options: ActionOptions = {}): Promise<void> {
    const chord = parseChord(key);
    await this.#act('keyboard.up', options, 0, async (turn) => {
      await turn.step();
      this.#release(chord, 'held');
    });
  }

  async #tap(name: string, chord: Chord, options: ActionOptions): Promise<void> {
    await this.#act(name, options, 0, async (turn) => {
      await turn.step();
      // Nothing is awaited between press and release, so that no cancel can leave a key down.
      this.#press(chord, 'tapped');
      this.#release(chord, 'tapped');
    });
  }

  #press(chord: Chord, how: string): void {
    for (const key of chord.keys) this.#parts.source.keys.press(`${how} ${key.name}`, key.keysym);
  }

  #release(chord: Chord, how: string): void {
    for (const key of chord.keys.toReversed()) this.#parts.source.keys.release(`${how} ${key.name}`);
  }

  async #act(
    name: string,
    options: ActionOptions,
    planned: number,
    work: (turn: ActionTurn) => Promise<void>,
  ): Promise<void> {
    checkWritable(this.#parts.door);
    const { delay, timeout, signal } = options;
    await this.#parts.runner.input({ name, planned, delay, timeout, signal }, work);
  }
}
