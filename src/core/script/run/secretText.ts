import { inspect } from 'node:util';
import { secretMask } from './secretVault.ts';

/** Text that must not be shown: it can be typed, and whatever prints it prints the mask. */
export class SecretText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for the keyboard and the clipboard alone. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return secretMask;
  }

  toJSON(): string {
    return secretMask;
  }

  [inspect.custom](): string {
    return secretMask;
  }
}
