import type { Area, Place } from './geometry.ts';

/** What follows the pointer along the edge. */
export interface EdgePanPort {
  /** Whether there is more to see, and the person wants it to come by itself. */
  enabled(): boolean;
  /** What is seen of the picture, in CSS pixels of the page. */
  room(): Area;
  /** Moves on by so many CSS pixels. Returns whether it did. */
  panBy(dx: number, dy: number): boolean;
  /** Another remote pixel is under the pointer, which has not moved. `buttons` are the browser's. */
  moved(clientX: number, clientY: number, buttons: number): void;
}

/** How near to an edge the picture begins to move: so many CSS pixels, or a part of a small room. */
const zonePixels = 44;
const zonePart = 0.15;
/** CSS pixels a second at the edge itself; beyond it, while a button is down, up to twice as much. */
const edgeSpeed = 1100;
/** The longest step in seconds: a page that was busy does not jump. */
const longestStep = 0.05;

/**
 * How fast the picture moves under a pointer, in CSS pixels a second: slowly where it comes near to an edge of the
 * room, ever faster towards it and beyond.
 */
export function edgeVelocity(pointer: Place, room: Area): Place {
  return {
    x: velocity(pointer.x - room.x, room.width),
    y: velocity(pointer.y - room.y, room.height),
  };
}

function velocity(at: number, length: number): number {
  const zone = Math.min(zonePixels, length * zonePart);
  const before = Math.min((zone - at) / zone, 2);
  const behind = Math.min((at - (length - zone)) / zone, 2);
  const towards = (depth: number): number => edgeSpeed * Math.min(depth * depth, 2);
  if (before > 0) return -towards(before);
  return behind > 0 ? towards(behind) : 0;
}

/**
 * Moves the picture on while the pointer is near an edge behind which there is more. It begins with a movement of
 * the pointer: one that rests there because the picture has changed under it is left alone.
 */
export class EdgePan {
  readonly #port: EdgePanPort;
  #pointer: { readonly x: number; readonly y: number; readonly buttons: number } | undefined;
  #before: number | undefined;

  constructor(canvas: HTMLCanvasElement, port: EdgePanPort) {
    this.#port = port;
    for (const type of ['pointermove', 'pointerdown', 'pointerup'] as const)
      canvas.addEventListener(type, (event) => this.#follow(event));
    for (const type of ['pointerleave', 'pointercancel'] as const)
      canvas.addEventListener(type, () => this.rest());
  }

  /** The picture stays until the pointer moves again. */
  rest(): void {
    this.#pointer = undefined;
  }

  #follow({ type, pointerType, clientX, clientY, buttons }: PointerEvent): void {
    // Fingers have gestures of their own to move the picture.
    if (pointerType === 'touch') return;
    const follows = type === 'pointermove' || this.#pointer !== undefined;
    if (!follows || !this.#port.enabled()) return;
    this.#pointer = { x: clientX, y: clientY, buttons };
    if (this.#before !== undefined || this.#velocity() === undefined) return;
    this.#before = performance.now();
    requestAnimationFrame((now) => this.#step(now));
  }

  #velocity(): Place | undefined {
    if (this.#pointer === undefined || !this.#port.enabled()) return undefined;
    const velocity = edgeVelocity(this.#pointer, this.#port.room());
    return velocity.x === 0 && velocity.y === 0 ? undefined : velocity;
  }

  #step(now: number): void {
    const velocity = this.#velocity();
    const seconds = Math.min(Math.max(now - (this.#before ?? now), 1) / 1000, longestStep);
    this.#before = undefined;
    const pointer = this.#pointer;
    if (velocity === undefined || pointer === undefined) return;
    if (!this.#port.panBy(velocity.x * seconds, velocity.y * seconds)) return;
    this.#port.moved(pointer.x, pointer.y, pointer.buttons);
    this.#before = now;
    requestAnimationFrame((next) => this.#step(next));
  }
}
