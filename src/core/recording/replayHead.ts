import { wholeOf } from '../base/geometry.ts';
import type { Damage } from '../session/wire.ts';
import type { Moment } from './opReader.ts';
import type { RecordedBlock, RecordingReader } from './recordingReader.ts';
import { ReplayScreen } from './replayScreen.ts';

/** Whether what it is asked for is still wanted: where it is not, it stops at the next block. */
type Wanted = () => boolean;

/** The place in a recording up to which its screen is painted. It knows of no clock. */
export class ReplayHead {
  readonly screen: ReplayScreen;
  readonly #reader: RecordingReader;
  readonly #tell: (damage: readonly Damage[]) => void;
  #moments: readonly Moment[] = [];
  /** The block of {@link #moments}, and the next of them. */
  #block = -1;
  #next = 0;
  #pictureTime = 0;
  #busy = false;

  /** @param tell hears of what is painted, in its order. */
  constructor(reader: RecordingReader, tell: (damage: readonly Damage[]) => void) {
    this.#reader = reader;
    this.#tell = tell;
    this.screen = new ReplayScreen(reader.header);
  }

  /** When the picture that is shown was painted. */
  get pictureTime(): number {
    return this.#pictureTime;
  }

  /** Whether it is reading: what it has painted is not all of a wish. */
  get busy(): boolean {
    return this.#busy;
  }

  /** When there is more to apply; `undefined` at the end. */
  get nextTime(): number | undefined {
    return this.#moments[this.#next]?.time ?? this.#reader.blocks[this.#block + 1]?.first;
  }

  /** Shows what was there at `time`, by the shortest way. */
  async goTo(time: number, wanted: Wanted): Promise<void> {
    const key = keyBefore(this.#reader.blocks, time);
    const isBehind = (this.#moments[this.#next - 1]?.time ?? Number.POSITIVE_INFINITY) <= time;
    if (this.#block < 0 || !isBehind || key > this.#block) {
      await this.#load(key);
      this.#apply();
    }
    await this.goOn(time, wanted);
    this.#tell([wholeOf(this.screen.size)]);
  }

  /** Paints everything up to `time`. */
  async goOn(time: number, wanted: Wanted): Promise<void> {
    for (;;) {
      const damage: Damage[] = [];
      for (let next = this.#moments[this.#next]; next !== undefined && next.time <= time; ) {
        damage.push(...this.#apply());
        next = this.#moments[this.#next];
      }
      if (damage.length > 0) this.#tell(damage);
      const following = this.#reader.blocks[this.#block + 1];
      if (this.#next < this.#moments.length || following === undefined || following.first > time) return;
      await this.#load(this.#block + 1);
      if (!wanted()) return;
    }
  }

  /** Goes on to the next picture. */
  async stepOn(): Promise<void> {
    for (;;) {
      const moment = this.#moments[this.#next];
      if (moment === undefined) {
        if (this.#reader.blocks[this.#block + 1] === undefined) return;
        await this.#load(this.#block + 1);
        continue;
      }
      const damage = this.#apply();
      if (damage.length === 0) continue;
      this.#tell(damage);
      return;
    }
  }

  /** When the picture before the one of `time` was painted. */
  async timeBefore(time: number): Promise<number> {
    const { blocks } = this.#reader;
    let found = 0;
    for (let i = keyBefore(blocks, Math.max(0, time - 1)); i < blocks.length; i += 1) {
      const block = blocks[i];
      if (block === undefined || block.first >= time) break;
      for (const moment of await this.#reader.moments(block))
        if (moment.time < time && paints(moment)) found = moment.time;
    }
    return found;
  }

  /**
   * When something is to be seen next: pixels, or a pointer that moves. `undefined` where nothing follows.
   */
  async nextEvent(wanted: Wanted): Promise<number | undefined> {
    for (const moment of this.#moments.slice(this.#next)) if (isSeen(moment)) return moment.time;
    for (const block of this.#reader.blocks.slice(this.#block + 1)) {
      if (!wanted()) return undefined;
      for (const moment of await this.#reader.moments(block)) if (isSeen(moment)) return moment.time;
    }
    return undefined;
  }

  async #load(index: number): Promise<void> {
    const block = this.#reader.blocks[index];
    if (block === undefined) return;
    this.#busy = true;
    try {
      this.#moments = await this.#reader.moments(block);
    } finally {
      this.#busy = false;
    }
    this.#block = index;
    this.#next = 0;
  }

  /** Goes on by one moment. */
  #apply(): readonly Damage[] {
    const moment = this.#moments[this.#next];
    if (moment === undefined) return [];
    this.#next += 1;
    const damage = this.screen.apply(moment);
    if (damage.length > 0) this.#pictureTime = moment.time;
    return damage;
  }
}

function paints(moment: Moment): boolean {
  return moment.ops.some(({ op }) => op === 'size' || op === 'pixels' || op === 'copy' || op === 'jpeg');
}

function isSeen(moment: Moment): boolean {
  return paints(moment) || moment.ops.some(({ op }) => op === 'pointer');
}

/** The last key block that begins at or before `time`; the first one when none does. */
function keyBefore(blocks: readonly RecordedBlock[], time: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.first ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i > 0; i -= 1) if (blocks[i]?.isKey === true) return i;
  return 0;
}
