import { type Gesture, type TouchClock, TouchGestures, type TouchPlace } from './touchGestures.ts';

type PointerEventName = 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel';

/** What fingers touch: a canvas. */
export interface TouchTarget {
  addEventListener(type: PointerEventName, listener: (event: PointerEvent) => void): void;
}

/** What fingers do over the canvas. Places are of the page; lengths are CSS pixels of it. */
export interface TouchPort {
  /** Whether the remote side takes input now. */
  enabled(): boolean;
  /** Whether it wants movements instead of places. */
  relative(): boolean;
  /** The remote pointer goes to what is at `place`, with `buttons` as the protocol counts them. */
  point(place: TouchPlace, buttons: number): void;
  /** The remote pointer goes by so much. */
  pointBy(dx: number, dy: number, buttons: number): void;
  /** Turns the wheel by so many notches: at `place`, or where the pointer is. */
  turn(place: TouchPlace | undefined, right: number, down: number): void;
  /** The view grows by `factor`, and what is at `place` stays there. */
  zoomAt(factor: number, place: TouchPlace): void;
  /** What the view shows goes along with fingers. */
  panBy(dx: number, dy: number): void;
}

/** The protocol's bits of the buttons that one, two and three fingers tap. */
const tapButtons = { 1: 0b001, 2: 0b100, 3: 0b010 } as const;
const left = 0b001;
const right = 0b100;

/** CSS pixels that two fingers move for one notch of the wheel. */
const notchPixels = 50;

/**
 * Lets fingers point, as viewers for touch screens do: one taps and drags with the left button, two tap the right and
 * scroll, three tap the middle one, a long press holds the right one, and a pinch zooms the view. Where the remote
 * side wants movements one finger pushes the pointer, and drags after a long press. A screen that is only viewed is
 * panned.
 */
export class TouchPointer {
  readonly #port: TouchPort;
  readonly #gestures: TouchGestures;
  #before: TouchPlace | undefined;
  #right = 0;
  #down = 0;

  constructor(canvas: TouchTarget, port: TouchPort, clock: TouchClock) {
    this.#port = port;
    this.#gestures = new TouchGestures(clock, (gesture) => this.#act(gesture));
    const onTouch = (type: PointerEventName, take: (id: number, place: TouchPlace) => void): void =>
      canvas.addEventListener(type, (event) => {
        if (event.pointerType !== 'touch') return;
        // No finger was there before the first one, whatever we were told.
        if (type === 'pointerdown' && event.isPrimary) this.cancel();
        take(event.pointerId, { x: event.clientX, y: event.clientY });
      });
    onTouch('pointerdown', (id, place) => this.#gestures.down(id, place));
    onTouch('pointermove', (id, place) => this.#gestures.move(id, place));
    onTouch('pointerup', (id, place) => this.#gestures.up(id, place));
    onTouch('pointercancel', () => this.cancel());
  }

  /** Nobody follows the fingers any more. */
  cancel(): void {
    this.#gestures.cancel();
  }

  #act(gesture: Gesture): void {
    if (gesture.kind === 'pinch') {
      this.#port.panBy(gesture.dx, gesture.dy);
      this.#port.zoomAt(gesture.factor, gesture.place);
    } else if (!this.#port.enabled()) {
      this.#pan(gesture);
    } else if (gesture.kind === 'scroll') {
      this.#scroll(gesture);
    } else if (this.#port.relative()) {
      this.#push(gesture);
    } else {
      this.#point(gesture);
    }
  }

  #pan(gesture: Gesture): void {
    if (gesture.kind === 'scroll') this.#port.panBy(gesture.dx, gesture.dy);
    else if (gesture.kind === 'drag') this.#moved(gesture, (dx, dy) => this.#port.panBy(dx, dy));
  }

  #point(gesture: Extract<Gesture, { kind: 'tap' | 'drag' | 'press' }>): void {
    const { place } = gesture;
    if (gesture.kind === 'tap') {
      const button = tapButtons[gesture.fingers];
      // What is there may want to know that the pointer comes before it is pressed.
      for (const buttons of [0, button, 0]) this.#port.point(place, buttons);
      return;
    }
    const button = gesture.kind === 'drag' ? left : right;
    if (gesture.phase === 'begin') this.#port.point(place, 0);
    this.#port.point(place, gesture.phase === 'end' ? 0 : button);
  }

  #push(gesture: Extract<Gesture, { kind: 'tap' | 'drag' | 'press' }>): void {
    if (gesture.kind === 'tap') {
      for (const buttons of [tapButtons[gesture.fingers], 0]) this.#port.pointBy(0, 0, buttons);
      return;
    }
    const button = gesture.kind === 'drag' ? 0 : left;
    if (gesture.phase === 'begin') this.#port.pointBy(0, 0, button);
    this.#moved(gesture, (dx, dy) => this.#port.pointBy(dx, dy, button));
    if (gesture.phase === 'end') this.#port.pointBy(0, 0, 0);
  }

  #moved(
    { phase, place }: Extract<Gesture, { kind: 'drag' | 'press' }>,
    move: (dx: number, dy: number) => void,
  ): void {
    const before = phase === 'begin' ? undefined : this.#before;
    this.#before = place;
    if (before !== undefined) move(place.x - before.x, place.y - before.y);
  }

  #scroll({ phase, place, dx, dy }: Extract<Gesture, { kind: 'scroll' }>): void {
    if (phase === 'begin') {
      this.#right = 0;
      this.#down = 0;
    }
    // What is under the fingers goes along with them: down with them is up with the wheel.
    this.#right -= dx / notchPixels;
    this.#down -= dy / notchPixels;
    const notchesRight = Math.trunc(this.#right);
    const notchesDown = Math.trunc(this.#down);
    this.#right -= notchesRight;
    this.#down -= notchesDown;
    if (notchesRight === 0 && notchesDown === 0) return;
    this.#port.turn(this.#port.relative() ? undefined : place, notchesRight + 0, notchesDown + 0);
  }
}
