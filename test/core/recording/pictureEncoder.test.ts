import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import * as esbuild from 'esbuild';
import { createPictureEncoder } from '../../../src/core/recording/video/pictureEncoder.ts';
import { runProgram } from '../../support/programs.ts';
import { noisyPicture } from './noisyPicture.ts';

describe('pictures of a video', function () {
  this.timeout(120_000);
  const folder = path.resolve('out/encoder-test');
  const program = path.join(folder, 'program.cjs');

  // As the product is: a bundle, with its thread and libwebp beside it.
  before(async () => {
    const common = { bundle: true, platform: 'node', target: 'node20.19', logLevel: 'warning' } as const;
    await esbuild.build({
      ...common,
      entryPoints: ['test/core/recording/encodeInThread.ts'],
      outfile: program,
      format: 'cjs',
    });
    await esbuild.build({
      ...common,
      entryPoints: ['src/core/recording/video/videoWorker.ts'],
      outfile: path.join(folder, 'video-worker.mjs'),
      format: 'esm',
    });
    const wasm = createRequire(path.resolve('package.json')).resolve(
      '@jsquash/webp/codec/enc/webp_enc_simd.wasm',
    );
    await copyFile(wasm, path.join(folder, 'webp_enc_simd.wasm'));
  });

  for (const format of ['webm', 'gif'] as const) {
    it(`are made ready for ${format} while everything else goes on, and are not kept`, async () => {
      const output = await runProgram(process.execPath, [program, format]);
      const { turns, kept, hash } = JSON.parse(output.toString()) as {
        turns: number;
        kept: number[];
        hash: string;
      };
      // Encoding in the same thread would leave no turn to anybody, and would hold on to the pixels.
      assert.ok(turns >= 2, `${turns} turns of the event loop`);
      assert.deepEqual(kept, [0, 0]);
      const encoder = await createPictureEncoder({
        ...{ format, size: { width: 320, height: 180 }, quality: 85 },
      });
      const expected = createHash('sha256');
      for (const seed of [1, 2]) expected.update(await encoder.encode(noisyPicture(640, 480, seed)));
      await encoder.close();
      assert.equal(hash, expected.digest('hex'));
    });
  }
});
