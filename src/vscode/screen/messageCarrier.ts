import type { HostToView } from '../../protocol/messages.ts';
import type { Mark } from '../../protocol/orderedLink.ts';
import type { FrameCarrier } from './frameCarrier.ts';

/** Frames as messages of the editor: the way that is always there. */
export class MessageCarrier implements FrameCarrier {
  readonly name = 'messages';
  readonly packs: boolean;
  readonly #post: (message: HostToView) => void;

  constructor(post: (message: HostToView) => void, packs: boolean) {
    this.#post = post;
    this.packs = packs;
  }

  frame(mark: Mark, data: Uint8Array): void {
    this.#post({ type: 'frame', mark, data });
  }

  ack(link: number, ack: number): void {
    this.#post({ type: 'ack', link, ack });
  }

  probe(id: number, filling: Uint8Array): void {
    this.#post({ type: 'probe', id, data: filling });
  }
}
