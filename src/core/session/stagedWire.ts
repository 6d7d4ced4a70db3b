import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { VncError } from '../base/errors.ts';
import type { Point, Size } from '../base/geometry.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { Damage, LockState, PointerMode, ScreenArea, Wire, WireCapabilities } from './wire.ts';

/** Hears of everything that a wire tells. */
export interface WireSink {
  updateStarted(): void;
  updated(painted: readonly Damage[]): void;
  resized(size: Size): void;
  cursor(image: CursorImage): void;
  pointerMoved(place: Point): void;
  bell(): void;
  clipboard(text: string): void;
  desktopName(name: string): void;
  capabilities(capabilities: WireCapabilities): void;
  pointerMode(mode: PointerMode): void;
  lockState(state: LockState): void;
  layout(screens: readonly ScreenArea[]): void;
  closed(error: VncError | undefined): void;
}

/**
 * A wire before it is a session's: it keeps what the server says only once until somebody listens. What can be
 * read from the wire itself at any time is not kept.
 */
export class StagedWire implements Disposable {
  readonly wire: Wire;
  readonly #store = new DisposableStore();
  #cursor: CursorImage | undefined;
  #pointer: Point | undefined;
  #clipboard: string | undefined;
  #end: { readonly error: VncError | undefined } | undefined;
  #sink: WireSink | undefined;

  constructor(wire: Wire) {
    this.wire = wire;
    const subscriptions = [
      wire.onUpdateStart(() => this.#sink?.updateStarted()),
      wire.onUpdate((painted) => this.#sink?.updated(painted)),
      wire.onResize((size) => this.#sink?.resized(size)),
      wire.onCursor((image) => {
        if (this.#sink === undefined) this.#cursor = image;
        else this.#sink.cursor(image);
      }),
      wire.onPointerMove((place) => {
        if (this.#sink === undefined) this.#pointer = place;
        else this.#sink.pointerMoved(place);
      }),
      wire.onBell(() => this.#sink?.bell()),
      wire.onClipboard((text) => {
        if (this.#sink === undefined) this.#clipboard = text;
        else this.#sink.clipboard(text);
      }),
      wire.onDesktopName((name) => this.#sink?.desktopName(name)),
      wire.onCapabilities((capabilities) => this.#sink?.capabilities(capabilities)),
      wire.onPointerMode((mode) => this.#sink?.pointerMode(mode)),
      wire.onLockState((state) => this.#sink?.lockState(state)),
      wire.onLayout((screens) => this.#sink?.layout(screens)),
      wire.onClose((error) => {
        if (this.#sink === undefined) this.#end = { error };
        else this.#sink.closed(error);
      }),
    ];
    for (const subscription of subscriptions) this.#store.add(subscription);
  }

  /** From now on `sink` hears; first of all what was kept for it. To be called once. */
  attach(sink: WireSink): void {
    this.#sink = sink;
    if (this.#cursor !== undefined) sink.cursor(this.#cursor);
    if (this.#pointer !== undefined) sink.pointerMoved(this.#pointer);
    if (this.#clipboard !== undefined) sink.clipboard(this.#clipboard);
    if (this.#end !== undefined) sink.closed(this.#end.error);
    else if (this.wire.closed) sink.closed(undefined);
  }

  /** Nobody hears any more. */
  dispose(): void {
    this.#store.dispose();
    this.#sink = undefined;
  }
}
