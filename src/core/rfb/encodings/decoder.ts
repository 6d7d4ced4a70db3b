import type { Rect } from '../../base/geometry.ts';
import type { ByteReader } from '../byteReader.ts';
import type { Framebuffer } from '../framebuffer.ts';
import type { PixelLayout } from '../pixelLayout.ts';

/** What decoders must know beside a rectangle's data. Changes between updates. */
export interface CurrentLayout {
  /** How the pixels stand on the wire. */
  readonly layout: PixelLayout;
  /** How often ZYWRLE has transformed its tiles, 1 to 3: a rectangle does not say. */
  readonly waveletLevel: 1 | 2 | 3;
}

/** Decodes the rectangles of one encoding of one connection, in the order of the wire. */
export interface Decoder {
  /**
   * Reads one rectangle's data and paints it. `rect` lies inside the framebuffer and may be empty. Awaits only
   * when bytes are missing.
   *
   * @throws `VNC_BAD_DATA`, `VNC_LIMIT_EXCEEDED`, or what the reader throws when the connection ends
   */
  decode(rect: Rect, reader: ByteReader, framebuffer: Framebuffer): Promise<void>;
  /**
   * Paints every rectangle at once, and tells the framebuffer of it itself ({@link Framebuffer.overwrite}). Others
   * paint while they wait for bytes: pictures that are kept there must be decoded before.
   */
  readonly paintsAtOnce?: true;
  /** Whether the rectangle that was decoded last was simplified by the server; it was not when this is left out. */
  readonly lossy?: boolean;
  /** Frees what the decoder holds outside the heap. */
  close?(): void;
}
