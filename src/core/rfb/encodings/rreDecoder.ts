import { OPAQUE } from '../framebuffer.ts';
import { badData } from '../wireErrors.ts';
import type { Decoder } from './decoder.ts';

const SUBRECT_BYTES = 12;
/** Pixels after which other tasks get their turn: twelve bytes can ask for the whole screen. */
const MOST_AREA = 8 * 1024 * 1024;

/** RRE (RFC 6143, section 7.7.3): a background and rectangles on it. */
export const rreDecoder: Decoder = {
  async decode(rect, reader, framebuffer) {
    if (reader.available < 8) await reader.need(8);
    let left = reader.u32();
    // Every pixel as its own rectangle is the most that can mean anything.
    if (left > rect.width * rect.height) throw badData(reader, 'rre-count');
    const background = reader.u32le() | OPAQUE;
    framebuffer.fill(rect.x, rect.y, rect.width, rect.height, background);
    while (left > 0) {
      if (reader.available < SUBRECT_BYTES) await reader.need(SUBRECT_BYTES);
      let area = 0;
      for (; left > 0 && area < MOST_AREA && reader.available >= SUBRECT_BYTES; left--) {
        const at = reader.take(SUBRECT_BYTES);
        const { view } = reader;
        const word = view.getUint32(at, true) | OPAQUE;
        const x = view.getUint16(at + 4);
        const y = view.getUint16(at + 6);
        const width = view.getUint16(at + 8);
        const height = view.getUint16(at + 10);
        if (x + width > rect.width || y + height > rect.height) throw badData(reader, 'rre-rectangle');
        framebuffer.fill(rect.x + x, rect.y + y, width, height, word);
        area += width * height;
      }
      if (area >= MOST_AREA) await new Promise((resolve) => setImmediate(resolve));
    }
  },
};
