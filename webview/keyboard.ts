import { isInputMethods } from './inputMethods.ts';
import { type ChordEvent, type KeyChord, type Modifier, matchesChord, modifierOf } from './keyChord.ts';

/** A `KeyboardEvent`, as far as it counts here. */
export interface KeyInput extends ChordEvent {
  readonly location: number;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  readonly keyCode?: number | undefined;
  /** Whether a lock key is on, by its `key`. */
  getModifierState(name: string): boolean;
}

/** A key that goes to the remote side. */
export interface KeyOutput {
  readonly code: string;
  readonly key: string;
  readonly location: number;
  readonly down: boolean;
  /** Which lock keys are on when a key goes down. */
  readonly locks?: LockKeys;
}

/** Lock keys that are on; a Mac has no Num Lock. */
export interface LockKeys {
  readonly caps: boolean;
  readonly num?: boolean;
}

/** Whose keyboard it is: each has its own oddities. */
export type Platform = 'windows' | 'mac' | 'other';

/**
 * What becomes of a key: it is sent and nobody else may act on it; the browser makes text of it, and the editor may
 * not act on it either; or it is the editor's.
 */
export type KeyFate = 'sent' | 'composed' | 'left';

/** What the keyboard needs of the page. */
export interface KeyboardPort {
  send(key: KeyOutput): void;
  /** Everything that is held comes up. */
  releaseAll(): void;
  /** Whether a dead key is composed here, and not where it is sent. */
  composes(event: KeyInput): boolean;
  /** The release chord was pressed: the editor gets the keyboard back. */
  release(): void;
  /** Calls `action` once after so many milliseconds; the result calls it off. */
  after(milliseconds: number, action: () => void): () => void;
}

/** Windows sends AltGr as Control and AltRight in quick succession. */
const altGrMilliseconds = 50;

/** Keys of input methods that never come up on Windows. */
const neverUp = new Set([
  'Zenkaku',
  'Hankaku',
  'ZenkakuHankaku',
  'Hiragana',
  'Katakana',
  'KanaMode',
  'Romaji',
]);

interface Held {
  readonly key: string;
  readonly location: number;
  readonly modifier: Modifier | undefined;
}

/**
 * Turns a browser's key events into what a remote keyboard would have felt: each key goes down once (again
 * with every repeat) and comes up once, whatever the platform hides, and nothing stays down when the focus
 * goes.
 */
export class Keyboard {
  readonly #port: KeyboardPort;
  readonly #platform: Platform;
  readonly #held = new Map<string, Held>();
  /** Modifiers that are physically down, by code: also those that are not sent yet. */
  readonly #modifiers = new Map<string, Modifier>();
  #releaseChord: KeyChord;
  #passThrough: readonly KeyChord[] = [];
  /** Control that may become AltGr. */
  #pendingControl: { readonly event: KeyInput; readonly cancel: () => void } | undefined;
  /** Whether the release chord is down and nothing else was pressed with it. */
  #armed = false;
  /** Whether another key or the pointer was used since the first modifier went down. */
  #spoiled = false;

  constructor(port: KeyboardPort, platform: Platform, releaseChord: KeyChord) {
    this.#port = port;
    this.#platform = platform;
    this.#releaseChord = releaseChord;
  }

  configure(releaseChord: KeyChord, passThrough: readonly KeyChord[]): void {
    this.#releaseChord = releaseChord;
    this.#passThrough = passThrough;
  }

  /** A key went down. */
  down(event: KeyInput): KeyFate {
    const modifier = modifierOf(event);
    // Whoever else has the keys: this one always works.
    if (modifier === undefined && matchesChord(event, this.#releaseChord)) {
      this.#letGo();
      return 'sent';
    }
    if (isInputMethods(event)) {
      // A release chord of modifiers alone, too; to the remote side go no modifiers of what is composed here.
      this.#watchModifiers(event, modifier);
      return 'composed';
    }
    if (modifier === undefined && this.#passThrough.some((chord) => matchesChord(event, chord))) {
      this.#spoil();
      return 'left';
    }
    this.#watchModifiers(event, modifier);
    if (event.key === 'Dead' && this.#port.composes(event)) return 'composed';
    if (event.repeat && !this.#held.has(codeOf(event))) return 'sent';
    this.#resync(event);
    if (this.#heldBackControl(event)) return 'sent';
    this.#press(event, modifier);
    return 'sent';
  }

  /** A key came up. Returns whether it was taken. */
  up(event: KeyInput): boolean {
    const code = codeOf(event);
    const modifier = this.#modifiers.get(code);
    if (modifier !== undefined) {
      this.#modifiers.delete(code);
      if (this.#modifiers.size === 0) this.#spoiled = false;
      if (this.#armed) {
        this.#letGo();
        return true;
      }
    }
    if (this.#platform === 'mac' && code === 'CapsLock') {
      // Lights on is its keydown, lights off its keyup.
      this.#tap(event);
      return true;
    }
    this.#flushControl();
    if (!this.#held.has(code)) return false;
    this.#sendUp(code);
    if (this.#platform === 'windows' && modifier === 'shift')
      this.#releaseHeld((held) => held.modifier === 'shift');
    // While Command is down a Mac tells of no other key that comes up.
    if (this.#platform === 'mac' && modifier === 'meta') {
      this.#releaseHeld((held) => held.modifier === undefined);
    }
    return true;
  }

  /** A button was pressed or the wheel turned: modifiers that are down belong to that. */
  pointerUsed(): void {
    this.#spoil();
  }

  /** The focus has gone, or nothing takes keys any more: everything comes up. */
  blur(): void {
    this.#pendingControl?.cancel();
    this.#pendingControl = undefined;
    this.#modifiers.clear();
    this.#armed = false;
    this.#spoiled = false;
    if (this.#held.size === 0) return;
    this.#held.clear();
    this.#port.releaseAll();
  }

  #letGo(): void {
    this.blur();
    this.#port.release();
  }

  #spoil(): void {
    this.#armed = false;
    this.#spoiled = true;
  }

  #watchModifiers(event: KeyInput, modifier: Modifier | undefined): void {
    if (modifier === undefined) {
      this.#spoil();
      return;
    }
    if (this.#modifiers.size === 0) this.#spoiled = false;
    this.#modifiers.set(codeOf(event), modifier);
    const { modifiers, key } = this.#releaseChord;
    const down = new Set(this.#modifiers.values());
    this.#armed =
      key === undefined &&
      !this.#spoiled &&
      down.size === modifiers.size &&
      [...modifiers].every((m) => down.has(m));
  }

  /** A modifier that the event does not know of came up where nobody saw it. */
  #resync(event: KeyInput): void {
    const flags = { ctrl: event.ctrlKey, alt: event.altKey, shift: event.shiftKey, meta: event.metaKey };
    for (const [code, { modifier }] of [...this.#held]) {
      if (modifier === undefined || flags[modifier] || code === codeOf(event)) continue;
      this.#modifiers.delete(code);
      this.#sendUp(code);
    }
  }

  /** Holds back a Control that may be the first half of AltGr. Returns whether the event is dealt with. */
  #heldBackControl(event: KeyInput): boolean {
    if (this.#platform !== 'windows') return false;
    if (event.code === 'ControlLeft' && !event.repeat) {
      this.#flushControl();
      const cancel = this.#port.after(altGrMilliseconds, () => this.#flushControl());
      this.#pendingControl = { event, cancel };
      return true;
    }
    if (event.code === 'AltRight' && this.#pendingControl !== undefined) {
      this.#pendingControl.cancel();
      this.#pendingControl = undefined;
      this.#modifiers.delete('ControlLeft');
      return false;
    }
    this.#flushControl();
    return false;
  }

  #flushControl(): void {
    const pending = this.#pendingControl;
    if (pending === undefined) return;
    this.#pendingControl = undefined;
    pending.cancel();
    this.#press(pending.event, 'ctrl');
  }

  #press(event: KeyInput, modifier: Modifier | undefined): void {
    const silent =
      (this.#platform === 'mac' &&
        ((event.metaKey && modifier === undefined) || event.code === 'CapsLock')) ||
      (this.#platform === 'windows' && neverUp.has(event.key));
    if (silent) {
      this.#tap(event);
      return;
    }
    const { key, location } = event;
    this.#held.set(codeOf(event), { key, location, modifier });
    this.#port.send({ code: codeOf(event), key, location, down: true, locks: this.#locksOf(event) });
  }

  /** Presses a key that will not be seen coming up. */
  #tap(event: KeyInput): void {
    const { key, location } = event;
    this.#port.send({ code: codeOf(event), key, location, down: true, locks: this.#locksOf(event) });
    this.#port.send({ code: codeOf(event), key, location, down: false });
  }

  #locksOf(event: KeyInput): LockKeys {
    const caps = event.getModifierState('CapsLock');
    return this.#platform === 'mac' ? { caps } : { caps, num: event.getModifierState('NumLock') };
  }

  #releaseHeld(which: (held: Held) => boolean): void {
    for (const [code, held] of [...this.#held]) if (which(held)) this.#sendUp(code);
  }

  #sendUp(code: string): void {
    const held = this.#held.get(code);
    if (held === undefined) return;
    this.#held.delete(code);
    this.#port.send({ code, key: held.key, location: held.location, down: false });
  }
}

/** What pairs a key's two events; on-screen keyboards give no code. */
function codeOf({ code, key }: { readonly code: string; readonly key: string }): string {
  return code === '' ? key : code;
}
