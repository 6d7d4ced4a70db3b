import type { Point, Rect, Size } from '../base/geometry.ts';
import { type RecordedScreen, opCodes } from './recordingFormat.ts';

/** Bytes to begin with, and at least to grow by. */
const smallest = 64 * 1024;

/** Packs moments into bytes. */
export class OpWriter {
  #bytes = new Uint8Array(smallest);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Takes the bytes out; it is empty afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(smallest);
    this.#view = new DataView(this.#bytes.buffer);
    this.#length = 0;
    return taken;
  }

  /** Takes back what follows the first `length` bytes. */
  cut(length: number): void {
    this.#length = length;
  }

  moment(time: number): void {
    const at = this.#op(opCodes.moment, 4);
    this.#view.setUint32(at, time, true);
  }

  size({ width, height }: Size): void {
    this.#words(this.#op(opCodes.size, 4), [width, height]);
  }

  /**
   * @param words pixels, red in the lowest byte, in rows of `stride`.
   * @param start where the first pixel is.
   */
  pixels(place: Rect, words: Uint32Array, start: number, stride: number): void {
    let to = this.#place(opCodes.pixels, place, place.width * place.height * 3);
    const bytes = this.#bytes;
    for (let row = 0, from = start; row < place.height; row += 1, from += stride) {
      for (let i = from; i < from + place.width; i += 1) {
        const word = words[i] ?? 0;
        bytes[to] = word;
        bytes[to + 1] = word >> 8;
        bytes[to + 2] = word >> 16;
        to += 3;
      }
    }
  }

  copy(place: Rect, from: Point): void {
    this.#words(this.#place(opCodes.copy, place, 4), [from.x, from.y]);
  }

  /** @param parts what is painted of it; all of it when there are none. */
  jpeg(place: Rect, parts: readonly Rect[], jpeg: Uint8Array): void {
    let at = this.#place(opCodes.jpeg, place, 2 + parts.length * 8 + 4 + jpeg.length);
    at = this.#words(at, [parts.length]);
    for (const { x, y, width, height } of parts) at = this.#words(at, [x, y, width, height]);
    this.#view.setUint32(at, jpeg.length, true);
    this.#bytes.set(jpeg, at + 4);
  }

  cursor(
    cursor: Size & { readonly hotspotX: number; readonly hotspotY: number; readonly pixels: Uint8Array },
  ): void {
    const { width, height, hotspotX, hotspotY } = cursor;
    const pixels = cursor.pixels.subarray(0, width * height * 4);
    const at = this.#words(this.#op(opCodes.cursor, 8 + pixels.length), [width, height, hotspotX, hotspotY]);
    this.#bytes.set(pixels, at);
  }

  pointer({ x, y }: Point): void {
    this.#words(this.#op(opCodes.pointer, 4), [x, y]);
  }

  name(name: string): void {
    const text = new TextEncoder().encode(name).subarray(0, 0xffff);
    const at = this.#words(this.#op(opCodes.name, 2 + text.length), [text.length]);
    this.#bytes.set(text, at);
  }

  layout(screens: readonly RecordedScreen[]): void {
    const told = screens.slice(0, 255);
    let at = this.#op(opCodes.layout, 1 + told.length * 12);
    this.#bytes[at] = told.length;
    at += 1;
    for (const { id, x, y, width, height } of told) {
      this.#view.setUint32(at, id, true);
      at = this.#words(at + 4, [x, y, width, height]);
    }
  }

  connected(connected: boolean): void {
    const at = this.#op(opCodes.connected, 1);
    this.#bytes[at] = connected ? 1 : 0;
  }

  #place(code: number, { x, y, width, height }: Rect, rest: number): number {
    return this.#words(this.#op(code, 8 + rest), [x, y, width, height]);
  }

  #words(start: number, words: readonly number[]): number {
    let at = start;
    for (const word of words) {
      this.#view.setUint16(at, word, true);
      at += 2;
    }
    return at;
  }

  /** Begins an op of so many bytes behind its code. @returns where they go */
  #op(code: number, bytes: number): number {
    const at = this.#length;
    this.#grow(at + 1 + bytes);
    this.#bytes[at] = code;
    this.#length = at + 1 + bytes;
    return at + 1;
  }

  #grow(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
