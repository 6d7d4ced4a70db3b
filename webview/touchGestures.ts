/** A place on the page, in CSS pixels. */
export interface TouchPlace {
  readonly x: number;
  readonly y: number;
}

/** Where a gesture is that takes its time. */
export type GesturePhase = 'begin' | 'move' | 'end';

/** What fingers did. */
export type Gesture =
  /** One, two or three fingers touched and left. */
  | { readonly kind: 'tap'; readonly fingers: 1 | 2 | 3; readonly place: TouchPlace }
  /** One finger moves (`drag`), or stayed for long and may move then (`press`). */
  | { readonly kind: 'drag' | 'press'; readonly phase: GesturePhase; readonly place: TouchPlace }
  /** Two fingers move together by so much since they were heard of last; `place` is between where they began. */
  | {
      readonly kind: 'scroll';
      readonly phase: GesturePhase;
      readonly place: TouchPlace;
      readonly dx: number;
      readonly dy: number;
    }
  /** Two fingers go apart or come together, by `factor` since last; what is between them, at `place`, goes along. */
  | {
      readonly kind: 'pinch';
      readonly phase: GesturePhase;
      readonly place: TouchPlace;
      readonly dx: number;
      readonly dy: number;
      readonly factor: number;
    };

/** Where the recogniser gets time from. */
export interface TouchClock {
  /** Milliseconds. */
  now(): number;
  /** Calls `action` once after so many milliseconds; the result calls it off. */
  after(milliseconds: number, action: () => void): () => void;
}

/** CSS pixels that a finger trembles without going anywhere. */
const tremble = 12;
/** Milliseconds within which several fingers touch, or leave, at once. */
const together = 250;
/** Milliseconds that one finger stays for a long press. */
const longPress = 700;
/** Milliseconds that several fingers stay at most for a tap. */
const longestTap = 1000;
/** Milliseconds to wait for the second finger to move too: the browser tells of one after the other. */
const pairWait = 60;
/** A tap that soon and that near after another one is at the same place: hands do not hit pixels. */
const doubleTap = { milliseconds: 1000, pixels: 50 } as const;

interface Finger {
  readonly first: TouchPlace;
  last: TouchPlace;
  up: boolean;
}

/**
 * Makes gestures of fingers. From the first finger that touches until the last one leaves there is one gesture at
 * most: what it is shows after a moment, and does not change any more.
 */
export class TouchGestures {
  readonly #clock: TouchClock;
  readonly #emit: (gesture: Gesture) => void;
  /** Every finger since the first one touched, also those that have left. */
  readonly #fingers = new Map<number, Finger>();
  #state: 'waiting' | 'drag' | 'press' | 'scroll' | 'pinch' | 'over' = 'waiting';
  /** When the first finger touched, and when the first one left. */
  #startedAt = 0;
  #firstUpAt: number | undefined;
  /** Whether a finger came so late that this is no tap. */
  #late = false;
  #cancelPress: (() => void) | undefined;
  #cancelPair: (() => void) | undefined;
  #lastTap: { readonly place: TouchPlace; readonly at: number } | undefined;
  /** Centre and distance of two fingers, as they were told last. */
  #pair: { readonly centre: TouchPlace; readonly distance: number } | undefined;

  constructor(clock: TouchClock, emit: (gesture: Gesture) => void) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** A finger touches. */
  down(id: number, place: TouchPlace): void {
    if (this.#fingers.size === 0) this.#start();
    this.#fingers.set(id, { first: place, last: place, up: false });
    if (this.#state !== 'waiting') return;
    const { size } = this.#fingers;
    if (size === 1) {
      this.#cancelPress = this.#clock.after(longPress, () => this.#press());
      return;
    }
    this.#cancelPress?.();
    if (size > 3 || this.#firstUpAt !== undefined) this.#state = 'over';
    else if (this.#clock.now() - this.#startedAt > together) this.#late = true;
  }

  /** A finger moves. */
  move(id: number, place: TouchPlace): void {
    const finger = this.#fingers.get(id);
    if (finger === undefined || finger.up) return;
    finger.last = place;
    switch (this.#state) {
      case 'waiting':
        this.#decide();
        break;
      case 'drag':
      case 'press':
        if (finger === this.#first) this.#emit({ kind: this.#state, phase: 'move', place });
        break;
      case 'scroll':
      case 'pinch':
        this.#follow('move');
        break;
      case 'over':
        break;
    }
  }

  /** A finger leaves. */
  up(id: number, place: TouchPlace): void {
    const finger = this.#fingers.get(id);
    if (finger === undefined || finger.up) return;
    if (distance(finger.last, place) > 0) this.move(id, place);
    finger.up = true;
    this.#firstUpAt ??= this.#clock.now();
    this.#cancelPress?.();
    const last = [...this.#fingers.values()].every(({ up }) => up);
    if (this.#state === 'waiting') {
      if (last) this.#tap();
    } else if (this.#isPartOf(finger)) {
      this.#end();
    }
    if (last) this.#fingers.clear();
  }

  /** Nobody tells of the fingers any more: what they hold is let go of. */
  cancel(): void {
    this.#end();
    this.#fingers.clear();
  }

  #start(): void {
    this.#state = 'waiting';
    this.#startedAt = this.#clock.now();
    this.#firstUpAt = undefined;
    this.#late = false;
    this.#pair = undefined;
  }

  get #first(): Finger | undefined {
    return this.#fingers.values().next().value;
  }

  /** Whether the gesture ends when this finger leaves. */
  #isPartOf(finger: Finger): boolean {
    const members = this.#state === 'scroll' || this.#state === 'pinch' ? 2 : 1;
    return [...this.#fingers.values()].slice(0, members).includes(finger);
  }

  #decide(): void {
    const fingers = [...this.#fingers.values()];
    const moved = fingers.filter(({ first, last }) => distance(first, last) > tremble);
    const [one] = fingers;
    if (moved.length === 0 || one === undefined) return;
    if (fingers.length > 2 || this.#firstUpAt !== undefined) {
      // Three fingers that move mean nothing here, nor does what goes on after one has left.
      this.#cancelPair?.();
      this.#state = 'over';
    } else if (fingers.length === 1) {
      this.#drag(one);
    } else if (moved.length === 2) {
      this.#decidePair();
    } else {
      this.#cancelPair ??= this.#clock.after(pairWait, () => this.#decidePair());
    }
  }

  #drag({ first, last }: Finger): void {
    this.#cancelPress?.();
    this.#state = 'drag';
    // The second tap of two may become a drag: what selects word by word wants both at one place.
    this.#emit({ kind: 'drag', phase: 'begin', place: this.#nearLastTap(first) });
    this.#emit({ kind: 'drag', phase: 'move', place: last });
  }

  #press(): void {
    const finger = this.#first;
    if (this.#state !== 'waiting' || finger === undefined) return;
    this.#state = 'press';
    this.#emit({ kind: 'press', phase: 'begin', place: finger.first });
  }

  /** Two fingers that change their distance more than their place pinch. */
  #decidePair(): void {
    this.#cancelPair?.();
    this.#cancelPair = undefined;
    const [a, b] = [...this.#fingers.values()];
    if (this.#state !== 'waiting' || a === undefined || b === undefined || this.#firstUpAt !== undefined)
      return;
    const before = pairOf(a.first, b.first);
    const now = pairOf(a.last, b.last);
    const spread = Math.abs(now.distance - before.distance);
    this.#state = spread > distance(before.centre, now.centre) ? 'pinch' : 'scroll';
    this.#pair = before;
    this.#follow('begin');
  }

  /** Tells how two fingers have moved since last. */
  #follow(phase: GesturePhase): void {
    const [a, b] = [...this.#fingers.values()];
    const before = this.#pair;
    if (a === undefined || b === undefined || before === undefined) return;
    const now = pairOf(a.last, b.last);
    this.#pair = now;
    const dx = now.centre.x - before.centre.x;
    const dy = now.centre.y - before.centre.y;
    if (this.#state === 'pinch') {
      const factor = now.distance / before.distance;
      this.#emit({ kind: 'pinch', phase, place: now.centre, dx, dy, factor });
    } else {
      const { centre } = pairOf(a.first, b.first);
      this.#emit({ kind: 'scroll', phase, place: centre, dx, dy });
    }
  }

  #end(): void {
    this.#cancelPress?.();
    this.#cancelPair?.();
    this.#cancelPair = undefined;
    const state = this.#state;
    const place = this.#first?.last;
    if ((state === 'drag' || state === 'press') && place !== undefined)
      this.#emit({ kind: state, phase: 'end', place });
    else if (state === 'scroll' || state === 'pinch') this.#follow('end');
    this.#state = 'over';
  }

  #tap(): void {
    this.#cancelPair?.();
    this.#cancelPair = undefined;
    const now = this.#clock.now();
    const fingers = [...this.#fingers.values()];
    const count = fingers.length;
    if (count === 1) {
      const place = this.#nearLastTap(fingers[0]?.first ?? { x: 0, y: 0 });
      this.#lastTap = { place, at: now };
      this.#emit({ kind: 'tap', fingers: 1, place });
      return;
    }
    this.#lastTap = undefined;
    const quick = now - (this.#firstUpAt ?? now) <= together && now - this.#startedAt <= longestTap;
    if (this.#late || !quick || (count !== 2 && count !== 3)) return;
    this.#emit({ kind: 'tap', fingers: count, place: centreOf(fingers.map(({ first }) => first)) });
  }

  /** The place of the tap before where this is its second one. */
  #nearLastTap(place: TouchPlace): TouchPlace {
    const tap = this.#lastTap;
    const again =
      tap !== undefined &&
      this.#startedAt - tap.at <= doubleTap.milliseconds &&
      distance(tap.place, place) <= doubleTap.pixels;
    return again ? tap.place : place;
  }
}

function distance(a: TouchPlace, b: TouchPlace): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function centreOf(places: readonly TouchPlace[]): TouchPlace {
  const sum = places.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / places.length, y: sum.y / places.length };
}

function pairOf(a: TouchPlace, b: TouchPlace): { readonly centre: TouchPlace; readonly distance: number } {
  // Two fingers on one pixel would zoom without end.
  return { centre: centreOf([a, b]), distance: Math.max(1, distance(a, b)) };
}
