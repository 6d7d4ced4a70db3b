import { vncError } from '../base/errors.ts';
import type { Point } from '../base/geometry.ts';
import type { ActionRunner, ActionTurn } from './actionRunner.ts';
import type { ActionOptions, ClickOptions, DragOptions, Mouse, MouseButton } from './bridge.ts';
import { dragPath } from './dragPath.ts';
import type { InputDoor } from './inputDoor.ts';
import { type InputSource, buttonBit } from './inputSource.ts';
import { pixelAt } from './regions.ts';
import type { InputGate } from './sessionArbiter.ts';
import { checkWritable } from './viewOnly.ts';

/** A triple click is the most that anything counts. */
const mostClicks = 3;

/** What the input controllers of one caller share. */
export interface InputParts {
  readonly door: InputDoor;
  readonly source: InputSource;
  readonly gate: InputGate;
  readonly runner: ActionRunner;
}

/** Milliseconds of a drag when the caller does not say: slow enough for the pickiest drop target. */
const defaultDragDuration = 600;

/** Milliseconds that the pointer rests before a drop: targets that open on hover need to notice it. */
const restBeforeDrop = 50;

/** The typed actions of the pointer. */
export class MouseController implements Mouse {
  readonly #parts: InputParts;

  constructor(parts: InputParts) {
    this.#parts = parts;
  }

  get position(): Point {
    return this.#parts.door.position;
  }

  async moveTo(x: number, y: number, options: ActionOptions = {}): Promise<void> {
    const place = this.#pixel({ x, y });
    await this.#act('mouse.moveTo', options, 0, async (turn) => {
      await turn.step();
      this.#parts.source.moveTo(place);
    });
  }

  async click(options: ClickOptions = {}): Promise<void> {
    const { at, button = 'left', count = 1, hold = 0 } = options;
    const place = at === undefined ? undefined : this.#pixel(at);
    const { source } = this.#parts;
    const bit = bitOf(button);
    if (!Number.isInteger(count) || count < 1 || count > mostClicks)
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'count', value: count });
    if (!(hold >= 0) || !Number.isFinite(hold))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'hold', value: hold });
    await this.#act('mouse.click', options, count * hold, async (turn) => {
      if (place !== undefined) {
        await turn.step();
        source.moveTo(place);
      }
      for (let i = 0; i < count; i += 1) {
        await turn.step();
        source.press(bit);
        try {
          if (hold > 0) await turn.pause(hold);
        } finally {
          source.release(bit);
        }
      }
    });
  }

  async doubleClick(options: Omit<ClickOptions, 'count'> = {}): Promise<void> {
    await this.click({ ...options, count: 2 });
  }

  async drag(from: Point, to: Point, options: DragOptions = {}): Promise<void> {
    const { via = [], duration = defaultDragDuration, button = 'left' } = options;
    if (!(duration >= 0) || !Number.isFinite(duration))
      throw vncError('VNC_ARGUMENT_INVALID', { argument: 'duration', value: duration });
    const stops = [from, ...via, to].map((point) => this.#pixel(point));
    const { source, gate } = this.#parts;
    const bit = bitOf(button);
    await this.#act('mouse.drag', options, duration + restBeforeDrop, async (turn) => {
      await turn.step();
      source.moveTo(this.#pixel(from));
      source.press(bit);
      try {
        for (const { place, wait } of dragPath(stops, duration)) {
          await turn.pause(wait);
          // A person who takes over lets the button go, so that there is nothing left to drag.
          gate.check();
          await turn.step();
          source.moveTo(place);
        }
        if (duration > 0) await turn.pause(restBeforeDrop);
        gate.check();
      } finally {
        source.release(bit);
      }
    });
  }

  async down(button: MouseButton = 'left', options: ActionOptions = {}): Promise<void> {
    const bit = bitOf(button);
    await this.#act('mouse.down', options, 0, async (turn) => {
      await turn.step();
      this.#parts.source.press(bit);
    });
  }

  async up(button: MouseButton = 'left', options: ActionOptions = {}): Promise<void> {
    const bit = bitOf(button);
    await this.#act('mouse.up', options, 0, async (turn) => {
      await turn.step();
      this.#parts.source.release(bit);
    });
  }

  #pixel(place: Point): Point {
    return pixelAt(place, this.#parts.door.screenSize);
  }

  async #act(
    name: string,
    options: ActionOptions,
    planned: number,
    work: (turn: ActionTurn) => Promise<void>,
  ): Promise<void> {
    checkWritable(this.#parts.door);
    const { delay, timeout, signal } = options;
    await this.#parts.runner.input({ name, planned, delay, timeout, signal }, work);
  }
}

/** Callers need not be checked by a compiler. @throws `VNC_ARGUMENT_INVALID` */
function bitOf(button: MouseButton): number {
  if (!Object.hasOwn(buttonBit, button))
    throw vncError('VNC_ARGUMENT_INVALID', { argument: 'button', value: button });
  return buttonBit[button];
}
