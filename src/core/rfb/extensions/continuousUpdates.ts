import { type Deferred, createDeferred } from '../../base/deferred.ts';
import { vncError } from '../../base/errors.ts';
import { type Rect, type Size, intersect, isEmpty, wholeOf } from '../../base/geometry.ts';
import { enableContinuousUpdates } from '../clientMessages.ts';
import type { Capabilities } from './capabilities.ts';

/** Updates that come without being asked for (rfbproto, EnableContinuousUpdates). */
export class ContinuousUpdates {
  readonly #send: (message: Uint8Array) => void;
  readonly #capabilities: Capabilities;
  readonly #size: () => Size;
  /** What was asked for; cut to the screen only when it is sent, so that it grows with the screen again. */
  #region: Rect | undefined;
  /** Whether the region is to be the screen, however large that becomes. */
  #isWhole = false;
  /** The server is kept from sending by itself, whatever the owner wants. */
  #isPaused = false;
  /** One for every message that switched them off and is not answered yet. */
  readonly #ending: Deferred<undefined>[] = [];

  constructor(parts: {
    readonly send: (message: Uint8Array) => void;
    readonly capabilities: Capabilities;
    readonly size: () => Size;
  }) {
    this.#send = parts.send;
    this.#capabilities = parts.capabilities;
    this.#size = parts.size;
  }

  /** @throws `VNC_EXTENSION_UNSUPPORTED` before the server has shown that it knows them */
  enable(region: Rect): void {
    if (!this.#capabilities.current.continuousUpdates) {
      throw vncError('VNC_EXTENSION_UNSUPPORTED', { extension: 'ContinuousUpdates' });
    }
    const whole = wholeOf(this.#size());
    const inside = intersect(region, whole);
    this.#isWhole = inside.width === whole.width && inside.height === whole.height;
    this.#region = region;
    this.#start();
  }

  /** Resolves when the last update that was not asked for has come; at once when there is none. */
  async disable(): Promise<void> {
    if (this.#region === undefined) return;
    this.#region = undefined;
    if (!this.#isPaused) await this.#stop();
  }

  /** The same for a while: {@link enable} has no effect until {@link resume}. */
  async pause(): Promise<void> {
    this.#isPaused = true;
    if (this.#region !== undefined) await this.#stop();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#region !== undefined) this.#start();
  }

  /** EndOfContinuousUpdates came: the answer to switching them off, or how the server says that it knows them. */
  ended(): void {
    this.#capabilities.confirm('continuousUpdates');
    this.#ending.shift()?.resolve(undefined);
  }

  /** The screen has another size: the server keeps the old region until it is told. */
  resized(): void {
    if (this.#region !== undefined) this.#start();
  }

  /** The connection has ended: nobody waits any more. */
  end(): void {
    for (const deferred of this.#ending.splice(0)) deferred.resolve(undefined);
  }

  #start(): void {
    if (this.#isPaused) return;
    const whole = wholeOf(this.#size());
    const wanted = this.#isWhole || this.#region === undefined ? whole : intersect(this.#region, whole);
    this.#send(enableContinuousUpdates(isEmpty(wanted) ? whole : wanted, true));
  }

  async #stop(): Promise<void> {
    const deferred = createDeferred<undefined>();
    this.#ending.push(deferred);
    this.#send(enableContinuousUpdates({ x: 0, y: 0, width: 0, height: 0 }, false));
    await deferred.promise;
  }
}
