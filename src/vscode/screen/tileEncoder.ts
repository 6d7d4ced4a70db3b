import { type PixelRegion, type RegionPlace, paletteBits, paletteRowBytes } from '../../protocol/frames.ts';
import { mostRunColors, writeRuns } from '../../protocol/runs.ts';

/** Slots of the colour table: a power of two, four times the colours it holds, so that probes stay short. */
const slots = 1024;
const maxColors = 256;
/** The length that stands before runs: packed indices have none. */
const runsLengthBytes = 4;

/**
 * Finds the smallest honest form of a tile: one colour, a list of at most 256 colours, runs of those, or every pixel.
 * Reuses its tables; the regions it returns own their bytes.
 */
export class TileEncoder {
  readonly #keys = new Int32Array(slots);
  /** Index of the slot's colour plus one; 0 is a free slot. */
  readonly #index = new Uint16Array(slots);
  readonly #colors = new Int32Array(maxColors);
  readonly #used = new Uint16Array(maxColors);
  #indices = new Uint8Array(0);
  #runs = new Uint8Array(0);

  /**
   * @param words RGBA pixels as words, row by row, `stride` words from one row to the next; only compared and
   *   taken apart by byte, so that their order does not matter.
   * @param place where the tile lies on the screen; its first pixel is `words[start]`.
   */
  encode(words: Int32Array, start: number, stride: number, place: RegionPlace): PixelRegion {
    const count = this.#listColors(words, start, stride, place);
    const { x, y, width, height } = place;
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    if (count === 1) {
      return { form: 'fill', x, y, width, height, color: bytes.slice(start * 4, start * 4 + 3) };
    }
    const rgbLength = width * height * 3;
    if (count > 1 && 1 + count * 3 + paletteRowBytes(count, width) * height < rgbLength) {
      const colors = colorBytes(this.#colors.subarray(0, count));
      const runs = this.#findRuns(count, width, height);
      if (runs !== undefined) return { form: 'runs', x, y, width, height, colors, runs };
      return { form: 'palette', x, y, width, height, colors, indices: this.#pack(count, width, height) };
    }
    const pixels = new Uint8Array(rgbLength);
    let to = 0;
    for (let row = 0; row < height; row++) {
      let from = (start + row * stride) * 4;
      for (const end = from + width * 4; from < end; from += 4) {
        pixels[to] = bytes[from] ?? 0;
        pixels[to + 1] = bytes[from + 1] ?? 0;
        pixels[to + 2] = bytes[from + 2] ?? 0;
        to += 3;
      }
    }
    return { form: 'rgb', x, y, width, height, pixels };
  }

  /** Lists the colours and every pixel's index; 0 when there are more than a palette holds. */
  #listColors(words: Int32Array, start: number, stride: number, { width, height }: RegionPlace): number {
    if (this.#indices.length < width * height) this.#indices = new Uint8Array(width * height);
    const indices = this.#indices;
    if (isSolid(words, start, stride, width, height)) return 1;
    let last = words[start] ?? 0;
    let count = this.#find(last, 0) + 1;
    let index = 0;
    let to = 0;
    for (let row = 0; row < height; row++) {
      const from = start + row * stride;
      const end = from + width;
      for (let i = from; i < end; i++) {
        const color = words[i] ?? 0;
        // Screens are made of runs: most pixels repeat the one before.
        if (color !== last) {
          const found = this.#find(color, count);
          if (found < 0) {
            this.#forget(count);
            return 0;
          }
          if (found === count) count += 1;
          index = found;
          last = color;
        }
        indices[to] = index;
        to += 1;
      }
    }
    this.#forget(count);
    return count;
  }

  /** The index of `color`, `count` when it is new and was added, -1 when there is no room for it. */
  #find(color: number, count: number): number {
    let slot = (Math.imul(color, 0x9e3779b1) >>> 22) & (slots - 1);
    for (;;) {
      const entry = this.#index[slot] ?? 0;
      if (entry === 0) break;
      if (this.#keys[slot] === color) return entry - 1;
      slot = (slot + 1) & (slots - 1);
    }
    if (count === maxColors) return -1;
    this.#keys[slot] = color;
    this.#index[slot] = count + 1;
    this.#colors[count] = color;
    this.#used[count] = slot;
    return count;
  }

  /** Frees the slots that were taken: far fewer than clearing the whole table. */
  #forget(count: number): void {
    for (let i = 0; i < count; i++) this.#index[this.#used[i] ?? 0] = 0;
  }

  /** The indices as runs, where that is smaller than to pack them. */
  #findRuns(colors: number, width: number, height: number): Uint8Array | undefined {
    if (colors > mostRunColors) return undefined;
    const most = paletteRowBytes(colors, width) * height - runsLengthBytes;
    if (this.#runs.length < most) this.#runs = new Uint8Array(most);
    const length = writeRuns(this.#indices, width, height, this.#runs.subarray(0, Math.max(0, most)));
    return length === undefined ? undefined : this.#runs.slice(0, length);
  }

  #pack(colors: number, width: number, height: number): Uint8Array {
    const bits = paletteBits(colors);
    const rowBytes = paletteRowBytes(colors, width);
    const source = this.#indices;
    if (bits === 8) return source.slice(0, width * height);
    const packed = new Uint8Array(rowBytes * height);
    for (let row = 0; row < height; row++) {
      let shift = 8 - bits;
      let to = row * rowBytes;
      let byte = 0;
      for (let i = row * width; i < (row + 1) * width; i++) {
        byte |= (source[i] ?? 0) << shift;
        if (shift === 0) {
          packed[to++] = byte;
          byte = 0;
          shift = 8;
        }
        shift -= bits;
      }
      if (shift !== 8 - bits) packed[to] = byte;
    }
    return packed;
  }
}

function isSolid(words: Int32Array, start: number, stride: number, width: number, height: number): boolean {
  const color = words[start];
  for (let row = 0; row < height; row++) {
    const from = start + row * stride;
    const end = from + width;
    for (let i = from; i < end; i++) if (words[i] !== color) return false;
  }
  return true;
}

function colorBytes(colors: Int32Array): Uint8Array {
  const bytes = new Uint8Array(colors.buffer, colors.byteOffset, colors.byteLength);
  const tight = new Uint8Array(colors.length * 3);
  for (let i = 0; i < colors.length; i++) tight.set(bytes.subarray(i * 4, i * 4 + 3), i * 3);
  return tight;
}
