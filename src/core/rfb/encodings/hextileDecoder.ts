import type { ByteReader } from '../byteReader.ts';
import { type Framebuffer, OPAQUE } from '../framebuffer.ts';
import type { PixelReader } from '../pixelReader.ts';
import { badData } from '../wireErrors.ts';
import type { CurrentLayout, Decoder } from './decoder.ts';

const RAW = 1;
const BACKGROUND = 2;
const FOREGROUND = 4;
const SUBRECTS = 8;
const COLOURED = 16;
const TILE = 16;

/** Hextile (RFC 6143, section 7.7.4): tiles of 16 x 16, each raw or a background with rectangles on it. */
export function createHextileDecoder(current: CurrentLayout): Decoder {
  return {
    async decode(rect, reader, framebuffer) {
      const { pixel } = current.layout;
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
            const bytes = width * height * pixel.bytes;
            if (reader.available < bytes) await reader.need(bytes);
            const at = reader.take(bytes);
            pixel.paintRows(x, y, width, height, reader.view, at, framebuffer);
            continue;
          }
          if (mask >= 2 * COLOURED) throw badData(reader, 'hextile-mask');
          const bytes =
            ((mask & BACKGROUND) !== 0 ? pixel.bytes : 0) +
            ((mask & FOREGROUND) !== 0 ? pixel.bytes : 0) +
            ((mask & SUBRECTS) !== 0 ? 1 : 0);
          if (reader.available < bytes) await reader.need(bytes);
          if ((mask & BACKGROUND) !== 0) background = readPixel(reader, pixel);
          if ((mask & FOREGROUND) !== 0) foreground = readPixel(reader, pixel);
          framebuffer.fill(x, y, width, height, background);
          if ((mask & SUBRECTS) === 0) continue;
          const count = reader.u8();
          const coloured = (mask & COLOURED) !== 0;
          const subrectBytes = count * (coloured ? pixel.bytes + 2 : 2);
          if (reader.available < subrectBytes) await reader.need(subrectBytes);
          paintSubrects(x, y, width, height, count, coloured, foreground, pixel, reader, framebuffer);
        }
      }
    },
  };
}

/** Reads a pixel, which is there. */
function readPixel(reader: ByteReader, pixel: PixelReader): number {
  const at = reader.take(pixel.bytes);
  return pixel.word(reader.view, at);
}

function paintSubrects(
  x: number,
  y: number,
  width: number,
  height: number,
  count: number,
  coloured: boolean,
  foreground: number,
  pixel: PixelReader,
  reader: ByteReader,
  framebuffer: Framebuffer,
): void {
  let at = reader.take(count * (coloured ? pixel.bytes + 2 : 2));
  const { view } = reader;
  const { words, width: stride } = framebuffer;
  const origin = y * stride + x;
  let word = foreground;
  for (let i = 0; i < count; i++) {
    if (coloured) {
      word = pixel.word(view, at);
      at += pixel.bytes;
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
