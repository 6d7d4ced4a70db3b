import type { Decoder } from './decoder.ts';
import { paintFourByteRows } from './pixelRows.ts';

/** Raw (RFC 6143, section 7.7.1): all pixels, row by row. */
export const rawDecoder: Decoder = {
  async decode({ x, y, width, height }, reader, framebuffer) {
    const rowBytes = width * 4;
    if (rowBytes === 0) return;
    const bottom = y + height;
    for (let row = y; row < bottom; row++) {
      // Row by row, because a rectangle may be larger than what may wait in the reader.
      if (reader.available < rowBytes) await reader.need(rowBytes);
      const at = reader.take(rowBytes);
      paintFourByteRows(x, row, width, 1, reader.view, at, framebuffer);
    }
  },
};
