import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { convertRecording } from '../../../src/core/recording/convertRecording.ts';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import { fitPicture } from '../../../src/core/recording/video/videoPicture.ts';
import type { PixelImage } from '../../../src/core/session/bridge.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { comparePictures, testPicture } from '../../support/pictures.ts';
import { runProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { FakeSession } from './recordings.ts';

interface Probe {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Seconds at which pictures are shown. */
  readonly times: readonly number[];
  /** Seconds. */
  readonly duration: number;
}

/** What ffprobe, which shares no code with ours, finds in a video when it decodes all of it. */
export async function probe(file: string): Promise<Probe> {
  const output = await runProgram('ffprobe', [
    ...['-v', 'error', '-show_entries', 'stream=codec_name,width,height:format=duration:frame=pts_time'],
    ...['-of', 'json', file],
  ]);
  const found = JSON.parse(output.toString()) as {
    streams: { codec_name: string; width: number; height: number }[];
    format: { duration?: string };
    frames: { pts_time: string }[];
  };
  const [stream] = found.streams;
  return {
    codec: stream?.codec_name ?? '',
    width: stream?.width ?? 0,
    height: stream?.height ?? 0,
    times: found.frames.map((frame) => Number(frame.pts_time)),
    duration: Number(found.format.duration ?? Number.NaN),
  };
}

/** All pictures of a video as ffmpeg decodes them. */
export async function pictures(
  file: string,
  { width, height }: { width: number; height: number },
): Promise<PixelImage[]> {
  const output = await runProgram('ffmpeg', [
    ...['-v', 'error', '-i', file, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
  ]);
  const bytes = width * height * 4;
  assert.equal(output.length % bytes, 0);
  return Array.from({ length: output.length / bytes }, (_, i) => ({
    width,
    height,
    pixels: new Uint8Array(output.subarray(i * bytes, (i + 1) * bytes)),
  }));
}

/** A screen with a picture in which a block wanders, one place each second. */
function scene(session: FakeSession, at: number): PixelImage {
  const { width, height } = session.size;
  const image = testPicture(width, height);
  const smooth = new Uint32Array(image.pixels.buffer.slice(0));
  // Noise is not what screens show, and lossy pictures are bad at it.
  for (let i = 0; i < smooth.length; i += 1) smooth[i] = 0xff804020 + ((i % width) >> 2);
  session.framebuffer.blit(0, 0, width, height, smooth);
  session.framebuffer.fill(8 + at * 16, 16, 32, 32, 0xff20e0f0);
  session.tell([wholeOf(session.size)]);
  return { width, height, pixels: session.pixels };
}

async function untilWritten(clock: FakeClock, ready: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !ready(); i += 1) {
    await clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  // Its time has come; what encodes it takes as long as the machine lets it.
  await until('it is written', ready);
}

describe('a video of a session', function () {
  this.timeout(60_000);

  for (const format of ['webm', 'gif'] as const) {
    it(`is a ${format} that others play, with the session's pictures at their times`, async () => {
      const clock = new FakeClock();
      const session = new FakeSession(208, 120);
      const expected = [scene(session, 0)];
      const file = path.join(temporaryFolder(), `a.${format}`);
      const recording = await recordSession(session, { file, clock, fps: 10 });
      for (let i = 1; i <= 6; i += 1) {
        await untilWritten(clock, () => recording.bytes > 400);
        const before = recording.bytes;
        await clock.advance(i * 1000 - recording.milliseconds);
        expected.push(scene(session, i));
        // What repeats a picture is smaller than one.
        await untilWritten(clock, () => recording.bytes > before + (format === 'webm' ? 300 : 0));
      }
      await clock.advance(8000 - recording.milliseconds);
      const { reason, bytes, milliseconds, error } = await recording.stop();
      assert.deepEqual(
        [reason, error, milliseconds, clock.pending, session.feeds],
        ['stopped', undefined, 8000, 0, 0],
      );
      assert.equal((await stat(file)).size, bytes);
      const found = await probe(file);
      assert.deepEqual(
        [found.codec, found.width, found.height],
        [format === 'webm' ? 'vp8' : 'gif', 208, 120],
      );
      assert.ok(Math.abs(found.duration - 8) < 0.2, `${found.duration} s`);
      const shown = await pictures(file, session.size);
      const isRepeated = shown.map(
        (picture, i) => Buffer.compare(picture.pixels, shown[i - 1]?.pixels ?? new Uint8Array(0)) === 0,
      );
      const changes = shown.flatMap((picture, i) =>
        isRepeated[i] === true ? [] : [{ picture, time: found.times[i] ?? Number.NaN }],
      );
      assert.equal(changes.length, expected.length);
      for (const [i, picture] of expected.entries()) {
        const change = changes[i]!;
        const { psnr } = comparePictures(change.picture, picture);
        assert.ok(psnr > 33, `picture ${i}: ${psnr} dB`);
        assert.ok(change.time >= i && change.time < i + 0.4, `picture ${i} at ${change.time} s`);
      }
      // A GIF says how long a picture stays; WebM repeats it, to the end.
      assert.equal(isRepeated.includes(true), format === 'webm');
    });

    it(`is a ${format} that a still screen makes longer, but hardly larger`, async () => {
      const clock = new FakeClock();
      const session = new FakeSession(208, 120);
      const picture = scene(session, 3);
      const file = path.join(temporaryFolder(), `still.${format}`);
      const recording = await recordSession(session, { file, clock, fps: 10 });
      await untilWritten(clock, () => recording.bytes > 400);
      const first = recording.bytes;
      // Longer than pictures of a GIF can be shown, and than clusters of WebM are.
      const seconds = format === 'gif' ? 700 : 100;
      while (recording.milliseconds < seconds * 1000) await clock.advance(format === 'gif' ? 5000 : 500);
      // The first is one that was being written when that time came.
      for (let more = 0; format === 'webm' && more < 2; more += 1) {
        const before = recording.bytes;
        await untilWritten(clock, () => recording.bytes > before);
      }
      // As it is when the process is killed.
      const killed = path.join(path.dirname(file), `killed.${format}`);
      await writeFile(killed, await readFile(file));
      await recording.stop();
      for (const name of [killed, file]) {
        const shown = await pictures(name, session.size);
        for (const one of [shown[0]!, shown.at(-1)!]) assert.ok(comparePictures(one, picture).psnr > 33);
        for (const one of shown) assert.deepEqual(one.pixels, shown[0]!.pixels);
      }
      const found = await probe(file);
      assert.ok(Math.abs(found.duration - seconds) < 1.1, `${found.duration} s`);
      const last = (await probe(killed)).times.at(-1) ?? 0;
      assert.ok(last >= (format === 'gif' ? 655 : 99), `${last} s`);
      assert.ok(recording.bytes < first * 5 + 200 * 50, `${recording.bytes} of ${first}`);
    });

    it(`plays as ${format} up to where it was cut off`, async () => {
      const session = new FakeSession(208, 120);
      const clock = new FakeClock();
      scene(session, 0);
      const file = path.join(temporaryFolder(), `cut.${format}`);
      const recording = await recordSession(session, { file, clock, fps: 10 });
      await untilWritten(clock, () => recording.bytes > 400);
      for (let i = 1; i <= 5; i += 1) {
        const before = recording.bytes;
        await clock.advance(900);
        scene(session, i);
        await untilWritten(clock, () => recording.bytes > before + (format === 'webm' ? 300 : 0));
      }
      // As it is when the process is killed.
      const killed = path.join(path.dirname(file), `killed.${format}`);
      await writeFile(killed, await readFile(file));
      await recording.stop();
      const found = await probe(killed);
      assert.ok(found.times.length >= 4, `${found.times.length} pictures`);
      assert.ok((found.times.at(-1) ?? 0) >= 3.5, `${found.times.at(-1)} s`);
    });
  }

  it('is ended before its file is too large', async () => {
    const session = new FakeSession(208, 120);
    const clock = new FakeClock();
    const file = path.join(temporaryFolder(), 'small.gif');
    const recording = await recordSession(session, { file, clock, maxBytes: 60_000 });
    for (let i = 0; i < 400 && recording.bytes < 60_000; i += 1) {
      const noise = new Uint32Array(208 * 120).map(
        (_, n) => (Math.imul(n + i * 77, 2654435761) | 0xff000000) >>> 0,
      );
      session.framebuffer.blit(0, 0, 208, 120, noise);
      session.tell([wholeOf(session.size)]);
      await clock.advance(110);
      if ((await Promise.race([recording.ended, Promise.resolve(undefined)])) !== undefined) break;
    }
    const { reason, bytes } = await recording.ended;
    assert.equal(reason, 'maxBytes');
    assert.ok(bytes <= 60_000, `${bytes}`);
    assert.equal((await probe(file)).codec, 'gif');
  });

  it('shows a screen of another size within the first one’s', () => {
    const red = { width: 10, height: 20, pixels: new Uint8Array(800) };
    for (let i = 0; i < 800; i += 4) red.pixels.set([255, 0, 0, 255], i);
    const fitted = fitPicture(red, { width: 20, height: 20 });
    const at = (x: number, y: number): number[] => [
      ...fitted.pixels.subarray((y * 20 + x) * 4, (y * 20 + x) * 4 + 4),
    ];
    assert.deepEqual(
      [at(0, 0), at(4, 10), at(5, 10), at(14, 19), at(15, 19)],
      [
        [0, 0, 0, 255],
        [0, 0, 0, 255],
        [255, 0, 0, 255],
        [255, 0, 0, 255],
        [0, 0, 0, 255],
      ],
    );
  });

  it('is made of a recording, with every change and its time', async () => {
    const clock = new FakeClock();
    const session = new FakeSession(208, 120);
    const expected = [scene(session, 0)];
    const folder = temporaryFolder();
    const file = path.join(folder, 'a.vncrec');
    const recording = await recordSession(session, { file, clock });
    for (let i = 1; i <= 6; i += 1) {
      await clock.advance(1000);
      expected.push(scene(session, i));
    }
    await clock.advance(1500);
    await recording.stop();
    for (const name of ['a.webm', 'a.gif']) {
      const target = path.join(folder, name);
      const steps: number[] = [];
      const result = await convertRecording(file, { file: target, progress: (done) => steps.push(done) });
      assert.deepEqual([result.isComplete, result.milliseconds], [true, 7500]);
      assert.deepEqual(
        steps,
        steps.toSorted((a, b) => a - b),
      );
      const found = await probe(target);
      const shown = await pictures(target, session.size);
      for (const [i, picture] of expected.entries()) {
        assert.ok(comparePictures(shown[i]!, picture).psnr > 33);
        assert.ok(Math.abs((found.times[i] ?? -1) - i) < 0.011, `${name}: ${found.times.join()}`);
      }
    }
    const part = await convertRecording(file, { file: path.join(folder, 'b.webm'), maxSeconds: 3 });
    assert.deepEqual([part.isComplete, part.milliseconds], [false, 3001]);
    const small = await convertRecording(file, {
      file: path.join(folder, 'c.gif'),
      maxBytes: 3000,
      maxWidth: 104,
    });
    assert.equal(small.isComplete, true);
    assert.equal((await probe(path.join(folder, 'c.gif'))).width, 104);
    await assert.rejects(convertRecording(file, { file: path.join(folder, 'd.vncrec') }), {
      code: 'VNC_ARGUMENT_INVALID',
    });
    const signal = AbortSignal.abort();
    await assert.rejects(convertRecording(file, { file: path.join(folder, 'e.webm'), signal }), {
      code: 'VNC_CANCELLED',
    });
  });
});
