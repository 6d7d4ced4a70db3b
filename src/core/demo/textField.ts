import type { Rect } from '../base/geometry.ts';

const keysym = { backspace: 0xff08, delete: 0xffff, left: 0xff51, right: 0xff53, home: 0xff50, end: 0xff57 };

/** A field of a form: a line of text with a caret. */
export class TextField {
  readonly name: string;
  readonly bounds: Rect;
  /** Whether its text is shown as dots. */
  readonly hidden: boolean;
  #text = '';
  #caret = 0;

  constructor(name: string, bounds: Rect, options: { readonly hidden: boolean }) {
    this.name = name;
    this.bounds = bounds;
    this.hidden = options.hidden;
  }

  get text(): string {
    return this.#text;
  }

  /** How many characters stand before the caret. */
  get caret(): number {
    return this.#caret;
  }

  /** Puts `text` in at the caret. */
  insert(text: string): void {
    this.#text = this.#text.slice(0, this.#caret) + text + this.#text.slice(this.#caret);
    this.#caret += text.length;
  }

  clear(): void {
    this.#text = '';
    this.#caret = 0;
  }

  /** Handles an editing key. Returns whether it was one. */
  edit(key: number): boolean {
    switch (key) {
      case keysym.backspace:
        if (this.#caret === 0) return true;
        this.#text = this.#text.slice(0, this.#caret - 1) + this.#text.slice(this.#caret);
        this.#caret--;
        return true;
      case keysym.delete:
        this.#text = this.#text.slice(0, this.#caret) + this.#text.slice(this.#caret + 1);
        return true;
      case keysym.left:
        this.#caret = Math.max(0, this.#caret - 1);
        return true;
      case keysym.right:
        this.#caret = Math.min(this.#text.length, this.#caret + 1);
        return true;
      case keysym.home:
        this.#caret = 0;
        return true;
      case keysym.end:
        this.#caret = this.#text.length;
        return true;
      default:
        return false;
    }
  }
}
