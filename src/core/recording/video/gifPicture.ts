import type { Rect, Size } from '../../base/geometry.ts';
import type { PixelImage } from '../../session/bridge.ts';
import { packGifIndices } from './gifLzw.ts';
import { listColors } from './gifPalette.ts';

/** Bytes behind the start of a picture where its delay stands, which is corrected when it is known. */
export const delayOffset = 4;
/** Hundredths of a second that a picture is shown which was written last, should nothing more come. */
const firstDelay = 100;
/** Colours of a picture; one more stands for what has not changed. */
const mostColors = 255;

/** Makes the pictures of an animated GIF (GIF89a): of each the rectangle that differs from the one before. */
export class GifPictures {
  readonly #size: Size;
  readonly #shown: Uint32Array;
  #isFirst = true;

  /** @param size of all pictures. */
  constructor(size: Size) {
    this.#size = size;
    this.#shown = new Uint32Array(size.width * size.height);
  }

  /** @returns what stands for the picture in the file: nothing where it is the one before. */
  encode({ pixels }: PixelImage): Uint8Array {
    const words = new Uint32Array(Uint8Array.from(pixels).buffer);
    const changed = this.#isFirst ? { x: 0, y: 0, ...this.#size } : this.#changed(words);
    // The pointer has moved below something, or the like.
    if (changed === undefined) return new Uint8Array(0);
    const picture = this.#picture(words, changed);
    this.#shown.set(words);
    this.#isFirst = false;
    return picture;
  }

  /** The rectangle around all that differs from what is shown. */
  #changed(words: Uint32Array): Rect | undefined {
    const { width, height } = this.#size;
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

  #picture(words: Uint32Array, place: Rect): Uint8Array {
    const stride = this.#size.width;
    const count = place.width * place.height;
    const places = new Uint32Array(count);
    const painted = new Uint32Array(count);
    let paints = 0;
    for (let row = 0, to = 0; row < place.height; row += 1) {
      const from = (place.y + row) * stride + place.x;
      for (let at = from; at < from + place.width; at += 1, to += 1) {
        places[to] = at;
        if (!this.#isFirst && words[at] === this.#shown[at]) continue;
        painted[paints] = words[at] ?? 0;
        paints += 1;
      }
    }
    const palette = listColors(painted.subarray(0, paints), mostColors);
    const transparent = palette.colors.length / 3;
    const indices = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) {
      const at = places[i] ?? 0;
      const word = words[at] ?? 0;
      indices[i] = this.#isFirst || word !== this.#shown[at] ? palette.indexOf(word) : transparent;
    }
    return gifPicture(place, palette.colors, indices);
  }
}

/** A picture that changes nothing. */
export function unchangedGifPicture(): Uint8Array {
  return gifPicture({ x: 0, y: 0, width: 1, height: 1 }, new Uint8Array(0), Uint8Array.of(0));
}

/** @param indices of `colors`; the one behind them stands for what has not changed. */
function gifPicture(place: Rect, colors: Uint8Array, indices: Uint8Array): Uint8Array {
  const transparent = colors.length / 3;
  const bits = Math.max(2, Math.ceil(Math.log2(transparent + 1)));
  const table = new Uint8Array(3 << bits);
  table.set(colors);
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
  return Buffer.concat([head, table, packGifIndices(indices, bits)]);
}
