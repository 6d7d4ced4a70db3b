import type { Rect } from '../../base/geometry.ts';
import type { ByteReader } from '../byteReader.ts';
import type { Framebuffer } from '../framebuffer.ts';

/** Decodes the rectangles of one encoding of one connection, in the order of the wire. */
export interface Decoder {
  /**
   * Reads one rectangle's data and paints it. `rect` lies inside the framebuffer and may be empty. Awaits only
   * when bytes are missing.
   *
   * @throws `VNC_BAD_DATA`, `VNC_LIMIT_EXCEEDED`, or what the reader throws when the connection ends
   */
  decode(rect: Rect, reader: ByteReader, framebuffer: Framebuffer): Promise<void>;
  /** Frees what the decoder holds outside the heap. */
  close?(): void;
}
