import assert from 'node:assert/strict';
import path from 'node:path';
import { createVideoWriter } from '../../../src/core/recording/video/createVideoWriter.ts';
import { repeatingFrame } from '../../../src/core/recording/video/vp8Repeat.ts';
import { runProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { noisyPicture } from './noisyPicture.ts';

/** What a decoder shows, picture by picture. */
async function shownBy(decoder: string, file: string): Promise<string[]> {
  const output = await runProgram('ffmpeg', [
    ...['-v', 'error', '-c:v', decoder, '-i', file, '-fps_mode', 'passthrough', '-f', 'framemd5', '-'],
  ]);
  const lines = output.toString().trim().split('\n');
  return lines.filter((line) => !line.startsWith('#')).map((line) => line.split(',').at(-1)?.trim() ?? '');
}

describe('a frame that repeats the one before', function () {
  this.timeout(60_000);

  // Sides that are no whole macroblocks, and macroblocks with and without neighbours.
  for (const [width, height] of [
    [1, 1],
    [17, 33],
    [640, 16],
    [16, 640],
    [333, 222],
  ] as const) {
    it(`shows every pixel of ${width} × ${height} again, in two decoders that share no code`, async () => {
      const file = path.join(temporaryFolder(), 'repeats.webm');
      const writer = await createVideoWriter('webm', { file, maxBytes: 1e9, size: { width, height } });
      await writer.add(noisyPicture(width, height, 1), 0);
      for (const time of [500, 1000, 1500]) await writer.hold(time);
      await writer.add(noisyPicture(width, height, 2), 1600);
      await writer.hold(2100);
      await writer.finish(2500);
      for (const decoder of ['vp8', 'libvpx']) {
        const [one, ...more] = await shownBy(decoder, file);
        const [two] = more.slice(3);
        assert.notEqual(one, two);
        assert.deepEqual([one, ...more], [one, one, one, one, two, two, two], decoder);
      }
    });
  }

  it('has some hundred bytes at most', () => {
    assert.ok(repeatingFrame(Uint8Array.of(0), { width: 3840, height: 2160 }).length < 1000);
  });
});
