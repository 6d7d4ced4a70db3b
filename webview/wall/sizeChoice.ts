import { type CardSize, cardSizes } from '../../src/protocol/wallMessages.ts';

/** The buttons that choose how large the cards are: a group of radio buttons after ARIA's pattern. */
export class SizeChoice {
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #chosen: (size: CardSize) => void;

  /** @param chosen hears of a choice that a person made. */
  constructor(group: HTMLElement, chosen: (size: CardSize) => void) {
    this.#buttons = [...group.querySelectorAll('button')];
    this.#chosen = chosen;
    for (const [i, button] of this.#buttons.entries()) {
      button.addEventListener('click', () => this.#choose(i));
    }
    group.addEventListener('keydown', (event) => {
      const at = this.#buttons.findIndex((button) => button === event.target);
      const move = moves[event.key];
      if (at < 0 || move === undefined) return;
      event.preventDefault();
      const next = (at + move + this.#buttons.length) % this.#buttons.length;
      this.#choose(next);
      this.#buttons[next]?.focus();
    });
  }

  /** Shows which size is chosen. */
  show(size: CardSize): void {
    for (const button of this.#buttons) {
      const checked = button.dataset['size'] === size;
      button.setAttribute('aria-checked', String(checked));
      button.tabIndex = checked ? 0 : -1;
    }
  }

  #choose(index: number): void {
    const size = cardSizes.find((candidate) => candidate === this.#buttons[index]?.dataset['size']);
    if (size === undefined) return;
    this.show(size);
    this.#chosen(size);
  }
}

const moves: Readonly<Record<string, number | undefined>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};
