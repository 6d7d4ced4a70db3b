import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { keysymOfDomKey } from '../input/domKeys.ts';
import { scancodeOfDomCode, scancodeOfKeysym } from '../input/scancodes.ts';
import type { PersonInput, PersonKeyEvent, PersonMovementEvent, PersonPointerEvent } from './drivers.ts';
import type { InputDoor } from './inputDoor.ts';
import { type InputSource, buttonBit, wheelBit } from './inputSource.ts';
import { clampTo } from './regions.ts';
import type { RemoteKeyboard } from './remoteKeyboard.ts';
import type { SessionArbiter } from './sessionArbiter.ts';
import { typeKey } from './typeKey.ts';

/** Left, middle and right have the same bits in a person's event and on the wire, back and forward have not. */
const sameButtons = buttonBit.left | buttonBit.middle | buttonBit.right;
const personBack = 0b01000;
const personForward = 0b10000;

/** Milliseconds within which Windows reports the left Control that it makes up for AltGr. */
const madeUpControlWindow = 50;

/** Notches that one wheel event can be: faster ones are a device's mistake. */
const mostNotches = 50;

/** What goes with a scancode that has no keysym. */
const noKeysym = 0;

/** Lock keys are pressed as they are, whatever the lamps say. */
const lockKey = /^(?:Caps|Num|Scroll)Lock$/;

/** What a person's input needs of the session. */
export interface PersonParts {
  readonly door: InputDoor;
  readonly arbiter: SessionArbiter;
  readonly clock: Clock;
  readonly remote: RemoteKeyboard;
}

/** A person's raw input from one panel. */
export class PersonController implements PersonInput {
  readonly #door: InputDoor;
  readonly #arbiter: SessionArbiter;
  readonly #clock: Clock;
  readonly #remote: RemoteKeyboard;
  readonly #source: InputSource;
  readonly #onDispose: () => void;
  #controlDownAt = Number.NEGATIVE_INFINITY;
  readonly #arbiterChange: Disposable;
  #disposed = false;

  constructor(parts: PersonParts, onDispose: () => void) {
    this.#door = parts.door;
    this.#arbiter = parts.arbiter;
    this.#clock = parts.clock;
    this.#remote = parts.remote;
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
    const scancode = scancodeOfDomCode(event.code);
    const keysym = keysymOfDomKey(event) ?? this.#keysymOfDeadKey(event, scancode);
    if (keysym === undefined) return;
    this.#takeOver();
    this.#dropMadeUpControl(event);
    if (!lockKey.test(event.key)) this.#matchLocks(event.locks);
    this.#source.keys.press(physicalKey, { keysym, scancode });
  }

  text(text: string): void {
    if (this.#ignored) return;
    const keys = this.#remote.plan(text);
    this.#takeOver();
    this.#remote.typing(text);
    for (const key of keys) typeKey(this.#source, key);
  }

  pointer(event: PersonPointerEvent): void {
    if (this.#ignored) return;
    const buttons = wireButtons(event.buttons);
    if (buttons !== this.#source.buttons) this.#takeOver();
    else if (this.#isDriven) return;
    this.#source.point(clampTo(this.#door.screenSize, event), buttons);
  }

  movement(event: PersonMovementEvent): void {
    if (this.#ignored) return;
    const buttons = wireButtons(event.buttons);
    if (buttons !== this.#source.buttons) this.#takeOver();
    else if (this.#isDriven) return;
    this.#source.pointBy(Math.round(event.dx), Math.round(event.dy), buttons);
  }

  wheel({ x, y, right, down }: Parameters<PersonInput['wheel']>[0]): void {
    if (this.#ignored) return;
    this.#takeOver();
    if (x !== undefined && y !== undefined) this.#source.moveTo(clampTo(this.#door.screenSize, { x, y }));
    this.#notches(down, wheelBit.down, wheelBit.up);
    this.#notches(right, wheelBit.right, wheelBit.left);
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

  /**
   * A dead key writes nothing yet, and is left out: the next key brings the composed letter. A machine that gets
   * scancodes composes by itself, from both of them; it looks at no keysym then.
   */
  #keysymOfDeadKey({ key }: PersonKeyEvent, scancode: number | undefined): number | undefined {
    return key === 'Dead' && scancode !== undefined && this.#remote.takesScancodes ? noKeysym : undefined;
  }

  /** The remote lock keys become as the person's are, so that the key writes what it would here. */
  #matchLocks(local: PersonKeyEvent['locks']): void {
    for (const symbol of this.#remote.locks.presses(local ?? {})) {
      this.#source.keys.press('lock', { keysym: symbol, scancode: scancodeOfKeysym(symbol, 'us') });
      this.#source.keys.release('lock');
    }
  }

  #notches(count: number, positive: number, negative: number): void {
    const whole = Math.min(Math.trunc(Math.abs(count)), mostNotches);
    for (let i = 0; i < whole; i += 1) this.#source.notch(count > 0 ? positive : negative);
  }
}

function wireButtons(buttons: number): number {
  const back = (buttons & personBack) === 0 ? 0 : buttonBit.back;
  const forward = (buttons & personForward) === 0 ? 0 : buttonBit.forward;
  return (buttons & sameButtons) | back | forward;
}
