import type { Memento } from 'vscode';
import { type Disposable, DisposableStore, DisposableValue } from '../../core/base/disposables.ts';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import { type Event, Emitter } from '../../core/base/emitter.ts';
import type { Recording } from '../../core/recording/recording.ts';
import { ShieldedSession } from '../../core/recording/shieldedSession.ts';
import type { Session } from '../../core/session/session.ts';

/** Where the files are remembered that are being written, for the window's next life. */
const memoryKey = 'recordings.running';

/** Milliseconds between two looks at time and size. */
const lookTime = 1000;

/** The recordings that go on in this window. Making them is the recorder's, which is read when it is needed. */
export class Recordings implements Disposable {
  readonly #memory: Memento;
  readonly #clock: Clock;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #looked = this.#store.add(new Emitter<void>());
  readonly #look = this.#store.add(new DisposableValue<Disposable>());
  readonly #running = new Map<Session, Recording>();
  readonly #views = new Map<Session, ShieldedSession>();
  /** The window goes: what is remembered stays, so that its next life tells where the files are. */
  #leaving = false;

  /** One has begun or ended. */
  readonly onChange: Event<void> = this.#changed.event;
  /** Time and size have grown; once a second while any goes on. */
  readonly onLook: Event<void> = this.#looked.event;

  constructor(memory: Memento, clock: Clock = systemClock) {
    this.#memory = memory;
    this.#clock = clock;
  }

  /** Those that go on, in the order in which they were begun. */
  get all(): readonly { readonly session: Session; readonly recording: Recording }[] {
    return [...this.#running].map(([session, recording]) => ({ session, recording }));
  }

  /** The recording of a session that goes on. */
  of(session: Session | undefined): Recording | undefined {
    return session === undefined ? undefined : this.#running.get(session);
  }

  /** The session as a recording may see it: without what a secret paints that a script types. */
  viewOf(session: Session): ShieldedSession {
    const known = this.#views.get(session);
    if (known !== undefined) return known;
    const view = this.#store.add(new ShieldedSession(session, this.#clock));
    this.#views.set(session, view);
    this.#store.add(
      session.onStateChange(({ phase }) => {
        if (phase !== 'closed') return;
        this.#views.delete(session);
        this.#store.delete(view);
      }),
    );
    return view;
  }

  /**
   * A secret is typed: until the result is disposed and the screen is still again, recordings of the session show what
   * was there before, those that begin meanwhile as well.
   */
  shield(session: Session): Disposable {
    return this.viewOf(session).shield();
  }

  /** Files that the window's last life was writing when it ended: they are told once. */
  takeInterrupted(): readonly string[] {
    const files: unknown = this.#memory.get(memoryKey);
    void this.#memory.update(memoryKey, undefined);
    return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
  }

  /** Knows a recording until it ends. */
  add(session: Session, recording: Recording): void {
    this.#running.set(session, recording);
    void recording.ended.then(() => {
      if (this.#running.get(session) !== recording) return;
      this.#running.delete(session);
      this.#update();
    });
    this.#update();
  }

  /** Ends all of them: their files are whole when this resolves. The window goes. */
  async endAll(): Promise<void> {
    this.#leaving = true;
    await Promise.all([...this.#running.values()].map(async (recording) => await recording.stop()));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    if (this.#leaving) return;
    const files = [...this.#running.values()].map(({ file }) => file);
    void this.#memory.update(memoryKey, files.length === 0 ? undefined : files);
    if (files.length === 0) this.#look.value = undefined;
    else if (this.#look.value === undefined) this.#lookOn();
    this.#changed.fire();
  }

  #lookOn(): void {
    this.#look.value = this.#clock.after(lookTime, () => {
      this.#lookOn();
      this.#looked.fire();
    });
  }
}
