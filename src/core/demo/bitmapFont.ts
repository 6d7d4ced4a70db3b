import { inflateSync } from 'node:zlib';
import { glyphData } from './glyphData.ts';

/** The two weights that the demo screen has. */
export type FontWeight = keyof typeof glyphData;

/** Width and height of every glyph in pixels. */
export const glyphSize = { width: 9, height: 18 } as const;

const bitsPerGlyph = glyphSize.width * glyphSize.height;
const unpacked = new Map<FontWeight, Uint8Array>();

/** Where a character's glyph stands in the packed data; characters without one get the question mark's. */
function glyphIndex(character: number): number {
  if (character >= 32 && character <= 126) return character - 32;
  if (character >= 160 && character <= 255) return character - 160 + 95;
  return 63 - 32;
}

/**
 * The pixels that a glyph paints, as places in a grid of {@link glyphSize}.
 *
 * @param paint called with column and row of every pixel that is set.
 */
export function forEachGlyphPixel(
  weight: FontWeight,
  character: number,
  paint: (column: number, row: number) => void,
): void {
  let bits = unpacked.get(weight);
  if (bits === undefined) {
    bits = inflateSync(Buffer.from(glyphData[weight], 'base64'));
    unpacked.set(weight, bits);
  }
  const first = glyphIndex(character) * bitsPerGlyph;
  for (let i = 0; i < bitsPerGlyph; i++) {
    const bit = first + i;
    if ((((bits[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1) {
      paint(i % glyphSize.width, Math.floor(i / glyphSize.width));
    }
  }
}
