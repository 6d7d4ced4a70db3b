import type { Point, Size } from '../base/geometry.ts';
import type { PointerMode } from '../session/wire.ts';
import { extendedKeyEvent, extendedPointerEvent, keyEvent, pointerEvent } from './clientMessages.ts';
import type { Capabilities } from './extensions/capabilities.ts';

/** The buttons that a plain PointerEvent has room for where its highest bit is taken. */
const PLAIN_BUTTONS = 0x7f;

/** What stands for no movement in relative mode (rfbproto, QEMU Pointer Motion Change). */
const NO_MOVEMENT = 0x7fff;

/** Sends keys and the pointer in the richest form that the server has confirmed. */
export class InputSender {
  readonly #send: (message: Uint8Array) => void;
  readonly #capabilities: Capabilities;
  readonly #size: () => Size;
  #mode: PointerMode = 'absolute';
  /** Where the pointer was last put; `undefined` before the first time. */
  #place: Point | undefined;

  constructor(parts: {
    readonly send: (message: Uint8Array) => void;
    readonly capabilities: Capabilities;
    readonly size: () => Size;
  }) {
    this.#send = parts.send;
    this.#capabilities = parts.capabilities;
    this.#size = parts.size;
  }

  get pointerMode(): PointerMode {
    return this.#mode;
  }

  /** The server wants places or movements from now on. Tells whether that is new. */
  setPointerMode(mode: PointerMode): boolean {
    const changes = mode !== this.#mode;
    this.#mode = mode;
    return changes;
  }

  /** The server put the pointer somewhere by itself. */
  pointerMoved(place: Point): void {
    this.#place = place;
  }

  key(keysym: number, down: boolean, scancode: number | undefined): void {
    const isExtended = this.#capabilities.current.extendedKeys && scancode !== undefined && scancode > 0;
    if (isExtended) this.#send(extendedKeyEvent(keysym, down, scancode));
    // Nothing is left of a key that has neither.
    else if (keysym !== 0) this.#send(keyEvent(keysym, down));
  }

  /** The pointer goes to a place, clamped to the screen; in relative mode by the way there from the last one. */
  pointer(x: number, y: number, buttonMask: number): void {
    const { width, height } = this.#size();
    const place = { x: clamp(x, width), y: clamp(y, height) };
    // The screen may have shrunk since: that moves no mouse.
    const before =
      this.#place === undefined ? place : { x: clamp(this.#place.x, width), y: clamp(this.#place.y, height) };
    this.#place = place;
    if (this.#mode === 'absolute') this.#sendPointer(place.x, place.y, buttonMask);
    else this.#sendDelta(place.x - before.x, place.y - before.y, buttonMask);
  }

  /** The pointer moves; in absolute mode from where it was last put, or from the middle of the screen. */
  pointerDelta(dx: number, dy: number, buttonMask: number): void {
    const { width, height } = this.#size();
    const before = this.#place ?? { x: Math.floor(width / 2), y: Math.floor(height / 2) };
    const place = { x: clamp(before.x + dx, width), y: clamp(before.y + dy, height) };
    this.#place = place;
    if (this.#mode === 'absolute') this.#sendPointer(place.x, place.y, buttonMask);
    else this.#sendDelta(dx, dy, buttonMask);
  }

  #sendDelta(dx: number, dy: number, buttonMask: number): void {
    const word = (delta: number): number => Math.max(0, Math.min(NO_MOVEMENT + Math.round(delta), 0xffff));
    this.#sendPointer(word(dx), word(dy), buttonMask);
  }

  #sendPointer(x: number, y: number, buttonMask: number): void {
    // A plain event lets go of the further buttons, so it is all that is needed when they are up. A server that has
    // not confirmed them may or may not take the highest bit for the mark of a longer message: it stays clear.
    const isExtended = this.#capabilities.current.extendedMouseButtons && buttonMask > PLAIN_BUTTONS;
    if (isExtended) this.#send(extendedPointerEvent(x, y, buttonMask));
    else this.#send(pointerEvent(x, y, buttonMask & PLAIN_BUTTONS));
  }
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(Math.round(value), size - 1));
}
