import type { ByteReader } from '../byteReader.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';
import type { GrowingBuffer } from '../growingBuffer.ts';
import { createInflateStream } from '../inflateStream.ts';
import { badData, checkLimit } from '../wireErrors.ts';
import type { CurrentLayout, Decoder } from './decoder.ts';
import { inflateRun } from './inflateRun.ts';
import { WaveletTile } from './waveletTile.ts';
import { paintIndexed, paintPacked, paintTwoColours } from './palettePixels.ts';

const TILE = 64;
/** Colours of the largest palette. */
const PALETTE_COLOURS = 127;
const PLAIN_RLE = 128;
const NATIVE_FILL_PIXELS = 24;

/**
 * ZRLE (RFC 6143, section 7.7.6): tiles of 64 x 64, each raw, one colour, a palette or runs, compressed with
 * one stream for the life of the connection; and ZYWRLE, whose raw tiles hold another tile of wavelet
 * coefficients. Servers change between the two as they like, so both share the stream.
 */
export function createZrleDecoders(
  current: CurrentLayout,
  scratch: GrowingBuffer,
): { readonly zrle: Decoder; readonly zywrle: Decoder } {
  const stream = createInflateStream();
  const tiles = new TileReader(current, scratch);
  const wavelet = new WaveletTile();
  const create = (levelOf: () => number): Decoder => ({
    async decode(rect, reader, framebuffer) {
      if (reader.available < 4) await reader.need(4);
      const length = reader.u32();
      checkLimit(reader, 'compressedBytes', length);
      if (reader.available < length) await reader.need(length);
      const { width, height } = rect;
      const tileCount = Math.ceil(width / TILE) * Math.ceil(height / TILE);
      // A pixel can cost a colour and a run length of one, a tile also its type and a palette.
      const { bytes } = current.layout.compact;
      const cap = width * height * (bytes + 1) + tileCount * (2 + PALETTE_COLOURS * bytes);
      const inflated = inflateRun(stream, reader, length, scratch, cap);
      const level = levelOf();
      tiles.begin(typeof inflated === 'number' ? inflated : await inflated, reader);
      for (let y = 0; y < height; y += TILE) {
        const tileHeight = Math.min(TILE, height - y);
        for (let x = 0; x < width; x += TILE) {
          const tileWidth = Math.min(TILE, width - x);
          const isTransformed = level > 0 && tiles.skipRawType();
          tiles.paint(rect.x + x, rect.y + y, tileWidth, tileHeight, framebuffer);
          if (isTransformed) {
            const tile = { x: rect.x + x, y: rect.y + y, width: tileWidth, height: tileHeight };
            wavelet.undo(tile, current.layout.pixel.components, level, framebuffer);
          }
        }
      }
    },
    close: () => stream.close(),
  });
  // Pixels of a byte have no room for coefficients: servers send them as ZRLE does.
  const level = (): number => (current.layout.pixel.bytes === 1 ? 0 : current.waveletLevel);
  return { zrle: create(() => 0), zywrle: { ...create(level), lossy: true } };
}

/** Fills `count` words; the call into the native function pays only for long runs. */
function fillWords(words: Uint32Array, from: number, count: number, word: number): void {
  if (count >= NATIVE_FILL_PIXELS) words.fill(word, from, from + count);
  else for (let i = from; i < from + count; i++) words[i] = word;
}

/** Paints the tiles of one rectangle from inflated data. Bounds are checked once a palette, row or run. */
class TileReader {
  readonly #current: CurrentLayout;
  readonly #scratch: GrowingBuffer;
  readonly #palette = new Uint32Array(128).fill(OPAQUE);
  #reader: ByteReader | undefined;
  #at = 0;
  #end = 0;

  constructor(current: CurrentLayout, scratch: GrowingBuffer) {
    this.#current = current;
    this.#scratch = scratch;
  }

  /** Starts with `length` bytes in the scratch buffer; `reader` is for errors. */
  begin(length: number, reader: ByteReader): void {
    this.#reader = reader;
    this.#at = 0;
    this.#end = length;
  }

  /** Reads over the type of a raw tile, when the next one is that. */
  skipRawType(): boolean {
    if (this.#at >= this.#end || this.#scratch.bytes[this.#at] !== 0) return false;
    this.#at++;
    return true;
  }

  /** Paints the next tile. @throws `VNC_BAD_DATA` */
  paint(x: number, y: number, width: number, height: number, framebuffer: Framebuffer): void {
    const type = this.#scratch.bytes[this.#advance(1)] ?? 0;
    if (type === 0) {
      const { compact } = this.#current.layout;
      const at = this.#advance(width * height * compact.bytes);
      compact.paintRows(x, y, width, height, this.#scratch.view, at, framebuffer);
    } else if (type === 1) {
      const { compact } = this.#current.layout;
      const at = this.#advance(compact.bytes);
      framebuffer.fill(x, y, width, height, compact.word(this.#scratch.view, at));
    } else if (type < PLAIN_RLE) {
      // The specification has no use for 17 to 127; TigerVNC takes them as one byte a pixel.
      this.#readPalette(type);
      this.#paintPacked(x, y, width, height, type, framebuffer);
    } else if (type === PLAIN_RLE) {
      this.#paintRuns(x, y, width, height, framebuffer);
    } else {
      if (type === PLAIN_RLE + 1) throw this.#bad('zrle-type');
      this.#readPalette(type - PLAIN_RLE);
      this.#paintPaletteRuns(x, y, width, height, type - PLAIN_RLE, framebuffer);
    }
  }

  #bad(what: string): Error {
    return this.#reader === undefined ? new Error(what) : badData(this.#reader, what);
  }

  /** Where the next `count` bytes are. */
  #advance(count: number): number {
    const at = this.#at;
    if (at + count > this.#end) throw this.#bad('zrle-short');
    this.#at = at + count;
    return at;
  }

  #readPalette(size: number): void {
    const { compact } = this.#current.layout;
    const { bytes } = compact;
    let at = this.#advance(size * bytes);
    const { view } = this.#scratch;
    for (let i = 0; i < size; i++) {
      this.#palette[i] = compact.word(view, at);
      at += bytes;
    }
  }

  #paintPacked(
    x: number,
    y: number,
    width: number,
    height: number,
    size: number,
    framebuffer: Framebuffer,
  ): void {
    const bits = size === 2 ? 1 : size <= 4 ? 2 : size <= 16 ? 4 : 8;
    const at = this.#advance(((width * bits + 7) >> 3) * height);
    const { bytes } = this.#scratch;
    const rect = { x, y, width, height };
    let largest = 1;
    if (bits === 1) paintTwoColours(rect, bytes, at, this.#palette, framebuffer);
    else if (bits === 8) largest = paintIndexed(rect, bytes, at, this.#palette, framebuffer);
    else largest = paintPacked(rect, bytes, at, bits, this.#palette, framebuffer);
    if (largest >= size) throw this.#bad('zrle-palette-index');
  }

  #paintRuns(x: number, y: number, width: number, height: number, framebuffer: Framebuffer): void {
    const { compact } = this.#current.layout;
    const pixelBytes = compact.bytes;
    const { view, bytes } = this.#scratch;
    const { words, width: stride } = framebuffer;
    const end = this.#end;
    let at = this.#at;
    let pixels = width * height;
    let to = y * stride + x;
    let column = 0;
    while (pixels > 0) {
      if (at + pixelBytes + 1 > end) throw this.#bad('zrle-short');
      const word = compact.word(view, at);
      at += pixelBytes;
      let run = 1;
      let more = bytes[at++] ?? 0;
      run += more;
      while (more === 255) {
        if (at >= end) throw this.#bad('zrle-short');
        more = bytes[at++] ?? 0;
        run += more;
      }
      if (run > pixels) throw this.#bad('zrle-run');
      pixels -= run;
      while (run > 0) {
        const part = Math.min(run, width - column);
        fillWords(words, to, part, word);
        to += part;
        run -= part;
        column += part;
        if (column === width) {
          column = 0;
          to += stride - width;
        }
      }
    }
    this.#at = at;
  }

  #paintPaletteRuns(
    x: number,
    y: number,
    width: number,
    height: number,
    size: number,
    framebuffer: Framebuffer,
  ): void {
    const { bytes } = this.#scratch;
    const { words, width: stride } = framebuffer;
    const palette = this.#palette;
    const end = this.#end;
    let at = this.#at;
    let pixels = width * height;
    let to = y * stride + x;
    let column = 0;
    while (pixels > 0) {
      if (at >= end) throw this.#bad('zrle-short');
      let index = bytes[at++] ?? 0;
      let run = 1;
      if (index >= 128) {
        index -= 128;
        let more = 255;
        while (more === 255) {
          if (at >= end) throw this.#bad('zrle-short');
          more = bytes[at++] ?? 0;
          run += more;
        }
      }
      if (index >= size) throw this.#bad('zrle-palette-index');
      if (run > pixels) throw this.#bad('zrle-run');
      const word = palette[index] ?? OPAQUE;
      pixels -= run;
      while (run > 0) {
        const part = Math.min(run, width - column);
        fillWords(words, to, part, word);
        to += part;
        run -= part;
        column += part;
        if (column === width) {
          column = 0;
          to += stride - width;
        }
      }
    }
    this.#at = at;
  }
}
