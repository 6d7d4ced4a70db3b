import { type StickyModifier, stickyModifiers } from '../src/protocol/keyboardMessages.ts';

/** How a modifier is held: not at all, for the next key or click, or until it is pressed once more. */
export type Hold = 'off' | 'once' | 'locked';

/** What the modifiers need of the page. */
export interface StickyPort {
  /** The modifier goes down at the remote side, or comes up. */
  hold(modifier: StickyModifier, down: boolean): void;
  /** What is held has changed. */
  changed(): void;
}

/**
 * Modifiers that stay down without a finger on them: for the next key or click when they are pressed once, until they
 * are pressed again when twice. They are held at the remote side all the while, so that dragging with Ctrl works too.
 */
export class StickyModifiers {
  readonly #port: StickyPort;
  readonly #holds = new Map<StickyModifier, Exclude<Hold, 'off'>>();

  constructor(port: StickyPort) {
    this.#port = port;
  }

  /** How a modifier is held now. */
  holdOf(modifier: StickyModifier): Hold {
    return this.#holds.get(modifier) ?? 'off';
  }

  /** Those that are held, in the order of the keyboard. */
  get held(): readonly StickyModifier[] {
    return stickyModifiers.filter((modifier) => this.#holds.has(modifier));
  }

  /** Holds the modifier once, then for good, then not any more. */
  press(modifier: StickyModifier): void {
    const before = this.#holds.get(modifier);
    if (before === 'locked') {
      this.#lift(modifier);
    } else {
      this.#holds.set(modifier, before === undefined ? 'once' : 'locked');
      if (before === undefined) this.#port.hold(modifier, true);
    }
    this.#port.changed();
  }

  /** A key or button was used, and is up again: what was held for it comes up too. */
  used(): void {
    const once = this.held.filter((modifier) => this.#holds.get(modifier) === 'once');
    for (const modifier of once.toReversed()) this.#lift(modifier);
    if (once.length > 0) this.#port.changed();
  }

  /** Nothing is held any more. */
  release(): void {
    const { held } = this;
    for (const modifier of held.toReversed()) this.#lift(modifier);
    if (held.length > 0) this.#port.changed();
  }

  #lift(modifier: StickyModifier): void {
    this.#holds.delete(modifier);
    this.#port.hold(modifier, false);
  }
}
