import { type Point, type Size, contains } from '../base/geometry.ts';
import { clampTo } from './regions.ts';
import { InputSource } from './inputSource.ts';

/** What the door writes to. */
export interface InputWriter {
  readonly size: Size;
  sendKey(keysym: number, down: boolean): void;
  sendPointer(x: number, y: number, buttonMask: number): void;
  sendCutText(text: string): void;
}

/**
 * The one way out for input, whoever it comes from. It knows where the pointer is, joins the buttons that
 * several sources hold, and is where view-only is enforced: nothing passes it then.
 */
export class InputDoor {
  readonly viewOnly: boolean;
  readonly #writer: InputWriter;
  readonly #sources = new Set<InputSource>();
  #position: Point;
  #closed = false;

  constructor(writer: InputWriter, options: { readonly viewOnly: boolean }) {
    this.#writer = writer;
    this.viewOnly = options.viewOnly;
    // Servers do not tell where the pointer is. X starts it in the middle, and a wheel turned there hits more
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
  }

  /** Tells the server the buttons that are down now, and `extra` ones beside them. */
  sendButtons(extra: number): void {
    if (this.#closed || this.viewOnly) return;
    let mask = extra;
    for (const source of this.#sources) mask |= source.buttons;
    const { x, y } = this.position;
    this.#writer.sendPointer(x, y, mask);
  }

  sendKey(keysym: number, down: boolean): void {
    if (!this.#closed && !this.viewOnly) this.#writer.sendKey(keysym, down);
  }

  sendCutText(text: string): void {
    if (!this.#closed && !this.viewOnly) this.#writer.sendCutText(text);
  }

  /** Everything that anyone holds comes up; nothing passes any more. */
  close(): void {
    for (const source of [...this.#sources]) this.removeSource(source);
    this.#closed = true;
  }
}
