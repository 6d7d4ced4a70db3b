import type { ByteReader } from '../byteReader.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';
import { badData } from '../wireErrors.ts';
import type { Decoder } from './decoder.ts';
import { paintFourByteRows } from './pixelRows.ts';

const RAW = 1;
const BACKGROUND = 2;
const FOREGROUND = 4;
const SUBRECTS = 8;
const COLOURED = 16;
const TILE = 16;

/** Hextile (RFC 6143, section 7.7.4): tiles of 16 x 16, each raw or a background with rectangles on it. */
export const hextileDecoder: Decoder = {
  async decode(rect, reader, framebuffer) {
    const right = rect.x + rect.width;
    const bottom = rect.y + rect.height;
    // Servers leave out colours that the tile before had. None before the first: black.
    let background = OPAQUE;
    let foreground = OPAQUE;
    for (let y = rect.y; y < bottom; y += TILE) {
      const height = Math.min(TILE, bottom - y);
      for (let x = rect.x; x < right; x += TILE) {
        const width = Math.min(TILE, right - x);
        if (reader.available < 1) await reader.need(1);
        const mask = reader.u8();
        if ((mask & RAW) !== 0) {
          const bytes = width * height * 4;
          if (reader.available < bytes) await reader.need(bytes);
          const at = reader.take(bytes);
          paintFourByteRows(x, y, width, height, reader.view, at, framebuffer);
          continue;
        }
        if (mask >= 2 * COLOURED) throw badData(reader, 'hextile-mask');
        const bytes =
          ((mask & BACKGROUND) !== 0 ? 4 : 0) +
          ((mask & FOREGROUND) !== 0 ? 4 : 0) +
          ((mask & SUBRECTS) !== 0 ? 1 : 0);
        if (reader.available < bytes) await reader.need(bytes);
        if ((mask & BACKGROUND) !== 0) background = reader.u32le() | OPAQUE;
        if ((mask & FOREGROUND) !== 0) foreground = reader.u32le() | OPAQUE;
        framebuffer.fill(x, y, width, height, background);
        if ((mask & SUBRECTS) === 0) continue;
        const count = reader.u8();
        const coloured = (mask & COLOURED) !== 0;
        const subrectBytes = count * (coloured ? 6 : 2);
        if (reader.available < subrectBytes) await reader.need(subrectBytes);
        paintSubrects(x, y, width, height, count, coloured, foreground, reader, framebuffer);
      }
    }
  },
};

function paintSubrects(
  x: number,
  y: number,
  width: number,
  height: number,
  count: number,
  coloured: boolean,
  foreground: number,
  reader: ByteReader,
  framebuffer: Framebuffer,
): void {
  let at = reader.take(count * (coloured ? 6 : 2));
  const { view } = reader;
  const { words, width: stride } = framebuffer;
  const origin = y * stride + x;
  let word = foreground;
  for (let i = 0; i < count; i++) {
    if (coloured) {
      word = view.getUint32(at, true) | OPAQUE;
      at += 4;
    }
    const place = view.getUint8(at);
    const size = view.getUint8(at + 1);
    at += 2;
    const left = place >> 4;
    const top = place & 15;
    const columns = (size >> 4) + 1;
    const rows = (size & 15) + 1;
    if (left + columns > width || top + rows > height) throw badData(reader, 'hextile-rectangle');
    // At most 16 x 16 pixels: loops, because calls to fill cost more.
    let row = origin + top * stride + left;
    for (const end = row + rows * stride; row < end; row += stride) {
      for (let to = row; to < row + columns; to++) words[to] = word;
    }
  }
}
