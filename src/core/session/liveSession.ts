import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { cancelError } from '../base/deadline.ts';
import { createDeferred } from '../base/deferred.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import { type VncError, isVncError, vncError } from '../base/errors.ts';
import type { Rect, Size } from '../base/geometry.ts';
import type { Logger } from '../base/logger.ts';
import type { LayoutName } from '../input/layouts.ts';
import { type ActionContext, ActionRunner } from './actionRunner.ts';
import type { ActionOptions, Bridge } from './bridge.ts';
import { ClipboardController } from './clipboardController.ts';
import type { Connection } from './connectionAttempt.ts';
import { ConnectionKeeper, type KeepOptions, type Reconnection } from './connectionKeeper.ts';
import { DesktopControl } from './desktopControl.ts';
import type { DrivenBridge, Driver, PersonInput } from './drivers.ts';
import { InputDoor, type InputWriter } from './inputDoor.ts';
import type { InputSource } from './inputSource.ts';
import { KeyboardController } from './keyboardController.ts';
import { MouseController } from './mouseController.ts';
import { PersonController } from './personController.ts';
import { regionOf } from './regions.ts';
import { RemoteKeyboard } from './remoteKeyboard.ts';
import { PictureControl } from './pictureControl.ts';
import type { PictureQuality } from './pictureQuality.ts';
import type { ReplaceableWire } from './replaceableWire.ts';
import { ScreenController } from './screenController.ts';
import { ScrollController } from './scrollController.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { FeedOptions, ScreenFeed, Session, SessionState } from './session.ts';
import { type InputGate, SessionArbiter } from './sessionArbiter.ts';
import type { SessionStatistics } from './statistics.ts';
import { UpdatePump } from './updatePump.ts';
import { checkWritable } from './viewOnly.ts';
import type {
  ColorDepth,
  Damage,
  EncodingChoice,
  PowerAction,
  ResizeRequest,
  WireCapabilities,
} from './wire.ts';

/** Milliseconds that a connection may take to close in order before it counts as closed. */
const closeTimeout = 2000;

/** What a session is made of. */
export interface LiveSessionParts extends KeepOptions {
  readonly connection: Connection;
  readonly name: string;
  readonly viewOnly: boolean;
  /** Where what the server sends is remembered: the connection was opened with its choice. */
  readonly encodings: EncodingChoice;
  /** The same for the colours. */
  readonly colorDepth: ColorDepth | undefined;
  /** Whether the session chooses the quality of what panels see by itself. */
  readonly automaticQuality: boolean;
  /** How a lost connection is made again; it is not when this is left out. */
  readonly reconnection: Reconnection | undefined;
  /** The remote machine's layout, where the connection names it. */
  readonly keyboardLayout: LayoutName | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A live connection: the protocol client with input, screen and clipboard behind the typed actions. */
export class LiveSession implements Session {
  readonly id = randomUUID();
  readonly name: string;
  readonly viewOnly: boolean;
  readonly mouse: Bridge['mouse'];
  readonly keyboard: Bridge['keyboard'];
  readonly scroll: Bridge['scroll'];
  readonly clipboard: Bridge['clipboard'];
  readonly screen: Bridge['screen'];
  readonly arbiter: SessionArbiter;

  readonly #parts: LiveSessionParts;
  readonly #keeper: ConnectionKeeper;
  readonly #pictures: PictureControl;
  readonly #desktop: DesktopControl;
  readonly #remoteKeyboard: RemoteKeyboard;
  readonly #door: InputDoor;
  readonly #pump: UpdatePump;
  readonly #context: ActionContext;
  readonly #persons = new Set<Disposable>();
  readonly #store = new DisposableStore();
  readonly #ended = new AbortController();
  readonly #closed = createDeferred<undefined>();
  readonly #stateChanges: Emitter<SessionState>;
  readonly #cursors: Emitter<CursorImage>;
  readonly #cutTexts: Emitter<string>;
  readonly #runner: ActionRunner;
  #cursor: CursorImage | undefined;

  constructor(parts: LiveSessionParts) {
    const { connection, clock, logger, reconnection } = parts;
    const onListenerError = (error: unknown): void =>
      logger.log('error', `a listener of the session failed: ${String(error)}`);
    this.#parts = parts;
    this.name = parts.name;
    this.viewOnly = parts.viewOnly;
    this.#stateChanges = new Emitter(onListenerError);
    this.#cursors = new Emitter(onListenerError);
    this.#cutTexts = new Emitter(onListenerError);
    const first = connection;
    this.#keeper = new ConnectionKeeper({
      first,
      options: parts,
      reconnection,
      clock,
      logger,
      onListenerError,
    });
    const { wire } = this.#keeper;
    this.#pictures = this.#store.add(
      new PictureControl({
        wire,
        clock,
        encodings: parts.encodings,
        colorDepth: parts.colorDepth,
        automatic: parts.automaticQuality,
        pump: () => this.#pump,
        latency: () => this.#keeper.latency.statistics?.median,
        measure: () => this.#keeper.measure(),
        line: () => this.#keeper.line,
        onListenerError,
      }),
    );
    this.#desktop = this.#store.add(
      new DesktopControl(wire, logger, () => this.#pump.watch(() => undefined)),
    );
    this.#remoteKeyboard = this.#store.add(new RemoteKeyboard(wire, parts.keyboardLayout));
    this.#door = new InputDoor(this.#writer(), { viewOnly: parts.viewOnly });
    this.arbiter = new SessionArbiter(this.#door, onListenerError);
    this.#pump = new UpdatePump(wire, {
      clock,
      onListenerError,
      whole: true,
      lossyArea: connection.lossyArea,
      loss: this.#pictures,
      observer: this.#pictures,
      asked: () => this.#keeper.expectAnswer(),
      fence: (answered) => this.#keeper.measure(answered),
    });
    this.#context = {
      clock,
      ended: this.#ended.signal,
      bufferedBytes: () => this.#keeper.pipe.bufferedBytes,
      whenConnected: async (signal) => await this.#keeper.whenConnected(signal),
    };
    this.#runner = new ActionRunner(this.#context, this.arbiter.bystander);
    const own = this.#bridge(this.#door.createSource(), this.arbiter.bystander);
    this.mouse = own.mouse;
    this.keyboard = own.keyboard;
    this.scroll = own.scroll;
    this.clipboard = own.clipboard;
    this.screen = own.screen;
    this.#listen(wire);
    this.#pictures.start();
    this.#keeper.start();
  }

  /** Where it leads, without secrets. */
  get address(): string {
    return this.#keeper.pipe.description;
  }

  get desktopName(): string {
    return this.#wire.desktopName;
  }

  get onDesktopName(): Session['onDesktopName'] {
    return this.#wire.onDesktopName;
  }

  get size(): Size {
    const { width, height } = this.#wire.framebuffer;
    return { width, height };
  }

  get state(): SessionState {
    return this.#keeper.state;
  }

  get onStateChange(): Session['onStateChange'] {
    return this.#stateChanges.event;
  }

  get cursor(): CursorImage | undefined {
    return this.#cursor;
  }

  get onCursor(): Session['onCursor'] {
    return this.#cursors.event;
  }

  get onClipboard(): Session['onClipboard'] {
    return this.#cutTexts.event;
  }

  get facts(): Readonly<Record<string, string>> {
    return this.#wire.facts;
  }

  drive(driver: Driver): DrivenBridge {
    this.#assertOpen();
    const turn = this.arbiter.begin(driver);
    return {
      driver,
      ...this.#bridge(turn.source, turn),
      dispose: () => this.arbiter.end(turn),
    };
  }

  attachPerson(name: string): PersonInput {
    this.#parts.logger.log('debug', `input attached: ${name}`);
    const { clock } = this.#parts;
    const parts = { door: this.#door, arbiter: this.arbiter, clock, remote: this.#remoteKeyboard };
    const person = new PersonController(parts, () => this.#persons.delete(person));
    this.#persons.add(person);
    return person;
  }

  feed(listener: (damage: readonly Damage[]) => void, options?: FeedOptions): ScreenFeed {
    return this.#pump.feed(listener, options);
  }

  copyPixels(region: Rect, target: Uint8Array): void {
    const { framebuffer } = this.#wire;
    framebuffer.readInto(regionOf(region, framebuffer), target);
  }

  get capabilities(): WireCapabilities {
    return this.#wire.capabilities;
  }

  get onCapabilities(): Session['onCapabilities'] {
    return this.#wire.onCapabilities;
  }

  get layout(): Session['layout'] {
    return this.#wire.layout;
  }

  get onLayout(): Session['onLayout'] {
    return this.#wire.onLayout;
  }

  get composesLetters(): boolean {
    return this.#remoteKeyboard.takesScancodes;
  }

  get lockState(): Session['lockState'] {
    return this.#wire.lockState;
  }

  get onLockState(): Session['onLockState'] {
    return this.#wire.onLockState;
  }

  get pointerMode(): Session['pointerMode'] {
    return this.#wire.pointerMode;
  }

  get onPointerMove(): Session['onPointerMove'] {
    return this.#door.onMove;
  }

  get onPointerMode(): Session['onPointerMode'] {
    return this.#wire.onPointerMode;
  }

  get encodings(): EncodingChoice {
    return this.#pictures.encodings;
  }

  set encodings(choice: EncodingChoice) {
    this.#pictures.encodings = choice;
  }

  get colorDepth(): ColorDepth {
    return this.#pictures.colorDepth;
  }

  set colorDepth(depth: ColorDepth) {
    this.#pictures.colorDepth = depth;
  }

  get automaticQuality(): boolean {
    return this.#pictures.automatic;
  }

  set automaticQuality(automatic: boolean) {
    this.#pictures.automatic = automatic;
  }

  get pictureQuality(): PictureQuality {
    return this.#pictures.quality;
  }

  get onPictureQuality(): Session['onPictureQuality'] {
    return this.#pictures.onChange;
  }

  async resize(request: ResizeRequest, options: ActionOptions = {}): Promise<void> {
    await this.#change('session.resize', options, async () => await this.#desktop.resize(request));
  }

  async power(action: PowerAction, options: ActionOptions = {}): Promise<void> {
    const order = { sent: false };
    try {
      await this.#change('session.power', options, async () => {
        order.sent = true;
        await this.#wire.power(action);
      });
    } catch (error) {
      // A machine that goes off takes its connection with it: that is what was asked for.
      if (!order.sent || !isVncError(error, 'VNC_CONNECTION_LOST')) throw error;
    }
  }

  get statistics(): SessionStatistics {
    const { wire, latency, reconnects } = this.#keeper;
    return { ...wire.statistics(), latency: latency.statistics, reconnects };
  }

  reconnectNow(): void {
    this.#keeper.reconnectNow();
  }

  stopReconnecting(): void {
    this.#keeper.stopReconnecting();
  }

  async close(): Promise<void> {
    if (this.state.phase !== 'closed') {
      this.#ended.abort(this.#endError());
      this.#letGo();
      const timer = this.#parts.clock.after(closeTimeout, () => this.#closed.resolve(undefined));
      this.#store.add(timer);
      this.#keeper.close();
    }
    await this.#closed.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #listen(wire: ReplaceableWire): void {
    this.#store.add(
      wire.onCursor((cursor) => {
        this.#cursor = cursor;
        this.#cursors.fire(cursor);
      }),
    );
    this.#store.add(wire.onPointerMove((place) => this.#door.serverMoved(place)));
    this.#store.add(
      wire.onClipboard((text) => {
        this.#cutTexts.fire(text);
      }),
    );
    this.#store.add(
      wire.onReplaced(() => {
        this.#remoteKeyboard.replaced();
        this.#door.replaced();
        this.#pictures.replaced(() => this.#pump.replaced(this.#keeper.lossyArea));
      }),
    );
    this.#store.add(this.#keeper.onState((state) => this.#enter(state)));
  }

  get #wire(): ReplaceableWire {
    return this.#keeper.wire;
  }

  async #change(
    name: string,
    { delay, timeout, signal }: ActionOptions,
    work: () => Promise<void>,
  ): Promise<void> {
    checkWritable(this.#door);
    await this.#runner.input({ name, delay, timeout, signal }, async (turn) => {
      await turn.step();
      await orCancelled(work(), turn.signal);
    });
  }

  #writer(): InputWriter {
    const { wire } = this.#keeper;
    // Most input changes the screen; where it does not, a question tells whether the server is there.
    const expect = (): void => this.#keeper.expectAnswer();
    return {
      get size() {
        return wire.framebuffer;
      },
      sendKey: (keysym, down, scancode) => {
        this.#remoteKeyboard.send(keysym, down, scancode);
        expect();
      },
      sendPointer: (x, y, buttonMask) => {
        wire.sendPointer(x, y, buttonMask);
        expect();
      },
      sendPointerDelta: (dx, dy, buttonMask) => {
        wire.sendPointerDelta(dx, dy, buttonMask);
        expect();
      },
      setClipboard: async (text) => await wire.setClipboard(text),
    };
  }

  #bridge(source: InputSource, gate: InputGate): Bridge {
    const { wire } = this.#keeper;
    const runner = new ActionRunner(this.#context, gate);
    const input = { door: this.#door, source, gate, runner };
    return {
      mouse: new MouseController(input),
      keyboard: new KeyboardController({ ...input, remote: this.#remoteKeyboard }),
      scroll: new ScrollController(input),
      clipboard: new ClipboardController(input, {
        takesUnicode: () => wire.capabilities.extendedClipboard,
        read: async (signal) => await wire.readClipboard(signal),
      }),
      screen: new ScreenController({
        framebuffer: () => wire.framebuffer,
        pump: this.#pump,
        runner,
        lossy: () => !this.#pump.lossyArea.empty,
        cursor: () => {
          const place = wire.pointerMode === 'absolute' ? this.#door.knownPosition : undefined;
          return this.#cursor && place && { image: this.#cursor, place };
        },
        onResize: wire.onResize,
        onBell: wire.onBell,
      }),
    };
  }

  #assertOpen(): void {
    if (this.#ended.signal.aborted) throw this.#endError();
  }

  #endError(): VncError {
    const cause = this.state.phase === 'closed' ? this.state.error : undefined;
    return cause ?? vncError('VNC_SESSION_CLOSED', { name: this.name });
  }

  /** Everything that anyone holds comes up, and nobody sends any more. */
  #letGo(): void {
    this.arbiter.close();
    for (const person of [...this.#persons]) person.dispose();
    this.#door.close();
  }

  #enter(state: SessionState): void {
    if (state.phase === 'closed') {
      this.#end(state);
      return;
    }
    // The server let everything go when it lost us; who still holds a key presses it again.
    if (state.phase === 'reconnecting') this.#door.letGo();
    this.#stateChanges.fire(state);
  }

  #end(state: SessionState): void {
    const reason = this.#endError();
    // First of all, so that what is under way fails with the reason, not with losing the controls.
    this.#ended.abort(reason);
    this.#letGo();
    this.#store.dispose();
    this.#pump.end(reason);
    this.#stateChanges.fire(state);
    for (const emitter of [this.#stateChanges, this.#cursors, this.#cutTexts]) emitter.dispose();
    this.#keeper.dispose();
    this.#closed.resolve(undefined);
  }
}

/** What `work` gives, unless `signal` aborts first. */
async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const cancelled = (): void => reject(cancelError(signal));
    signal.addEventListener('abort', cancelled, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancelled));
  });
}
