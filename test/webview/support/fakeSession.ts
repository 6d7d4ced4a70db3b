import { Emitter } from '../../../src/core/base/emitter.ts';
import { type VncError, vncError } from '../../../src/core/base/errors.ts';
import type { ControlState, Driver, PersonInput } from '../../../src/core/session/drivers.ts';
import type { CursorImage } from '../../../src/core/image/cursorImage.ts';
import type { Session, SessionState } from '../../../src/core/session/session.ts';
import type { LockState, PointerMode } from '../../../src/core/session/wire.ts';
import { FakeScreen } from './fakeScreen.ts';

/** A session of a screen that a test paints. What a person does to it is noted in words. */
export class FakeSession {
  readonly remote: FakeScreen;
  readonly input: string[] = [];
  readonly #cursors = new Emitter<CursorImage>();
  readonly #states = new Emitter<SessionState>();
  readonly #names = new Emitter<string>();
  readonly #control = new Emitter<ControlState>();
  readonly #locks = new Emitter<LockState>();
  readonly #pointerModes = new Emitter<PointerMode>();
  cursor: CursorImage | undefined;
  state: SessionState = { phase: 'open' };
  desktopName = 'desktop';
  lockState: LockState | undefined;
  composesLetters = false;
  /** What this session cannot type. */
  untypable: string | undefined;
  /** Hears what the keys write that go down. */
  onKey: ((key: string) => void) | undefined;
  pointerMode: PointerMode = 'absolute';
  viewOnly = false;
  control: ControlState = { driver: undefined, paused: false };

  constructor(width = 100, height = 80) {
    this.remote = new FakeScreen(width, height);
  }

  /** The session as the panel knows it. Actions that a panel never uses are missing. */
  get session(): Session {
    const person: PersonInput = {
      key: ({ code, key, down }) => {
        this.input.push((down ? '+' : '-') + code);
        if (down) this.onKey?.(key);
      },
      pointer: ({ x, y, buttons }) => void this.input.push(`${x},${y}:${buttons}`),
      movement: ({ dx, dy, buttons }) => void this.input.push(`by ${dx},${dy}:${buttons}`),
      text: (text) => {
        if (this.untypable !== undefined && text.includes(this.untypable))
          throw vncError('VNC_UNTYPABLE', { count: 1 });
        this.input.push(`text ${text}`);
      },
      wheel: ({ x, right, down }) =>
        void this.input.push(`wheel ${right},${down}${x === undefined ? ' in place' : ''}`),
      releaseAll: () => void this.input.push('all-up'),
      dispose: () => void this.input.push('gone'),
    };
    // What holds modifiers for the person is told from their own keys.
    const holder: PersonInput = {
      ...person,
      key: ({ code, down }) => void this.input.push(`${down ? 'hold +' : 'hold -'}${code}`),
      releaseAll: () => void this.input.push('holds up'),
      dispose: () => void this.input.push('holds gone'),
    };
    const fake = this as FakeSession;
    const part = {
      id: 'session',
      name: 'web-01',
      address: 'web-01.example.com:5900',
      onCursor: this.#cursors.event,
      onStateChange: this.#states.event,
      onDesktopName: this.#names.event,
      onLockState: this.#locks.event,
      onPointerMode: this.#pointerModes.event,
      reconnectNow: () => void this.input.push('reconnect now'),
      stopReconnecting: () => void this.input.push('stop reconnecting'),
      screen: this.remote.screen,
      feed: (listener: Parameters<FakeScreen['feed']>[0]) => this.remote.feed(listener),
      copyPixels: (...args: Parameters<FakeScreen['copyPixels']>) => this.remote.copyPixels(...args),
      attachPerson: (name: string) => (name.endsWith('held modifiers') ? holder : person),
      arbiter: {
        get state() {
          return fake.control;
        },
        onChange: this.#control.event,
        takeOver: () => void this.input.push('take over'),
        resume: () => void this.input.push('resume'),
        stopDriver: () => void this.input.push('stop'),
      },
      get size() {
        return fake.remote.size;
      },
      get cursor() {
        return fake.cursor;
      },
      get state() {
        return fake.state;
      },
      get lockState() {
        return fake.lockState;
      },
      get composesLetters() {
        return fake.composesLetters;
      },
      get pointerMode() {
        return fake.pointerMode;
      },
      get desktopName() {
        return fake.desktopName;
      },
      get viewOnly() {
        return fake.viewOnly;
      },
    };
    return part as unknown as Session;
  }

  showCursor(cursor: CursorImage): void {
    this.cursor = cursor;
    this.#cursors.fire(cursor);
  }

  drive(driver: Driver | undefined, paused = false): void {
    this.control = { driver, paused };
    this.#control.fire(this.control);
  }

  lock(state: LockState): void {
    this.lockState = state;
    this.#locks.fire(state);
  }

  /** The server wants places or movements of the pointer from now on. */
  point(mode: PointerMode): void {
    this.pointerMode = mode;
    this.#pointerModes.fire(mode);
  }

  /** The connection was lost; without a time an attempt is under way. */
  lose(attempt: number, nextAttemptAt?: number): void {
    this.state = { phase: 'reconnecting', attempt, nextAttemptAt, error: vncError('VNC_CONNECTION_LOST') };
    this.#states.fire(this.state);
  }

  /** The connection is there once more. */
  open(): void {
    this.state = { phase: 'open' };
    this.#states.fire(this.state);
  }

  close(error?: VncError): void {
    this.state = { phase: 'closed', error };
    this.#states.fire(this.state);
  }
}
