import type { Point } from '../base/geometry.ts';
import { KeyState, type SentKey } from '../input/keyState.ts';
import type { InputDoor } from './inputDoor.ts';

/** Button bits of a PointerEvent (RFC 6143, section 7.5.5; rfbproto, ExtendedMouseButtons). */
export const buttonBit = { left: 1, middle: 2, right: 4, back: 128, forward: 256 } as const;

/** Wheel notches are presses of these buttons. */
export const wheelBit = { up: 8, down: 16, left: 32, right: 64 } as const;

/** One that sends input, a person, a driver or a caller: what it holds down can be let go all at once. */
export class InputSource {
  readonly keys: KeyState;
  readonly #door: InputDoor;
  #buttons = 0;

  constructor(door: InputDoor) {
    this.#door = door;
    this.keys = new KeyState((keysym, down, scancode) => door.sendKey(keysym, down, scancode));
  }

  /** The button bits that this source holds. */
  get buttons(): number {
    return this.#buttons;
  }

  /** Tells of a key that it is up, which is harmless when it was up all the time. */
  lift({ keysym, scancode }: SentKey): void {
    this.#door.sendKey(keysym, false, scancode);
  }

  /** The pointer goes to `place`. */
  moveTo(place: Point): void {
    this.#door.movePointer(place);
  }

  /** The buttons that this source holds from now on; the server is told when that changes anything. */
  setButtons(buttons: number): void {
    if (buttons === this.#buttons) return;
    this.#buttons = buttons;
    this.#door.sendButtons(0);
  }

  /** The pointer goes to `place` and the buttons change in one event. */
  point(place: Point, buttons: number): void {
    this.#buttons = buttons;
    this.#door.movePointer(place);
  }

  /** The pointer goes by so many pixels and the buttons change in one event. */
  pointBy(dx: number, dy: number, buttons: number): void {
    this.#buttons = buttons;
    this.#door.movePointerBy(dx, dy);
  }

  press(bit: number): void {
    this.setButtons(this.#buttons | bit);
  }

  release(bit: number): void {
    this.setButtons(this.#buttons & ~bit);
  }

  /** One wheel notch where the pointer is. */
  notch(bit: number): void {
    this.#door.sendButtons(bit);
    this.#door.sendButtons(0);
  }

  /** Every key and button comes up. Returns the keys that were held, for `keys.press`. */
  releaseAll(): ReturnType<KeyState['releaseAll']> {
    const held = this.keys.releaseAll();
    this.setButtons(0);
    return held;
  }
}
