import type { PanelToHost } from '../../protocol/messages.ts';

const controls = new Set(['ControlLeft', 'ControlRight', 'MetaLeft', 'MetaRight', 'ctrl', 'super']);
const shifts = new Set(['ShiftLeft', 'ShiftRight', 'shift']);

/** Follows a person's keys, and knows when they are about to paste: Ctrl+V, Ctrl+Shift+V, Command+V, Shift+Insert. */
export class PasteWatch {
  readonly #held = new Set<string>();

  /** Takes every message of the page in order. Returns whether this one pastes, at the usual programs. */
  sees(message: PanelToHost): boolean {
    switch (message.type) {
      case 'modifier':
        this.#hold(message.modifier, message.down);
        return false;
      case 'key':
        if (controls.has(message.code) || shifts.has(message.code)) this.#hold(message.code, message.down);
        return message.down && this.#pastes(message);
      case 'releaseAll':
        this.forget();
        return false;
      default:
        return false;
    }
  }

  /** Nothing is held any more. */
  forget(): void {
    this.#held.clear();
  }

  #hold(key: string, down: boolean): void {
    if (down) this.#held.add(key);
    else this.#held.delete(key);
  }

  #pastes({ code, key }: Extract<PanelToHost, { type: 'key' }>): boolean {
    if (code === 'Paste' || key === 'Paste') return true;
    if (key === 'Insert') return this.#holdsOne(shifts);
    return (code === 'KeyV' || key.toLowerCase() === 'v') && this.#holdsOne(controls);
  }

  #holdsOne(keys: ReadonlySet<string>): boolean {
    return [...this.#held].some((key) => keys.has(key));
  }
}
