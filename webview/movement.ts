import { maxMovement } from '../src/protocol/messages.ts';

/** How far a pointer has moved and nobody was told yet. Parts of pixels are kept until they make a whole one. */
export class Movement {
  #x = 0;
  #y = 0;

  /** The pointer moved, in remote pixels. */
  add(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
  }

  /** The whole pixels, which are told now; `undefined` when there are none. */
  take(): { readonly dx: number; readonly dy: number } | undefined {
    const dx = whole(this.#x);
    const dy = whole(this.#y);
    this.#x -= dx;
    this.#y -= dy;
    return dx === 0 && dy === 0 ? undefined : { dx, dy };
  }

  clear(): void {
    this.#x = 0;
    this.#y = 0;
  }
}

function whole(distance: number): number {
  // Not -0, which is another number in a message.
  return Math.min(Math.max(Math.trunc(distance), -maxMovement), maxMovement) + 0;
}
