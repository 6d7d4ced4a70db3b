import { VncError, vncError } from '../base/errors.ts';
import { type Point, type Rect, type Size, contains, isEmpty, wholeOf } from '../base/geometry.ts';
import type { CursorImage } from '../image/cursorImage.ts';
import type { Damage } from '../session/wire.ts';
import type { ByteReader } from './byteReader.ts';
import { copyRect } from './encodings/copyRectDecoder.ts';
import { readCursor } from './encodings/cursorPseudo.ts';
import { Decoders } from './encodings/decoders.ts';
import { readDesktopName, readDesktopSize, readExtendedDesktopSize } from './encodings/desktopPseudo.ts';
import { encodingName, encodings } from './encodings/encodingNumbers.ts';
import { type StateNews, readState } from './encodings/statePseudo.ts';
import type { DesktopSizeReport } from './extensions/desktopLayout.ts';
import type { Framebuffer } from './framebuffer.ts';
import type { RectangleCounts } from './rectangleCounts.ts';
import { checkScreenSize } from './wireErrors.ts';

const RECTANGLE_HEADER_BYTES = 12;

/** Hears of what pseudo-rectangles tell, in the order of the wire. */
export interface UpdateSink {
  resized(size: Size): void;
  /** The server tells of its desktop: the result is its new size, if it has one. */
  desktopSize(report: DesktopSizeReport): Size | undefined;
  /** The server tells of its devices, or confirms an extension. */
  state(news: StateNews): void;
  cursor(image: CursorImage): void;
  /** The server has moved the pointer. */
  pointerMoved(position: Point): void;
  desktopName(name: string): void;
  /** Called between rectangles, so that a long update leaves the event loop some air. */
  breathe(): Promise<void> | undefined;
}

/** Reads FramebufferUpdate messages (RFC 6143, section 7.6.1) and paints them. */
export class UpdateReader {
  readonly #reader: ByteReader;
  readonly #framebuffer: Framebuffer;
  readonly #sink: UpdateSink;
  /** Told of the session's pixel format between updates, and of the server's colours. */
  readonly decoders = new Decoders();
  /** @see PeerQuirks.bareEmptyRectangles */
  bareEmptyRectangles = false;
  readonly #counts: RectangleCounts;
  /** The encoding of the rectangle whose data is being read. */
  #decoding: number | undefined;
  /** Whether the last update has brought data for a rectangle without pixels. */
  #hadEmptyRectangle = false;

  constructor(reader: ByteReader, framebuffer: Framebuffer, counts: RectangleCounts, sink: UpdateSink) {
    this.#reader = reader;
    this.#framebuffer = framebuffer;
    this.#counts = counts;
    this.#sink = sink;
  }

  /**
   * Reads one message from behind its padding byte on.
   *
   * @returns the rectangles that painted pixels, in order; none of those from before a change of the size
   * @throws `VNC_BAD_RECTANGLE`, `VNC_ENCODING_UNKNOWN`, or what a decoder throws
   */
  async read(): Promise<Damage[]> {
    const reader = this.#reader;
    if (reader.available < 2) await reader.need(2);
    this.#hadEmptyRectangle = false;
    // 65535 stands for "until LastRect"; servers that know LastRect may also end earlier than they said.
    let left = reader.u16();
    let painted: Damage[] = [];
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
      const begin = reader.offset;
      if (encoding === encodings.LastRect) {
        this.#counts.add(encoding, 0, 0);
        break;
      }
      const decoder = this.decoders.get(encoding);
      if (decoder === undefined) {
        // What was painted before belongs to a screen that is no more.
        if (await this.#readPseudo(encoding, rect)) painted = [];
        this.#counts.add(encoding, 0, reader.offset - begin);
      } else {
        if (!contains(wholeOf(this.#framebuffer), rect)) {
          throw vncError('VNC_BAD_RECTANGLE', { ...rect, encoding, offset: reader.offset });
        }
        const empty = isEmpty(rect);
        if (!empty || !this.bareEmptyRectangles) {
          this.#decoding = encoding;
          const hadEmpty = this.#hadEmptyRectangle;
          this.#hadEmptyRectangle ||= empty;
          if (decoder.paintsAtOnce !== true) this.#framebuffer.settle(rect);
          const isCopy = encoding === encodings.CopyRect;
          const from = isCopy ? await copyRect(rect, reader, this.#framebuffer) : undefined;
          if (from === undefined) await decoder.decode(rect, reader, this.#framebuffer);
          this.#decoding = undefined;
          if (!empty) painted.push(damageOf(rect, from, decoder.lossy === true));
          else if (reader.offset === begin) this.#hadEmptyRectangle = hadEmpty;
        }
        this.#counts.add(encoding, rect.width * rect.height, reader.offset - begin);
      }
      const pause = this.#sink.breathe();
      if (pause !== undefined) await pause;
    }
    return painted;
  }

  /** Adds what a person can do something about: which encoding is broken, and whether the place may be lost. */
  explain(error: unknown): unknown {
    if (!(error instanceof VncError) || error.kind !== 'protocol') return error;
    const encoding = this.#decoding;
    const facts = {
      ...(error.code === 'VNC_BAD_DATA' && encoding !== undefined
        ? { encoding: encodingName(encoding) }
        : {}),
      ...(this.#hadEmptyRectangle ? { afterEmpty: 'true' } : {}),
    };
    if (Object.keys(facts).length === 0) return error;
    return vncError(error.code, { ...error.data, ...facts }, error.cause);
  }

  /** Frees native memory. */
  close(): void {
    this.decoders.close();
  }

  /** Tells whether the screen has another size now. */
  async #readPseudo(encoding: number, rect: Rect): Promise<boolean> {
    const reader = this.#reader;
    const cursor = await readCursor(encoding, rect, reader, this.decoders);
    if (cursor !== undefined) {
      if (cursor.kind === 'image') this.#sink.cursor(cursor.image);
      else this.#sink.pointerMoved(cursor.position);
      return false;
    }
    switch (encoding) {
      case encodings.DesktopSize:
        return this.#resize(readDesktopSize(rect, reader));
      case encodings.ExtendedDesktopSize: {
        const size = this.#sink.desktopSize(await readExtendedDesktopSize(rect, reader));
        if (size !== undefined) checkScreenSize(reader, size.width, size.height);
        return this.#resize(size);
      }
      case encodings.DesktopName:
        this.#sink.desktopName(await readDesktopName(reader));
        return false;
      default: {
        const news = await readState(encoding, rect, reader);
        if (news === undefined) throw unknownEncoding(encoding, reader.offset);
        let isResized = false;
        if (news.kind === 'format') {
          this.decoders.setPixelFormat(news.format);
          isResized = this.#resize(readDesktopSize(rect, reader));
        }
        this.#sink.state(news);
        return isResized;
      }
    }
  }

  #resize(size: Size | undefined): boolean {
    const { width, height } = this.#framebuffer;
    if (size === undefined || (size.width === width && size.height === height)) return false;
    this.#framebuffer.resize(size.width, size.height);
    this.#sink.resized(size);
    return true;
  }
}

function damageOf(rect: Rect, from: Point | undefined, lossy: boolean): Damage {
  if (from !== undefined) return { ...rect, from };
  return lossy ? { ...rect, lossy: true } : rect;
}

/** Names the encoding where it has a name that a person can look for. */
function unknownEncoding(encoding: number, offset: number): VncError {
  const name = encodingName(encoding);
  const named = name === String(encoding) ? {} : { name };
  return vncError('VNC_ENCODING_UNKNOWN', { encoding, ...named, offset });
}
