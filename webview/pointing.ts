import type { HostToPage, ViewState } from '../src/protocol/messages.ts';
import { Cursor } from './cursor.ts';
import type { PagePart } from './pagePart.ts';
import type { Pointer } from './pointer.ts';
import { TouchPointer } from './touchPointer.ts';

/** What pointing needs of the page. */
export interface PointingPort {
  readonly pointer: Pick<Pointer, 'point' | 'pointBy' | 'turn'>;
  /** Whether the remote side takes input now. */
  enabled(): boolean;
  /** Whether it wants movements instead of places. */
  relative(): boolean;
  /** CSS pixels of one remote pixel. */
  scale(): number;
  zoomAt(factor: number, clientX: number, clientY: number): void;
  /** Shows what lies so many CSS pixels further to the right and below. */
  panBy(dx: number, dy: number): void;
}

/** The cursor over the picture, and fingers on it. */
export class Pointing implements PagePart {
  readonly #port: PointingPort;
  readonly #cursor: Cursor;
  readonly #touch: TouchPointer;

  constructor(canvas: HTMLCanvasElement, viewport: HTMLElement, port: PointingPort) {
    this.#port = port;
    const layer = document.createElement('div');
    layer.id = 'cursor-layer';
    layer.setAttribute('aria-hidden', 'true');
    viewport.append(layer);
    this.#cursor = new Cursor(canvas, layer);
    const { pointer } = port;
    this.#touch = new TouchPointer(
      canvas,
      {
        enabled: () => port.enabled(),
        relative: () => port.relative(),
        point: (place, buttons) => {
          this.#cursor.touch(place);
          pointer.point(place.x, place.y, buttons);
        },
        pointBy: (dx, dy, buttons) => pointer.pointBy(dx, dy, buttons),
        turn: (place, right, down) => {
          if (place !== undefined) this.#cursor.touch(place);
          pointer.turn(place, right, down);
        },
        zoomAt: (factor, { x, y }) => port.zoomAt(factor, x, y),
        panBy: (dx, dy) => port.panBy(-dx, -dy),
      },
      {
        now: () => performance.now(),
        after: (milliseconds, action) => {
          const timer = setTimeout(action, milliseconds);
          return () => clearTimeout(timer);
        },
      },
    );
  }

  receive(message: HostToPage): boolean {
    switch (message.type) {
      case 'cursor':
        this.#cursor.show(message.cursor);
        return true;
      case 'dotCursor':
        this.#cursor.dotted = message.shown;
        return true;
      default:
        return false;
    }
  }

  showState(_state: ViewState): void {
    // A pointer that only moves the remote one is not where that is.
    this.#cursor.remote = this.#port.enabled() && !this.#port.relative();
  }

  laidOut(): void {
    this.#cursor.scale = this.#port.scale();
  }

  letGo(): void {
    this.#touch.cancel();
  }
}
