import type { Mark } from '../../protocol/orderedLink.ts';

/** A way for frames from the extension host to the page: as messages of the editor, or directly. */
export interface FrameCarrier {
  readonly name: 'messages' | 'direct';
  /** Whether it leads to another machine and compresses nothing itself: then frames are packed. */
  readonly packs: boolean;
  /** Sends a frame. The array is tight and never touched again. */
  frame(mark: Mark, data: Uint8Array): void;
  /** Tells the page up to which number everything of it has come. */
  ack(link: number, ack: number): void;
  /** Sends bytes that mean nothing; the page answers with `id` as soon as it has them. */
  probe(id: number, filling: Uint8Array): void;
}
