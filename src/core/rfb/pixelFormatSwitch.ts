import { createDeferred } from '../base/deferred.ts';
import { type Rect, type Size, contains, wholeOf } from '../base/geometry.ts';
import { framebufferUpdateRequest, setPixelFormat } from './clientMessages.ts';
import type { Capabilities } from './extensions/capabilities.ts';
import type { ContinuousUpdates } from './extensions/continuousUpdates.ts';
import type { Fences } from './extensions/fences.ts';
import type { PixelFormat } from './pixelFormat.ts';

/** What a {@link PixelFormatSwitch} works with. */
export interface PixelFormatSwitchParts {
  readonly send: (message: Uint8Array) => void;
  readonly size: () => Size;
  readonly capabilities: Capabilities;
  readonly fences: Fences;
  readonly continuous: ContinuousUpdates;
  /** Rectangles have this format from now on. */
  readonly apply: (format: PixelFormat) => void;
}

/**
 * Sends requests for updates, and switches the pixel format when none is on its way: rectangles do not say what
 * format they have, so that of one that was asked for before and sent after the switch could not be known.
 *
 * Where the server knows fences, one of them (SyncNext) marks the place in the stream from which on the new format
 * holds. Other servers are asked for nothing until they have answered everything. A request that a still screen leaves
 * without an answer is answered by asking for a single pixel beside it: servers join those that they have not answered.
 * Continuous updates pause meanwhile, and requests are left out, as the whole screen is asked for in the end.
 */
export class PixelFormatSwitch {
  readonly #parts: PixelFormatSwitchParts;
  #isSwitching = false;
  /** Requests went out since pixels came last. */
  #isOutstanding = false;
  /** The pixel that was asked for, and whom to tell when it came. */
  #nudge: { readonly pixel: Rect; readonly answered: () => void } | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(parts: PixelFormatSwitchParts) {
    this.#parts = parts;
  }

  /** Asks for an update, now or, as one for everything, after the switch. */
  request(region: Rect, incremental: boolean): void {
    if (!this.#isSwitching) this.#ask(region, incremental);
  }

  /** An update has been read to its end. */
  updated(painted: readonly Rect[]): void {
    // One without pixels answers nothing: servers send those by themselves.
    if (painted.length === 0) return;
    this.#isOutstanding = false;
    const nudge = this.#nudge;
    if (nudge !== undefined && painted.some((rect) => contains(rect, nudge.pixel))) nudge.answered();
  }

  /**
   * Resolves when later rectangles have the format and the whole screen has been asked for anew.
   *
   * @throws what ends the connection
   */
  async switchTo(format: PixelFormat): Promise<void> {
    const turn = this.#last.then(async () => await this.#switchTo(format));
    this.#last = turn.catch(() => undefined);
    await turn;
  }

  /** The connection has ended: nobody waits any more. */
  end(): void {
    this.#ended = true;
    this.#nudge?.answered();
  }

  async #switchTo(format: PixelFormat): Promise<void> {
    const { continuous, capabilities, fences, apply, send, size } = this.#parts;
    if (this.#ended) return;
    this.#isSwitching = true;
    try {
      await continuous.pause();
      const message = setPixelFormat(format);
      if (capabilities.current.fence) await fences.synchronise(message, () => apply(format));
      else {
        if (this.#isOutstanding) await this.#drain();
        send(message);
        apply(format);
      }
    } finally {
      this.#isSwitching = false;
      continuous.resume();
    }
    // What is on the screen is of the old format, coarse or costly.
    this.#ask(wholeOf(size()), false);
  }

  /**
   * Waits until the server has answered everything. The first pixel may come with an update that was on its way
   * before it was asked for, which the second one, at the other end of the screen, tells apart.
   */
  async #drain(): Promise<void> {
    const { width, height } = this.#parts.size();
    for (const place of [
      { x: 0, y: 0 },
      { x: width - 1, y: height - 1 },
    ]) {
      if (this.#ended) return;
      const pixel = { ...place, width: 1, height: 1 };
      const answer = createDeferred<undefined>();
      this.#nudge = { pixel, answered: () => answer.resolve(undefined) };
      this.#ask(pixel, false);
      await answer.promise;
      this.#nudge = undefined;
    }
  }

  #ask(region: Rect, incremental: boolean): void {
    this.#isOutstanding = true;
    this.#parts.send(framebufferUpdateRequest(region, incremental));
  }
}
