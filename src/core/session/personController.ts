import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { keysymOfDomKey } from '../input/domKeys.ts';
import type { PersonInput, PersonKeyEvent, PersonPointerEvent } from './drivers.ts';
import type { InputDoor } from './inputDoor.ts';
import { type InputSource, wheelBit } from './inputSource.ts';
import { clampTo } from './regions.ts';
import type { SessionArbiter } from './sessionArbiter.ts';

/** Left, middle and right: the buttons that a PointerEvent has beside the wheel. */
const sentButtons = 0b111;

/** Milliseconds within which Windows reports the left Control that it makes up for AltGr. */
const madeUpControlWindow = 50;

/** Notches that one wheel event can be: faster ones are a device's mistake. */
const mostNotches = 50;

/** A person's raw input from one panel. */
export class PersonController implements PersonInput {
  readonly #door: InputDoor;
  readonly #arbiter: SessionArbiter;
  readonly #clock: Clock;
  readonly #source: InputSource;
  readonly #onDispose: () => void;
  #controlDownAt = Number.NEGATIVE_INFINITY;
  readonly #arbiterChange: Disposable;
  #disposed = false;

  constructor(
    parts: { readonly door: InputDoor; readonly arbiter: SessionArbiter; readonly clock: Clock },
    onDispose: () => void,
  ) {
    this.#door = parts.door;
    this.#arbiter = parts.arbiter;
    this.#clock = parts.clock;
    this.#source = parts.door.createSource();
    this.#onDispose = onDispose;
    // Whoever drives again must not find a person's keys down.
    this.#arbiterChange = parts.arbiter.onChange(() => {
      if (this.#isDriven) this.releaseAll();
    });
  }

  key(event: PersonKeyEvent): void {
    if (this.#ignored) return;
    // Some keys have no code (virtual keyboards): what they write pairs the two events then.
    const physicalKey = event.code === '' ? `key ${event.key}` : event.code;
    if (!event.down) {
      this.#source.keys.release(physicalKey);
      return;
    }
    const keysym = keysymOfDomKey(event);
    if (keysym === undefined) return;
    this.#takeOver();
    this.#dropMadeUpControl(event);
    this.#source.keys.press(physicalKey, keysym);
  }

  pointer(event: PersonPointerEvent): void {
    if (this.#ignored) return;
    const buttons = event.buttons & sentButtons;
    if (buttons !== this.#source.buttons) this.#takeOver();
    else if (this.#isDriven) return;
    this.#source.point(clampTo(this.#door.screenSize, event), buttons);
  }

  wheel(event: { x: number; y: number; right: number; down: number }): void {
    if (this.#ignored) return;
    this.#takeOver();
    this.#source.moveTo(clampTo(this.#door.screenSize, event));
    this.#notches(event.down, wheelBit.down, wheelBit.up);
    this.#notches(event.right, wheelBit.right, wheelBit.left);
  }

  releaseAll(): void {
    this.#source.releaseAll();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#arbiterChange.dispose();
    this.#door.removeSource(this.#source);
    this.#onDispose();
  }

  get #ignored(): boolean {
    return this.#disposed || this.#door.viewOnly;
  }

  get #isDriven(): boolean {
    const { driver, paused } = this.#arbiter.state;
    return driver !== undefined && !paused;
  }

  #takeOver(): void {
    if (this.#isDriven) this.#arbiter.takeOver();
  }

  /** Windows reports AltGr as left Control and right Alt; with Control down the server would see a shortcut. */
  #dropMadeUpControl(event: PersonKeyEvent): void {
    const now = this.#clock.now();
    if (event.code === 'ControlLeft') {
      // A repeat is a person's: the made-up key has none of its own.
      if (!this.#source.keys.isHeld(event.code)) this.#controlDownAt = now;
    } else if (event.key === 'AltGraph' && now - this.#controlDownAt <= madeUpControlWindow)
      this.#source.keys.release('ControlLeft');
  }

  #notches(count: number, positive: number, negative: number): void {
    const whole = Math.min(Math.trunc(Math.abs(count)), mostNotches);
    for (let i = 0; i < whole; i += 1) this.#source.notch(count > 0 ? positive : negative);
  }
}
