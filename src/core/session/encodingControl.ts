import { type Disposable, toDisposable } from '../base/disposables.ts';
import type { LossControl } from './freshPixels.ts';
import type { EncodingChoice, Wire } from './wire.ts';

/** Whether the server may simplify pixels under this choice. */
export function isLossy({ quality, fineQuality, subsampling }: EncodingChoice): boolean {
  return quality !== undefined || fineQuality !== undefined || subsampling !== undefined;
}

/** Keeps what the server is asked to send, over all connections of a session. */
export class EncodingControl implements LossControl {
  readonly #wire: Wire;
  #choice: EncodingChoice;

  /** @param choice what the connection was opened with. */
  constructor(wire: Wire, choice: EncodingChoice) {
    this.#wire = wire;
    this.#choice = choice;
  }

  get choice(): EncodingChoice {
    return this.#choice;
  }

  set choice(choice: EncodingChoice) {
    this.#wire.setEncodings(choice);
    this.#choice = choice;
  }

  get lossy(): boolean {
    return isLossy(this.#choice);
  }

  suspend(): Disposable {
    const { preferred, compression } = this.#choice;
    this.#wire.setEncodings({ preferred, compression });
    return toDisposable(() => {
      if (!this.#wire.closed) this.#wire.setEncodings(this.#choice);
    });
  }
}
