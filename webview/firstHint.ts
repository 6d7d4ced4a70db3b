import type { HostToPage } from '../src/protocol/messages.ts';
import type { AroundToHost } from '../src/protocol/aroundMessages.ts';
import { element, fill } from './element.ts';
import type { PagePart } from './pagePart.ts';

/** What the hint needs of the page. */
export interface FirstHintPort {
  post(message: AroundToHost): void;
  /** The keys that give the keyboard back, as people write them. */
  releaseChord(): string;
}

/**
 * Tells who lets the remote side have the keyboard for the first time how to get it back. It goes at the press of its
 * button, or when the person has done so.
 */
export class FirstHint implements PagePart {
  readonly #port: FirstHintPort;
  readonly #card = element('first-hint', HTMLElement);
  readonly #text = element('first-hint-text', HTMLElement);
  #sentence: string | undefined;
  #grabbed = false;

  constructor(port: FirstHintPort) {
    this.#port = port;
    const close = element('first-hint-close', HTMLButtonElement);
    close.addEventListener('mousedown', (event) => event.preventDefault());
    close.addEventListener('click', () => this.#seen());
  }

  receive(message: HostToPage): boolean {
    if (message.type !== 'firstHint') return false;
    this.#sentence = message.text;
    if (this.#grabbed) this.#show();
    return true;
  }

  grabChanged(grabbed: boolean): void {
    this.#grabbed = grabbed;
    if (grabbed) this.#show();
    // Who left for another window has not shown that they know how; whoever stays in the page has.
    else if (!this.#card.hidden && document.hasFocus()) this.#seen();
  }

  #show(): void {
    if (this.#sentence === undefined) return;
    this.#text.textContent = fill(this.#sentence, this.#port.releaseChord());
    this.#card.hidden = false;
  }

  #seen(): void {
    this.#sentence = undefined;
    this.#card.hidden = true;
    this.#port.post({ type: 'hintSeen' });
  }
}
