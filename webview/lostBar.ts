import type { LostNotice, PageCommand } from '../src/protocol/messages.ts';
import { element, fill, setText } from './element.ts';
import { keepFocus } from './keepFocus.ts';

/** The bar that says that the connection was lost and is being made again, and counts down to the next attempt. */
export class LostBar {
  readonly #bar = element('lost', HTMLElement);
  readonly #text = element('lost-text', HTMLElement);
  readonly #countdown = element('lost-countdown', HTMLElement);
  readonly #now = element('reconnect-now', HTMLButtonElement);
  readonly #stop = element('stop-reconnecting', HTMLButtonElement);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(command: (command: PageCommand) => void) {
    this.#now.addEventListener('click', () => command('reconnectNow'));
    this.#stop.addEventListener('click', () => command('stopReconnecting'));
    for (const button of [this.#now, this.#stop]) keepFocus(button);
  }

  /** @param notice what to say; nothing while the connection is there. */
  show(notice: LostNotice | undefined): void {
    clearInterval(this.#timer);
    this.#bar.hidden = notice === undefined;
    setText(this.#text, notice?.text ?? '');
    const countdown = notice?.countdown;
    // Whoever pressed it by key stays in the bar while the attempt is under way.
    if (notice !== undefined && countdown === undefined && document.activeElement === this.#now)
      this.#stop.focus();
    this.#now.hidden = countdown === undefined;
    if (countdown === undefined) {
      setText(this.#countdown, '');
      return;
    }
    // By the page's own clock: that of the host may stand elsewhere.
    const end = performance.now() + countdown.seconds * 1000;
    const tick = (): void => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      setText(this.#countdown, fill(countdown.text, String(left)));
      if (left === 0) clearInterval(this.#timer);
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }
}
