import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Rect } from '../base/geometry.ts';
import { AutoQualityPolicy } from './autoQualityPolicy.ts';
import { Coverage } from './coverage.ts';
import type { LineFacts } from './lineProbe.ts';
import type { LossyArea } from './lossyArea.ts';
import { type QualityStep, qualityStep } from './qualitySteps.ts';
import type { Audience, UpdateObserver } from './updatePump.ts';
import type { Damage } from './wire.ts';

/** Milliseconds between two decisions while something moves. */
const beat = 200;
/** Milliseconds for which a place has been still before its exact pixels are asked for. */
const stillness = 1000;
/** Milliseconds that one answer with exact pixels may take: what moves meanwhile waits so long. */
const refiningTime = 250;
/** Milliseconds after which exact pixels are asked for once more. */
const patience = 5000;
/** Milliseconds for which who wanted exact pixels is expected to want more of them. */
const exactRest = 2000;
/** Milliseconds between two updates within which the second one counts as waited for. */
const succession = 150;
/** A panel that takes longer to want more does not look. */
const longestWait = 400;
/** Milliseconds between two measured round trips while something moves. */
const latencyRest = 3000;
/** Pixels that a refinement always asks for: some tiles, whatever the line is like. */
const leastPixels = 4096;

/** What {@link AutoQuality} works with. */
export interface AutoQualityParts {
  readonly clock: Clock;
  readonly screen: { readonly lossyArea: LossyArea; readonly audience: Audience };
  readonly bytesReceived: () => number;
  /** The latest round trip in milliseconds, if one was measured. */
  readonly latency: () => number | undefined;
  /** Measures another one. */
  readonly measure: () => void;
  /** The server is to send pictures of this step from now on. */
  readonly apply: (step: QualityStep) => void;
  /** Asks for all pixels of a region. */
  readonly request: (region: Rect) => void;
}

interface Unanswered {
  readonly begin: number;
  readonly end: number;
  readonly bytes: number;
  /** Pixels that told something new. */
  readonly pixels: number;
  /** Those that replaced simplified ones. */
  readonly exact: number;
}

interface Refinement {
  readonly regions: readonly Rect[];
  readonly missing: readonly Coverage[];
  readonly latest: number;
}

/**
 * Chooses by itself what the server does to pictures, for panels alone: what {@link AutoQualityPolicy} finds right
 * while something moves, and exact pixels of what was simplified once it is still, in pieces that the line can carry.
 * Nothing is simplified while a script watches or a capture waits. It sleeps when there is nothing to do.
 */
export class AutoQuality implements Disposable, UpdateObserver {
  readonly #parts: AutoQualityParts;
  readonly #policy = new AutoQualityPolicy();
  #timer: Disposable | undefined;
  #applied = 0;
  #begin: { readonly at: number; readonly bytes: number } | undefined;
  /** An update that no panel has wanted the next one of yet. */
  #unanswered: Unanswered | undefined;
  #refinement: Refinement | undefined;
  /** When a panel last wanted more. */
  #answeredAt = Number.NEGATIVE_INFINITY;
  #decidedAt = Number.NEGATIVE_INFINITY;
  #exactUntil = Number.NEGATIVE_INFINITY;
  #measuredAt = Number.NEGATIVE_INFINITY;
  /** Whether pixels come without loss because somebody wants them so, or nobody looks. */
  #isForced = false;
  #disposed = false;

  /** Begins without loss. */
  constructor(parts: AutoQualityParts) {
    this.#parts = parts;
    this.#wake();
  }

  /** What is in force. */
  get step(): QualityStep {
    return qualityStep(this.#applied);
  }

  /** Whether exact pixels of what was simplified are on their way. */
  get refining(): boolean {
    return this.#refinement !== undefined;
  }

  updateStarted(): void {
    const { clock, bytesReceived } = this.#parts;
    this.#begin = { at: clock.now(), bytes: bytesReceived() };
  }

  updateEnded(painted: readonly Damage[], news: readonly Damage[]): void {
    const begin = this.#begin;
    this.#begin = undefined;
    if (begin === undefined || this.#disposed || painted.length === 0) return;
    const { clock, bytesReceived, screen } = this.#parts;
    const end = clock.now();
    const isNews = pixelsOf(news) > 0;
    const pixels = isNews ? pixelsOf(painted) : 0;
    const exact = isNews || this.#refinement === undefined ? 0 : pixelsOf(painted);
    this.#unanswered = { begin: begin.at, end, bytes: bytesReceived() - begin.bytes, pixels, exact };
    if (screen.audience.wanting > 0 || screen.audience.panels === 0) this.#answer(end);
    if (this.#refinement !== undefined) this.#refined(this.#refinement, painted, pixels);
    // Where one update follows the other, no other moment is one between two of them.
    if (end - this.#decidedAt >= beat) this.#decide();
    this.#wake();
  }

  audienceChanged(): void {
    if (this.#disposed) return;
    const { clock, screen } = this.#parts;
    const { exact, wanting, panels } = screen.audience;
    if (wanting > 0) this.#answer(clock.now());
    // At once: what a script watches next must not be a simplified picture.
    if (exact || panels === 0 || this.#isForced) this.#decide();
    else if (this.#timer === undefined && this.#isBusy) this.#wake();
  }

  /** Somebody wants exact pixels now, and may want more of them soon. */
  wantExact(): void {
    this.#exactUntil = this.#parts.clock.now() + exactRest;
    this.#decide();
  }

  /** The line is known before anything was measured here: begins with what suits it. */
  expect(line: LineFacts): void {
    this.#policy.expect(line);
    this.#apply(line.step);
  }

  /**
   * Another connection has taken over, which was made with what is in force.
   *
   * @param line what was found of it, where that is slow and asks for another step.
   */
  replaced(line: LineFacts | undefined): void {
    this.#begin = undefined;
    this.#unanswered = undefined;
    this.#refinement = undefined;
    if (line !== undefined) this.expect(line);
    this.#decide();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
  }

  /** The panel wants more than the update that came last. */
  #answer(now: number): void {
    const update = this.#unanswered;
    if (update === undefined) return;
    this.#unanswered = undefined;
    const { begin, end, bytes, pixels, exact } = update;
    const wait = now - end > longestWait ? 0 : now - end;
    const busy = end - begin + wait;
    const cycle = begin - this.#answeredAt < succession ? Math.max(busy, now - this.#answeredAt) : busy;
    this.#answeredAt = now;
    const sample = { at: now, busy, cycle, bytes };
    if (exact > 0) this.#policy.noteExact({ ...sample, pixels: exact });
    this.#policy.note({ ...sample, pixels });
  }

  /** Whether something remains to be done when nothing comes any more. */
  get #isBusy(): boolean {
    const { screen, clock } = this.#parts;
    if (screen.audience.panels === 0) return false;
    return (
      !screen.lossyArea.empty ||
      this.#refinement !== undefined ||
      this.#policy.unsettled(clock.now()) ||
      clock.now() < this.#exactUntil
    );
  }

  #wake(): void {
    if (this.#timer !== undefined || this.#disposed) return;
    this.#timer = this.#parts.clock.after(beat, () => {
      this.#timer = undefined;
      this.#decide();
      if (this.#isBusy) this.#wake();
    });
  }

  #decide(): void {
    const { clock, screen, latency, measure } = this.#parts;
    const { exact, panels, wanting } = screen.audience;
    const now = clock.now();
    if (exact) this.#exactUntil = now + exactRest;
    if (now < this.#exactUntil || panels === 0) {
      this.#refinement = undefined;
      this.#isForced = true;
      this.#policy.force(0);
      this.#apply(0);
      if (panels > 0) this.#wake();
      return;
    }
    if (this.#isForced) {
      this.#isForced = false;
      this.#policy.resume();
      this.#apply(this.#policy.step);
    }
    // What is being read tells how quick it is when it has ended.
    if (this.#begin !== undefined && this.#refinement === undefined) return;
    this.#decidedAt = now;
    const known = latency();
    if (known !== undefined) this.#policy.noteLatency(known);
    if (!this.#policy.calm(now) && now - this.#measuredAt >= latencyRest) {
      this.#measuredAt = now;
      measure();
    }
    const refinement = this.#refinement;
    if (refinement !== undefined) {
      if (now < refinement.latest) return;
      this.#refinement = undefined;
    }
    this.#apply(this.#policy.choose(now));
    if (wanting > 0 && this.step.colorDepth === 24 && this.#policy.calm(now)) this.#refine();
  }

  /** Asks for the exact pixels of some of what has been still for a while. */
  #refine(): void {
    const { clock, screen, request } = this.#parts;
    const now = clock.now();
    const pixels = Math.max(leastPixels, this.#policy.exactPixels(refiningTime));
    const regions = screen.lossyArea.settled(now - stillness, pixels);
    if (regions.length === 0) return;
    const missing = regions.map((region) => new Coverage(region));
    this.#refinement = { regions, missing, latest: now + patience };
    this.#apply(0);
    for (const region of regions) request(region);
  }

  #refined({ missing, regions }: Refinement, painted: readonly Damage[], news: number): void {
    for (const coverage of missing) coverage.add(painted);
    const { lossyArea } = this.#parts.screen;
    if (missing.every(({ complete }) => complete)) {
      for (const region of regions) lossyArea.clear(region);
      this.#refinement = undefined;
      this.#refine();
    } else if (news > this.#policy.exactPixels(refiningTime)) this.#refinement = undefined;
    if (this.#refinement === undefined) this.#decide();
  }

  #apply(index: number): void {
    if (index === this.#applied) return;
    this.#applied = index;
    this.#parts.apply(qualityStep(index));
  }
}

/** How many pixels came; those that were copied on the screen did not. */
function pixelsOf(damage: readonly Damage[]): number {
  return damage.reduce((sum, { from, width, height }) => sum + (from === undefined ? width * height : 0), 0);
}
