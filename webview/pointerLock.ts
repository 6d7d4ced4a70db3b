/**
 * The browser's pointer lock on the canvas: the pointer is hidden, has no edge to stop at, and only tells how far it
 * moved. Esc ends it in every browser.
 */
export class PointerLock {
  readonly #canvas: HTMLCanvasElement;
  readonly #changed: () => void;
  /** Whether whoever asked for it still wants it: the browser grants it a little later. */
  #wanted = false;
  #worked = false;
  #refused = false;

  /** @param changed the pointer is held now, or no longer, or cannot be. */
  constructor(canvas: HTMLCanvasElement, changed: () => void) {
    this.#canvas = canvas;
    this.#changed = changed;
    document.addEventListener('pointerlockchange', () => {
      if (this.held) {
        this.#worked = true;
        if (!this.#wanted) document.exitPointerLock();
      } else {
        this.#wanted = false;
      }
      changed();
    });
  }

  get held(): boolean {
    return document.pointerLockElement === this.#canvas;
  }

  /** Whether the browser does not hold the pointer for this page, such as in a frame that is not allowed to ask. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Asks for the pointer; only a click or a key may lead here. */
  take(): void {
    if (this.held || this.#wanted) return;
    this.#wanted = true;
    this.#request().catch(() => {
      this.#wanted = false;
      // Right after Esc it is refused for a moment: that is no reason to give up.
      this.#refused = !this.#worked;
      this.#changed();
    });
  }

  /** Gives the pointer back. */
  release(): void {
    this.#wanted = false;
    if (this.held) document.exitPointerLock();
  }

  /** The next click asks again. */
  retry(): void {
    this.#refused = false;
  }

  /** Without the acceleration of this machine where that is offered: the remote machine has its own. */
  async #request(): Promise<void> {
    try {
      await this.#ask({ unadjustedMovement: true });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'NotSupportedError')) throw error;
      await this.#ask();
    }
  }

  async #ask(options?: PointerLockOptions): Promise<void> {
    const answer: unknown = this.#canvas.requestPointerLock(options);
    // Older Safari and Firefox return no promise, and tell by an event.
    await (answer instanceof Promise ? answer : answeredByEvent());
  }
}

/** Fails when the browser says that it does not hold the pointer. */
async function answeredByEvent(): Promise<void> {
  const heard = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const { signal } = heard;
      document.addEventListener('pointerlockchange', () => resolve(), { signal });
      document.addEventListener('pointerlockerror', () => reject(new Error('the pointer is not held')), {
        signal,
      });
    });
  } finally {
    heard.abort();
  }
}
