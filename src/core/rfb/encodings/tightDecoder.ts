import type { Rect } from '../../base/geometry.ts';
import type { ByteReader } from '../byteReader.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';
import type { GrowingBuffer } from '../growingBuffer.ts';
import { type InflateStream, createInflateStream } from '../inflateStream.ts';
import { badData, checkLimit } from '../wireErrors.ts';
import type { CurrentLayout, Decoder } from './decoder.ts';
import { inflateRun } from './inflateRun.ts';
import { paintJpeg, paintPng } from './pictureRect.ts';
import { GradientFilter } from './gradientFilter.ts';
import { paintIndexed, paintTwoColours } from './palettePixels.ts';

/** The high four bits of the control byte, from this value on; smaller ones are zlib streams and a filter bit. */
const FILL = 0x8;
const JPEG = 0x9;
const PLAIN = 0xa;
const PLAIN_FILTERED = 0xe;
const READ_FILTER = 0x4;

const COPY_FILTER = 0;
const PALETTE_FILTER = 1;
const GRADIENT_FILTER = 2;

/** Fewer bytes than this are sent as they are, without a length, whatever the method. */
const SMALLEST_WITH_LENGTH = 12;

/** Tight (rfbproto, "Tight Encoding"): fills, JPEG pictures, or filtered pixels in one of four zlib streams. */
export class TightDecoder implements Decoder {
  readonly paintsAtOnce = true;
  readonly #current: CurrentLayout;
  readonly #scratch: GrowingBuffer;
  readonly #hasPng: boolean;
  /** Made when first used: most servers use one or two. */
  readonly #streams: (InflateStream | undefined)[] = [undefined, undefined, undefined, undefined];
  readonly #palette = new Uint32Array(256).fill(OPAQUE);
  readonly #gradient = new GradientFilter();
  #paletteSize = 0;
  #isLossy = false;

  /** @param variant `png`: Tight PNG, where what else means pixels without zlib is a PNG picture. */
  constructor(current: CurrentLayout, scratch: GrowingBuffer, variant: 'zlib' | 'png' = 'zlib') {
    this.#current = current;
    this.#scratch = scratch;
    this.#hasPng = variant === 'png';
  }

  /** JPEG pictures are, all else is exact. */
  get lossy(): boolean {
    return this.#isLossy;
  }

  async decode(rect: Rect, reader: ByteReader, framebuffer: Framebuffer): Promise<void> {
    if (reader.available < 1) await reader.need(1);
    const control = reader.u8();
    // Resets hold for every kind of rectangle, fills and pictures included.
    for (let i = 0; i < 4; i++) if ((control & (1 << i)) !== 0) this.#streams[i]?.reset();
    const method = control >> 4;
    this.#isLossy = method === JPEG;
    if (method === FILL) {
      const { tight } = this.#current.layout;
      if (reader.available < tight.bytes) await reader.need(tight.bytes);
      const at = reader.take(tight.bytes);
      const word = tight.word(reader.view, at);
      framebuffer.overwrite(rect);
      framebuffer.fill(rect.x, rect.y, rect.width, rect.height, word);
    } else if (method === JPEG || (method === PLAIN && this.#hasPng)) {
      const length = tryLength(reader) ?? (await waitLength(reader));
      checkLimit(reader, 'compressedBytes', length);
      if (reader.available < length) await reader.need(length);
      const paint = method === JPEG ? paintJpeg : paintPng;
      paint(rect, reader, reader.bytes(length), framebuffer);
    } else if (method < FILL || method === PLAIN || method === PLAIN_FILTERED) {
      await this.#decodeBasic(method, rect, reader, framebuffer);
    } else {
      throw badData(reader, 'tight-method');
    }
  }

  close(): void {
    for (const stream of this.#streams) stream?.close();
  }

  async #decodeBasic(
    method: number,
    rect: Rect,
    reader: ByteReader,
    framebuffer: Framebuffer,
  ): Promise<void> {
    const { tight } = this.#current.layout;
    let filter = COPY_FILTER;
    if ((method & READ_FILTER) !== 0) {
      if (reader.available < 1) await reader.need(1);
      filter = reader.u8();
      if (filter > GRADIENT_FILTER) throw badData(reader, 'tight-filter');
      if (filter === PALETTE_FILTER) {
        if (reader.available < 1) await reader.need(1);
        const size = reader.u8() + 1;
        if (reader.available < size * tight.bytes) await reader.need(size * tight.bytes);
        this.#paletteSize = size;
        let at = reader.take(size * tight.bytes);
        for (let i = 0; i < size; i++, at += tight.bytes) this.#palette[i] = tight.word(reader.view, at);
      }
    }
    const { width, height } = rect;
    const rowBytes =
      filter !== PALETTE_FILTER ? width * tight.bytes : this.#paletteSize <= 2 ? (width + 7) >> 3 : width;
    const size = rowBytes * height;
    if (size === 0) return;
    const length = size < SMALLEST_WITH_LENGTH ? size : (tryLength(reader) ?? (await waitLength(reader)));
    const isPlain = method >= FILL || size < SMALLEST_WITH_LENGTH;
    // Without zlib all is as with it, only not compressed (rfbproto, "BasicCompression Without Zlib"): the length
    // is there, and has to be that of the pixels.
    if (isPlain && length !== size) throw badData(reader, 'tight-length');
    checkLimit(reader, 'compressedBytes', length);
    if (reader.available < length) await reader.need(length);
    if (isPlain) {
      this.#scratch.grow(size, 0);
      this.#scratch.bytes.set(reader.bytes(size));
    } else {
      const stream = (this.#streams[method & 3] ??= createInflateStream());
      const inflated = inflateRun(stream, reader, length, this.#scratch, size);
      if ((typeof inflated === 'number' ? inflated : await inflated) !== size) {
        throw badData(reader, 'tight-length');
      }
    }
    this.#paint(filter, rect, reader, framebuffer);
  }

  #paint(filter: number, rect: Rect, reader: ByteReader, framebuffer: Framebuffer): void {
    const { x, y, width, height } = rect;
    const { bytes, view } = this.#scratch;
    framebuffer.overwrite(rect);
    if (filter === COPY_FILTER) {
      this.#current.layout.tight.paintRows(x, y, width, height, view, 0, framebuffer);
    } else if (filter === GRADIENT_FILTER) {
      this.#gradient.paint(rect, this.#current.layout.tight, view, framebuffer);
    } else if (this.#paletteSize <= 2) {
      paintTwoColours(rect, bytes, 0, this.#palette, framebuffer);
    } else {
      const largest = paintIndexed(rect, bytes, 0, this.#palette, framebuffer);
      if (largest >= this.#paletteSize) throw badData(reader, 'tight-palette-index');
    }
  }
}

/**
 * Reads a compact length of one to three bytes, when three bytes are there whatever it needs; otherwise
 * leaves them for {@link waitLength}.
 */
function tryLength(reader: ByteReader): number | undefined {
  if (reader.available < 3) return undefined;
  const first = reader.u8();
  if (first < 0x80) return first;
  const second = reader.u8();
  const low = (first & 0x7f) | ((second & 0x7f) << 7);
  return second < 0x80 ? low : low | (reader.u8() << 14);
}

/** Reads a compact length byte by byte: what follows it may not be sent before it was understood. */
async function waitLength(reader: ByteReader): Promise<number> {
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    if (reader.available < 1) await reader.need(1);
    const byte = reader.u8();
    if (shift === 14) return length | (byte << 14);
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return length;
  }
}
