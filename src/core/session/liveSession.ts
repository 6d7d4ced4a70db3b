import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { createDeferred } from '../base/deferred.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import { type VncError, vncError } from '../base/errors.ts';
import type { Rect, Size } from '../base/geometry.ts';
import type { Logger } from '../base/logger.ts';
import type { BytePipe } from '../transport/bytePipe.ts';
import { type ActionContext, ActionRunner } from './actionRunner.ts';
import type { Bridge } from './bridge.ts';
import { ClipboardController } from './clipboardController.ts';
import type { DrivenBridge, Driver, PersonInput } from './drivers.ts';
import { InputDoor, type InputWriter } from './inputDoor.ts';
import type { InputSource } from './inputSource.ts';
import { KeyboardController } from './keyboardController.ts';
import { MouseController } from './mouseController.ts';
import { PersonController } from './personController.ts';
import { regionOf } from './regions.ts';
import { ScreenController } from './screenController.ts';
import { ScrollController } from './scrollController.ts';
import type { CursorImage, ScreenFeed, Session, SessionState } from './session.ts';
import { type InputGate, SessionArbiter } from './sessionArbiter.ts';
import { UpdatePump } from './updatePump.ts';
import type { Wire } from './wire.ts';

/** Milliseconds that a connection may take to close in order before it counts as closed. */
const closeTimeout = 2000;

/** What a session is made of. */
export interface LiveSessionParts {
  readonly wire: Wire;
  readonly pipe: Pick<BytePipe, 'description' | 'bufferedBytes'>;
  readonly name: string;
  readonly viewOnly: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A live connection: the protocol client with input, screen and clipboard behind the typed actions. */
export class LiveSession implements Session {
  readonly id = randomUUID();
  readonly name: string;
  readonly address: string;
  readonly viewOnly: boolean;
  readonly mouse: Bridge['mouse'];
  readonly keyboard: Bridge['keyboard'];
  readonly scroll: Bridge['scroll'];
  readonly clipboard: Bridge['clipboard'];
  readonly screen: Bridge['screen'];
  readonly arbiter: SessionArbiter;

  readonly #parts: LiveSessionParts;
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
  #state: SessionState = { phase: 'open' };
  #cursor: CursorImage | undefined;
  #cutText: string | undefined;

  constructor(parts: LiveSessionParts) {
    const { wire, pipe, clock, logger } = parts;
    const onListenerError = (error: unknown): void =>
      logger.log('error', `a listener of the session failed: ${String(error)}`);
    this.#parts = parts;
    this.name = parts.name;
    this.address = pipe.description;
    this.viewOnly = parts.viewOnly;
    this.#stateChanges = new Emitter(onListenerError);
    this.#cursors = new Emitter(onListenerError);
    this.#cutTexts = new Emitter(onListenerError);
    this.#door = new InputDoor(this.#writer(), { viewOnly: parts.viewOnly });
    this.arbiter = new SessionArbiter(this.#door, onListenerError);
    this.#pump = new UpdatePump(wire, clock, onListenerError);
    this.#context = { clock, ended: this.#ended.signal, bufferedBytes: () => pipe.bufferedBytes };
    const own = this.#bridge(this.#door.createSource(), this.arbiter.bystander);
    this.mouse = own.mouse;
    this.keyboard = own.keyboard;
    this.scroll = own.scroll;
    this.clipboard = own.clipboard;
    this.screen = own.screen;
    this.#listen(wire);
  }

  get desktopName(): string {
    return this.#parts.wire.desktopName;
  }

  get onDesktopName(): Session['onDesktopName'] {
    return this.#parts.wire.onDesktopName;
  }

  get size(): Size {
    const { width, height } = this.#parts.wire.framebuffer;
    return { width, height };
  }

  get state(): SessionState {
    return this.#state;
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
    return this.#parts.wire.facts;
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
    const person = new PersonController({ door: this.#door, arbiter: this.arbiter, clock }, () =>
      this.#persons.delete(person),
    );
    this.#persons.add(person);
    return person;
  }

  feed(listener: (damage: readonly Rect[]) => void): ScreenFeed {
    return this.#pump.feed(listener);
  }

  copyPixels(region: Rect, target: Uint8Array): void {
    const { framebuffer } = this.#parts.wire;
    framebuffer.readInto(regionOf(region, framebuffer), target);
  }

  /** Waits until the server has sent the whole screen. @throws what {@link UpdatePump.cover} throws */
  async firstPicture(signal: AbortSignal): Promise<void> {
    await this.#pump.cover(undefined, () => undefined, signal);
  }

  async close(): Promise<void> {
    if (this.#state.phase === 'open') {
      this.#ended.abort(this.#endError());
      this.#letGo();
      const timer = this.#parts.clock.after(closeTimeout, () => this.#closed.resolve(undefined));
      this.#store.add(timer);
      this.#parts.wire.close();
      if (this.#parts.wire.closed) this.#end(undefined);
      await this.#closed.promise;
      this.#end(undefined);
    }
    await this.#closed.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #listen(wire: Wire): void {
    this.#store.add(
      wire.onCursor((cursor) => {
        this.#cursor = cursor;
        this.#cursors.fire(cursor);
      }),
    );
    this.#store.add(
      wire.onCutText((text) => {
        this.#cutText = text;
        this.#cutTexts.fire(text);
      }),
    );
    this.#store.add(wire.onClose((error) => this.#end(error)));
    if (wire.closed) this.#end(undefined);
  }

  #writer(): InputWriter {
    const { wire } = this.#parts;
    return {
      get size() {
        return wire.framebuffer;
      },
      sendKey: (keysym, down) => wire.sendKey(keysym, down),
      sendPointer: (x, y, buttonMask) => wire.sendPointer(x, y, buttonMask),
      sendCutText: (text) => wire.sendCutText(text),
    };
  }

  #bridge(source: InputSource, gate: InputGate): Bridge {
    const { wire } = this.#parts;
    const runner = new ActionRunner(this.#context, gate);
    const input = { door: this.#door, source, gate, runner };
    return {
      mouse: new MouseController(input),
      keyboard: new KeyboardController(input),
      scroll: new ScrollController(input),
      clipboard: new ClipboardController(input, () => this.#cutText),
      screen: new ScreenController({
        framebuffer: () => wire.framebuffer,
        pump: this.#pump,
        runner,
        onResize: wire.onResize,
        onBell: wire.onBell,
      }),
    };
  }

  #assertOpen(): void {
    if (this.#ended.signal.aborted) throw this.#endError();
  }

  #endError(): VncError {
    const cause = this.#state.phase === 'closed' ? this.#state.error : undefined;
    return cause ?? vncError('VNC_SESSION_CLOSED', { name: this.name });
  }

  /** Everything that anyone holds comes up, and nobody sends any more. */
  #letGo(): void {
    this.arbiter.close();
    for (const person of [...this.#persons]) person.dispose();
    this.#door.close();
  }

  #end(error: VncError | undefined): void {
    if (this.#state.phase === 'closed') return;
    this.#state = error === undefined ? { phase: 'closed' } : { phase: 'closed', error };
    const reason = this.#endError();
    // First of all, so that what is under way fails with the reason, not with losing the controls.
    this.#ended.abort(reason);
    this.#letGo();
    this.#store.dispose();
    this.#pump.end(reason);
    this.#stateChanges.fire(this.#state);
    for (const emitter of [this.#stateChanges, this.#cursors, this.#cutTexts]) emitter.dispose();
    this.#closed.resolve(undefined);
  }
}
