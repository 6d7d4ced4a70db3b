import { GrowingBuffer } from '../growingBuffer.ts';
import { copyRectDecoder } from './copyRectDecoder.ts';
import type { Decoder } from './decoder.ts';
import { encodings } from './encodingNumbers.ts';
import { hextileDecoder } from './hextileDecoder.ts';
import { rawDecoder } from './rawDecoder.ts';
import { rreDecoder } from './rreDecoder.ts';
import { TightDecoder } from './tightDecoder.ts';
import { createZlibDecoder } from './zlibDecoder.ts';
import { createZrleDecoder } from './zrleDecoder.ts';

/** The decoders of one connection, all of them whatever was asked for: some servers send what they like. */
export class Decoders {
  readonly #byEncoding: ReadonlyMap<number, Decoder>;

  constructor() {
    // Rectangles are decoded one after the other, so they can share their scratch memory.
    const scratch = new GrowingBuffer();
    this.#byEncoding = new Map<number, Decoder>([
      [encodings.Raw, rawDecoder],
      [encodings.CopyRect, copyRectDecoder],
      [encodings.RRE, rreDecoder],
      [encodings.Hextile, hextileDecoder],
      [encodings.Zlib, createZlibDecoder(scratch)],
      [encodings.Tight, new TightDecoder(scratch)],
      [encodings.TightPng, new TightDecoder(scratch, 'png')],
      [encodings.ZRLE, createZrleDecoder(scratch)],
    ]);
  }

  /** The decoder of an encoding, if it is one that carries pixels. */
  get(encoding: number): Decoder | undefined {
    return this.#byEncoding.get(encoding);
  }

  /** Frees native memory. */
  close(): void {
    for (const decoder of this.#byEncoding.values()) decoder.close?.();
  }
}
