import type { PersonInput } from '../../core/session/drivers.ts';
import type { Session } from '../../core/session/session.ts';
import type { ViewToHost } from '../../protocol/messages.ts';

/** A message of the page that is a person's input. */
export type InputMessage = Extract<ViewToHost, { type: 'key' | 'pointer' | 'wheel' | 'releaseAll' }>;

/** Brings what a person does on the page to the session. Disposing lets go of everything they hold. */
export class InputForwarder {
  readonly #session: Session;
  readonly #person: PersonInput;

  /** @param name who the person is, for logs. */
  constructor(session: Session, name: string) {
    this.#session = session;
    this.#person = session.attachPerson(name);
  }

  forward(message: InputMessage): void {
    if (this.#session.viewOnly || this.#session.state.phase !== 'open') return;
    switch (message.type) {
      case 'key': {
        const { code, key, location, down } = message;
        this.#person.key({ code, key, location, down });
        break;
      }
      case 'pointer': {
        const { x, y, buttons } = message;
        this.#person.pointer({ x, y, buttons });
        break;
      }
      case 'wheel': {
        const { x, y, right, down } = message;
        this.#person.wheel({ x, y, right, down });
        break;
      }
      case 'releaseAll':
        this.#person.releaseAll();
        break;
    }
  }

  /** Presses the chord that no keyboard of a person's own machine lets through. */
  ctrlAltDelete(): void {
    const keys = [
      { code: 'ControlLeft', key: 'Control', location: 1 },
      { code: 'AltLeft', key: 'Alt', location: 1 },
      { code: 'Delete', key: 'Delete', location: 0 },
    ];
    for (const key of keys) this.forward({ type: 'key', ...key, down: true });
    for (const key of keys.reverse()) this.forward({ type: 'key', ...key, down: false });
  }

  /** Everything the person holds comes up. */
  releaseAll(): void {
    this.forward({ type: 'releaseAll' });
  }

  dispose(): void {
    this.#person.dispose();
  }
}
