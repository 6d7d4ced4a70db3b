import { maxSentText } from '../src/protocol/keyboardMessages.ts';
import { CompositionText } from './compositionText.ts';
import { isInputMethods, isOnScreen } from './inputMethods.ts';

/** What the field needs of the page. */
export interface CompositionPort {
  /** Whether what is written goes to the remote side now. */
  enabled(): boolean;
  text(text: string): void;
  /** Presses and releases a key that is known by its name alone. */
  tap(key: 'Backspace' | 'Delete'): void;
  /** Something else than a key wants to paste here: a menu of the editor, an input method. */
  paste(): void;
}

/** CSS pixels that a composition has at least, however far right or down the pointer was. */
const room = { width: 160, height: 40 };

/**
 * The editable element that has the focus while keys go to the remote side: input methods, dead keys, pickers of emoji
 * and keyboards on the screen write nowhere else. It is seen only while something is composed, and empty otherwise, so
 * that no text is ever written twice.
 */
export class CompositionField {
  readonly #field: HTMLTextAreaElement;
  readonly #port: CompositionPort;
  readonly #text: CompositionText;
  #composing = false;

  constructor(field: HTMLTextAreaElement, port: CompositionPort) {
    this.#field = field;
    this.#port = port;
    this.#text = new CompositionText({
      text: (text) => {
        for (const piece of pieces(text)) port.text(piece);
      },
      erase: (count) => {
        for (let i = 0; i < count; i += 1) port.tap('Backspace');
      },
    });
    field.addEventListener('compositionstart', () => this.#compose(true));
    field.addEventListener('compositionend', () => {
      this.#compose(false);
      this.#changed();
    });
    field.addEventListener('input', () => this.#changed());
    field.addEventListener('beforeinput', (event) => this.#before(event));
    field.addEventListener('paste', (event) => {
      event.preventDefault();
      if (port.enabled()) port.paste();
    });
    field.addEventListener('blur', () => {
      // The browser ends a composition before it tells; where it does not, its text is not wanted any more.
      this.#compose(false);
      this.#empty();
    });
  }

  /** Whether the keyboard is here. */
  get focused(): boolean {
    return document.activeElement === this.#field;
  }

  focus(): void {
    this.#field.focus({ preventScroll: true });
  }

  blur(): void {
    this.#field.blur();
  }

  /** For screen readers. */
  set label(label: string) {
    if (this.#field.getAttribute('aria-label') !== label) this.#field.setAttribute('aria-label', label);
  }

  /** Whether a keyboard on the screen opens with the focus. */
  get onScreenKeyboard(): boolean {
    return this.#field.inputMode !== 'none';
  }

  set onScreenKeyboard(wanted: boolean) {
    this.#field.inputMode = wanted ? 'text' : 'none';
  }

  /** What is composed is shown at this place of the page: the last click is where the writing goes. */
  place(clientX: number, clientY: number): void {
    const frame = this.#field.parentElement?.getBoundingClientRect();
    if (frame === undefined || this.#composing) return;
    const left = Math.max(0, Math.min(clientX - frame.left, frame.width - room.width));
    const top = Math.max(0, Math.min(clientY - frame.top, frame.height - room.height));
    this.#field.style.left = `${left}px`;
    this.#field.style.top = `${top}px`;
  }

  /** A key goes down while the field has the focus. */
  keyDown(event: KeyboardEvent): void {
    const method = isInputMethods(event);
    if (!this.#composing) this.#text.live = isOnScreen(event);
    if (!method && !this.#composing) this.#empty();
  }

  #compose(composing: boolean): void {
    this.#composing = composing;
    this.#field.classList.toggle('composing', composing && !this.#text.live);
  }

  #changed(): void {
    if (!this.#port.enabled()) {
      if (!this.#composing) this.#empty();
      return;
    }
    if (this.#text.changed(this.#field.value, this.#composing)) this.#empty();
  }

  /** Keyboards on the screen tell of no key when they take back what is not in the field. */
  #before(event: InputEvent): void {
    if (this.#field.value !== '' || !this.#port.enabled()) return;
    if (event.inputType === 'deleteContentBackward') this.#port.tap('Backspace');
    else if (event.inputType === 'deleteContentForward') this.#port.tap('Delete');
  }

  #empty(): void {
    this.#text.forget();
    if (this.#field.value !== '') this.#field.value = '';
  }
}

/** A text in messages that are not too long, none of which ends within a character. */
function pieces(text: string): readonly string[] {
  const characters = Array.from(text);
  const all: string[] = [];
  for (let at = 0; at < characters.length; at += maxSentText / 2)
    all.push(characters.slice(at, at + maxSentText / 2).join(''));
  return all;
}
