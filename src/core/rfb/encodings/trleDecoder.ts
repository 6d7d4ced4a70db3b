import type { ByteReader } from '../byteReader.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';
import type { GrowingBuffer } from '../growingBuffer.ts';
import { badData } from '../wireErrors.ts';
import type { CurrentLayout, Decoder } from './decoder.ts';
import { paintIndexed, paintPacked, paintTwoColours } from './palettePixels.ts';
import { RunPainter } from './runPainter.ts';

const TILE = 16;
const PACKED_REUSED = 127;
const PLAIN_RUNS = 128;
const PALETTE_RUNS_REUSED = 129;
const MOST_PACKED = 16;

/**
 * TRLE (RFC 6143, section 7.7.5): the tiles of ZRLE, but of 16 x 16 and not compressed; a tile may use the
 * palette of the one before.
 */
export function createTrleDecoder(current: CurrentLayout, scratch: GrowingBuffer): Decoder {
  const tiles = new TrleTiles(current, scratch);
  return {
    async decode(rect, reader, framebuffer) {
      tiles.begin();
      const right = rect.x + rect.width;
      const bottom = rect.y + rect.height;
      for (let y = rect.y; y < bottom; y += TILE) {
        for (let x = rect.x; x < right; x += TILE) {
          const width = Math.min(TILE, right - x);
          await tiles.decode({ x, y, width, height: Math.min(TILE, bottom - y) }, reader, framebuffer);
        }
      }
    },
  };
}

interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Reads the tiles of a rectangle from the wire: what a tile needs is known only bit by bit. */
class TrleTiles {
  readonly #current: CurrentLayout;
  readonly #scratch: GrowingBuffer;
  readonly #palette = new Uint32Array(128).fill(OPAQUE);
  #paletteSize = 0;
  readonly #runs = new RunPainter();

  constructor(current: CurrentLayout, scratch: GrowingBuffer) {
    this.#current = current;
    this.#scratch = scratch;
  }

  /** Starts with a rectangle, which knows no palette. */
  begin(): void {
    this.#paletteSize = 0;
  }

  async decode(tile: Tile, reader: ByteReader, framebuffer: Framebuffer): Promise<void> {
    if (reader.available < 1) await reader.need(1);
    const type = reader.u8();
    if (type === 0) {
      await this.#paintRaw(tile, reader, framebuffer);
    } else if (type === 1) {
      await this.#readPalette(1, reader);
      framebuffer.fill(tile.x, tile.y, tile.width, tile.height, this.#palette[0] ?? OPAQUE);
    } else if (type <= MOST_PACKED || type === PACKED_REUSED) {
      if (type === PACKED_REUSED) this.#checkPalette(reader);
      else await this.#readPalette(type, reader);
      await this.#paintPacked(tile, reader, framebuffer);
    } else if (type === PLAIN_RUNS) {
      await this.#paintRuns(tile, reader, framebuffer);
    } else if (type > PLAIN_RUNS) {
      if (type === PALETTE_RUNS_REUSED) this.#checkPalette(reader);
      else await this.#readPalette(type - PLAIN_RUNS, reader);
      await this.#paintPaletteRuns(tile, reader, framebuffer);
    } else {
      throw badData(reader, 'trle-type');
    }
  }

  #checkPalette(reader: ByteReader): void {
    if (this.#paletteSize === 0) throw badData(reader, 'trle-palette');
  }

  async #readPalette(size: number, reader: ByteReader): Promise<void> {
    const { compact } = this.#current.layout;
    const bytes = size * compact.bytes;
    if (reader.available < bytes) await reader.need(bytes);
    let at = reader.take(bytes);
    for (let i = 0; i < size; i++, at += compact.bytes) this.#palette[i] = compact.word(reader.view, at);
    this.#paletteSize = size;
  }

  async #paintRaw(
    { x, y, width, height }: Tile,
    reader: ByteReader,
    framebuffer: Framebuffer,
  ): Promise<void> {
    const { compact } = this.#current.layout;
    const bytes = width * height * compact.bytes;
    if (reader.available < bytes) await reader.need(bytes);
    // In the scratch memory there is the byte behind the last pixel that painting wants.
    this.#scratch.grow(bytes, 0);
    this.#scratch.bytes.set(reader.bytes(bytes));
    compact.paintRows(x, y, width, height, this.#scratch.view, 0, framebuffer);
  }

  async #paintPacked(tile: Tile, reader: ByteReader, framebuffer: Framebuffer): Promise<void> {
    const { x, y, width, height } = tile;
    const size = this.#paletteSize;
    if (size === 1) {
      framebuffer.fill(x, y, width, height, this.#palette[0] ?? OPAQUE);
      return;
    }
    const bits = size === 2 ? 1 : size <= 4 ? 2 : size <= MOST_PACKED ? 4 : 8;
    const bytes = ((width * bits + 7) >> 3) * height;
    if (reader.available < bytes) await reader.need(bytes);
    const packed = reader.bytes(bytes);
    let largest = 1;
    if (bits === 1) paintTwoColours(tile, packed, 0, this.#palette, framebuffer);
    else if (bits === 8) largest = paintIndexed(tile, packed, 0, this.#palette, framebuffer);
    else largest = paintPacked(tile, packed, 0, bits, this.#palette, framebuffer);
    if (largest >= size) throw badData(reader, 'trle-palette-index');
  }

  async #paintRuns(tile: Tile, reader: ByteReader, framebuffer: Framebuffer): Promise<void> {
    const { compact } = this.#current.layout;
    const runs = this.#runs.begin(tile, framebuffer);
    while (runs.left > 0) {
      if (reader.available <= compact.bytes) await reader.need(compact.bytes + 1);
      const at = reader.take(compact.bytes);
      const word = compact.word(reader.view, at);
      let run = 1;
      for (let more = 255; more === 255; ) {
        if (reader.available < 1) await reader.need(1);
        more = reader.u8();
        run += more;
        if (run > runs.left) throw badData(reader, 'trle-run');
      }
      runs.paint(run, word);
    }
  }

  async #paintPaletteRuns(tile: Tile, reader: ByteReader, framebuffer: Framebuffer): Promise<void> {
    const runs = this.#runs.begin(tile, framebuffer);
    while (runs.left > 0) {
      if (reader.available < 1) await reader.need(1);
      const first = reader.u8();
      let run = 1;
      for (let more = first < 128 ? 0 : 255; more === 255; ) {
        if (reader.available < 1) await reader.need(1);
        more = reader.u8();
        run += more;
      }
      const index = first & 127;
      if (index >= this.#paletteSize) throw badData(reader, 'trle-palette-index');
      if (run > runs.left) throw badData(reader, 'trle-run');
      runs.paint(run, this.#palette[index] ?? OPAQUE);
    }
  }
}
