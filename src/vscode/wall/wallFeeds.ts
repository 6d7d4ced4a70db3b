import type { Clock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import type { Size } from '../../core/base/geometry.ts';
import { type ShownCard, type ThumbnailMessage, maxThumbnailSide } from '../../protocol/wallMessages.ts';
import type { FrameSource } from '../screen/frameSender.ts';
import { ThumbnailFeed } from './thumbnailFeed.ts';
import { WallPace } from './wallPace.ts';

/** Milliseconds after which a card whose pixels could not be read is tried again. */
const failureRest = 10_000;

/** What the feeds need of their wall. */
export interface WallFeedsParts {
  readonly clock: Clock;
  /** Milliseconds of processor time that were used so far. */
  readonly used: () => number;
  readonly send: (picture: Omit<ThumbnailMessage, 'type'>) => void;
  /** The pixels of a card cannot be read. */
  readonly failed: (error: unknown) => void;
}

/** A card that a person can see, and the screen that it shows. */
export interface FedCard {
  readonly card: ShownCard;
  readonly source: FrameSource;
}

/** The feeds of the cards that a person can see, at one pace. */
export class WallFeeds implements Disposable {
  readonly #parts: WallFeedsParts;
  readonly #store = new DisposableStore();
  readonly #pace: WallPace;
  readonly #again = this.#store.add(new DisposableValue<Disposable>());
  readonly #feeds = new Map<string, ThumbnailFeed>();
  #cards: readonly FedCard[] = [];
  /** Of all cards together: pictures of a feed that has replaced another one are newer than those before. */
  #sequence = 0;

  constructor(parts: WallFeedsParts) {
    this.#parts = parts;
    this.#pace = this.#store.add(new WallPace(parts.clock));
  }

  /** Every one of these cards has a feed, and no other. */
  show(cards: readonly FedCard[]): void {
    this.#cards = cards;
    for (const [id, feed] of [...this.#feeds]) {
      const next = cards.find(({ card }) => card.id === id);
      if (next !== undefined && feed.fits(next.source, boxOf(next.card))) continue;
      this.#feeds.delete(id);
      feed.dispose();
    }
    for (const { card, source } of cards) {
      const { id } = card;
      if (!this.#feeds.has(id)) this.#feeds.set(id, this.#feed(id, source, boxOf(card)));
    }
  }

  /** The page has painted a picture of a card, or could not. */
  painted(id: string, sequence: number, failed?: boolean): void {
    this.#feeds.get(id)?.painted(sequence, failed);
  }

  dispose(): void {
    this.show([]);
    this.#store.dispose();
  }

  #feed(id: string, source: FrameSource, box: Size): ThumbnailFeed {
    const { used, send, failed, clock } = this.#parts;
    return new ThumbnailFeed(source, box, {
      used,
      pace: this.#pace,
      nextSequence: () => (this.#sequence += 1),
      send: (picture) => send({ id, ...picture }),
      failed: (error) => {
        failed(error);
        this.#again.value ??= clock.after(failureRest, () => {
          this.#again.value = undefined;
          this.show(this.#cards);
        });
      },
    });
  }
}

function boxOf({ width, height }: ShownCard): Size {
  return { width: Math.min(width, maxThumbnailSide), height: Math.min(height, maxThumbnailSide) };
}
