import type { Rect, Size } from '../../base/geometry.ts';
import type { PixelImage } from '../../session/bridge.ts';
import { AppendFile } from './appendFile.ts';
import { packGifIndices } from './gifLzw.ts';
import { listColors } from './gifPalette.ts';
import type { VideoWriter } from './videoWriter.ts';

/** Hundredths of a second that a picture can be shown: the longest that the format has. */
const longestDelay = 0xffff;
/** Hundredths of a second that the picture is shown which was written last, should nothing more come. */
const firstDelay = 100;
/** Bytes behind the start of a picture where its delay stands. */
const delayOffset = 4;
/** Colours of a picture; one more stands for what has not changed. */
const mostColors = 255;

/** How to write a GIF. */
export interface GifOptions {
  readonly file: string;
  readonly maxBytes: number;
  /** Of all pictures. */
  readonly size: Size;
}

/**
 * Writes an animated GIF (GIF89a) that repeats without end: of each picture the rectangle that differs from the one
 * before, with its own 255 colours. How long a picture is shown is corrected when the next one comes.
 */
export class GifWriter implements VideoWriter {
  readonly #file: AppendFile;
  readonly #options: GifOptions;
  readonly #shown: Uint32Array;
  #last: { readonly position: number; readonly time: number } | undefined;

  private constructor(file: AppendFile, options: GifOptions) {
    this.#file = file;
    this.#options = options;
    this.#shown = new Uint32Array(options.size.width * options.size.height);
  }

  /** @throws `VNC_FILE_NOT_WRITTEN` */
  static async create(options: GifOptions): Promise<GifWriter> {
    const file = await AppendFile.create(options.file);
    const writer = new GifWriter(file, options);
    try {
      const screen = Buffer.alloc(7);
      screen.writeUInt16LE(options.size.width, 0);
      screen.writeUInt16LE(options.size.height, 2);
      const repeat = Uint8Array.of(3, 1, 0, 0, 0);
      await file.append(
        Buffer.from('GIF89a'),
        screen,
        ...[Uint8Array.of(0x21, 0xff, 11), Buffer.from('NETSCAPE2.0'), repeat],
      );
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    return writer;
  }

  get bytes(): number {
    return this.#file.length;
  }

  async add(image: PixelImage, time: number): Promise<boolean> {
    const words = new Uint32Array(Uint8Array.from(image.pixels).buffer);
    const changed = this.#last === undefined ? { x: 0, y: 0, ...this.#options.size } : this.#changed(words);
    // The pointer has moved below something, or the like.
    if (changed === undefined) return true;
    const parts = this.#encode(words, changed);
    const length = parts.reduce((sum, part) => sum + part.length, 1);
    if (this.#last !== undefined && this.bytes + length > this.#options.maxBytes) return false;
    await this.#setDelay(time);
    this.#last = { position: this.bytes, time };
    await this.#file.append(...parts);
    this.#shown.set(words);
    return true;
  }

  async finish(time: number): Promise<void> {
    try {
      await this.#setDelay(time);
      await this.#file.append(Uint8Array.of(0x3b));
    } finally {
      await this.#file.close();
    }
  }

  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  /** The rectangle around all that differs from what is shown. */
  #changed(words: Uint32Array): Rect | undefined {
    const { width, height } = this.#options.size;
    let [left, right, top, bottom] = [width, -1, height, -1];
    for (let y = 0, at = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1, at += 1) {
        if (words[at] === this.#shown[at]) continue;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = y;
      }
    }
    if (bottom < 0) return undefined;
    return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  }

  #encode(words: Uint32Array, place: Rect): readonly Uint8Array[] {
    const stride = this.#options.size.width;
    const isFirst = this.#last === undefined;
    const count = place.width * place.height;
    const places = new Uint32Array(count);
    const painted: number[] = [];
    for (let row = 0, to = 0; row < place.height; row += 1) {
      const from = (place.y + row) * stride + place.x;
      for (let at = from; at < from + place.width; at += 1, to += 1) {
        places[to] = at;
        if (isFirst || words[at] !== this.#shown[at]) painted.push(words[at] ?? 0);
      }
    }
    const palette = listColors(Uint32Array.from(painted), mostColors);
    const colors = palette.colors.length / 3;
    const transparent = colors;
    const bits = Math.max(2, Math.ceil(Math.log2(colors + 1)));
    const indices = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) {
      const at = places[i] ?? 0;
      const word = words[at] ?? 0;
      indices[i] = isFirst || word !== this.#shown[at] ? palette.indexOf(word) : transparent;
    }
    const table = new Uint8Array(3 << bits);
    table.set(palette.colors);
    const head = Buffer.alloc(18);
    // Graphic control: the picture stays, what is transparent shows the one before.
    head.set([0x21, 0xf9, 4, (1 << 2) | 1]);
    head.writeUInt16LE(firstDelay, delayOffset);
    head.set([transparent, 0, 0x2c], 6);
    head.writeUInt16LE(place.x, 9);
    head.writeUInt16LE(place.y, 11);
    head.writeUInt16LE(place.width, 13);
    head.writeUInt16LE(place.height, 15);
    head.writeUInt8(0x80 | (bits - 1), 17);
    return [head, table, packGifIndices(indices, bits)];
  }

  /** The picture before is shown until `time`. */
  async #setDelay(time: number): Promise<void> {
    const last = this.#last;
    if (last === undefined) return;
    const delay = Math.round(time / 10) - Math.round(last.time / 10);
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(Math.min(Math.max(2, delay), longestDelay));
    await this.#file.replace(last.position + delayOffset, bytes);
  }
}
