import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { coloursOf } from './picture.ts';
import { PixelForm, pixelFormats } from './pixelForm.ts';
import { playRectangles } from './playRectangles.ts';
import { splits } from './splits.ts';
import type { WireWriter } from './wireWriter.ts';

/** Rectangles and the picture that they must give, in every pixel format. */
export interface FormatVector {
  readonly name: string;
  /** The picture, one line of colour letters a row; its size is the size of the screen. */
  readonly picture: readonly string[];
  /** Rectangles with their headers. */
  readonly stream: (form: PixelForm) => WireWriter;
}

/** Vectors of one encoding. */
export interface FormatVectors {
  readonly title: string;
  readonly vectors: readonly FormatVector[];
}

/** One test for each vector: in all formats, cut into chunks in all ways. */
export function testFormatVectors(title: string, vectors: readonly FormatVector[]): void {
  describe(`${title} in every pixel format`, () => {
    for (const { name, picture, stream } of vectors) {
      it(name, async () => {
        const size = { width: picture[0]?.length ?? 0, height: picture.length };
        for (const [formatName, format] of Object.entries(pixelFormats)) {
          const form = new PixelForm(format);
          const bytes = stream(form).build();
          const expected = coloursOf(picture.join('')).map((colour) => form.word(colour));
          for (const split of splits) {
            const screen = await playRectangles(split.cut(bytes), {
              ...size,
              prepare: (decoders) => form.prepare(decoders),
            });
            assert.deepEqual([...screen.words], expected, `${formatName}, ${split.name}`);
          }
        }
      }).timeout(20_000);
    }
  });
}
