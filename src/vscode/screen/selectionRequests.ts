import { type Deferred, createDeferred } from '../../core/base/deferred.ts';
import type { HostToPage, PanelToHost } from '../../protocol/messages.ts';
import type { SelectedArea, SelectionKind } from '../../protocol/selectionMessages.ts';
import type { PanelPart } from './panelPart.ts';

/** What a person shall pick. */
export interface SelectionRequest {
  readonly what: SelectionKind;
  /** What to do, as the person reads it. */
  readonly text: string;
}

/**
 * Lets the person pick places on the picture, one at a time. Each request ends: picked, called off, or with the page,
 * the session or the panel.
 */
export class SelectionRequests implements PanelPart {
  readonly #post: (message: HostToPage) => void;
  #pending:
    | {
        readonly message: HostToPage & { type: 'select' };
        readonly answer: Deferred<SelectedArea | undefined>;
      }
    | undefined;
  #nextId = 1;

  constructor(post: (message: HostToPage) => void) {
    this.#post = post;
  }

  /** @returns what was picked, in remote pixels; `undefined` when it was called off. A point is one by one. */
  async select({ what, text }: SelectionRequest): Promise<SelectedArea | undefined> {
    this.#end();
    const id = this.#nextId;
    this.#nextId += 1;
    const message = { type: 'select', id, what, text } as const;
    const answer = createDeferred<SelectedArea | undefined>();
    this.#pending = { message, answer };
    this.#post(message);
    return await answer.promise;
  }

  pageReady(): void {
    if (this.#pending !== undefined) this.#post(this.#pending.message);
  }

  pageGone(): void {
    this.#end();
  }

  sessionChanged(): void {
    this.#end();
  }

  receive(message: PanelToHost): boolean {
    if (message.type !== 'selected') return false;
    if (message.id === this.#pending?.message.id) {
      const { answer } = this.#pending;
      this.#pending = undefined;
      answer.resolve(message.area);
    }
    return true;
  }

  dispose(): void {
    this.#end();
  }

  #end(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    this.#post({ type: 'endSelection', id: pending.message.id });
    pending.answer.resolve(undefined);
  }
}
