import type { Clock } from '../../base/clock.ts';
import { type Deferred, createDeferred } from '../../base/deferred.ts';
import { vncError } from '../../base/errors.ts';
import type { PowerAction } from '../../session/wire.ts';
import { xvpClientMessage } from '../clientMessages.ts';
import type { Capabilities } from './capabilities.ts';

/** Message codes (rfbproto, xvp Client Message and xvp Server Message). */
const codes = { fail: 0, init: 1, shutdown: 2, reboot: 3, reset: 4 } as const;

/** Milliseconds without XVP_FAIL after which the server counts as willing: there is no message that says so. */
const patience = 1000;

/** Shutting down, restarting and resetting the remote machine (the xvp extension). */
export class PowerControl {
  readonly #send: (message: Uint8Array) => void;
  readonly #capabilities: Capabilities;
  readonly #clock: Clock;
  readonly #waiting: Deferred<boolean>[] = [];

  constructor(parts: {
    readonly send: (message: Uint8Array) => void;
    readonly capabilities: Capabilities;
    readonly clock: Clock;
  }) {
    this.#send = parts.send;
    this.#capabilities = parts.capabilities;
    this.#clock = parts.clock;
  }

  /** An xvp Server Message came. The only version there is has the number 1, and every server knows it. */
  received(version: number, code: number): void {
    if (code === codes.init && version >= 1) this.#capabilities.confirm('power');
    else if (code === codes.fail) this.#waiting.shift()?.resolve(false);
  }

  /**
   * Resolves when the server took the order without complaint, or went away with its machine.
   *
   * @throws `VNC_POWER_UNSUPPORTED`, `VNC_POWER_FAILED`
   */
  async request(action: PowerAction): Promise<void> {
    if (!Object.hasOwn(codes, action))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'action', value: action });
    if (!this.#capabilities.current.power) throw vncError('VNC_POWER_UNSUPPORTED');
    const deferred = createDeferred<boolean>();
    this.#waiting.push(deferred);
    this.#send(xvpClientMessage(codes[action]));
    const timer = this.#clock.after(patience, () => deferred.resolve(true));
    const done = await deferred.promise;
    timer.dispose();
    const at = this.#waiting.indexOf(deferred);
    if (at >= 0) this.#waiting.splice(at, 1);
    if (!done) throw vncError('VNC_POWER_FAILED', { action });
  }

  /** The connection has ended, as is to be expected when its machine goes down. */
  end(): void {
    for (const deferred of this.#waiting.splice(0)) deferred.resolve(true);
  }
}
