/**
 * One direction pair of a conversation that may change its carrier at any moment: what is sent is numbered and kept
 * until the other side has it, what arrives is brought into order. Whatever a carrier that breaks has swallowed is
 * sent once more over another one, and what came twice counts once. Host and page each hold one end.
 */

/** What goes beside everything that a link carries. */
export interface Mark {
  /** Which link it is: a page that comes back begins a new one. */
  readonly link: number;
  /** Counts up by one from 1. */
  readonly number: number;
  /** The last number of the other side up to which everything has come. */
  readonly ack: number;
}

/**
 * Numbers that may be ahead of the next one in order: two carriers overtake each other by what is on its way, which
 * credit and acknowledgements keep far below.
 */
const maxAhead = 4096;

/** After so many numbers without an answer of its own, an end acknowledges them. */
export const ackEvery = 16;

/** One end of a link: sends `Out`, takes `In`. */
export class OrderedLink<Out, In> {
  readonly id: number;
  readonly #sent = new Map<number, Out>();
  readonly #early = new Map<number, In>();
  #lastSent = 0;
  #lastTaken = 0;
  #lastAck = 0;

  constructor(id: number) {
    this.id = id;
  }

  /** The next mark for `item`, which is kept until the other side has it. */
  send(item: Out): Mark {
    this.#lastSent += 1;
    this.#sent.set(this.#lastSent, item);
    return this.#mark(this.#lastSent);
  }

  /** Everything that the other side may not have, in order, to be sent once more. */
  unacknowledged(): { readonly mark: Mark; readonly item: Out }[] {
    return [...this.#sent].map(([number, item]) => ({ mark: this.#mark(number), item }));
  }

  /**
   * Takes what has arrived. Returns what is next in order, which may be nothing, or more when this closes a gap.
   * Marks of another link, and numbers that no honest end would use, have no effect.
   */
  take(mark: Mark, item: In): readonly In[] {
    if (mark.link !== this.id) return [];
    this.acknowledged(mark.ack);
    const { number } = mark;
    if (number <= this.#lastTaken || number > this.#lastTaken + maxAhead) return [];
    this.#early.set(number, item);
    const next: In[] = [];
    for (;;) {
      const found = this.#early.get(this.#lastTaken + 1);
      if (found === undefined) return next;
      this.#lastTaken += 1;
      this.#early.delete(this.#lastTaken);
      next.push(found);
    }
  }

  /** The other side has everything up to `number`. */
  acknowledged(number: number): void {
    for (const sent of this.#sent.keys()) {
      if (sent > number) break;
      this.#sent.delete(sent);
    }
  }

  /** Up to which number everything has come, when the other side should be told now; it counts as told. */
  dueAck(): number | undefined {
    if (this.#lastTaken - this.#lastAck < ackEvery) return undefined;
    this.#lastAck = this.#lastTaken;
    return this.#lastTaken;
  }

  #mark(number: number): Mark {
    this.#lastAck = this.#lastTaken;
    return { link: this.id, number, ack: this.#lastTaken };
  }
}
