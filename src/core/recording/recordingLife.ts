import { type Clock, systemClock } from '../base/clock.ts';
import { createDeferred } from '../base/deferred.ts';
import { DisposableStore } from '../base/disposables.ts';
import { type VncError, isVncError, vncError } from '../base/errors.ts';
import {
  type RecordedSession,
  type RecordingEnd,
  type RecordingLimits,
  type RecordingResult,
  defaultLimits,
} from './recording.ts';

/** What every recorder takes. */
export interface RecordingLifeOptions extends RecordingLimits {
  readonly file: string;
  readonly clock?: Clock | undefined;
}

/** From the beginning of a recording to its end, of whatever kind it is: its time, its limit and what becomes of it. */
export class RecordingLife {
  readonly clock: Clock;
  /** What is listened to as long as it goes on. */
  readonly store = new DisposableStore();
  readonly #session: RecordedSession;
  readonly #options: RecordingLifeOptions;
  readonly #startedAt: number;
  readonly #result = createDeferred<RecordingResult>();
  #ending: RecordingEnd | undefined;
  #endedAt = 0;

  constructor(session: RecordedSession, options: RecordingLifeOptions) {
    this.#session = session;
    this.#options = options;
    this.clock = options.clock ?? systemClock;
    this.#startedAt = this.clock.now();
  }

  /** Since its start; from its end on how long it was. */
  get milliseconds(): number {
    return this.#ending === undefined ? Math.round(this.clock.now() - this.#startedAt) : this.#endedAt;
  }

  /** Whether it goes on. */
  get goesOn(): boolean {
    return this.#ending === undefined;
  }

  get ended(): Promise<RecordingResult> {
    return this.#result.promise;
  }

  /** @param end ends the recording: its time is over, or the session is. */
  watch(end: (reason: 'maxSeconds' | 'closed') => void): void {
    const { maxSeconds = defaultLimits.maxSeconds } = this.#options;
    this.store.add(
      this.#session.onStateChange(({ phase }) => {
        if (phase === 'closed') end('closed');
      }),
    );
    this.store.add(this.clock.after(maxSeconds * 1000, () => end('maxSeconds')));
    if (this.#session.state.phase === 'closed') end('closed');
  }

  /** Ends it for the first reason that comes. @returns whether this is it */
  end(reason: RecordingEnd): boolean {
    if (this.#ending !== undefined) return false;
    this.#endedAt = this.milliseconds;
    this.#ending = reason;
    this.store.dispose();
    return true;
  }

  /** The file is closed: tells how it ended. @param failure what it failed with, if it did, whatever it ended for. */
  finish(result: Pick<RecordingResult, 'format' | 'bytes'>, failure: unknown): void {
    const { file } = this.#options;
    const error: VncError | undefined =
      failure === undefined || isVncError(failure)
        ? failure
        : vncError('VNC_FILE_NOT_WRITTEN', { path: file, reason: 'encoder' }, failure);
    const reason = failure === undefined ? (this.#ending ?? 'stopped') : 'failed';
    this.#result.resolve({ ...result, file, reason, error, milliseconds: this.#endedAt });
  }
}
