import { type Event, Emitter } from '../base/emitter.ts';
import type { Session } from './session.ts';

/** The sessions that are open now. */
export class SessionRegistry {
  readonly #sessions = new Map<string, Session>();
  readonly #changes: Emitter<void>;
  /** A session was added or has closed. */
  readonly onChange: Event<void>;

  /** @param onListenerError hears of listeners that throw. */
  constructor(onListenerError?: (error: unknown) => void) {
    this.#changes = new Emitter(onListenerError);
    this.onChange = this.#changes.event;
  }

  /** The open sessions, oldest first. */
  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Keeps `session` until it closes; one that is closed already is not kept. */
  add(session: Session): void {
    if (session.state.phase === 'closed' || this.#sessions.has(session.id)) return;
    this.#sessions.set(session.id, session);
    session.onStateChange((state) => {
      if (state.phase === 'closed' && this.#sessions.delete(session.id)) this.#changes.fire();
    });
    this.#changes.fire();
  }

  /** Closes every session. */
  async closeAll(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
  }
}
