import type { Size } from '../../base/geometry.ts';
import type { PixelImage } from '../../session/bridge.ts';
import { AppendFile } from './appendFile.ts';
import { delayOffset, unchangedGifPicture } from './gifPicture.ts';
import type { PictureEncoder } from './pictureEncoder.ts';
import type { VideoWriter } from './videoWriter.ts';

/** Hundredths of a second that a picture can be shown: the longest that the format has. */
const longestDelay = 0xffff;

/** How to write a GIF. */
export interface GifOptions {
  readonly file: string;
  readonly maxBytes: number;
  /** Of all pictures. */
  readonly size: Size;
  readonly encoder: PictureEncoder;
}

/**
 * Writes an animated GIF (GIF89a) that repeats without end. How long a picture is shown is corrected as long as it
 * stays, and when the next one comes.
 */
export class GifWriter implements VideoWriter {
  readonly #file: AppendFile;
  readonly #options: GifOptions;
  #last: { readonly position: number; readonly time: number } | undefined;

  private constructor(file: AppendFile, options: GifOptions) {
    this.#file = file;
    this.#options = options;
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
    const picture = await this.#options.encoder.encode(image);
    if (picture.length === 0) return true;
    if (this.#last !== undefined && !(await this.#showUntil(time, picture.length))) return false;
    await this.#append(picture, time);
    return true;
  }

  async hold(time: number): Promise<boolean> {
    return await this.#showUntil(time);
  }

  async finish(time: number): Promise<void> {
    try {
      await this.#showUntil(time);
      await this.#file.append(Uint8Array.of(0x3b));
    } finally {
      await this.#options.encoder.close();
      await this.#file.close();
    }
  }

  async abandon(): Promise<void> {
    await this.#options.encoder.close();
    await this.#file.close().catch(() => undefined);
  }

  async #append(picture: Uint8Array, time: number): Promise<void> {
    this.#last = { position: this.bytes, time };
    await this.#file.append(picture);
  }

  /**
   * What is shown last is shown until `time`.
   *
   * @param more bytes that are to come.
   * @returns whether there was room for that
   */
  async #showUntil(time: number, more = 0): Promise<boolean> {
    for (;;) {
      const last = this.#last;
      if (last === undefined) return true;
      const delay = Math.round(time / 10) - Math.round(last.time / 10);
      const isTooLong = delay > longestDelay;
      // Longer than one picture can be shown: one that changes nothing comes after it.
      const next = isTooLong ? unchangedGifPicture() : undefined;
      const needed = more + (next?.length ?? 0) + 1;
      if (needed > 1 && this.bytes + needed > this.#options.maxBytes) return false;
      const bytes = Buffer.alloc(2);
      bytes.writeUInt16LE(Math.min(Math.max(2, delay), longestDelay));
      await this.#file.replace(last.position + delayOffset, bytes);
      if (next === undefined) return true;
      await this.#append(next, last.time + longestDelay * 10);
    }
  }
}
