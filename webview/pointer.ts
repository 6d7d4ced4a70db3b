import { WheelNotches } from './wheelNotches.ts';

/** A place in remote pixels. */
interface RemotePlace {
  readonly x: number;
  readonly y: number;
}

/** What the pointer needs of the page. */
export interface PointerPort {
  /** Whether the remote side takes input now. */
  enabled(): boolean;
  /** The remote pixel at a place of the page. */
  remotePixel(clientX: number, clientY: number): RemotePlace | undefined;
  /** `buttons` as the protocol counts them. */
  move(place: RemotePlace, buttons: number): void;
  wheel(place: RemotePlace, right: number, down: number): void;
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
 */
export class Pointer {
  readonly #port: PointerPort;
  readonly #notches = new WheelNotches();
  #buttons = 0;
  #waiting: RemotePlace | undefined;
  #last: RemotePlace | undefined;
  #scheduled = false;

  constructor(canvas: HTMLCanvasElement, port: PointerPort) {
    this.#port = port;
    const follow = (event: PointerEvent): void => this.#follow(event);
    canvas.addEventListener('pointerdown', (event) => {
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      this.#follow(event);
    });
    canvas.addEventListener('pointermove', follow);
    canvas.addEventListener('pointerup', follow);
    canvas.addEventListener('pointercancel', () => this.release());
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
    if (this.#buttons === 0) return;
    this.#buttons = 0;
    if (place !== undefined) this.#port.move(place, 0);
  }

  #follow(event: PointerEvent): void {
    if (!this.#port.enabled()) return;
    const place = this.#port.remotePixel(event.clientX, event.clientY);
    if (place === undefined) return;
    const buttons = protocolButtons(event.buttons);
    if (buttons === this.#buttons) {
      this.#waiting = place;
      this.#schedule();
      return;
    }
    this.#flush();
    this.#buttons = buttons;
    this.#send(place);
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
    if (place !== undefined && this.#port.enabled()) this.#send(place);
  }

  #send(place: RemotePlace): void {
    this.#last = place;
    this.#port.move(place, this.#buttons);
  }

  #wheel(event: WheelEvent): void {
    if (!this.#port.enabled()) return;
    event.preventDefault();
    event.stopPropagation();
    const place = this.#port.remotePixel(event.clientX, event.clientY);
    if (place === undefined) return;
    const { right, down } = this.#notches.add(event);
    if (right !== 0 || down !== 0) this.#port.wheel(place, bounded(right), bounded(down));
  }
}

function bounded(notches: number): number {
  return Math.min(Math.max(notches, -maxNotches), maxNotches);
}
