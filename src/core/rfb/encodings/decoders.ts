import type { Rect } from '../../base/geometry.ts';
import type { ByteReader } from '../byteReader.ts';
import { ColourMap } from '../colourMap.ts';
import type { Framebuffer } from '../framebuffer.ts';
import { GrowingBuffer } from '../growingBuffer.ts';
import { type PixelFormat, sessionPixelFormat } from '../pixelFormat.ts';
import { type PixelLayout, alphaLayout, pixelLayoutOf } from '../pixelLayout.ts';
import { copyRectDecoder } from './copyRectDecoder.ts';
import type { CurrentLayout, Decoder } from './decoder.ts';
import { encodings } from './encodingNumbers.ts';
import { createHextileDecoder } from './hextileDecoder.ts';
import { createJpegDecoder } from './jpegDecoder.ts';
import { createRawDecoder } from './rawDecoder.ts';
import { createRreDecoder } from './rreDecoder.ts';
import { TightDecoder } from './tightDecoder.ts';
import { createTrleDecoder } from './trleDecoder.ts';
import { createZlibDecoder } from './zlibDecoder.ts';
import { createZrleDecoders } from './zrleDecoder.ts';

/** The decoders of one connection, all of them whatever was asked for: some servers send what they like. */
export class Decoders {
  /** The server's colours, for formats without true colour. */
  readonly colourMap = new ColourMap();
  readonly #current: { layout: PixelLayout; waveletLevel: CurrentLayout['waveletLevel'] };
  readonly #byEncoding: ReadonlyMap<number, Decoder>;

  /** Begins with the format of full colour. */
  constructor() {
    const layout = pixelLayoutOf(sessionPixelFormat, this.colourMap);
    const current = (this.#current = { layout, waveletLevel: waveletLevelOf(undefined) });
    // Rectangles are decoded one after the other, so they can share their scratch memory.
    const scratch = new GrowingBuffer();
    const { zrle, zywrle } = createZrleDecoders(current, scratch);
    this.#byEncoding = new Map<number, Decoder>([
      [encodings.Raw, createRawDecoder(current)],
      [encodings.CopyRect, copyRectDecoder],
      [encodings.RRE, createRreDecoder(current)],
      [encodings.CoRRE, createRreDecoder(current, 'compact')],
      [encodings.Hextile, createHextileDecoder(current)],
      [encodings.Zlib, createZlibDecoder(current, scratch)],
      [encodings.Tight, new TightDecoder(current, scratch)],
      [encodings.TightPng, new TightDecoder(current, scratch, 'png')],
      [encodings.TRLE, createTrleDecoder(current, scratch)],
      [encodings.ZRLE, zrle],
      [encodings.ZYWRLE, zywrle],
      [encodings.JPEG, createJpegDecoder(scratch)],
    ]);
  }

  /** The decoder of an encoding, if it is one that carries pixels. */
  get(encoding: number): Decoder | undefined {
    return this.#byEncoding.get(encoding);
  }

  /** How the pixels of rectangles stand on the wire. */
  get layout(): CurrentLayout['layout'] {
    return this.#current.layout;
  }

  /** The format that rectangles have. */
  get pixelFormat(): PixelFormat {
    return this.#current.layout.format;
  }

  /**
   * Decodes later rectangles in another format. Between updates only: the server changes it between two, and
   * its zlib streams go on.
   *
   * @throws Error when the format is not sane
   */
  setPixelFormat(format: PixelFormat): void {
    this.#current.layout = pixelLayoutOf(format, this.colourMap);
  }

  /** Tells the JPEG quality that the server was asked for, 0 to 9: ZYWRLE's strength follows from it. */
  setQuality(quality: number | undefined): void {
    this.#current.waveletLevel = waveletLevelOf(quality);
  }

  /**
   * Reads a rectangle whose pixels have a transparency, whatever the session's format is, into a picture of its
   * own: the state of the decoders is the one of all rectangles (rfbproto, "Cursor With Alpha").
   *
   * @param picture as large as `rect`; its words get the alpha that was sent
   * @returns whether the encoding can carry such a rectangle
   */
  async decodeWithAlpha(
    encoding: number,
    rect: Rect,
    reader: ByteReader,
    picture: Framebuffer,
  ): Promise<boolean> {
    const decoder = this.#byEncoding.get(encoding);
    if (decoder === undefined || decoder === copyRectDecoder) return false;
    const { layout } = this.#current;
    this.#current.layout = alphaLayout;
    try {
      await decoder.decode(rect, reader, picture);
    } finally {
      this.#current.layout = layout;
    }
    return true;
  }

  /** Frees native memory. */
  close(): void {
    for (const decoder of this.#byEncoding.values()) decoder.close?.();
  }
}

/** What libvncserver and QEMU (vnc-enc-zrle.c) make of a quality. */
function waveletLevelOf(quality: number | undefined): CurrentLayout['waveletLevel'] {
  if (quality === undefined || quality >= 6) return 1;
  return quality < 3 ? 3 : 2;
}
