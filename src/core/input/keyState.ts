/** Sends one key event. */
export type KeySender = (keysym: number, down: boolean) => void;

/**
 * The keys that one source of input holds down, by physical key: a key is released with the keysym that it was
 * pressed with, whatever the modifiers are by then. A keysym that several keys hold goes up with the last.
 */
export class KeyState {
  readonly #held = new Map<string, number>();
  readonly #send: KeySender;

  constructor(send: KeySender) {
    this.#send = send;
  }

  /** Whether this key is down. */
  isHeld(physicalKey: string): boolean {
    return this.#held.has(physicalKey);
  }

  /** The key goes down as `keysym`; down again is a repeat of what it was pressed with. */
  press(physicalKey: string, keysym: number): void {
    const before = this.#held.get(physicalKey);
    const heldElsewhere = before === undefined && this.#holds(keysym);
    this.#held.set(physicalKey, before ?? keysym);
    if (!heldElsewhere) this.#send(before ?? keysym, true);
  }

  /** The key goes up; nothing when it was not down. */
  release(physicalKey: string): void {
    const keysym = this.#held.get(physicalKey);
    if (keysym === undefined) return;
    this.#held.delete(physicalKey);
    if (!this.#holds(keysym)) this.#send(keysym, false);
  }

  /** Every key goes up, the last pressed first. Returns what was held, oldest first, for {@link press}. */
  releaseAll(): readonly (readonly [physicalKey: string, keysym: number])[] {
    const held = [...this.#held];
    for (const [physicalKey] of held.toReversed()) this.release(physicalKey);
    return held;
  }

  #holds(keysym: number): boolean {
    for (const other of this.#held.values()) if (other === keysym) return true;
    return false;
  }
}
