import type { CurrentLayout, Decoder } from './decoder.ts';

/** Raw (RFC 6143, section 7.7.1): all pixels, row by row. */
export function createRawDecoder(current: CurrentLayout): Decoder {
  return {
    async decode({ x, y, width, height }, reader, framebuffer) {
      const { pixel } = current.layout;
      const rowBytes = width * pixel.bytes;
      if (rowBytes === 0) return;
      const bottom = y + height;
      for (let row = y; row < bottom; ) {
        // In parts, because a rectangle may be larger than what may wait in the reader.
        if (reader.available < rowBytes) await reader.need(rowBytes);
        const together = Math.floor(reader.contiguous / rowBytes);
        const rows = Math.max(1, Math.min(together, bottom - row));
        const at = reader.take(rows * rowBytes);
        pixel.paintRows(x, row, width, rows, reader.view, at, framebuffer);
        row += rows;
      }
    },
  };
}
