import { cancelError, throwIfCancelled } from '../base/deadline.ts';
import { Emitter } from '../base/emitter.ts';
import { type VncError, vncError } from '../base/errors.ts';
import type { Arbiter, ControlState, Driver } from './drivers.ts';
import type { InputDoor } from './inputDoor.ts';
import type { InputSource } from './inputSource.ts';

/** Whether one source of input may send now. */
export interface InputGate {
  /** Aborts when the source may never send again. */
  readonly stopped: AbortSignal | undefined;
  /** Whether it has to wait until a person gives the controls back. */
  readonly paused: boolean;
  /** Waits while paused. @throws `VNC_INPUT_TAKEN` when stopped, {@link cancelError} when `signal` aborts */
  whenOpen(signal: AbortSignal): Promise<void>;
  /** @throws `VNC_INPUT_TAKEN` when somebody else has the controls. */
  check(): void;
}

/** The error of one who wants to drive while another does. */
function inputTaken(by: Driver | undefined): VncError {
  return vncError('VNC_INPUT_TAKEN', by === undefined ? {} : { driver: by.name, driverKind: by.kind });
}

/** A driver's time at the controls. */
export class DriverTurn implements InputGate {
  readonly driver: Driver;
  readonly source: InputSource;
  readonly #stop = new AbortController();
  readonly #onResume = new Emitter<void>();
  #heldKeys: ReturnType<InputSource['releaseAll']> = [];
  #paused = false;

  constructor(driver: Driver, source: InputSource) {
    this.driver = driver;
    this.source = source;
  }

  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** What the driver holds comes up. */
  pause(): void {
    this.#paused = true;
    this.#heldKeys = this.source.releaseAll();
  }

  /** The keys that the driver held go down again; buttons do not: the pointer is elsewhere by now. */
  resume(): void {
    this.#paused = false;
    for (const [physicalKey, key] of this.#heldKeys) this.source.keys.press(physicalKey, key);
    this.#heldKeys = [];
    this.#onResume.fire();
  }

  stop(): void {
    this.#heldKeys = [];
    this.#stop.abort(inputTaken(undefined));
  }

  check(): void {
    if (this.#stop.signal.aborted || this.#paused) throw inputTaken(undefined);
  }

  async whenOpen(signal: AbortSignal): Promise<void> {
    throwIfCancelled(this.#stop.signal);
    throwIfCancelled(signal);
    if (!this.#paused) return;
    await new Promise<void>((resolve, reject) => {
      const finish = (settle: () => void): void => {
        resumed.dispose();
        signal.removeEventListener('abort', cancelled);
        this.#stop.signal.removeEventListener('abort', stopped);
        settle();
      };
      const cancelled = (): void => finish(() => reject(cancelError(signal)));
      const stopped = (): void => finish(() => reject(cancelError(this.#stop.signal)));
      const resumed = this.#onResume.event(() => finish(resolve));
      signal.addEventListener('abort', cancelled, { once: true });
      this.#stop.signal.addEventListener('abort', stopped, { once: true });
    });
  }
}

/** Decides whose input reaches the server: at most one driver, and a person before it. */
export class SessionArbiter implements Arbiter {
  readonly #door: InputDoor;
  readonly #changes: Emitter<ControlState>;
  readonly onChange: Emitter<ControlState>['event'];
  #turn: DriverTurn | undefined;

  constructor(door: InputDoor, onListenerError: (error: unknown) => void) {
    this.#door = door;
    this.#changes = new Emitter(onListenerError);
    this.onChange = this.#changes.event;
  }

  get state(): ControlState {
    return { driver: this.#turn?.driver, paused: this.#turn?.paused ?? false };
  }

  /** For those who are neither a person nor a driver: they may send while nobody drives. */
  readonly bystander: InputGate = {
    stopped: undefined,
    paused: false,
    whenOpen: () =>
      new Promise<void>((resolve) => {
        this.#checkFree();
        resolve();
      }),
    check: () => this.#checkFree(),
  };

  /** Gives the controls to `driver`. @throws `VNC_INPUT_TAKEN` when another drives. */
  begin(driver: Driver): DriverTurn {
    if (this.#turn !== undefined) throw inputTaken(this.#turn.driver);
    const turn = new DriverTurn(driver, this.#door.createSource());
    this.#turn = turn;
    this.#changes.fire(this.state);
    return turn;
  }

  /** Takes the controls from `turn`; nothing when it no longer has them. */
  end(turn: DriverTurn): void {
    turn.stop();
    this.#door.removeSource(turn.source);
    if (this.#turn !== turn) return;
    this.#turn = undefined;
    this.#changes.fire(this.state);
  }

  takeOver(): void {
    if (this.#turn === undefined || this.#turn.paused) return;
    this.#turn.pause();
    this.#changes.fire(this.state);
  }

  resume(): void {
    if (this.#turn?.paused !== true) return;
    this.#turn.resume();
    this.#changes.fire(this.state);
  }

  stopDriver(): void {
    if (this.#turn !== undefined) this.end(this.#turn);
  }

  /** Ends the driver, if any, and tells nobody any more. */
  close(): void {
    this.stopDriver();
    this.#changes.dispose();
  }

  #checkFree(): void {
    if (this.#turn !== undefined && !this.#turn.paused) throw inputTaken(this.#turn.driver);
  }
}
