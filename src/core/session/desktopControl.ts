import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Size } from '../base/geometry.ts';
import type { Logger } from '../base/logger.ts';
import type { ReplaceableWire } from './replaceableWire.ts';
import type { ResizeRequest } from './wire.ts';

/** Asks for sizes of the desktop, and for the same size again when another connection has taken over. */
export class DesktopControl implements Disposable {
  readonly #wire: ReplaceableWire;
  readonly #logger: Logger;
  readonly #watch: () => Disposable;
  readonly #store = new DisposableStore();
  /** What was asked for last, and granted. */
  #granted: ResizeRequest | undefined;
  /** What the server is to be asked for again once it shows that it can. */
  #missing: ResizeRequest | undefined;

  /** @param watch has updates come: servers answer in one of them, and send none that nobody asked for. */
  constructor(wire: ReplaceableWire, logger: Logger, watch: () => Disposable) {
    this.#wire = wire;
    this.#logger = logger;
    this.#watch = watch;
    this.#store.add(wire.onClose(() => this.#lost()));
    this.#store.add(wire.onReplaced(() => this.#restore()));
    this.#store.add(wire.onCapabilities(() => this.#restore()));
  }

  /** @throws `VNC_RESIZE_UNSUPPORTED`, `VNC_RESIZE_REFUSED` */
  async resize(request: ResizeRequest): Promise<void> {
    this.#missing = undefined;
    await this.#request(request);
    this.#granted = request;
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #request(request: ResizeRequest): Promise<void> {
    const watching = this.#watch();
    try {
      await this.#wire.requestResize(request);
    } finally {
      watching.dispose();
    }
  }

  #lost(): void {
    // A size that somebody else has changed since is not ours to bring back.
    if (this.#granted !== undefined && isSize(this.#granted, this.#wire.framebuffer))
      this.#missing = this.#granted;
  }

  #restore(): void {
    const request = this.#missing;
    if (request === undefined || this.#wire.closed || !this.#wire.capabilities.desktopResize) return;
    this.#missing = undefined;
    if (isSize(request, this.#wire.framebuffer)) return;
    this.#request(request).catch((error: unknown) => {
      this.#logger.log('info', `the desktop keeps its new size: ${String(error)}`);
    });
  }
}

function isSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
