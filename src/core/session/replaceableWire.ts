import { Emitter } from '../base/emitter.ts';
import type { VncError } from '../base/errors.ts';
import type { Point, Rect, Size } from '../base/geometry.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { StagedWire, WireSink } from './stagedWire.ts';
import { addStatistics } from './statistics.ts';
import type {
  ClipboardResult,
  ColorDepth,
  Damage,
  EncodingChoice,
  LockState,
  PointerMode,
  PowerAction,
  ResizeRequest,
  ScreenArea,
  Wire,
  WireCapabilities,
  WirePixels,
  WireStatistics,
} from './wire.ts';

const nothingYet: WireStatistics = { bytesReceived: 0, bytesSent: 0, updates: 0, rectangles: {} };

/**
 * A wire that outlives its connections: who listens to it need not know that another one took over. Until then
 * it shows the last picture of the old one, which swallows what is sent.
 */
export class ReplaceableWire implements Wire {
  readonly #updateStart: Emitter<void>;
  readonly #update: Emitter<readonly Damage[]>;
  readonly #resize: Emitter<Size>;
  readonly #cursor: Emitter<CursorImage>;
  readonly #pointerMove: Emitter<Point>;
  readonly #bell: Emitter<void>;
  readonly #clipboard: Emitter<string>;
  readonly #desktopName: Emitter<string>;
  readonly #capabilities: Emitter<WireCapabilities>;
  readonly #pointerMode: Emitter<PointerMode>;
  readonly #lockState: Emitter<LockState>;
  readonly #layout: Emitter<readonly ScreenArea[]>;
  readonly #replaced: Emitter<void>;
  readonly #close: Emitter<VncError | undefined>;
  #staged: StagedWire;
  #past: WireStatistics = nothingYet;

  /** @param first is listened to once {@link start} is called. */
  constructor(first: StagedWire, onListenerError: (error: unknown) => void) {
    this.#staged = first;
    this.#updateStart = new Emitter(onListenerError);
    this.#update = new Emitter(onListenerError);
    this.#resize = new Emitter(onListenerError);
    this.#cursor = new Emitter(onListenerError);
    this.#pointerMove = new Emitter(onListenerError);
    this.#bell = new Emitter(onListenerError);
    this.#clipboard = new Emitter(onListenerError);
    this.#desktopName = new Emitter(onListenerError);
    this.#capabilities = new Emitter(onListenerError);
    this.#pointerMode = new Emitter(onListenerError);
    this.#lockState = new Emitter(onListenerError);
    this.#layout = new Emitter(onListenerError);
    this.#replaced = new Emitter(onListenerError);
    this.#close = new Emitter(onListenerError);
  }

  /** Hears the first wire from now on. */
  start(): void {
    this.#staged.attach(this.#sink());
  }

  /**
   * Goes on with `next`, whose framebuffer is whole. Its size, capabilities and the like are told as changes,
   * then {@link onReplaced}.
   */
  replace(next: StagedWire): void {
    const old = this.#wire;
    this.#past = addStatistics(this.#past, old.statistics());
    this.#staged.dispose();
    old.close();
    this.#staged = next;
    const { framebuffer, lockState } = next.wire;
    const { width, height } = framebuffer;
    if (width !== old.framebuffer.width || height !== old.framebuffer.height)
      this.#resize.fire({ width, height });
    if (next.wire.desktopName !== old.desktopName) this.#desktopName.fire(next.wire.desktopName);
    this.#capabilities.fire(next.wire.capabilities);
    if (next.wire.pointerMode !== old.pointerMode) this.#pointerMode.fire(next.wire.pointerMode);
    this.#layout.fire(next.wire.layout);
    if (lockState !== undefined) this.#lockState.fire(lockState);
    this.#replaced.fire();
    next.attach(this.#sink());
  }

  /** Nobody hears of anything any more, the end of the current connection included. */
  dispose(): void {
    this.#staged.dispose();
    for (const emitter of [
      this.#updateStart,
      this.#update,
      this.#resize,
      this.#cursor,
      this.#pointerMove,
      this.#bell,
      this.#clipboard,
      this.#desktopName,
      this.#capabilities,
      this.#pointerMode,
      this.#lockState,
      this.#layout,
      this.#replaced,
      this.#close,
    ])
      emitter.dispose();
  }

  /** Another connection has taken over; all of its first picture is in {@link framebuffer}. */
  get onReplaced(): Emitter<void>['event'] {
    return this.#replaced.event;
  }

  get framebuffer(): WirePixels {
    return this.#wire.framebuffer;
  }

  get desktopName(): string {
    return this.#wire.desktopName;
  }

  get facts(): Readonly<Record<string, string>> {
    return this.#wire.facts;
  }

  get closed(): boolean {
    return this.#wire.closed;
  }

  get capabilities(): WireCapabilities {
    return this.#wire.capabilities;
  }

  get pointerMode(): PointerMode {
    return this.#wire.pointerMode;
  }

  get lockState(): LockState | undefined {
    return this.#wire.lockState;
  }

  get layout(): readonly ScreenArea[] {
    return this.#wire.layout;
  }

  get onUpdateStart(): Wire['onUpdateStart'] {
    return this.#updateStart.event;
  }

  get onUpdate(): Wire['onUpdate'] {
    return this.#update.event;
  }

  get onResize(): Wire['onResize'] {
    return this.#resize.event;
  }

  get onCursor(): Wire['onCursor'] {
    return this.#cursor.event;
  }

  get onPointerMove(): Wire['onPointerMove'] {
    return this.#pointerMove.event;
  }

  get onBell(): Wire['onBell'] {
    return this.#bell.event;
  }

  get onClipboard(): Wire['onClipboard'] {
    return this.#clipboard.event;
  }

  get onDesktopName(): Wire['onDesktopName'] {
    return this.#desktopName.event;
  }

  get onCapabilities(): Wire['onCapabilities'] {
    return this.#capabilities.event;
  }

  get onPointerMode(): Wire['onPointerMode'] {
    return this.#pointerMode.event;
  }

  get onLockState(): Wire['onLockState'] {
    return this.#lockState.event;
  }

  get onLayout(): Wire['onLayout'] {
    return this.#layout.event;
  }

  /** The current connection has ended; another may follow. */
  get onClose(): Wire['onClose'] {
    return this.#close.event;
  }

  requestUpdate(region: Rect, options: { readonly incremental: boolean }): void {
    this.#wire.requestUpdate(region, options);
  }

  sendKey(keysym: number, down: boolean, scancode?: number): void {
    this.#wire.sendKey(keysym, down, scancode);
  }

  sendPointer(x: number, y: number, buttonMask: number): void {
    this.#wire.sendPointer(x, y, buttonMask);
  }

  sendPointerDelta(dx: number, dy: number, buttonMask: number): void {
    this.#wire.sendPointerDelta(dx, dy, buttonMask);
  }

  async setClipboard(text: string): Promise<ClipboardResult> {
    return await this.#wire.setClipboard(text);
  }

  async readClipboard(signal?: AbortSignal): Promise<string | undefined> {
    return await this.#wire.readClipboard(signal);
  }

  async requestResize(request: ResizeRequest): Promise<void> {
    await this.#wire.requestResize(request);
  }

  async power(action: PowerAction): Promise<void> {
    await this.#wire.power(action);
  }

  async fence(answered?: () => void): Promise<number> {
    return await this.#wire.fence(answered);
  }

  enableContinuousUpdates(region: Rect): void {
    this.#wire.enableContinuousUpdates(region);
  }

  async disableContinuousUpdates(): Promise<void> {
    await this.#wire.disableContinuousUpdates();
  }

  setEncodings(choice: EncodingChoice): void {
    this.#wire.setEncodings(choice);
  }

  async setPixelFormat(depth: ColorDepth): Promise<void> {
    await this.#wire.setPixelFormat(depth);
  }

  /** Of all connections together. */
  statistics(): WireStatistics {
    return addStatistics(this.#past, this.#wire.statistics());
  }

  close(): void {
    this.#wire.close();
  }

  get #wire(): Wire {
    return this.#staged.wire;
  }

  #sink(): WireSink {
    return {
      updateStarted: () => this.#updateStart.fire(),
      updated: (painted) => this.#update.fire(painted),
      resized: (size) => this.#resize.fire(size),
      cursor: (image) => this.#cursor.fire(image),
      pointerMoved: (place) => this.#pointerMove.fire(place),
      bell: () => this.#bell.fire(),
      clipboard: (text) => this.#clipboard.fire(text),
      desktopName: (name) => this.#desktopName.fire(name),
      capabilities: (capabilities) => this.#capabilities.fire(capabilities),
      pointerMode: (mode) => this.#pointerMode.fire(mode),
      lockState: (state) => this.#lockState.fire(state),
      layout: (screens) => this.#layout.fire(screens),
      closed: (error) => this.#close.fire(error),
    };
  }
}
