import type { ShownCard } from '../../src/protocol/wallMessages.ts';
import type { CardView } from './cardView.ts';

/** Milliseconds in which scrolling and resizing settle before the host hears of it. */
const settleTime = 120;
/** Boxes grow in steps of so many device pixels: not every drag of an edge asks for new pictures. */
const step = 32;

/** Knows which live cards a person can see, and how large their pictures are; tells when that changes. */
export class ShownCards {
  readonly #tell: (cards: readonly ShownCard[]) => void;
  readonly #visible = new Set<Element>();
  readonly #crossing = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#visible.add(target);
      else this.#visible.delete(target);
    }
    this.#changed();
  });
  readonly #sizes = new ResizeObserver(() => this.#changed());
  #views = new Map<Element, CardView>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = '';

  constructor(tell: (cards: readonly ShownCard[]) => void) {
    this.#tell = tell;
  }

  /** Looks at these cards from now on. */
  watch(views: readonly CardView[]): void {
    const next = new Map<Element, CardView>();
    for (const view of views) if (view.picture !== undefined) next.set(view.picture, view);
    for (const picture of this.#views.keys()) {
      if (next.has(picture)) continue;
      this.#crossing.unobserve(picture);
      this.#sizes.unobserve(picture);
      this.#visible.delete(picture);
    }
    for (const picture of next.keys()) {
      if (this.#views.has(picture)) continue;
      this.#crossing.observe(picture);
      this.#sizes.observe(picture);
    }
    this.#views = next;
    this.#changed();
  }

  /** The host knows nothing of what it was told before. */
  forget(): void {
    this.#told = '';
    this.#changed();
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#report(), settleTime);
  }

  #report(): void {
    const cards: ShownCard[] = [];
    for (const [picture, view] of this.#views) {
      if (!this.#visible.has(picture)) continue;
      const { width, height } = picture.getBoundingClientRect();
      cards.push({ id: view.card.id, width: pixels(width), height: pixels(height) });
    }
    const text = JSON.stringify(cards);
    if (text === this.#told) return;
    this.#told = text;
    this.#tell(cards);
  }
}

function pixels(length: number): number {
  return Math.max(step, Math.ceil((length * window.devicePixelRatio) / step) * step);
}
