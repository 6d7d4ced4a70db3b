import type { Clock } from '../base/clock.ts';
import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { createDeferred } from '../base/deferred.ts';
import { DisposableStore } from '../base/disposables.ts';
import { intersect, wholeOf } from '../base/geometry.ts';
import { qualityStep } from './qualitySteps.ts';
import type { Wire } from './wire.ts';

/**
 * Pixels whose bytes are known before they come: 16 KiB without compression are one flight of packets, also where a
 * round trip takes long, and a second of a line on which everything takes long.
 */
const sample = { x: 0, y: 0, width: 128, height: 32 };
/** Milliseconds after which a server that says nothing about a part of its screen is asked for the whole. */
const patience = 1000;
/** What comes sooner says more of this machine than of the line. */
const shortest = 5;

/**
 * Lines that are slower, in bytes a millisecond, get their first picture with this step: a screen without loss would
 * let people wait for a minute.
 */
const firstSteps = [
  { below: 60, step: 4 },
  { below: 250, step: 3 },
] as const;

/** What is known of a line before anything else came over it. */
export interface LineFacts {
  /** Bytes a millisecond. */
  readonly rate: number;
  /** The index of the quality step that suits it. */
  readonly step: number;
}

/** The quality step that a first picture should have on a line of so many bytes a millisecond. */
export function firstStep(rate: number): number {
  return firstSteps.find(({ below }) => rate < below)?.step ?? 0;
}

/**
 * Measures how quick a new connection is with a few pixels that must not be compressed, and has the server simplify
 * the first picture where that would take long otherwise. Asks for nothing else.
 *
 * @returns what was found of a slow line; `undefined` for all others, and where the server does not tell
 * @throws {@link cancelError} when `signal` aborts; what ends the connection is told elsewhere
 */
export async function probeLine(
  wire: Wire,
  { clock, preferred, compression, signal }: ProbeOptions,
): Promise<LineFacts | undefined> {
  throwIfCancelled(signal);
  const rate = await measure(wire, clock, preferred, compression, signal);
  const step = rate === undefined ? 0 : firstStep(rate);
  if (rate === undefined || step === 0 || wire.closed) return undefined;
  const { quality, compression: usual } = qualityStep(step);
  wire.setEncodings({ preferred, quality, compression: compression ?? usual });
  return { rate, step };
}

/** How a line is measured, and what its connection is set to. */
export interface ProbeOptions {
  readonly clock: Clock;
  readonly preferred: string | undefined;
  readonly compression: number | undefined;
  readonly signal: AbortSignal;
}

async function measure(
  wire: Wire,
  clock: Clock,
  preferred: string | undefined,
  compression: number | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  const result = createDeferred<number | undefined>();
  const store = new DisposableStore();
  const received = (): number => wire.statistics().bytesReceived;
  let begin: { readonly at: number; readonly bytes: number } | undefined;
  let isLate = false;
  const region = intersect(sample, wholeOf(wire.framebuffer));
  const cancelled = (): void => result.reject(cancelError(signal));
  signal.addEventListener('abort', cancelled, { once: true });
  store.add(wire.onUpdateStart(() => (begin = { at: clock.now(), bytes: received() })));
  store.add(
    wire.onUpdate((painted) => {
      const started = begin;
      begin = undefined;
      if (started !== undefined && painted.length > 0) {
        const took = clock.now() - started.at;
        result.resolve(took < shortest ? undefined : (received() - started.bytes) / took);
      } else if (isLate) result.resolve(undefined);
      // The first update of many servers has no pixels, and leaves the wish open.
      else wire.requestUpdate(region, { incremental: true });
    }),
  );
  store.add(wire.onResize(() => result.resolve(undefined)));
  store.add(wire.onClose(() => result.resolve(undefined)));
  store.add(
    clock.after(patience, () => {
      isLate = true;
      if (begin === undefined) result.resolve(undefined);
    }),
  );
  try {
    wire.setEncodings({ preferred: 'Raw', only: true });
    wire.requestUpdate(region, { incremental: false });
    return await result.promise;
  } finally {
    store.dispose();
    signal.removeEventListener('abort', cancelled);
    if (!wire.closed) wire.setEncodings({ preferred, compression });
  }
}
