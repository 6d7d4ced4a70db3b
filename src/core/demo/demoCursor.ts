import type { PixelWriter } from './clientPixelFormat.ts';
import { colour } from './surface.ts';

/** An arrow: `#` is the outline, `.` the inside. */
const arrow = [
  '#           ',
  '##          ',
  '#.#         ',
  '#..#        ',
  '#...#       ',
  '#....#      ',
  '#.....#     ',
  '#......#    ',
  '#.......#   ',
  '#........#  ',
  '#.........# ',
  '#......#####',
  '#...#..#    ',
  '#..# #..#   ',
  '#.#  #..#   ',
  '##    #..#  ',
  '      #..#  ',
  '       ##   ',
];

/** Width and height of the pointer's picture; its hotspot is the top left corner. */
export const cursorSize = { width: 12, height: arrow.length } as const;

/** The body of a Cursor pseudo-rectangle: pixels, then the mask (RFC 6143, 7.8.1). */
export function encodeCursor(writer: PixelWriter): Buffer {
  const outline = colour(0x101820);
  const inside = colour(0xffffff);
  const rowBytes = Math.ceil(cursorSize.width / 8);
  const mask = Buffer.alloc(rowBytes * cursorSize.height);
  const words: number[] = [];
  arrow.forEach((line, y) => {
    Array.from(line).forEach((character, x) => {
      words.push(character === '.' ? inside : outline);
      if (character === ' ') return;
      const at = y * rowBytes + (x >> 3);
      mask[at] = (mask[at] ?? 0) | (0x80 >> (x & 7));
    });
  });
  return Buffer.concat([writer.pixels(words), mask]);
}
