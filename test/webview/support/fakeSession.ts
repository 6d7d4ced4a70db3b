import { Emitter } from '../../../src/core/base/emitter.ts';
import type { VncError } from '../../../src/core/base/errors.ts';
import type { ControlState, Driver, PersonInput } from '../../../src/core/session/drivers.ts';
import type { CursorImage, Session, SessionState } from '../../../src/core/session/session.ts';
import { FakeScreen } from './fakeScreen.ts';

/** A session of a screen that a test paints. What a person does to it is noted in words. */
export class FakeSession {
  readonly remote: FakeScreen;
  readonly input: string[] = [];
  readonly #cursors = new Emitter<CursorImage>();
  readonly #states = new Emitter<SessionState>();
  readonly #names = new Emitter<string>();
  readonly #control = new Emitter<ControlState>();
  cursor: CursorImage | undefined;
  state: SessionState = { phase: 'open' };
  desktopName = 'desktop';
  viewOnly = false;
  control: ControlState = { driver: undefined, paused: false };

  constructor(width = 100, height = 80) {
    this.remote = new FakeScreen(width, height);
  }

  /** The session as the panel knows it. Actions that a panel never uses are missing. */
  get session(): Session {
    const person: PersonInput = {
      key: ({ code, down }) => void this.input.push((down ? '+' : '-') + code),
      pointer: ({ x, y, buttons }) => void this.input.push(`${x},${y}:${buttons}`),
      wheel: ({ right, down }) => void this.input.push(`wheel ${right},${down}`),
      releaseAll: () => void this.input.push('all-up'),
      dispose: () => void this.input.push('gone'),
    };
    const fake = this as FakeSession;
    const part = {
      id: 'session',
      name: 'web-01',
      address: 'web-01.example.com:5900',
      onCursor: this.#cursors.event,
      onStateChange: this.#states.event,
      onDesktopName: this.#names.event,
      screen: this.remote.screen,
      feed: (listener: Parameters<FakeScreen['feed']>[0]) => this.remote.feed(listener),
      copyPixels: (...args: Parameters<FakeScreen['copyPixels']>) => this.remote.copyPixels(...args),
      attachPerson: () => person,
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

  close(error?: VncError): void {
    this.state = { phase: 'closed', error };
    this.#states.fire(this.state);
  }
}
