import type { CarriedMessage, HostToPage, KeyboardSettings, ViewState } from '../src/protocol/messages.ts';
import { CompositionField } from './compositionField.ts';
import { type KeyChord, chordText, parseChord } from './keyChord.ts';
import { type KeyOutput, type Platform, Keyboard } from './keyboard.ts';
import { MacKeys } from './macKeys.ts';
import type { PagePart } from './pagePart.ts';
import { StickyModifiers } from './stickyModifiers.ts';

/** What typing needs of the page. */
export interface TypingOptions {
  /** The element that has the focus while keys go to the remote side. */
  readonly field: HTMLTextAreaElement;
  /** What holds field and picture: keys are heard here. */
  readonly stage: HTMLElement;
  readonly platform: Platform;
  readonly send: (message: CarriedMessage) => void;
  /** Whether keys go to the remote side now. */
  readonly grabbed: () => boolean;
  /** Whether keys and clicks could go there. */
  readonly takesInput: () => boolean;
  /** The release chord was pressed. */
  readonly released: () => void;
  /** Something wants to paste what the clipboard holds. */
  readonly paste: () => void;
  /** What held modifiers look like has changed. */
  readonly heldChanged: (modifiers: StickyModifiers) => void;
  /** Takes a key before everything else; returns whether it did. */
  readonly first: (event: KeyboardEvent) => boolean;
}

const defaultReleaseChord: KeyChord = { modifiers: new Set(['ctrl', 'alt', 'shift']) };

/** Everything that a person writes: keys, what input methods make of them, and modifiers that are held for them. */
export class Typing implements PagePart {
  readonly modifiers: StickyModifiers;
  readonly field: CompositionField;
  readonly #options: TypingOptions;
  readonly #keyboard: Keyboard;
  readonly #macKeys: MacKeys;
  #releaseChord = defaultReleaseChord;
  #composesThere = false;
  #buttons = 0;
  /** Whether a key went down since modifiers were last used up. */
  #pressing = false;

  constructor(options: TypingOptions) {
    this.#options = options;
    const { send, platform, stage } = options;
    this.#macKeys = new MacKeys((key) => this.#send(key));
    this.#keyboard = new Keyboard(
      {
        send: (key) => {
          if (platform === 'mac') this.#macKeys.send(key);
          else this.#send(key);
        },
        releaseAll: () => {
          this.#macKeys.forget();
          send({ type: 'releaseAll' });
          // Nobody tells any more that the key comes up which it was held for.
          if (this.#pressing) this.#used();
        },
        composes: ({ altKey }) =>
          !this.#composesThere && !(altKey && platform === 'mac' && this.#macKeys.optionIsAlt),
        release: options.released,
        after: (milliseconds, action) => {
          const timer = setTimeout(action, milliseconds);
          return () => clearTimeout(timer);
        },
      },
      platform,
      defaultReleaseChord,
    );
    this.modifiers = new StickyModifiers({
      hold: (modifier, down) => send({ type: 'modifier', modifier, down }),
      changed: () => options.heldChanged(this.modifiers),
    });
    this.field = new CompositionField(options.field, {
      enabled: options.grabbed,
      text: (text) => {
        send({ type: 'text', text });
        this.#used();
      },
      tap: (key) => {
        for (const down of [true, false]) this.#send({ code: '', key, location: 0, down });
      },
      paste: options.paste,
    });
    // The editor's page around this one listens for keys at the window and acts on them whether or not their
    // default was prevented: what is taken must not get that far.
    for (const type of ['keydown', 'keyup'] as const) {
      stage.addEventListener(type, (event) => {
        if (options.grabbed()) this.#key(event);
      });
    }
    // Also those that never reach the remote side: they zoom here, or take the hold of the pointer.
    for (const type of ['pointerdown', 'pointerup', 'wheel'] as const)
      stage.addEventListener(type, () => this.#keyboard.pointerUsed(), { capture: true, passive: true });
  }

  /** The chord that gives the keyboard back, as people call it. */
  get releaseChord(): string {
    return chordText(this.#releaseChord, this.#options.platform === 'mac');
  }

  receive(message: HostToPage): boolean {
    if (message.type === 'setup') this.#configure(message.keyboard);
    return false;
  }

  showState(state: ViewState): void {
    this.field.label = state.label;
    this.#composesThere = state.composes === true;
    const driven = state.banner !== undefined && !state.banner.paused;
    if (state.phase !== 'open' || state.viewOnly || driven) this.modifiers.release();
  }

  /** Keys of the person come up; what is held for them stays down while they use the page's own tools. */
  letGo(): void {
    this.#keyboard.blur();
    if (document.hidden || !document.hasFocus() || !this.#options.takesInput()) this.modifiers.release();
  }

  /** The page goes: nothing stays down. */
  leave(): void {
    this.letGo();
    this.modifiers.release();
  }

  /**
   * Sends what the pointer does.
   *
   * @param buttons those that are down then.
   */
  withPointer(buttons: number, send: () => void): void {
    const before = this.#buttons;
    this.#buttons = buttons;
    if (buttons !== 0 && before === 0) this.#pointerUsed();
    send();
    if (buttons === 0 && before !== 0) this.#used();
  }

  /** Sends a turn of the wheel. */
  withWheel(send: () => void): void {
    this.#pointerUsed();
    send();
  }

  #pointerUsed(): void {
    if (this.#options.platform === 'mac') this.#macKeys.pointerUsed();
  }

  #configure({ releaseChord, passThrough, command, option }: KeyboardSettings): void {
    this.#releaseChord = parseChord(releaseChord) ?? defaultReleaseChord;
    const chords = passThrough.map(parseChord).filter((chord) => chord !== undefined);
    this.#keyboard.configure(this.#releaseChord, chords);
    this.#macKeys.configure(command ?? 'super', option ?? 'characters');
  }

  #key(event: KeyboardEvent): void {
    const down = event.type === 'keydown';
    if (down && this.#options.first(event)) {
      take(event);
      return;
    }
    if (!down) {
      if (this.#keyboard.up(event)) take(event);
      return;
    }
    this.field.keyDown(event);
    const fate = this.#keyboard.down(event);
    if (fate === 'sent') take(event);
    else if (fate === 'composed') event.stopPropagation();
  }

  #send(key: KeyOutput): void {
    this.#options.send({ type: 'key', ...key });
    if (isModifierKey(key.key)) return;
    if (key.down) this.#pressing = true;
    else this.#used();
  }

  #used(): void {
    this.#pressing = false;
    this.modifiers.used();
  }
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

function isModifierKey(key: string): boolean {
  return ['Control', 'Alt', 'AltGraph', 'Shift', 'Meta', 'OS'].includes(key);
}
