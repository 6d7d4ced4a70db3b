import type { Disposable } from '../../core/base/disposables.ts';
import { withShift } from '../../core/input/usLayout.ts';
import type { PersonInput, PersonKeyEvent } from '../../core/session/drivers.ts';
import type { Session } from '../../core/session/session.ts';
import type { StickyModifier } from '../../protocol/keyboardMessages.ts';
import type { ViewToHost } from '../../protocol/messages.ts';

/** A message of the page that is a person's input. */
export type InputMessage = Extract<
  ViewToHost,
  { type: 'key' | 'text' | 'modifier' | 'pointer' | 'movement' | 'wheel' | 'releaseAll' }
>;

/** The keys that are held for a person whose own are up. */
const modifierKeys: Readonly<Record<StickyModifier, Omit<PersonKeyEvent, 'down'>>> = {
  ctrl: { code: 'ControlLeft', key: 'Control', location: 1 },
  alt: { code: 'AltLeft', key: 'Alt', location: 1 },
  shift: { code: 'ShiftLeft', key: 'Shift', location: 1 },
  super: { code: 'MetaLeft', key: 'Meta', location: 1 },
  altgr: { code: 'AltRight', key: 'AltGraph', location: 2 },
};

/** Brings what a person does on the page to the session. Disposing lets go of everything they hold. */
export class InputForwarder {
  readonly #session: Session;
  readonly #person: PersonInput;
  readonly #name: string;
  /** Holds modifiers: they stay down when the person lets go of all keys. */
  #holder: PersonInput | undefined;
  readonly #refused: (error: unknown) => void;
  readonly #held = new Set<StickyModifier>();
  readonly #stateChange: Disposable;

  /**
   * @param name who the person is, for logs.
   * @param refused hears why a text could not be typed.
   */
  constructor(session: Session, name: string, refused: (error: unknown) => void = () => undefined) {
    this.#session = session;
    this.#person = session.attachPerson(name);
    this.#name = name;
    this.#refused = refused;
    // The session lets go of everything then; what the page says of it comes too late to be passed on.
    this.#stateChange = session.onStateChange(({ phase }) => {
      if (phase !== 'open') this.#held.clear();
    });
  }

  forward(message: InputMessage): void {
    if (this.#session.viewOnly || this.#session.state.phase !== 'open') return;
    switch (message.type) {
      case 'key': {
        const { code, key, location, down, locks } = message;
        this.#person.key({ code, key: this.#shifted(key), location, down, locks });
        if (!down) this.#holdOn(code);
        break;
      }
      case 'text':
        this.#type(message.text);
        break;
      case 'modifier': {
        const { modifier, down } = message;
        if (down) {
          this.#held.add(modifier);
          this.#holder ??= this.#session.attachPerson(`${this.#name}, held modifiers`);
        } else {
          this.#held.delete(modifier);
        }
        this.#holder?.key({ ...modifierKeys[modifier], down });
        break;
      }
      case 'pointer': {
        const { x, y, buttons } = message;
        this.#person.pointer({ x, y, buttons });
        break;
      }
      case 'movement': {
        const { dx, dy, buttons } = message;
        this.#person.movement({ dx, dy, buttons });
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

  /** Everything that is held for the person comes up, modifiers too. */
  releaseAll(): void {
    this.#held.clear();
    this.#holder?.releaseAll();
    this.forward({ type: 'releaseAll' });
  }

  dispose(): void {
    this.#stateChange.dispose();
    this.#holder?.dispose();
    this.#person.dispose();
  }

  /** The person's own key came up, and with it at the remote side what is held besides. */
  #holdOn(code: string): void {
    for (const modifier of this.#held) {
      const key = modifierKeys[modifier];
      if (key.code === code) this.#holder?.key({ ...key, down: true });
    }
  }

  #type(text: string): void {
    try {
      this.#person.text(this.#shifted(text));
    } catch (error) {
      this.#refused(error);
    }
  }

  /**
   * What a key makes with the Shift that is held for the person: their own keyboard knows nothing of it, and X servers
   * lift it for a character that needs none.
   */
  #shifted(key: string): string {
    if (!this.#held.has('shift') || Array.from(key).length !== 1) return key;
    const upper = key.toUpperCase();
    return upper === key || Array.from(upper).length > 1 ? withShift(key) : upper;
  }
}
