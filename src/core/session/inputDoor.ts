import { type Event, Emitter } from '../base/emitter.ts';
import { type Point, type Size, contains } from '../base/geometry.ts';
import { clampTo } from './regions.ts';
import { InputSource } from './inputSource.ts';
import type { ClipboardResult } from './wire.ts';

/** What the door writes to. */
export interface InputWriter {
  readonly size: Size;
  sendKey(keysym: number, down: boolean, scancode: number | undefined): void;
  sendPointer(x: number, y: number, buttonMask: number): void;
  sendPointerDelta(dx: number, dy: number, buttonMask: number): void;
  /** Resolves when the text is on its way, with what of it was lost. */
  setClipboard(text: string): Promise<ClipboardResult>;
}

/**
 * The one way out for input, whoever it comes from. It knows where the pointer is, joins the buttons that
 * several sources hold, and is where view-only is enforced: nothing passes it then.
 */
export class InputDoor {
  readonly viewOnly: boolean;
  readonly #writer: InputWriter;
  readonly #sources = new Set<InputSource>();
  readonly #moved = new Emitter<Point>();
  #position: Point;
  /** Whether the server has heard of the place. */
  #placed = false;
  /** Where the server says that the pointer is, until we move it. */
  #told: Point | undefined;
  #closed = false;

  /** Somebody, who may be the server, has put the pointer there. */
  readonly onMove: Event<Point> = this.#moved.event;

  constructor(writer: InputWriter, options: { readonly viewOnly: boolean }) {
    this.#writer = writer;
    this.viewOnly = options.viewOnly;
    // Most servers do not tell where the pointer is. X starts it in the middle, and a wheel turned there hits more
    // than one turned in a corner.
    const { width, height } = writer.size;
    this.#position = { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  }

  get screenSize(): Size {
    return this.#writer.size;
  }

  /** Where the pointer was last put, or would be: on the screen even after it has shrunk. */
  get position(): Point {
    return clampTo(this.#writer.size, this.#position);
  }

  /** Where the pointer is, when the server has heard it or told it. */
  get knownPosition(): Point | undefined {
    if (this.#told !== undefined) return clampTo(this.#writer.size, this.#told);
    return this.#placed ? this.position : undefined;
  }

  /**
   * The server says that the pointer is there. That changes no place of input: such a word can be older than our last
   * move, and the click after it would hit something else.
   */
  serverMoved(place: Point): void {
    if (this.#closed) return;
    this.#told = clampTo(this.#writer.size, place);
    this.#moved.fire(this.#told);
  }

  /** Another connection goes on, whose server has heard of no place yet. */
  replaced(): void {
    this.#placed = false;
    this.#told = undefined;
  }

  /** A new source that holds nothing. */
  createSource(): InputSource {
    const source = new InputSource(this);
    this.#sources.add(source);
    return source;
  }

  /** Everything that the source holds comes up, and it is forgotten. */
  removeSource(source: InputSource): void {
    source.releaseAll();
    this.#sources.delete(source);
  }

  /** The pointer goes to `place`, with the buttons that all sources hold. */
  movePointer(place: Point): void {
    this.#position = contains({ x: 0, y: 0, ...this.#writer.size }, { ...place, width: 1, height: 1 })
      ? place
      : clampTo(this.#writer.size, place);
    this.sendButtons(0);
    if (!this.#closed && !this.viewOnly) this.#moved.fire(this.#position);
  }

  /** The pointer goes by so many pixels, with the buttons that all sources hold. */
  movePointerBy(dx: number, dy: number): void {
    const { x, y } = this.position;
    this.#position = clampTo(this.#writer.size, { x: x + dx, y: y + dy });
    this.#told = undefined;
    if (!this.#closed && !this.viewOnly) this.#writer.sendPointerDelta(dx, dy, this.#heldButtons);
  }

  /** Tells the server the buttons that are down now, and `extra` ones beside them. */
  sendButtons(extra: number): void {
    if (this.#closed || this.viewOnly) return;
    const { x, y } = this.position;
    this.#placed = true;
    this.#told = undefined;
    this.#writer.sendPointer(x, y, this.#heldButtons | extra);
  }

  get #heldButtons(): number {
    let mask = 0;
    for (const source of this.#sources) mask |= source.buttons;
    return mask;
  }

  sendKey(keysym: number, down: boolean, scancode?: number): void {
    if (!this.#closed && !this.viewOnly) this.#writer.sendKey(keysym, down, scancode);
  }

  async setClipboard(text: string): Promise<ClipboardResult> {
    if (this.#closed || this.viewOnly) return { lost: 0 };
    return await this.#writer.setClipboard(text);
  }

  /** Everything that anyone holds comes up. */
  letGo(): void {
    for (const source of this.#sources) source.releaseAll();
  }

  /** The same, and nothing passes any more. */
  close(): void {
    for (const source of [...this.#sources]) this.removeSource(source);
    this.#closed = true;
  }
}
