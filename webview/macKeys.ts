import type { CommandKey, OptionKey } from '../src/protocol/keyboardMessages.ts';
import type { KeyOutput } from './keyboard.ts';

/** The keys of a remote keyboard. */
const control = { key: 'Control', left: 'ControlLeft', right: 'ControlRight' } as const;
const alt = { key: 'Alt', left: 'AltLeft', right: 'AltRight' } as const;

/** What keys of a US keyboard write, for whom Option has turned into something else. */
const usKeys: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/** `KeyboardEvent.location` of keys on the right. */
const rightSide = 2;

/**
 * Makes of a Mac's Command and Option what they shall be at the remote side.
 *
 * Command is Super, Control or Alt there. Option makes characters here that have keys of their own elsewhere: as
 * `characters` these are sent as what they are, and Option itself, as Alt, only with keys that write nothing and with
 * the mouse; as `alt` it is Alt and every key what it writes without it; as `altgr` it is AltGr.
 */
export class MacKeys {
  readonly #send: (key: KeyOutput) => void;
  #command: CommandKey = 'super';
  #option: OptionKey = 'characters';
  /** Option keys that are down, and whether they are at the remote side. */
  readonly #options = new Map<string, { readonly key: KeyOutput; sent: boolean }>();
  /** Control and Command keys that are down: with them Option is part of a shortcut. */
  readonly #shortcut = new Set<string>();
  /** What keys write without Option, as far as it was seen. */
  readonly #plain = new Map<string, string>();

  constructor(send: (key: KeyOutput) => void) {
    this.#send = send;
  }

  configure(command: CommandKey, option: OptionKey): void {
    this.#command = command;
    this.#option = option;
  }

  /** Whether a dead key under Option is Alt with a key, and so nothing to compose. */
  get optionIsAlt(): boolean {
    return this.#option === 'alt';
  }

  /** A key of the Mac; what it is elsewhere is sent. */
  send(key: KeyOutput): void {
    if (isOption(key)) {
      this.#sendOption(key);
      return;
    }
    if (isCommand(key) || key.key === 'Control') {
      if (key.down) this.#shortcut.add(key.code);
      else this.#shortcut.delete(key.code);
      this.#send(isCommand(key) ? this.#commandAs(key) : key);
      return;
    }
    this.#send(key.down ? this.#underOption(key) : key);
  }

  /** A button goes down or the wheel turns: with Option it is Alt. */
  pointerUsed(): void {
    if (this.#option === 'characters') this.#press(true);
  }

  /** Everything came up. */
  forget(): void {
    this.#options.clear();
    this.#shortcut.clear();
  }

  #sendOption(key: KeyOutput): void {
    const held = this.#options.get(key.code);
    if (!key.down) {
      this.#options.delete(key.code);
      if (held?.sent === true) this.#send({ ...this.#optionAs(held.key), down: false });
      return;
    }
    if (held !== undefined && !held.sent) return;
    const sent = this.#option !== 'characters';
    this.#options.set(key.code, { key, sent });
    if (sent) this.#send(this.#optionAs(key));
  }

  #underOption(key: KeyOutput): KeyOutput {
    const writes = Array.from(key.key).length === 1;
    if (this.#options.size === 0) {
      if (writes) this.#plain.set(key.code, key.key);
      return key;
    }
    if (this.#option === 'altgr') return key;
    const isAlt = this.#option === 'alt' || this.#shortcut.size > 0 || !(writes || key.key === 'Dead');
    if (this.#option === 'characters' && key.key !== 'Shift') this.#press(isAlt);
    return isAlt && (writes || key.key === 'Dead') ? { ...key, key: this.#without(key) } : key;
  }

  /** Presses or releases what was held back of Option. */
  #press(down: boolean): void {
    for (const held of this.#options.values()) {
      if (held.sent === down) continue;
      held.sent = down;
      this.#send({ ...this.#optionAs(held.key), down });
    }
  }

  #without({ code, key }: KeyOutput): string {
    const letter = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(code);
    return this.#plain.get(code) ?? letter?.[1]?.toLowerCase() ?? letter?.[2] ?? usKeys[code] ?? key;
  }

  #commandAs(key: KeyOutput): KeyOutput {
    if (this.#command === 'super') return key;
    const other = this.#command === 'ctrl' ? control : alt;
    const isRight = key.location === rightSide || key.code.endsWith('Right');
    return { ...key, code: isRight ? other.right : other.left, key: other.key };
  }

  #optionAs(key: KeyOutput): KeyOutput {
    if (this.#option === 'altgr') return { ...key, code: 'AltRight', key: 'AltGraph', location: rightSide };
    return key;
  }
}

function isOption({ code, key }: KeyOutput): boolean {
  return (code === 'AltLeft' || code === 'AltRight') && key !== 'AltGraph';
}

function isCommand({ code }: KeyOutput): boolean {
  return code === 'MetaLeft' || code === 'MetaRight' || code === 'OSLeft' || code === 'OSRight';
}
