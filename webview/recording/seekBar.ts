import { elapsedText } from '../../src/protocol/clockText.ts';

/** Milliseconds for which the bar does not follow the player after a person has moved it. */
const ownTime = 400;

/** What a seek bar is made of. */
export interface SeekBarOptions {
  readonly input: HTMLInputElement;
  /** Time and length, in figures. */
  readonly text: HTMLElement;
  /** `{0} of {1}` for screen readers, worded. */
  readonly words: string;
  /** A person wants to be at a time, in milliseconds. */
  readonly seek: (time: number) => void;
}

/** The bar that shows how far a recording has played, and by which a person goes elsewhere. */
export class SeekBar {
  readonly #options: SeekBarOptions;
  #duration = 0;
  #time = 0;
  #movedAt = -Infinity;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SeekBarOptions) {
    this.#options = options;
    const { input } = options;
    input.addEventListener('input', () => {
      this.#movedAt = performance.now();
      this.#show(input.valueAsNumber);
      options.seek(input.valueAsNumber);
    });
  }

  get duration(): number {
    return this.#duration;
  }

  get time(): number {
    return this.#time;
  }

  /** Shows where the player is, unless a person is just moving the bar. */
  follow(time: number, duration: number): void {
    const { input } = this.#options;
    if (duration !== this.#duration) {
      this.#duration = duration;
      input.max = String(Math.max(1, duration));
    }
    clearTimeout(this.#later);
    const left = this.#movedAt + ownTime - performance.now();
    if (left > 0) {
      // The player may stand elsewhere than it was sent to, and say so once.
      this.#later = setTimeout(() => this.follow(time, duration), left);
      return;
    }
    input.value = String(time);
    this.#show(time);
  }

  /** Goes to a time, as a person who moves the bar does. */
  goTo(time: number): void {
    const target = Math.min(Math.max(0, time), this.#duration);
    this.#movedAt = performance.now();
    this.#options.input.value = String(target);
    this.#show(target);
    this.#options.seek(target);
  }

  #show(time: number): void {
    this.#time = time;
    const { input, text, words } = this.#options;
    const [now, whole] = [elapsedText(time), elapsedText(this.#duration)];
    input.style.setProperty('--played', `${(time / Math.max(1, this.#duration)) * 100}%`);
    if (text.textContent !== `${now} / ${whole}`) text.textContent = `${now} / ${whole}`;
    // Once a second at most: screen readers read out every change.
    const spoken = words.replaceAll('{0}', now).replaceAll('{1}', whole);
    if (input.getAttribute('aria-valuetext') !== spoken) input.setAttribute('aria-valuetext', spoken);
  }
}
