import { createDeferred, type Deferred } from '../../base/deferred.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/disposables.ts';
import { type WaitBounds, withDeadline } from '../../base/deadline.ts';
import type { DrivenBridge, Driver } from '../../session/drivers.ts';
import type { Session } from '../../session/session.ts';
import { RunStop } from './runStop.ts';

/** What a run wants to know of its connection. */
export interface ConnectionListener {
  /** A person took over (`true`), or gave the controls back. */
  paused(paused: boolean): void;
  /** The run cannot go on: stopped by a person, or the connection is gone. */
  stopped(stop: RunStop): void;
}

/** A session as a run drives it: who holds the controls, and whether it is still there. */
export class RunConnection implements Disposable {
  readonly session: Session;
  readonly #driver: Driver;
  readonly #listener: ConnectionListener;
  readonly #store = new DisposableStore();
  #bridge: DrivenBridge | undefined;
  #resumed: Deferred<undefined> | undefined;
  #releasing = false;
  #tolerances = 0;

  constructor(session: Session, driver: Driver, listener: ConnectionListener) {
    this.session = session;
    this.#driver = driver;
    this.#listener = listener;
    this.#store.add(session.arbiter.onChange(() => this.#controlsChanged()));
    this.#store.add(session.onStateChange(() => this.#stateChanged()));
  }

  /** Whether the session has ended. */
  get closed(): boolean {
    return this.session.state.phase === 'closed';
  }

  /** Whether a person holds the controls. */
  get paused(): boolean {
    return this.#resumed !== undefined;
  }

  /** Takes the controls now, so that the panel shows who drives. @throws as {@link bridge} */
  take(): void {
    this.#bridge ??= this.session.drive(this.#driver);
  }

  /** The controls. @throws `VNC_INPUT_TAKEN` when another script or agent drives. */
  get bridge(): DrivenBridge {
    this.#bridge ??= this.session.drive(this.#driver);
    return this.#bridge;
  }

  /** Gives the controls back: every key and button that the run holds comes up. */
  release(): void {
    this.#releasing = true;
    this.#bridge?.dispose();
    this.#bridge = undefined;
    this.#releasing = false;
    this.#setPaused(false);
  }

  /** Resolves when no person holds the controls. @throws when `bounds.signal` aborts. */
  async whenResumed(bounds: Pick<WaitBounds, 'signal'>): Promise<void> {
    const resumed = this.#resumed;
    if (resumed === undefined) return;
    await withDeadline(
      bounds,
      () => new RunStop('VS5041', 'a person holds the controls'),
      () => resumed.promise,
    );
  }

  /** Until the result is disposed, losing the connection does not stop the run: the script waits for it. */
  tolerateLoss(): Disposable {
    this.#tolerances++;
    return toDisposable(() => this.#tolerances--);
  }

  dispose(): void {
    this.release();
    this.#store.dispose();
  }

  #controlsChanged(): void {
    if (this.#bridge === undefined || this.#releasing) return;
    const { driver, paused } = this.session.arbiter.state;
    if (driver === this.#driver) {
      this.#setPaused(paused);
      return;
    }
    this.#setPaused(false);
    // A session that is closing takes the controls away too: a turn later it is known which it was.
    setImmediate(() => {
      if (!this.closed)
        this.#listener.stopped(new RunStop('VS5041', 'a person took over and stopped the script'));
    });
  }

  #setPaused(paused: boolean): void {
    if (paused === this.paused) return;
    if (paused) this.#resumed = createDeferred<undefined>();
    else {
      this.#resumed?.resolve(undefined);
      this.#resumed = undefined;
    }
    this.#listener.paused(paused);
  }

  #stateChanged(): void {
    const { state } = this.session;
    if (state.phase !== 'closed') return;
    this.#setPaused(false);
    if (this.#tolerances === 0)
      this.#listener.stopped(new RunStop('VS5012', 'the connection was lost', state.error));
  }
}
