import type { WallCard } from '../../src/protocol/wallMessages.ts';
import { type CardUse, CardView } from './cardView.ts';
import { type Place, nextPlace } from './walk.ts';

/** Where the cards are put. */
export interface CardGridParts {
  readonly live: HTMLElement;
  readonly quiet: HTMLElement;
  readonly use: (card: WallCard, how: CardUse) => void;
}

/**
 * The cards of the wall, with one stop for the Tab key: arrow keys, Home and End walk from card to card. A card keeps
 * its element, its picture and the focus while it stands for the same session.
 */
export class CardGrid {
  readonly #parts: CardGridParts;
  #views: CardView[] = [];
  /** The card that the Tab key comes to. */
  #stop: string | undefined;

  constructor(parts: CardGridParts) {
    this.#parts = parts;
    for (const list of [parts.live, parts.quiet]) {
      list.addEventListener('keydown', (event) => this.#walk(event));
      list.addEventListener('focusin', ({ target }) => {
        const view = this.#views.find(({ button }) => button === target);
        if (view !== undefined) this.#stopAt(view.card.id);
      });
    }
  }

  get views(): readonly CardView[] {
    return this.#views;
  }

  /** Moves the focus to the card that had it last. */
  focus(): void {
    this.#find(this.#stop)?.button.focus();
  }

  /** Shows these cards in this order. */
  show(cards: readonly WallCard[]): void {
    const before = new Map(this.#views.map((view) => [view.card.id, view]));
    const focused = this.#views.find(({ button }) => button === document.activeElement);
    const place = focused === undefined ? -1 : this.#views.indexOf(focused);
    this.#views = cards.map((card) => {
      const known = before.get(card.id);
      if (known?.live !== card.live) return new CardView(card, this.#parts.use);
      known.update(card);
      return known;
    });
    fillList(
      this.#parts.live,
      this.#views.filter(({ live }) => live),
    );
    fillList(
      this.#parts.quiet,
      this.#views.filter(({ live }) => !live),
    );
    const stop = this.#find(this.#stop) ?? this.#views[Math.max(0, Math.min(place, this.#views.length - 1))];
    this.#stopAt(stop?.card.id);
    // Its element may be another one now, or gone.
    if (focused !== undefined && document.activeElement !== focused.button) stop?.button.focus();
  }

  #find(id: string | undefined): CardView | undefined {
    return this.#views.find(({ card }) => card.id === id);
  }

  #stopAt(id: string | undefined): void {
    this.#stop = id;
    for (const { card, button } of this.#views) button.tabIndex = card.id === id ? 0 : -1;
  }

  #walk(event: KeyboardEvent): void {
    const { key, ctrlKey, altKey, shiftKey, metaKey } = event;
    if (ctrlKey || altKey || shiftKey || metaKey) return;
    const from = this.#views.findIndex(({ button }) => button === event.target);
    if (from < 0) return;
    const places: Place[] = this.#views.map(({ element }) => {
      const { left, top, width } = element.getBoundingClientRect();
      return { middle: left + width / 2, top };
    });
    const to = nextPlace(places, from, key);
    if (to === undefined) return;
    event.preventDefault();
    const button = this.#views[to]?.button;
    button?.focus({ preventScroll: true });
    button?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }
}

/** Puts the elements into the list without touching those that are where they should be: they keep the focus. */
function fillList(list: HTMLElement, views: readonly CardView[]): void {
  const wanted = new Set<Element>(views.map(({ element }) => element));
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  for (const [i, { element }] of views.entries()) {
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
  }
}
