import type { Overlay, PageCommand } from '../src/protocol/messages.ts';
import { setText } from './element.ts';
import { keepFocus } from './keepFocus.ts';

/** The buttons under what the overlay says. One that stays keeps its element, and with it the focus. */
export class OverlayActions {
  readonly #row: HTMLElement;
  readonly #command: (command: PageCommand) => void;
  readonly #buttons = new Map<PageCommand, HTMLButtonElement>();

  constructor(row: HTMLElement, command: (command: PageCommand) => void) {
    this.#row = row;
    this.#command = command;
    keepFocus(row);
  }

  show(actions: Overlay['actions']): void {
    const wanted = new Set(actions.map(({ command }) => command));
    for (const [command, button] of this.#buttons) {
      if (wanted.has(command)) continue;
      button.remove();
      this.#buttons.delete(command);
    }
    for (const [i, { command, label }] of actions.entries()) {
      const button = this.#buttons.get(command) ?? this.#add(command);
      setText(button, label);
      button.className = i > 0 ? 'secondary' : '';
      const place = this.#row.children[i];
      if (place !== button) this.#row.insertBefore(button, place ?? null);
    }
  }

  #add(command: PageCommand): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => this.#command(command));
    this.#buttons.set(command, button);
    return button;
  }
}
