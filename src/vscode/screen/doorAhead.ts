import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableValue } from '../../core/base/disposables.ts';
import type { PanelDoor } from './directDoor.ts';

/** Milliseconds that a door which was opened ahead waits for its panel: people are asked for passwords meanwhile. */
const longestWait = 60_000;

/**
 * Opens the door of the next panel's direct carrier while its connection is being made: once the editor is busy with
 * the panel, it takes a while to tell an address.
 */
export class DoorAhead implements Disposable {
  readonly #open: () => Promise<PanelDoor | undefined>;
  readonly #clock: Clock;
  readonly #expiry = new DisposableValue();
  #door: Promise<PanelDoor | undefined> | undefined;
  #disposed = false;

  /** @param open opens a door; never throws. */
  constructor(open: () => Promise<PanelDoor | undefined>, clock: Clock = systemClock) {
    this.#open = open;
    this.#clock = clock;
  }

  /** A panel is wanted soon. */
  prepare(): void {
    if (this.#disposed) return;
    this.#door ??= this.#open();
    this.#expiry.value = this.#clock.after(longestWait, () => this.#drop());
  }

  /** A door that is nobody else's, or `undefined` when there can be none. */
  async take(): Promise<PanelDoor | undefined> {
    const door = this.#door ?? this.#open();
    this.#door = undefined;
    this.#expiry.value = undefined;
    return await door;
  }

  dispose(): void {
    this.#disposed = true;
    this.#drop();
    this.#expiry.dispose();
  }

  #drop(): void {
    const door = this.#door;
    this.#door = undefined;
    this.#expiry.value = undefined;
    void door?.then((opened) => opened?.dispose());
  }
}
