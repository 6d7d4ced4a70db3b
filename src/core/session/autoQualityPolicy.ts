import type { LineFacts } from './lineProbe.ts';
import { qualityStep, qualitySteps } from './qualitySteps.ts';

/** One update, as far as its pace goes. */
export interface UpdateSample {
  /** When it had ended and the panel wanted more, in milliseconds. */
  readonly at: number;
  /** Milliseconds from its first byte until then: what the line took at least. */
  readonly busy: number;
  /** Milliseconds since the update before, where that was just before: what line and server took together at most. */
  readonly cycle: number;
  readonly bytes: number;
  /** Painted by it, without those that were copied on the screen. */
  readonly pixels: number;
}

/** Milliseconds that an update may take on a line without delay: some 25 a second. */
const pace = 40;
/** What a delay of the line adds at most: nothing is seen sooner than it allows. */
const slowestPace = 120;
/** Milliseconds of the past that count as now. */
const present = 1000;
/** Updates of fewer pixels say more of the server's habits than of the line. */
const tellingPixels = 20_000;
const tellingBytes = 16 * 1024;
/** Pixels of an update that keep a server busy. */
const demandingPixels = 250_000;
/** Pixels that were asked for can be fewer. */
const leastExactPixels = 2000;
/** Milliseconds of one update after which nobody waits for a second one. */
const unbearable = 600;
/** Milliseconds that a large change may take while nothing else moves. */
const patience = 350;
/** Pixels of such a change: half of a usual screen. */
const changePixels = 1_000_000;
/** Milliseconds for which a measured step is believed while another one is in force. */
const memory = 30_000;
/** Milliseconds of ease before a better step is tried, and the most that failures make of them. */
const firstTrial = 3000;
const latestTrial = 60_000;
/** Milliseconds of calm before a session that gave up colours takes them again. */
const colourRest = 3000;
const calmShare = 0.2;
/** Milliseconds without anything of note before something else is asked for. */
const pause = 400;
/** Updates that a step is tried with. */
const leastTrial = 6;
/** Bytes that a pixel without loss takes, where none was measured: those of photographs take more, all others less. */
const exactBytes = 2;
/** By how much a worse step has to be quicker. */
const gain = 1.25;

/**
 * Decides which of {@link qualitySteps} suits the line and what moves, from nothing but how long updates take. It asks
 * neither the time nor anybody else.
 */
export class AutoQualityPolicy {
  #step = 0;
  #samples: UpdateSample[] = [];
  readonly #busyCosts = new StepCosts();
  readonly #cycleCosts = new StepCosts();
  /** Bytes a millisecond. */
  #rate: number | undefined;
  #latency = 0;
  /** What the line was found to be like before anything was measured here. */
  #line: LineFacts | undefined;
  /** When the last update of note came. */
  #movedAt = Number.NEGATIVE_INFINITY;
  /** The first update after a change may still be of the step before. */
  #isFresh = false;
  /** Updates that told of the step in force since it is. */
  #learned = 0;
  #easySince: number | undefined;
  #trial = firstTrial;
  /** When a better step was tried last. */
  #triedAt = Number.NEGATIVE_INFINITY;

  /** The index of the step that is in force. */
  get step(): number {
    return this.#step;
  }

  /** Bytes a millisecond that came while updates came; `undefined` until one was large enough to tell. */
  get rate(): number | undefined {
    return this.#rate;
  }

  /** What a line was found to be like before any update came over it. */
  expect(line: LineFacts): void {
    this.#line = line;
    this.#rate = line.rate;
    this.force(line.step);
  }

  /** Nothing else decides any more: goes on with what suits the line as it was before. */
  resume(): void {
    this.force(this.#resting());
  }

  /** A round trip took so many milliseconds. */
  noteLatency(milliseconds: number): void {
    this.#latency = milliseconds;
  }

  note(sample: UpdateSample): void {
    const { busy, bytes, pixels } = sample;
    if (bytes >= tellingBytes && busy > 0)
      this.#rate = this.#rate === undefined ? bytes / busy : mix(this.#rate, bytes / busy);
    if (pixels < tellingPixels) return;
    this.#samples.push(sample);
    this.#movedAt = sample.at;
    if (this.#isFresh) this.#isFresh = false;
    else {
      const { at, cycle } = sample;
      this.#learned += 1;
      this.#busyCosts.learn(this.#step, busy / pixels, at);
      this.#cycleCosts.learn(this.#step, cycle / pixels, at);
    }
  }

  /** An update without loss, whatever step is in force. */
  noteExact(sample: UpdateSample): void {
    const { at, busy, pixels } = sample;
    if (pixels >= leastExactPixels) this.#busyCosts.learn(0, busy / pixels, at);
  }

  /** Whether little enough comes for something else to be asked for. */
  calm(now: number): boolean {
    const recent = this.#recent(now);
    return this.#busy(recent) < present * calmShare && now - this.#movedAt >= pause;
  }

  /** Whether time alone may change the choice. */
  unsettled(now: number): boolean {
    return this.#recent(now).length > 0 || this.#resting() !== this.#step;
  }

  /** About how many pixels can come without loss in so many milliseconds. */
  exactPixels(milliseconds: number): number {
    const cost = this.#busyCosts.of(0, this.#step);
    if (cost !== undefined) return milliseconds / cost;
    return this.#rate === undefined ? changePixels : (milliseconds * this.#rate) / exactBytes;
  }

  /** Something else decides for now: what was measured stays. */
  force(step: number): void {
    if (step === this.#step) return;
    this.#step = step;
    this.#isFresh = true;
    this.#learned = 0;
    this.#samples = [];
    this.#easySince = undefined;
  }

  /** What suits now. */
  choose(now: number): number {
    const recent = this.#recent(now);
    const next = this.#busy(recent) > present * 0.05 ? this.#whileMoving(recent, now) : this.#whileCalm(now);
    this.force(next);
    return next;
  }

  #whileMoving(recent: readonly UpdateSample[], now: number): number {
    const pixels = recent.reduce((sum, sample) => sum + sample.pixels, 0) / recent.length;
    // A server may take its time before the first byte; so may whatever moves, which only a trial tells apart.
    const isDemanding = pixels >= demandingPixels;
    const costs = isDemanding ? this.#cycleCosts : this.#busyCosts;
    const times = recent.map(({ busy, cycle }) => (isDemanding ? cycle : busy));
    const total = times.reduce((sum, time) => sum + time, 0);
    const target = Math.min(slowestPace, Math.max(pace, this.#latency));
    const last = recent.at(-1);
    const isSlow = recent.length > 1 && total >= 150 && total / recent.length > target * 1.15;
    const isUnbearable = last !== undefined && last.busy > unbearable;
    if (isSlow || isUnbearable) {
      this.#easySince = undefined;
      const wanted = this.#pick({ costs, pixels, target, now, least: Math.max(1, this.#step) });
      // What a step costs shows only when it is tried, and not at once.
      if (wanted < this.#step && this.#learned < leastTrial) return this.#step;
      const next = isUnbearable ? wanted : Math.min(wanted, this.#step + 1);
      if (next > this.#step && now - this.#triedAt < 5000)
        this.#trial = Math.min(latestTrial, this.#trial * 2);
      return next;
    }
    const better = this.#pick({ costs: this.#busyCosts, pixels, target: target * 0.6, now });
    if (better >= this.#step) {
      this.#easySince = undefined;
      return this.#step;
    }
    this.#easySince ??= now;
    if (now - this.#easySince < this.#trial) return this.#step;
    this.#triedAt = now;
    return this.#step - 1;
  }

  /** The best step at which a large change is bearable. */
  #whileCalm(now: number): number {
    this.#easySince ??= now;
    this.#trial = firstTrial;
    const rest = now - this.#easySince;
    if (rest < present) return this.#step;
    if (qualityStep(this.#step).colorDepth < 24 && rest < colourRest) return this.#step;
    return this.#resting();
  }

  #resting(): number {
    const full = qualitySteps.findIndex(({ colorDepth }) => colorDepth < 24) - 1;
    return Math.min(full, this.#pick({ costs: this.#busyCosts, pixels: changePixels, target: patience }));
  }

  /**
   * The best step, from `least` on, at which so many pixels take `target` milliseconds at most. Where there is none, the
   * best of all that are not much slower than the quickest: what buys nothing is not paid for.
   */
  #pick({ costs, pixels, target, now, least = 0 }: Wish): number {
    const rate = this.#rate ?? Number.POSITIVE_INFINITY;
    const times: number[] = [];
    for (const [index, { below }] of qualitySteps.entries()) {
      if (rate > below) break;
      const cost = costs.of(index, this.#step, now);
      if (cost === undefined) return this.#line?.step ?? this.#step;
      times.push(cost * pixels);
    }
    const enough = times.findIndex((time, index) => index >= least && time <= target);
    if (enough >= 0) return enough;
    const quickest = Math.min(...times);
    return times.findIndex((time) => time <= quickest * gain);
  }

  #recent(now: number): readonly UpdateSample[] {
    this.#samples = this.#samples.filter(({ at }) => now - at < present);
    return this.#samples;
  }

  #busy(samples: readonly UpdateSample[]): number {
    return samples.reduce((sum, { busy }) => sum + busy, 0);
  }
}

/** What a step is looked for. */
interface Wish {
  readonly costs: StepCosts;
  readonly pixels: number;
  /** Milliseconds that they may take. */
  readonly target: number;
  /** When what was measured long ago does not count; all of it does when this is left out. */
  readonly now?: number;
  readonly least?: number;
}

/** Milliseconds that a pixel takes, by step. */
class StepCosts {
  readonly #known = new Map<number, { readonly cost: number; readonly at: number }>();

  learn(step: number, cost: number, at: number): void {
    const known = this.#known.get(step);
    const isKnown = known !== undefined && at - known.at < memory;
    this.#known.set(step, { cost: isKnown ? mix(known.cost, cost) : cost, at });
  }

  /** Measured, or what follows from the step that is in force, or was measured last. */
  of(step: number, inForce: number, now = Number.NEGATIVE_INFINITY): number | undefined {
    const known = this.#known.get(step);
    if (known !== undefined && (step === inForce || now - known.at < memory)) return known.cost;
    const [from, measured] = this.#known.has(inForce)
      ? [inForce, this.#known.get(inForce)]
      : ([...this.#known].toSorted(([, a], [, b]) => b.at - a.at)[0] ?? []);
    if (from === undefined || measured === undefined) return undefined;
    return (measured.cost * qualityStep(step).weight) / qualityStep(from).weight;
  }
}

function mix(before: number, now: number): number {
  return before * 0.7 + now * 0.3;
}
