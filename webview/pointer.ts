import { Movement } from './movement.ts';
import { WheelNotches } from './wheelNotches.ts';

/** A place in remote pixels. */
interface RemotePlace {
  readonly x: number;
  readonly y: number;
}

/** What the pointer needs of the page. */
export interface PointerPort {
  /** Keys go where the pointer does: it was pressed at this place of the page. */
  focus(clientX: number, clientY: number): void;
  /** Whether the remote side takes input now. */
  enabled(): boolean;
  /** Whether it wants movements instead of places. */
  relative(): boolean;
  /** The remote pixel at a place of the page. */
  remotePixel(clientX: number, clientY: number): RemotePlace | undefined;
  /** CSS pixels of one remote pixel. */
  scale(): number;
  /** `buttons` as the protocol counts them. */
  move(place: RemotePlace, buttons: number): void;
  /** Moves by so many remote pixels. */
  moveBy(dx: number, dy: number, buttons: number): void;
  /** Without a place the wheel turns where the remote pointer is. */
  wheel(place: RemotePlace | undefined, right: number, down: number): void;
}

/** The browser's hold of the pointer: `PointerLock`. */
export interface PointerHold {
  readonly held: boolean;
  readonly refused: boolean;
  take(): void;
}

/** A turn of the wheel that the host takes. */
const maxNotches = 100;

/** The protocol's bits (left, middle, right, back, forward) of the browser's (left, right, middle, back, forward). */
export function protocolButtons(buttons: number): number {
  return (buttons & 0b11001) | ((buttons & 0b010) << 1) | ((buttons & 0b100) >> 1);
}

/**
 * Follows the pointer over the canvas. Moves are sent once per picture of the page; a button that changes is
 * sent at once, at its own place, after the move that led there.
 *
 * Where the remote side wants movements, a click takes the hold of the pointer, and is not passed on: nobody knows
 * where the remote pointer is. Where the hold is refused, movements are those of the pointer over the canvas.
 */
export class Pointer {
  readonly #port: PointerPort;
  readonly #hold: PointerHold;
  readonly #notches = new WheelNotches();
  readonly #movement = new Movement();
  #buttons = 0;
  #waiting: RemotePlace | undefined;
  #last: RemotePlace | undefined;
  /** Where the pointer was on the page, while it is over the canvas and not held. */
  #before: { readonly clientX: number; readonly clientY: number } | undefined;
  /** The buttons that took the hold are still down. */
  #taking = false;
  #scheduled = false;

  constructor(canvas: HTMLCanvasElement, port: PointerPort, hold: PointerHold) {
    this.#port = port;
    this.#hold = hold;
    const follow = (event: PointerEvent): void => {
      // Fingers make gestures first.
      if (event.pointerType !== 'touch') this.#follow(event);
    };
    canvas.addEventListener('pointerdown', (event) => {
      port.focus(event.clientX, event.clientY);
      // A pointer that is held is captured already.
      if (!hold.held) canvas.setPointerCapture(event.pointerId);
      follow(event);
    });
    canvas.addEventListener('pointermove', follow);
    canvas.addEventListener('pointerup', follow);
    for (const type of ['pointercancel', 'lostpointercapture'] as const) {
      canvas.addEventListener(type, (event) => {
        // Nobody tells any more when a button comes up, unless the hold took the capture's place.
        if (event.pointerType !== 'touch' && !hold.held && this.#buttons !== 0) this.release();
      });
    }
    // Coming in elsewhere is no movement: it is how to go on at an edge, as by lifting a mouse.
    for (const type of ['pointerenter', 'pointerleave'] as const) {
      canvas.addEventListener(type, () => (this.#before = undefined));
    }
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    // No selection, no automatic scrolling, no going back: the buttons belong to the remote side.
    for (const type of ['mousedown', 'mouseup', 'auxclick', 'contextmenu'] as const) {
      canvas.addEventListener(type, (event) => event.preventDefault());
    }
  }

  /** Lets go of all buttons. */
  release(): void {
    const place = this.#waiting ?? this.#last;
    this.#waiting = undefined;
    if (this.#port.relative()) this.#flushMovement();
    this.#movement.clear();
    this.#before = undefined;
    if (this.#buttons === 0) return;
    this.#buttons = 0;
    if (this.#port.relative()) this.#port.moveBy(0, 0, 0);
    else if (place !== undefined) this.#port.move(place, 0);
  }

  /**
   * The remote pointer goes to what is at a place of the page.
   *
   * @param buttons as the protocol counts them.
   */
  point(clientX: number, clientY: number, buttons: number): void {
    const place = this.#port.remotePixel(clientX, clientY);
    if (place === undefined || !this.#port.enabled()) return;
    if (buttons === this.#buttons) {
      this.#waiting = place;
      this.#schedule();
      return;
    }
    this.#flush();
    this.#buttons = buttons;
    this.#send(place);
  }

  /**
   * The remote pointer goes by so many pixels of the page.
   *
   * @param buttons as the protocol counts them.
   */
  pointBy(dx: number, dy: number, buttons: number): void {
    if (!this.#port.enabled()) return;
    const scale = this.#port.scale();
    this.#movement.add(dx / scale, dy / scale);
    this.#press(buttons);
  }

  /** Turns the wheel by so many notches: at a place of the page, or where the remote pointer is. */
  turn(place: { readonly x: number; readonly y: number } | undefined, right: number, down: number): void {
    if (!this.#port.enabled() || (right === 0 && down === 0)) return;
    const pixel = place === undefined ? undefined : this.#port.remotePixel(place.x, place.y);
    if (place !== undefined && pixel === undefined) return;
    this.#flush();
    this.#port.wheel(pixel, bounded(right), bounded(down));
  }

  #follow(event: PointerEvent): void {
    if (!this.#port.enabled()) return;
    if (this.#port.relative()) this.#followMovement(event);
    else this.point(event.clientX, event.clientY, protocolButtons(event.buttons));
  }

  #followMovement(event: PointerEvent): void {
    const pressed = protocolButtons(event.buttons);
    if (!this.#moves) {
      this.#taking = pressed !== 0;
      if (event.type === 'pointerdown') this.#hold.take();
      return;
    }
    this.#addMovement(event);
    if (pressed === 0) this.#taking = false;
    this.#press(this.#taking ? 0 : pressed);
  }

  /** Tells movements with the next picture, and buttons that change at once. */
  #press(buttons: number): void {
    if (buttons === this.#buttons) {
      this.#schedule();
      return;
    }
    this.#flushMovement();
    this.#buttons = buttons;
    this.#port.moveBy(0, 0, buttons);
  }

  /** Whether movements of the pointer are the remote one's. */
  get #moves(): boolean {
    return this.#hold.held || this.#hold.refused;
  }

  /** As far as the hand moves over the picture, so far goes the remote pointer there. */
  #addMovement({ clientX, clientY, movementX, movementY }: PointerEvent): void {
    const scale = this.#port.scale();
    if (this.#hold.held) {
      this.#movement.add(movementX / scale, movementY / scale);
      return;
    }
    const before = this.#before ?? { clientX, clientY };
    this.#before = { clientX, clientY };
    this.#movement.add((clientX - before.clientX) / scale, (clientY - before.clientY) / scale);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const place = this.#waiting;
    this.#waiting = undefined;
    if (!this.#port.enabled()) return;
    if (this.#port.relative()) this.#flushMovement();
    else if (place !== undefined) this.#send(place);
  }

  #flushMovement(): void {
    const movement = this.#movement.take();
    if (movement !== undefined) this.#port.moveBy(movement.dx, movement.dy, this.#buttons);
  }

  #send(place: RemotePlace): void {
    this.#last = place;
    this.#port.move(place, this.#buttons);
  }

  #wheel(event: WheelEvent): void {
    if (!this.#port.enabled()) return;
    event.preventDefault();
    event.stopPropagation();
    const relative = this.#port.relative();
    if (relative && !this.#moves) return;
    const { right, down } = this.#notches.add(event);
    this.turn(relative ? undefined : { x: event.clientX, y: event.clientY }, right, down);
  }
}

function bounded(notches: number): number {
  return Math.min(Math.max(notches, -maxNotches), maxNotches);
}
