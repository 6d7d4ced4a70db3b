import type { Clock } from '../base/clock.ts';
import { cancelError, delay, throwIfCancelled } from '../base/deadline.ts';
import { vncError } from '../base/errors.ts';
import type { ActionOptions } from './bridge.ts';
import type { InputGate } from './sessionArbiter.ts';
import { SuspendableDeadline } from './suspendableDeadline.ts';

/** Milliseconds that an action may take when its caller does not say, on top of what it is meant to take. */
export const defaultActionTimeout = 30_000;

/** Bytes waiting to be sent above which actions wait: enough to keep any link busy. */
const highWaterBytes = 64 * 1024;

/** Milliseconds between two looks at how much waits to be sent. */
const drainInterval = 5;

/** Steps after which an action lets others run: a person can take over in the middle of a long text. */
const stepsBeforeYield = 32;

/** What actions of a session share. */
export interface ActionContext {
  readonly clock: Clock;
  /** Aborts with the error of the session's end. */
  readonly ended: AbortSignal;
  /** Bytes that wait to be sent. */
  bufferedBytes(): number;
  /** Waits while the connection is lost. @throws {@link cancelError} when `signal` aborts */
  whenConnected(signal: AbortSignal): Promise<void>;
}

/** How an action is run. */
export interface ActionPlan extends ActionOptions {
  /** For errors and logs, such as `mouse.drag`. */
  readonly name: string;
  /** Milliseconds that the action takes by its own nature; added to the default deadline. */
  readonly planned?: number;
}

/** What a running action may wait for. Every wait ends when the action is cancelled or its deadline passes. */
export interface ActionTurn {
  readonly signal: AbortSignal;
  /** To be awaited before each event that is sent: waits for the controls and for room on the wire. */
  step(): Promise<void>;
  /** Waits `milliseconds`. */
  pause(milliseconds: number): Promise<void>;
}

/** Runs the actions of one caller: input one after the other, each with its deadline and its cancel. */
export class ActionRunner {
  readonly #context: ActionContext;
  readonly #gate: InputGate;
  #last: Promise<unknown> = Promise.resolve();
  #steps = 0;

  constructor(context: ActionContext, gate: InputGate) {
    this.#context = context;
    this.#gate = gate;
  }

  /** Runs an action that sends input, after those that were begun before it. */
  async input<T>(plan: ActionPlan, work: (turn: ActionTurn) => Promise<T>): Promise<T> {
    const before = this.#last;
    const action = this.#run(plan, async (turn, deadline) => {
      await settled(before, turn.signal);
      // Waiting for a person to give the controls back is not the action's time.
      await deadline.suspendedWhile(() => this.#gate.whenOpen(turn.signal));
      return await work(turn);
    });
    // Without the results: they would hang on each other, from the session's first action to its last.
    this.#last = Promise.allSettled([before, action]).then(() => undefined);
    return await action;
  }

  /** Runs an action that only reads. */
  async reading<T>(plan: ActionPlan, work: (turn: ActionTurn) => Promise<T>): Promise<T> {
    return await this.#run(plan, work);
  }

  async #run<T>(
    plan: ActionPlan,
    work: (turn: ActionTurn, deadline: SuspendableDeadline) => Promise<T>,
  ): Promise<T> {
    const { clock } = this.#context;
    for (const argument of ['timeout', 'delay'] as const) {
      const value = plan[argument] ?? 0;
      if (!(value >= 0)) throw vncError('VNC_ARGUMENT_INVALID', { argument, value });
    }
    const controller = new AbortController();
    const sources = [plan.signal, this.#context.ended, this.#gate.stopped].filter((s) => s !== undefined);
    for (const source of sources) throwIfCancelled(source);
    const unlinks = sources.map((source) => link(source, controller));
    const timeout = plan.timeout ?? defaultActionTimeout + (plan.planned ?? 0) + (plan.delay ?? 0);
    const deadline = new SuspendableDeadline(clock, timeout, () => {
      controller.abort(vncError('VNC_ACTION_TIMEOUT', { action: plan.name, timeout }));
    });
    const turn: ActionTurn = {
      signal: controller.signal,
      step: () => this.#step(controller.signal, deadline),
      pause: (milliseconds) => delay(milliseconds, { signal: controller.signal, clock }),
    };
    try {
      const result = await work(turn, deadline);
      throwIfCancelled(controller.signal);
      if (plan.delay !== undefined && plan.delay > 0) await turn.pause(plan.delay);
      return result;
    } finally {
      deadline.dispose();
      for (const unlink of unlinks) unlink();
    }
  }

  async #step(signal: AbortSignal, deadline: SuspendableDeadline): Promise<void> {
    throwIfCancelled(signal);
    this.#steps += 1;
    if (this.#steps % stepsBeforeYield === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#context.bufferedBytes() > highWaterBytes)
      await delay(drainInterval, { signal, clock: this.#context.clock });
    // What would be sent into a lost connection waits for the next one; its own deadline goes on.
    await this.#context.whenConnected(signal);
    throwIfCancelled(signal);
    // Given back and taken again in one go, the controls are still a person's.
    while (this.#gate.paused) await deadline.suspendedWhile(() => this.#gate.whenOpen(signal));
    this.#gate.check();
  }
}

function link(source: AbortSignal, target: AbortController): () => void {
  const abort = (): void => target.abort(cancelError(source));
  source.addEventListener('abort', abort, { once: true });
  return () => source.removeEventListener('abort', abort);
}

/** Waits until `before` has settled, however, or `signal` aborts. */
async function settled(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const cancelled = (): void => reject(cancelError(signal));
    signal.addEventListener('abort', cancelled, { once: true });
    void before.then(() => {
      signal.removeEventListener('abort', cancelled);
      resolve();
    });
  });
}
