/** A key as it is sent. */
export interface SentKey {
  readonly keysym: number;
  /** The physical key (PC set 1, E0 xx as xx | 0x80), where it is known. */
  readonly scancode?: number | undefined;
}

/** Sends one key event. */
export type KeySender = (keysym: number, down: boolean, scancode: number | undefined) => void;

/**
 * The keys that one source of input holds down, by physical key: a key is released as what it was pressed as,
 * whatever the modifiers are by then. What several keys hold goes up with the last.
 */
export class KeyState {
  readonly #held = new Map<string, SentKey>();
  readonly #send: KeySender;

  constructor(send: KeySender) {
    this.#send = send;
  }

  /** Whether this key is down. */
  isHeld(physicalKey: string): boolean {
    return this.#held.has(physicalKey);
  }

  /** The key goes down as `key`; down again is a repeat of what it was pressed as. */
  press(physicalKey: string, key: SentKey): void {
    const before = this.#held.get(physicalKey);
    const heldElsewhere = before === undefined && this.#holds(key);
    this.#held.set(physicalKey, before ?? key);
    if (!heldElsewhere) this.#tell(before ?? key, true);
  }

  /** The key goes up; nothing when it was not down. */
  release(physicalKey: string): void {
    const key = this.#held.get(physicalKey);
    if (key === undefined) return;
    this.#held.delete(physicalKey);
    if (!this.#holds(key)) this.#tell(key, false);
  }

  /** Every key goes up, the last pressed first. Returns what was held, oldest first, for {@link press}. */
  releaseAll(): readonly (readonly [physicalKey: string, key: SentKey])[] {
    const held = [...this.#held];
    for (const [physicalKey] of held.toReversed()) this.release(physicalKey);
    return held;
  }

  #tell({ keysym, scancode }: SentKey, down: boolean): void {
    this.#send(keysym, down, scancode);
  }

  #holds({ keysym, scancode }: SentKey): boolean {
    for (const other of this.#held.values())
      if (other.keysym === keysym && other.scancode === scancode) return true;
    return false;
  }
}
