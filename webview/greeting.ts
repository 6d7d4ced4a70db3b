/** Milliseconds that the host's answer may take before a question of the host is answered once more. */
const answerPatience = 1000;

/**
 * Tells the host that the page is ready: once for each of its questions, and not for one that crossed with what the
 * page has just said, because everything is sent to a page that is ready, the whole screen too.
 */
export class Greeting {
  readonly #say: () => void;
  readonly #patience: number;
  /** The host has not answered yet. */
  #open = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param say tells the host.
   * @param patience in milliseconds; tests have less of it.
   */
  constructor(say: () => void, patience = answerPatience) {
    this.#say = say;
    this.#patience = patience;
  }

  /** The page is ready. */
  say(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#open = true;
    this.#say();
  }

  /** The host asks whether it is. */
  asked(): void {
    if (!this.#open) this.say();
    // What was said may have come while the host had no use for it: then nobody answers.
    else this.#timer ??= setTimeout(() => this.say(), this.#patience);
  }

  /** The host has heard. */
  answered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#open = false;
  }
}
