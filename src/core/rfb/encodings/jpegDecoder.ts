import type { ByteReader } from '../byteReader.ts';
import type { GrowingBuffer } from '../growingBuffer.ts';
import { badData, checkLimit } from '../wireErrors.ts';
import type { Decoder } from './decoder.ts';
import { paintJpeg } from './pictureRect.ts';

/** Markers of a JPEG picture (ITU T.81, table B.1). */
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const HUFFMAN_TABLES = 0xc4;
const QUANTISATION_TABLES = 0xdb;

/** Segments with tables in one picture: progressive ones have some for each of about ten scans. */
const MOST_TABLES = 256;

/**
 * JPEG (rfbproto, "JPEG Encoding"): a picture that ends where it says. Later pictures may leave out their
 * Huffman and quantisation tables: those of the last picture that had some are put in again.
 */
export function createJpegDecoder(scratch: GrowingBuffer): Decoder {
  let lastHuffman: readonly Uint8Array[] = [];
  let lastQuantisation: readonly Uint8Array[] = [];
  return {
    paintsAtOnce: true,
    lossy: true,
    async decode(rect, reader, framebuffer) {
      const picture = new SegmentReader(reader, scratch);
      const huffman: Uint8Array[] = [];
      const quantisation: Uint8Array[] = [];
      for (let scans = 0; ; ) {
        const marker = await picture.readMarker();
        if (picture.isEmpty !== (marker === START_OF_IMAGE)) throw badData(reader, 'jpeg-marker');
        if (marker === END_OF_IMAGE) {
          picture.add(Uint8Array.of(0xff, marker));
          break;
        }
        if (hasNoData(marker)) {
          picture.add(Uint8Array.of(0xff, marker));
          continue;
        }
        const segment = await picture.readSegment(marker);
        if (marker === HUFFMAN_TABLES) huffman.push(segment);
        if (marker === QUANTISATION_TABLES) quantisation.push(segment);
        if (huffman.length + quantisation.length > MOST_TABLES) throw badData(reader, 'jpeg-tables');
        if (marker === START_OF_SCAN && scans++ === 0) {
          if (huffman.length === 0) picture.add(...lastHuffman);
          if (quantisation.length === 0) {
            // The library would take those of whatever picture it decoded last, perhaps another connection's.
            if (lastQuantisation.length === 0) throw badData(reader, 'jpeg-tables');
            picture.add(...lastQuantisation);
          }
        }
        picture.add(segment);
        if (marker === START_OF_SCAN) await picture.readScan();
      }
      if (huffman.length > 0) lastHuffman = huffman;
      if (quantisation.length > 0) lastQuantisation = quantisation;
      paintJpeg(rect, reader, picture.join(), framebuffer);
    },
  };
}

/** Whether a marker stands alone (ITU T.81, table B.1). */
function hasNoData(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= END_OF_IMAGE);
}

/** Whether a marker ends the data of a scan: restarts belong to it, and a zero says that 0xff is data. */
function endsScan(marker: number): boolean {
  return marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7);
}

/** Reads a picture whose length is known only at its end. */
class SegmentReader {
  readonly #reader: ByteReader;
  readonly #scratch: GrowingBuffer;
  #length = 0;

  constructor(reader: ByteReader, scratch: GrowingBuffer) {
    this.#scratch = scratch;
    this.#reader = reader;
  }

  /** Whether nothing was added yet. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Adds bytes to the picture. @throws `VNC_LIMIT_EXCEEDED` */
  add(...parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      const length = this.#length + part.length;
      checkLimit(this.#reader, 'compressedBytes', length);
      if (length > this.#scratch.capacity) this.#scratch.grow(length * 2, this.#length);
      this.#scratch.bytes.set(part, this.#length);
      this.#length = length;
    }
  }

  /** The whole picture, until the scratch memory is used again. */
  join(): Uint8Array {
    return this.#scratch.bytes.subarray(0, this.#length);
  }

  /** Reads a marker, with the bytes that may fill the place before it. */
  async readMarker(): Promise<number> {
    const reader = this.#reader;
    if (reader.available < 2) await reader.need(2);
    if (reader.u8() !== 0xff) throw badData(reader, 'jpeg-marker');
    for (;;) {
      if (reader.available < 1) await reader.need(1);
      const marker = reader.u8();
      if (marker !== 0xff) return marker;
    }
  }

  /** Reads the rest of a segment, which tells its length. @returns the segment with its marker */
  async readSegment(marker: number): Promise<Uint8Array> {
    const reader = this.#reader;
    if (reader.available < 2) await reader.need(2);
    const length = reader.u16();
    if (length < 2) throw badData(reader, 'jpeg-segment');
    const bytes = length - 2;
    if (reader.available < bytes) await reader.need(bytes);
    const segment = new Uint8Array(length + 2);
    segment.set([0xff, marker, length >> 8, length & 255]);
    segment.set(reader.bytes(bytes), 4);
    return segment;
  }

  /** Reads the data of a scan up to the marker that ends it, which stays unread. */
  async readScan(): Promise<void> {
    const reader = this.#reader;
    for (;;) {
      if (reader.available < 2) await reader.need(2);
      const waiting = reader.peekChunk(2);
      const at = findScanEnd(waiting);
      // The last byte may be the first half of a marker.
      const count = at ?? waiting.length - 1;
      this.add(waiting.subarray(0, count));
      reader.take(count);
      if (at !== undefined) return;
    }
  }
}

/** Where the marker is that ends a scan. */
function findScanEnd(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(0xff); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    if (endsScan(bytes[at + 1] ?? 0)) return at;
  }
  return undefined;
}
