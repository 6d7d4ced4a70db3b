import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, it } from 'mocha';
import { PNG } from 'pngjs';
import { sessionPixelFormatFor } from '../../../../src/core/rfb/pixelFormat.ts';
import { colours as c } from '../support/picture.ts';
import { PixelForm, pixelFormats } from '../support/pixelForm.ts';
import { playRectangles } from '../support/playRectangles.ts';
import { splits } from '../support/splits.ts';
import { TestDeflater } from '../support/testDeflater.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const folder = path.join(process.cwd(), 'test/fixtures/wavelet');

/** Plays rectangles, cut in every way, and compares the whole screen. */
async function assertWords(
  writer: WireWriter,
  form: PixelForm,
  [width, height]: readonly [number, number],
  colours: readonly number[],
): Promise<void> {
  const bytes = writer.build();
  for (const split of splits) {
    const screen = await playRectangles(split.cut(bytes), {
      width,
      height,
      prepare: (decoders) => form.prepare(decoders),
    });
    assert.deepEqual(
      [...screen.words],
      colours.map((colour) => form.word(colour)),
      split.name,
    );
  }
}

describe('ZYWRLE', () => {
  for (const { name, depth, quality } of [
    { name: 'quality-1', depth: 24, quality: 1 },
    { name: 'quality-4', depth: 24, quality: 4 },
    { name: 'quality-7', depth: 24, quality: 7 },
    { name: '16-bit-quality-4', depth: 16, quality: 4 },
  ] as const) {
    it(`${name} gives the picture that libvncclient sees`, async () => {
      const bytes = new Uint8Array(readFileSync(path.join(folder, `${name}.bin`)));
      const { width, height, data } = PNG.sync.read(readFileSync(path.join(folder, `${name}.png`)));
      for (const split of splits) {
        const screen = await playRectangles(split.cut(bytes), {
          width,
          height,
          prepare(decoders) {
            decoders.setPixelFormat(sessionPixelFormatFor(depth));
            decoders.setQuality(quality);
          },
        });
        assert.equal(Buffer.compare(screen.pixels, data), 0, split.name);
      }
    });
  }

  it('has tiles that are not transformed, and shares the stream of ZRLE', async () => {
    for (const format of Object.values(pixelFormats)) {
      const form = new PixelForm(format);
      const deflater = new TestDeflater();
      const writer = wire();
      for (const [x, encoding, colour] of [
        [0, 17, c.R],
        [2, 16, c.G],
        [4, 17, c.B],
      ] as const) {
        const data = deflater.next(wire().u8(1).bytes(form.compact(colour)).build());
        writer.rect(x, 0, 2, 1, encoding).u32(data.length).bytes(data);
      }
      await assertWords(writer, form, [6, 1], [c.R, c.R, c.G, c.G, c.B, c.B]);
    }
  });

  it('leaves tiles as they are that are too narrow to be halved', async () => {
    const form = new PixelForm(sessionPixelFormatFor(24));
    const data = new TestDeflater().next(
      wire()
        .u8(0, 0)
        .bytes(form.compact(c.R, c.G, c.B))
        .build(),
    );
    const writer = wire().rect(0, 0, 1, 3, 17).u32(data.length).bytes(data);
    await assertWords(writer, form, [1, 3], [c.R, c.G, c.B]);
  });

  it('in eight bits is sent as ZRLE is', async () => {
    const form = new PixelForm(sessionPixelFormatFor(8));
    const data = new TestDeflater().next(
      wire()
        .u8(0)
        .bytes(form.compact(c.R, c.G, c.B, c.W))
        .build(),
    );
    const writer = wire().rect(0, 0, 2, 2, 17).u32(data.length).bytes(data);
    await assertWords(writer, form, [2, 2], [c.R, c.G, c.B, c.W]);
  });
});
