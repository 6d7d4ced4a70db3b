import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposables.ts';
import type { PanelToHost } from '../../protocol/messages.ts';
import type { ClipboardSync } from './clipboardSync.ts';
import { PasteWatch } from './pasteWatch.ts';

/** Milliseconds that a person waits for their clipboard before their keys go on without it. */
const longestHold = 1000;

/** Input that keeps its order. */
const inputTypes: ReadonlySet<PanelToHost['type']> = new Set([
  'key',
  'text',
  'modifier',
  'pointer',
  'movement',
  'wheel',
  'releaseAll',
]);

/** What the held input needs. */
export interface HeldInputParts {
  readonly sync: Pick<ClipboardSync, 'sending' | 'settled' | 'paste'>;
  /** Hands a message on. */
  readonly deliver: (message: PanelToHost) => void;
  readonly clock: Clock;
}

/**
 * Holds keys back while text of the clipboard is on its way to where they would paste it, and everything that a person
 * does after them.
 */
export class HeldInput implements Disposable {
  readonly #parts: HeldInputParts;
  readonly #watch = new PasteWatch();
  #messages: PanelToHost[] = [];
  #timer: Disposable | undefined;

  constructor(parts: HeldInputParts) {
    this.#parts = parts;
  }

  /** Looks at a message of the page. Returns whether it is held, to be delivered later. */
  takes(message: PanelToHost): boolean {
    if (!inputTypes.has(message.type)) return false;
    const { sync } = this.#parts;
    if (this.#watch.sees(message)) sync.paste();
    if (this.#messages.length === 0) {
      const waits = sync.sending && (message.type === 'key' || message.type === 'text');
      if (!waits) return false;
      this.#wait();
    }
    this.#messages.push(message);
    return true;
  }

  /** Forgets what is held: nobody is there whom it could be for. */
  drop(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#messages = [];
    this.#watch.forget();
  }

  dispose(): void {
    this.drop();
  }

  #wait(): void {
    const { sync, clock } = this.#parts;
    const timer = clock.after(longestHold, () => this.#handOn(timer));
    this.#timer = timer;
    void sync.settled().then(() => this.#handOn(timer));
  }

  /** Once for every wait: a later one has a timer of its own. */
  #handOn(timer: Disposable): void {
    if (timer !== this.#timer) return;
    timer.dispose();
    this.#timer = undefined;
    const messages = this.#messages;
    this.#messages = [];
    for (const message of messages) this.#parts.deliver(message);
  }
}
