import { vncError } from '../base/errors.ts';
import { type Rect, type Size, contains, isEmpty, wholeOf } from '../base/geometry.ts';
import type { CursorImage } from '../session/session.ts';
import type { ByteReader } from './byteReader.ts';
import { readCursor } from './encodings/cursorPseudo.ts';
import { Decoders } from './encodings/decoders.ts';
import { readDesktopName, readDesktopSize, readExtendedDesktopSize } from './encodings/desktopPseudo.ts';
import { encodings } from './encodings/encodingNumbers.ts';
import type { Framebuffer } from './framebuffer.ts';

const RECTANGLE_HEADER_BYTES = 12;

/** Hears of what pseudo-rectangles tell, in the order of the wire. */
export interface UpdateSink {
  resized(size: Size): void;
  cursor(image: CursorImage): void;
  desktopName(name: string): void;
  /** Called between rectangles, so that a long update leaves the event loop some air. */
  breathe(): Promise<void> | undefined;
}

/** Reads FramebufferUpdate messages (RFC 6143, section 7.6.1) and paints them. */
export class UpdateReader {
  readonly #reader: ByteReader;
  readonly #framebuffer: Framebuffer;
  readonly #sink: UpdateSink;
  readonly #decoders = new Decoders();
  readonly #seen = new Set<number>();

  constructor(reader: ByteReader, framebuffer: Framebuffer, sink: UpdateSink) {
    this.#reader = reader;
    this.#framebuffer = framebuffer;
    this.#sink = sink;
  }

  /** The encodings that arrived so far, in the order of their first rectangle. */
  get encodingsSeen(): readonly number[] {
    return [...this.#seen];
  }

  /**
   * Reads one message from behind its padding byte on.
   *
   * @returns the rectangles that painted pixels, in order
   * @throws `VNC_BAD_RECTANGLE`, `VNC_ENCODING_UNKNOWN`, or what a decoder throws
   */
  async read(): Promise<Rect[]> {
    const reader = this.#reader;
    if (reader.available < 2) await reader.need(2);
    // 65535 stands for "until LastRect"; servers that know LastRect may also end earlier than they said.
    let left = reader.u16();
    const painted: Rect[] = [];
    while (left > 0) {
      left--;
      if (reader.available < RECTANGLE_HEADER_BYTES) await reader.need(RECTANGLE_HEADER_BYTES);
      const at = reader.take(RECTANGLE_HEADER_BYTES);
      const { view } = reader;
      const rect = {
        x: view.getUint16(at),
        y: view.getUint16(at + 2),
        width: view.getUint16(at + 4),
        height: view.getUint16(at + 6),
      };
      const encoding = view.getInt32(at + 8);
      this.#seen.add(encoding);
      if (encoding === encodings.LastRect) break;
      const decoder = this.#decoders.get(encoding);
      if (decoder === undefined) {
        await this.#readPseudo(encoding, rect);
      } else {
        if (!contains(wholeOf(this.#framebuffer), rect)) {
          throw vncError('VNC_BAD_RECTANGLE', { ...rect, encoding, offset: reader.offset });
        }
        await decoder.decode(rect, reader, this.#framebuffer);
        if (!isEmpty(rect)) painted.push(rect);
      }
      const pause = this.#sink.breathe();
      if (pause !== undefined) await pause;
    }
    return painted;
  }

  /** Frees native memory. */
  close(): void {
    this.#decoders.close();
  }

  async #readPseudo(encoding: number, rect: Rect): Promise<void> {
    const reader = this.#reader;
    switch (encoding) {
      case encodings.Cursor:
        this.#sink.cursor(await readCursor(rect, reader));
        return;
      case encodings.DesktopSize:
        this.#resize(readDesktopSize(rect, reader));
        return;
      case encodings.ExtendedDesktopSize:
        this.#resize(await readExtendedDesktopSize(rect, reader));
        return;
      case encodings.DesktopName:
        this.#sink.desktopName(await readDesktopName(reader));
        return;
      default:
        throw vncError('VNC_ENCODING_UNKNOWN', { encoding, offset: reader.offset });
    }
  }

  #resize(size: Size | undefined): void {
    const { width, height } = this.#framebuffer;
    if (size === undefined || (size.width === width && size.height === height)) return;
    this.#framebuffer.resize(size.width, size.height);
    this.#sink.resized(size);
  }
}
