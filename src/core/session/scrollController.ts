import { vncError } from '../base/errors.ts';
import type { Scroll, ScrollOptions } from './bridge.ts';
import { wheelBit } from './inputSource.ts';
import type { InputParts } from './mouseController.ts';
import { pixelAt } from './regions.ts';
import { checkWritable } from './viewOnly.ts';

/** Notches when the caller does not say. */
const defaultNotches = 3;

/** More notches than any list has lines: beyond it a count is a mistake. */
const mostNotches = 10_000;

/** The typed actions of the wheel: each notch is a press and a release of one of the buttons 4 to 7. */
export class ScrollController implements Scroll {
  readonly #parts: InputParts;

  constructor(parts: InputParts) {
    this.#parts = parts;
  }

  async up(notches?: number, options?: ScrollOptions): Promise<void> {
    await this.#turn('up', notches, options);
  }

  async down(notches?: number, options?: ScrollOptions): Promise<void> {
    await this.#turn('down', notches, options);
  }

  async left(notches?: number, options?: ScrollOptions): Promise<void> {
    await this.#turn('left', notches, options);
  }

  async right(notches?: number, options?: ScrollOptions): Promise<void> {
    await this.#turn('right', notches, options);
  }

  async #turn(
    direction: keyof typeof wheelBit,
    notches = defaultNotches,
    { at, delay, timeout, signal }: ScrollOptions = {},
  ): Promise<void> {
    const { door, source, runner } = this.#parts;
    if (!Number.isInteger(notches) || notches < 1 || notches > mostNotches)
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'notches', value: notches });
    const place = at === undefined ? undefined : pixelAt(at, door.screenSize);
    checkWritable(door);
    await runner.input({ name: `scroll.${direction}`, delay, timeout, signal }, async (turn) => {
      if (place !== undefined) {
        await turn.step();
        source.moveTo(place);
      }
      for (let i = 0; i < notches; i += 1) {
        await turn.step();
        source.notch(wheelBit[direction]);
      }
    });
  }
}
