import type { Disposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import type { Point, Size } from '../base/geometry.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { Damage, LockState, PointerMode, ScreenArea, WireCapabilities } from '../session/wire.ts';

/** All that a client tells its owner. */
export class ClientEvents {
  readonly updateStart: Emitter<void>;
  readonly update: Emitter<readonly Damage[]>;
  readonly resize: Emitter<Size>;
  readonly cursor: Emitter<CursorImage>;
  readonly pointerMove: Emitter<Point>;
  readonly bell: Emitter<void>;
  readonly clipboard: Emitter<string>;
  readonly desktopName: Emitter<string>;
  readonly capabilities: Emitter<WireCapabilities>;
  readonly pointerMode: Emitter<PointerMode>;
  readonly lockState: Emitter<LockState>;
  readonly layout: Emitter<readonly ScreenArea[]>;
  readonly close: Emitter<VncError | undefined>;
  readonly #all: Disposable[] = [];

  /** @param onError hears of listeners that throw */
  constructor(onError: (error: unknown) => void) {
    const emitter = <T>(): Emitter<T> => {
      const made = new Emitter<T>(onError);
      this.#all.push(made);
      return made;
    };
    this.updateStart = emitter();
    this.update = emitter();
    this.resize = emitter();
    this.cursor = emitter();
    this.pointerMove = emitter();
    this.bell = emitter();
    this.clipboard = emitter();
    this.desktopName = emitter();
    this.capabilities = emitter();
    this.pointerMode = emitter();
    this.lockState = emitter();
    this.layout = emitter();
    this.close = emitter();
  }

  /** Nobody hears anything any more. */
  dispose(): void {
    for (const emitter of this.#all) emitter.dispose();
  }
}
