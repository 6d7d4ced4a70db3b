import { Emitter, type Event } from '../base/emitter.ts';
import { type Point, type Rect, type Size, contains, wholeOf } from '../base/geometry.ts';
import { jpegDecoder } from '../image/jpegDecoder.ts';
import { Framebuffer } from '../rfb/framebuffer.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { Damage, ScreenPicture } from '../session/wire.ts';
import { type Moment, type RecordingOp, invalid } from './opReader.ts';
import type { RecordedScreen } from './recordingFormat.ts';

/** What a recording shows at one time. */
export class ReplayScreen {
  readonly #framebuffer: Framebuffer;
  readonly #resized: Emitter<Size>;
  #cursor: CursorImage | undefined;
  #pointer: Point | undefined;
  #name = '';
  #layout: readonly RecordedScreen[] = [];
  #connected = true;
  /** The size of the screen has changed: all of it is painted anew. */
  readonly onResize: Event<Size>;

  constructor(size: Size) {
    this.#framebuffer = new Framebuffer(size.width, size.height);
    this.#resized = new Emitter();
    this.onResize = this.#resized.event;
  }

  get size(): Size {
    const { width, height } = this.#framebuffer;
    return { width, height };
  }

  /** Pictures that were not decoded. */
  get pictures(): readonly ScreenPicture[] {
    return this.#framebuffer.pictures;
  }

  /** RGBA, rows without gaps; another array after a change of size. @throws `VNC_BAD_DATA` of a picture */
  get pixels(): Uint8Array {
    return this.#framebuffer.pixels;
  }

  get cursor(): CursorImage | undefined {
    return this.#cursor;
  }

  /** Where the pointer is, as far as is known. */
  get pointer(): Point | undefined {
    return this.#pointer;
  }

  get desktopName(): string {
    return this.#name;
  }

  get layout(): readonly RecordedScreen[] {
    return this.#layout;
  }

  /** Whether the connection was there. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Copies the region's RGBA pixels row by row into `target`. @throws `VNC_BAD_DATA` of a picture */
  copyPixels(region: Rect, target: Uint8Array): void {
    this.#framebuffer.readInto(region, target);
  }

  /**
   * Goes on to a moment.
   *
   * @returns what it has painted, in its order
   * @throws `VNC_RECORDING_INVALID` where it reaches over the edge of the screen, `VNC_BAD_DATA` of a picture
   */
  apply(moment: Moment): readonly Damage[] {
    return moment.ops.flatMap((op) => this.#apply(op));
  }

  #apply(op: RecordingOp): readonly Damage[] {
    const framebuffer = this.#framebuffer;
    switch (op.op) {
      case 'size':
        return [this.#resize(op)];
      case 'pixels': {
        const { place, rgb } = op;
        this.#check(place);
        framebuffer.overwrite(place);
        paintRgb(framebuffer, place, rgb);
        return [place];
      }
      case 'copy': {
        const { place, from } = op;
        const { x, y, width, height } = place;
        this.#check(place);
        this.#check({ ...from, width, height });
        framebuffer.copy(from.x, from.y, x, y, width, height);
        return [{ ...place, from }];
      }
      case 'jpeg':
        return this.#paintPicture(op);
      case 'cursor':
        this.#cursor = op.cursor;
        return [];
      case 'pointer':
        this.#pointer = op.at;
        return [];
      case 'name':
        this.#name = op.name;
        return [];
      case 'layout':
        this.#layout = op.screens;
        return [];
      case 'connected':
        this.#connected = op.connected;
        return [];
    }
  }

  #resize({ width, height }: Size): Rect {
    const framebuffer = this.#framebuffer;
    const isOther = width !== framebuffer.width || height !== framebuffer.height;
    framebuffer.overwrite(wholeOf(framebuffer));
    framebuffer.resize(width, height);
    framebuffer.fill(0, 0, width, height, 0xff000000);
    if (isOther) this.#resized.fire({ width, height });
    return wholeOf({ width, height });
  }

  /** A whole picture waits until somebody reads its pixels; of one that was painted over in part, the rest stays. */
  #paintPicture({ place, parts, jpeg }: Extract<RecordingOp, { op: 'jpeg' }>): readonly Damage[] {
    const framebuffer = this.#framebuffer;
    this.#check(place);
    const decode = (): Uint32Array => jpegDecoder().decode(jpeg, place);
    if (parts.length === 0) {
      framebuffer.keepPicture(place, jpeg, decode);
      return [place];
    }
    const words = decode();
    for (const part of parts) {
      if (!contains(place, part)) throw invalid('place');
      framebuffer.overwrite(part);
      for (let row = part.y; row < part.y + part.height; row += 1) {
        const from = (row - place.y) * place.width + part.x - place.x;
        framebuffer.blit(part.x, row, part.width, 1, words.subarray(from, from + part.width));
      }
    }
    return parts;
  }

  #check(place: Rect): void {
    if (!contains(wholeOf(this.#framebuffer), place)) throw invalid('place');
  }
}

function paintRgb(framebuffer: Framebuffer, { x, y, width, height }: Rect, rgb: Uint8Array): void {
  const { words, width: stride } = framebuffer;
  let from = 0;
  for (let row = y; row < y + height; row += 1) {
    let to = row * stride + x;
    for (const end = to + width; to < end; to += 1, from += 3) {
      words[to] = 0xff000000 | ((rgb[from + 2] ?? 0) << 16) | ((rgb[from + 1] ?? 0) << 8) | (rgb[from] ?? 0);
    }
  }
}
