import { type Disposable, DisposableStore } from '../base/disposables.ts';
import { appleKeysym } from '../input/appleKeys.ts';
import { keysym } from '../input/keysyms.ts';
import type { LayoutName } from '../input/layouts.ts';
import { LockKeySync } from '../input/lockKeys.ts';
import { NewCharacters } from '../input/newCharacters.ts';
import { type ServerKind, serverKindOf } from '../input/serverKind.ts';
import { type TypedKey, planText, untypableCharacters } from '../input/textPlan.ts';
import type { Wire } from './wire.ts';

/** Milliseconds between two key events of a text: QEMU takes no more, and drops what waits beyond 300 or so. */
const machinePace = 10;

/** What of the connection tells about the keyboard at its other end. */
export type KeyboardWire = Pick<
  Wire,
  'desktopName' | 'facts' | 'capabilities' | 'lockState' | 'onLockState' | 'sendKey'
>;

/** What is known of the keyboard at the other end, and so how keys and texts are sent there. */
export class RemoteKeyboard implements Disposable {
  /** The remote lock keys, for whoever has lock keys of their own. */
  readonly locks = new LockKeySync();
  readonly #wire: KeyboardWire;
  readonly #layout: LayoutName | undefined;
  readonly #taught = new NewCharacters();
  readonly #store = new DisposableStore();
  #awake = false;

  /** @param layout the layout that the connection names */
  constructor(wire: KeyboardWire, layout: LayoutName | undefined) {
    this.#wire = wire;
    this.#layout = layout;
    this.#store.add(wire.onLockState((state) => this.locks.update(state)));
    this.locks.update(wire.lockState ?? {});
  }

  /** What kind of server this is. */
  get server(): ServerKind {
    return this.#serverFor(this.#layout);
  }

  /** Whether the server takes scancodes for what they are, and its machine composes letters by itself. */
  get takesScancodes(): boolean {
    return this.#wire.capabilities.extendedKeys && this.server === 'machine';
  }

  /** The layout whose keys make up a chord; `undefined` where chords are made of keysyms. */
  chordLayout(layout: LayoutName | undefined = this.#layout): LayoutName | undefined {
    return this.server === 'machine' ? (layout ?? 'us') : undefined;
  }

  /** Milliseconds that the server wants between two key events of a text. */
  get pace(): number {
    return this.server === 'machine' ? machinePace : 0;
  }

  /**
   * The keys that type `text` here, with a layout instead of the connection's if there is one.
   *
   * @throws what {@link planText} throws, and `VNC_UNTYPABLE` when the server cannot learn that many characters
   */
  plan(text: string, layout: LayoutName | undefined = this.#layout): readonly TypedKey[] {
    const keys = planText(text, { server: this.#serverFor(layout), layout });
    if (this.#learnsLittle) this.#taught.check(text);
    return keys;
  }

  /** The characters of `text` for which {@link plan} would throw, each once. */
  untypable(text: string, layout: LayoutName | undefined = this.#layout): readonly string[] {
    const missing = untypableCharacters(text, { server: this.#serverFor(layout), layout });
    if (!this.#learnsLittle) return missing;
    const typable = Array.from(text).filter((character) => !missing.includes(character));
    return [...missing, ...this.#taught.surplus(typable.join(''))];
  }

  /** A text is being typed: the server learns its characters. */
  typing(text: string): void {
    if (this.#learnsLittle) this.#taught.add(text);
  }

  /** Sends one key event, as this server knows the key. */
  send(symbol: number, down: boolean, scancode: number | undefined): void {
    this.#wake(symbol);
    this.locks.pressed(symbol);
    this.#wire.sendKey(this.server === 'apple' ? appleKeysym(symbol) : symbol, down, scancode);
  }

  /** The connection is another one: what was known of the keyboard's state is not any more. */
  replaced(): void {
    this.#awake = false;
    this.locks.forget();
    this.locks.update(this.#wire.lockState ?? {});
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** The same, when a text names this layout. */
  #serverFor(layout: LayoutName | undefined): ServerKind {
    const { desktopName, facts, capabilities } = this.#wire;
    const { extendedKeys, fence } = capabilities;
    const { securityType = '', greeting = '' } = facts;
    const layoutKnown = layout !== undefined;
    return serverKindOf({ desktopName, securityType, greeting, extendedKeys, fence, layoutKnown });
  }

  /**
   * Xtigervnc 1.12 forgets what it has just learnt when the first key event of all makes another keyboard the
   * current one: a letter that is on no key would be lost. A tap on Shift before it bears that.
   */
  #wake(symbol: number): void {
    const isNew = (symbol > 0x7e && symbol < 0xfe00) || symbol >= 0x0100_0000;
    if (!this.#awake && isNew && this.server === 'x11')
      for (const down of [true, false]) this.#wire.sendKey(keysym.shiftLeft, down);
    this.#awake = true;
  }

  /** TigerVNC, known by its fences, up to 1.14: later ones, which know more buttons, use their spare keys again. */
  get #learnsLittle(): boolean {
    const { fence, extendedMouseButtons } = this.#wire.capabilities;
    return this.server === 'x11' && fence && !extendedMouseButtons;
  }
}
