import type { Framebuffer } from '../../../../src/core/rfb/framebuffer.ts';

/** Colours by letter, as `0xbbggrr`. */
export const colours = {
  '.': 0x000000,
  R: 0x0000ff,
  G: 0x00ff00,
  B: 0xff0000,
  W: 0xffffff,
  Y: 0x00c8fa,
  P: 0x804020,
  Q: 0x010203,
} as const;

/** A letter of {@link colours}. */
export type Colour = keyof typeof colours;

const letters = new Map<number, string>(Object.entries(colours).map(([letter, colour]) => [colour, letter]));

/** The framebuffer as one line of letters a row; a pixel that has none shows as its hex word. */
export function pictureOf(framebuffer: Framebuffer): string[] {
  return Array.from({ length: framebuffer.height }, (_row, y) =>
    Array.from({ length: framebuffer.width }, (_column, x) => {
      const word = framebuffer.words[y * framebuffer.width + x] ?? 0;
      const letter = word >>> 24 === 255 ? letters.get(word & 0xffffff) : undefined;
      return letter ?? `<${word.toString(16)}>`;
    }).join(''),
  );
}

/** The colours of a text, letter by letter. */
export function coloursOf(text: string): number[] {
  return Array.from(text, (letter) => {
    if (!(letter in colours)) throw new Error(`no colour ${letter}`);
    return colours[letter as Colour];
  });
}
