import { type Event, Emitter } from '../base/emitter.ts';
import { type Point, type Rect, type Size } from '../base/geometry.ts';
import { TextField } from './textField.ts';

/** Pixels of a rectangle that moved: the server may send a CopyRect of it before what else has changed. */
export interface SceneCopy {
  readonly from: Rect;
  readonly to: Point;
}

/** A shape that a click paints in the next colour. */
export interface DemoShape {
  readonly kind: 'circle' | 'square' | 'triangle';
  readonly bounds: Rect;
  /** How often it was clicked. */
  clicks: number;
}

/** How far signing in has come. */
export type SignInState = 'idle' | 'accepted' | 'refused';

/** Where things stand; the painter draws them there. */
export const layout = {
  header: 56,
  sizeButton: { x: 836, y: 14, width: 164, height: 28 },
  shapes: { x: 24, y: 80, width: 328, height: 232 },
  signIn: { x: 376, y: 80, width: 328, height: 232 },
  signInButton: { x: 400, y: 254, width: 108, height: 32 },
  board: { x: 24, y: 336, width: 680, height: 232 },
  toDo: { x: 40, y: 380, width: 312, height: 172 },
  done: { x: 376, y: 380, width: 312, height: 172 },
  list: { x: 728, y: 80, width: 272, height: 488 },
  listRows: { x: 729, y: 120, width: 256, height: 447 },
  rowHeight: 28,
  rows: 100,
  card: { width: 200, height: 56 },
} as const;

const sizes: readonly Size[] = [
  { width: 1024, height: 640 },
  { width: 1280, height: 720 },
];

const keysym = { tab: 0xff09, isoLeftTab: 0xfe20, enter: 0xff0d, keypadEnter: 0xff8d, c: 0x63, v: 0x76 };

/** The modifiers that the status line names, by keysym. */
const modifierNames: ReadonlyMap<number, string> = new Map([
  [0xffe3, 'Ctrl'],
  [0xffe4, 'Ctrl'],
  [0xffe9, 'Alt'],
  [0xffea, 'Alt'],
  [0xffe1, 'Shift'],
  [0xffe2, 'Shift'],
  [0xffeb, 'Super'],
  [0xffec, 'Super'],
]);

const buttonNames: readonly string[] = ['left', 'middle', 'right'];

/** Whether `point` lies in `rect`. */
function isIn(rect: Rect, point: Point): boolean {
  const dx = point.x - rect.x;
  const dy = point.y - rect.y;
  return dx >= 0 && dy >= 0 && dx < rect.width && dy < rect.height;
}

/**
 * What the demo screen shows and how it answers to input. It has no clock: the same input always leads to the
 * same picture.
 */
export class DemoScene {
  readonly shapes: readonly DemoShape[] = [
    { kind: 'circle', bounds: { x: 52, y: 146, width: 72, height: 72 }, clicks: 0 },
    { kind: 'square', bounds: { x: 152, y: 146, width: 72, height: 72 }, clicks: 0 },
    { kind: 'triangle', bounds: { x: 252, y: 146, width: 72, height: 72 }, clicks: 0 },
  ];
  readonly fields: readonly [TextField, TextField] = [
    new TextField('User', { x: 400, y: 148, width: 280, height: 30 }, { hidden: false }),
    new TextField('Password', { x: 400, y: 208, width: 280, height: 30 }, { hidden: true }),
  ];
  focused: TextField | undefined = this.fields[0];
  signIn: SignInState = 'idle';
  signedInAs = '';
  card: Point = { x: 60, y: 424 };
  cardIsDone = false;
  scrolled = 0;
  selectedRow: number | undefined;
  clipboard = '';
  lastClick = '';

  readonly #keysDown = new Set<number>();
  readonly #changed = new Emitter<void>();
  readonly #copied = new Emitter<SceneCopy>();
  readonly #clipboardSet = new Emitter<string>();
  #buttons = 0;
  #grabbedAt: Point | undefined;
  #sizeIndex = 0;

  /** Something looks different now. */
  readonly onChange: Event<void> = this.#changed.event;
  /** Pixels have moved; told before {@link onChange}. */
  readonly onCopy: Event<SceneCopy> = this.#copied.event;
  /** Ctrl+C put this text on the clipboard. */
  readonly onClipboard: Event<string> = this.#clipboardSet.event;

  get size(): Size {
    return sizes[this.#sizeIndex] ?? { width: 1024, height: 640 };
  }

  /** The part of a bigger picture that does not fit: how far the list can scroll. */
  get maxScroll(): number {
    return layout.rows * layout.rowHeight - layout.listRows.height;
  }

  get dragging(): boolean {
    return this.#grabbedAt !== undefined;
  }

  /** The modifiers that are down, as in `Ctrl+Shift`. */
  get modifiers(): string {
    const names = [...modifierNames].filter(([key]) => this.#keysDown.has(key)).map(([, name]) => name);
    return [...new Set(names)].join('+');
  }

  /** A key went down or up. */
  key(key: number, down: boolean): void {
    if (down) this.#keysDown.add(key);
    else this.#keysDown.delete(key);
    if (down) this.#press(key);
    this.#changed.fire();
  }

  /** The client has new clipboard text. */
  setClipboard(text: string): void {
    this.clipboard = text;
    this.#changed.fire();
  }

  /** The pointer moved or its buttons changed; `buttons` is the mask of PointerEvent (RFC 6143, 7.5.5). */
  pointer(at: Point, buttons: number): void {
    const pressed = buttons & ~this.#buttons;
    const released = this.#buttons & ~buttons;
    this.#buttons = buttons;
    if (this.#grabbedAt !== undefined) this.#moveCard(at);
    if ((released & 1) !== 0) this.#drop();
    for (let button = 0; button < buttonNames.length; button++) {
      if ((pressed & (1 << button)) !== 0) this.#click(at, button);
    }
    if ((pressed & 8) !== 0) this.#scroll(-layout.rowHeight);
    if ((pressed & 16) !== 0) this.#scroll(layout.rowHeight);
    if (pressed !== 0 || released !== 0 || this.#grabbedAt !== undefined) this.#changed.fire();
  }

  #press(key: number): void {
    const control = this.#keysDown.has(0xffe3) || this.#keysDown.has(0xffe4);
    if (control) {
      if ((key | 32) === keysym.c && this.focused !== undefined) this.#copy(this.focused.text);
      if ((key | 32) === keysym.v) this.focused?.insert(this.clipboard.replace(/[^\x20-\x7e\xa0-\xff]/g, ''));
      return;
    }
    if (key === keysym.tab || key === keysym.isoLeftTab) {
      this.focused = this.focused === this.fields[0] ? this.fields[1] : this.fields[0];
    } else if (key === keysym.enter || key === keysym.keypadEnter) {
      this.#trySignIn();
    } else if (
      this.focused?.edit(key) !== true &&
      ((key >= 32 && key <= 126) || (key >= 160 && key <= 255))
    ) {
      this.focused?.insert(String.fromCharCode(key));
    }
  }

  #copy(text: string): void {
    this.clipboard = text;
    this.#clipboardSet.fire(text);
  }

  #click(at: Point, button: number): void {
    this.lastClick = `${buttonNames[button] ?? ''} at ${at.x}, ${at.y}`;
    const shape = this.shapes.find(({ bounds }) => isIn(bounds, at));
    if (shape !== undefined) shape.clicks = button === 2 ? 0 : shape.clicks + 1;
    if (button !== 0) return;
    const field = this.fields.find(({ bounds }) => isIn(bounds, at));
    if (field !== undefined) this.focused = field;
    if (isIn(layout.signInButton, at)) this.#trySignIn();
    if (isIn(layout.sizeButton, at)) this.#sizeIndex = (this.#sizeIndex + 1) % sizes.length;
    if (isIn(layout.listRows, at)) {
      this.selectedRow = Math.floor((at.y - layout.listRows.y + this.scrolled) / layout.rowHeight);
    }
    if (isIn({ ...this.card, ...layout.card }, at)) {
      this.#grabbedAt = { x: at.x - this.card.x, y: at.y - this.card.y };
    }
  }

  #trySignIn(): void {
    const [user, password] = this.fields;
    const accepted = user.text.length > 0 && password.text === 'bridge';
    this.signIn = accepted ? 'accepted' : 'refused';
    this.signedInAs = accepted ? user.text : '';
    password.clear();
  }

  #moveCard(at: Point): void {
    const grab = this.#grabbedAt;
    if (grab === undefined) return;
    const { board, card } = layout;
    const x = Math.min(Math.max(at.x - grab.x, board.x + 8), board.x + board.width - card.width - 8);
    const y = Math.min(Math.max(at.y - grab.y, board.y + 36), board.y + board.height - card.height - 8);
    this.#copied.fire({ from: { ...this.card, ...card }, to: { x, y } });
    this.card = { x, y };
  }

  #drop(): void {
    if (this.#grabbedAt === undefined) return;
    this.#grabbedAt = undefined;
    this.cardIsDone = this.card.x + layout.card.width / 2 >= layout.board.x + layout.board.width / 2;
  }

  #scroll(by: number): void {
    const next = Math.min(Math.max(this.scrolled + by, 0), this.maxScroll);
    const moved = next - this.scrolled;
    this.scrolled = next;
    const { x, y, width, height } = layout.listRows;
    const kept = height - Math.abs(moved);
    if (moved === 0 || kept <= 0) return;
    const from = { x, y: y + Math.max(moved, 0), width, height: kept };
    this.#copied.fire({ from, to: { x, y: y + Math.max(-moved, 0) } });
  }
}
