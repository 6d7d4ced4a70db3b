import { vncError } from '../base/errors.ts';
import { type Chord, chordOf, parseChord } from '../input/chords.ts';
import { type LayoutName, isLayoutName } from '../input/layouts.ts';
import { scancodeOfKeysym } from '../input/scancodes.ts';
import type { TypedKey } from '../input/textPlan.ts';
import type { ActionTurn } from './actionRunner.ts';
import type { ActionOptions, Keyboard, TypeOptions } from './bridge.ts';
import type { InputParts } from './mouseController.ts';
import type { RemoteKeyboard } from './remoteKeyboard.ts';
import { typeKey } from './typeKey.ts';
import { checkWritable } from './viewOnly.ts';

/** What the keyboard needs beyond what all input does. */
export interface KeyboardParts extends InputParts {
  readonly remote: RemoteKeyboard;
}

/** The typed actions of the keyboard. */
export class KeyboardController implements Keyboard {
  readonly #parts: KeyboardParts;

  constructor(parts: KeyboardParts) {
    this.#parts = parts;
  }

  async typeText(text: string, options: TypeOptions = {}): Promise<void> {
    const { interval = 0, layout } = options;
    if (!(interval >= 0) || !Number.isFinite(interval))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'interval', value: interval });
    if (layout !== undefined && !isLayoutName(layout))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'layout', value: String(layout) });
    const { source, remote } = this.#parts;
    const plan = remote.plan(text, layout);
    const pauses = plan.map((key) => Math.max(interval, eventsOf(key) * remote.pace));
    const planned = pauses.reduce((sum, pause) => sum + pause, 0);
    await this.#act('keyboard.typeText', options, planned, async (turn) => {
      for (const [index, key] of plan.entries()) {
        const pause = pauses[index - 1] ?? 0;
        if (pause > 0) await turn.pause(pause);
        await turn.step();
        if (index === 0) this.#begin(text);
        typeKey(source, key);
        options.onProgress?.(index + 1, plan.length);
      }
    });
  }

  untypable(text: string, layout?: LayoutName): readonly string[] {
    if (layout !== undefined && !isLayoutName(layout))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'layout', value: String(layout) });
    return this.#parts.remote.untypable(text, layout);
  }

  async press(key: string, options: ActionOptions = {}): Promise<void> {
    await this.#tap('keyboard.press', this.#chord(key), options);
  }

  async hotkey(keys: readonly string[], options: ActionOptions = {}): Promise<void> {
    await this.#tap('keyboard.hotkey', chordOf(keys, this.#parts.remote.chordLayout()), options);
  }

  async down(key: string, options: ActionOptions = {}): Promise<void> {
    const chord = this.#chord(key);
    await this.#act('keyboard.down', options, 0, async (turn) => {
      await turn.step();
      this.#press(chord, 'held');
    });
  }

  async up(key: string, options: ActionOptions = {}): Promise<void> {
    const chord = this.#chord(key);
    await this.#act('keyboard.up', options, 0, async (turn) => {
      await turn.step();
      this.#release(chord, 'held');
    });
  }

  #chord(text: string): Chord {
    return parseChord(text, this.#parts.remote.chordLayout());
  }

  /** A text begins: a machine's Caps Lock would turn its letters round; other servers see to that themselves. */
  #begin(text: string): void {
    const { source, remote } = this.#parts;
    remote.typing(text);
    if (remote.server !== 'machine') return;
    for (const symbol of remote.locks.presses({ caps: false })) {
      source.keys.press('typed lock', { keysym: symbol, scancode: scancodeOfKeysym(symbol, 'us') });
      source.keys.release('typed lock');
    }
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
    for (const key of chord.keys) this.#parts.source.keys.press(`${how} ${key.name}`, key);
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

/** How many events a typed key is. */
function eventsOf(key: TypedKey): number {
  return 2 + (key.shift ? 2 : 0) + (key.altGr ? 2 : 0);
}
