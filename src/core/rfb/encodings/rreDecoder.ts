import { badData } from '../wireErrors.ts';
import type { CurrentLayout, Decoder } from './decoder.ts';

/** Bytes of a rectangle's place and size. */
const PLACE_BYTES = 8;
const COMPACT_PLACE_BYTES = 4;
/** Pixels after which other tasks get their turn: twelve bytes can ask for the whole screen. */
const MOST_AREA = 8 * 1024 * 1024;

/**
 * RRE (RFC 6143, section 7.7.3): a background and rectangles on it; and CoRRE (rfbproto, "CoRRE Encoding"),
 * which is the same with places and sizes of one byte.
 */
export function createRreDecoder(current: CurrentLayout, variant: 'wide' | 'compact' = 'wide'): Decoder {
  const isCompact = variant === 'compact';
  const placeBytes = isCompact ? COMPACT_PLACE_BYTES : PLACE_BYTES;
  return {
    async decode(rect, reader, framebuffer) {
      const { pixel } = current.layout;
      const headerBytes = 4 + pixel.bytes;
      if (reader.available < headerBytes) await reader.need(headerBytes);
      let left = reader.u32();
      // Every pixel as its own rectangle is the most that can mean anything.
      if (left > rect.width * rect.height) throw badData(reader, 'rre-count');
      const background = reader.take(pixel.bytes);
      framebuffer.fill(rect.x, rect.y, rect.width, rect.height, pixel.word(reader.view, background));
      const subrectBytes = pixel.bytes + placeBytes;
      while (left > 0) {
        if (reader.available < subrectBytes) await reader.need(subrectBytes);
        let area = 0;
        for (; left > 0 && area < MOST_AREA && reader.available >= subrectBytes; left--) {
          const at = reader.take(subrectBytes);
          const { view } = reader;
          const place = at + pixel.bytes;
          const x = isCompact ? view.getUint8(place) : view.getUint16(place);
          const y = isCompact ? view.getUint8(place + 1) : view.getUint16(place + 2);
          const width = isCompact ? view.getUint8(place + 2) : view.getUint16(place + 4);
          const height = isCompact ? view.getUint8(place + 3) : view.getUint16(place + 6);
          if (x + width > rect.width || y + height > rect.height) throw badData(reader, 'rre-rectangle');
          framebuffer.fill(rect.x + x, rect.y + y, width, height, pixel.word(view, at));
          area += width * height;
        }
        if (area >= MOST_AREA) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
