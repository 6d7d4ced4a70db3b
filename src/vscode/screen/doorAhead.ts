import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Disposable, DisposableValue } from '../../core/base/disposables.ts';
import type { PanelDoor } from './directDoor.ts';

/** Milliseconds that a door waits for a panel: people are asked for passwords meanwhile, or come back to a screen. */
const longestWait = 300_000;

/**
 * Has the door of the next panel's direct carrier ready: once the editor is busy with the panel, it takes a while to tell
 * an address. It is opened while the panel's connection is being made, or is the one of a panel before.
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
    if (!this.#disposed) this.#keep(this.#door ?? this.#open());
  }

  /** A door that is nobody else's until it is disposed, or `undefined` when there can be none. */
  async take(): Promise<PanelDoor | undefined> {
    const taken = this.#door ?? this.#open();
    this.#door = undefined;
    this.#expiry.value = undefined;
    const door = await taken;
    if (door === undefined) return undefined;
    let used = false;
    const watch = door.onLine(() => (used = true));
    const { addresses, sources, onLine } = door;
    return {
      addresses,
      sources,
      onLine,
      admit: (origin) => door.admit(origin),
      lock: () => door.lock(),
      dispose: () => {
        watch.dispose();
        this.#giveBack(door, used);
      },
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#drop();
    this.#expiry.dispose();
  }

  /** @param used whether somebody came in by it: else it may lead nowhere, any more. */
  #giveBack(door: PanelDoor, used: boolean): void {
    door.lock();
    if (used && this.#door === undefined && !this.#disposed) this.#keep(Promise.resolve(door));
    else door.dispose();
  }

  #keep(door: Promise<PanelDoor | undefined>): void {
    this.#door = door;
    this.#expiry.value = this.#clock.after(longestWait, () => this.#drop());
  }

  #drop(): void {
    const door = this.#door;
    this.#door = undefined;
    this.#expiry.value = undefined;
    void door?.then((opened) => opened?.dispose());
  }
}
