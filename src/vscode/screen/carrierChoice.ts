import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import type { Event } from '../../core/base/emitter.ts';
import type { FrameCarrier } from './frameCarrier.ts';

/** How a carrier does. */
export interface CarrierFigures {
  /** Milliseconds of the quickest empty round trip. */
  readonly roundTrip: number;
  /** Milliseconds that a probe of `probeBytes` takes on top of that. */
  readonly transfer: number;
}

/** Bytes of the probe: a fair part of a frame, and little enough to keep nobody waiting. */
export const probeBytes = 256 * 1024;

/** Empty round trips; the first one warms up what lies between. */
const roundTrips = 3;

/** A carrier that takes longer for one answer is none. */
const answerTimeout = 3000;

/** Measures one carrier after the other: several probes at once would measure each other. */
export class CarrierProbe implements Disposable {
  readonly #answers: Event<number>;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #nextId = 1;

  /** @param answers the ids that the page gives back, over whichever carrier. */
  constructor(answers: Event<number>, clock: Clock = systemClock) {
    this.#answers = answers;
    this.#clock = clock;
  }

  /** @returns the carrier's figures, or `undefined` when it does not answer in time or the probe is disposed. */
  async measure(carrier: FrameCarrier): Promise<CarrierFigures | undefined> {
    let roundTrip = Number.POSITIVE_INFINITY;
    for (let i = 0; i < roundTrips; i++) {
      const time = await this.#time(carrier, new Uint8Array(0));
      if (time === undefined) return undefined;
      roundTrip = Math.min(roundTrip, time);
    }
    const time = await this.#time(carrier, noise(probeBytes));
    return time === undefined ? undefined : { roundTrip, transfer: Math.max(0, time - roundTrip) };
  }

  /** Ends every measurement. */
  dispose(): void {
    for (const end of [...this.#waiting]) end();
  }

  async #time(carrier: FrameCarrier, filling: Uint8Array): Promise<number | undefined> {
    const id = this.#nextId;
    this.#nextId += 1;
    const store = new DisposableStore();
    const began = this.#clock.now();
    const answered = await new Promise<boolean>((resolve) => {
      const end = (): void => resolve(false);
      this.#waiting.add(end);
      store.add({ dispose: () => void this.#waiting.delete(end) });
      store.add(this.#answers((answer) => (answer === id ? resolve(true) : undefined)));
      store.add(this.#clock.after(answerTimeout, end));
      carrier.probe(id, filling);
    });
    store.dispose();
    return answered ? this.#clock.now() - began : undefined;
  }
}

/** Whether the direct carrier serves better than messages: it brings a key there and a frame's part back sooner. */
export function isDirectBetter(
  messages: CarrierFigures | undefined,
  direct: CarrierFigures | undefined,
): boolean {
  if (direct === undefined) return false;
  if (messages === undefined) return true;
  return direct.roundTrip + direct.transfer <= messages.roundTrip + messages.transfer;
}

/** Figures for the log. */
export function figuresWords(figures: CarrierFigures | undefined): string {
  if (figures === undefined) return 'without an answer';
  return `${figures.roundTrip.toFixed(1)} ms there and back, ${figures.transfer.toFixed(1)} ms for a probe`;
}

/** What the log says, with a cure, where a page never reached the direct carrier at any of its addresses. */
export function unreachableWords(why: string, addresses: readonly string[]): string {
  return (
    `the direct connection to the tab cannot be used (${why}; tried ${addresses.join(', ')}): pictures and input go ` +
    'as messages of the editor, which answer later. Let the browser, the proxy or the firewall pass connections to ' +
    'that address, or set "vncAgentBridge.screen.carrier" to "messages" to have it not tried'
  );
}

/** Bytes that no compression on the way makes fewer. */
function noise(length: number): Uint8Array {
  const words = new Uint32Array(length / 4);
  let state = 0x9e3779b9;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer);
}
