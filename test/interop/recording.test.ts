import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { openRecording } from '../../src/core/recording/openRecording.ts';
import { recordSession } from '../../src/core/recording/recordSession.ts';
import type { RecordingPlayer } from '../../src/core/recording/recordingPlayer.ts';
import type { PixelImage } from '../../src/core/session/bridge.ts';
import { screenWorkloads } from '../bench/screen/workloads.ts';
import { assertSamePicture, testPicture } from '../support/pictures.ts';
import { type TigerVncServer, startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { XPainter } from '../support/servers/xPainter.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';

interface Screen {
  readonly size: { readonly width: number; readonly height: number };
  copyPixels(region: ReturnType<typeof wholeOf>, target: Uint8Array): void;
}

function picture(screen: Screen): PixelImage {
  const { width, height } = screen.size;
  const pixels = new Uint8Array(width * height * 4);
  screen.copyPixels(wholeOf(screen.size), pixels);
  return { width, height, pixels };
}

function digest(screen: Screen): string {
  const { width, height, pixels } = picture(screen);
  return `${width}x${height} ${createHash('sha1').update(pixels).digest('hex')}`;
}

/** The pictures of a recording one by one, without those that are as the one before. */
async function allDigests(player: RecordingPlayer): Promise<string[]> {
  const digests = [digest(player)];
  for (let last = -1; ; ) {
    await player.step(1);
    assert.equal(player.error, undefined);
    if (player.time === last) break;
    last = player.time;
    add(digests, digest(player));
  }
  return digests;
}

function add(digests: string[], next: string): void {
  if (digests.at(-1) !== next) digests.push(next);
}

describe('a wire recording of TigerVNC', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = temporaryFolder('recording');
  });

  const start = async (width: number, height: number): Promise<TigerVncServer> =>
    await startTigerVnc({ width, height });

  it('shows at each time what the server showed then', async () => {
    await using server = await start(800, 600);
    await using painter = await XPainter.open(server.display);
    await using session = await openTcp(server);
    await session.mouse.moveTo(790, 590);
    const file = path.join(folder, 'times.vncrec');
    const recording = await recordSession(session, { file });
    const seen: { time: number; grab: PixelImage }[] = [];
    const look = async (): Promise<void> => {
      const grab = await server.grab();
      await until('the session shows it', () => Buffer.from(picture(session).pixels).equals(grab.pixels));
      seen.push({ time: recording.milliseconds, grab });
    };
    for (let i = 0; i < 6; i += 1) {
      await painter.fill({ x: i * 90, y: 40 + i * 30, width: 200, height: 120 }, 0x103050 * (i + 1));
      await look();
      await painter.move({ x: 0, y: 0, width: 700, height: 500 }, 30, 50);
      await look();
    }
    const { reason, milliseconds, bytes } = await recording.stop();
    assert.equal(reason, 'stopped');
    assert.ok(bytes > 0 && milliseconds >= seen.at(-1)!.time);
    const player = await openRecording(file);
    try {
      assert.equal(player.isComplete, true);
      assert.equal(player.header.name, 'test');
      assert.equal(player.duration, milliseconds);
      // Forwards, and in no order at all.
      for (const { time, grab } of [...seen, ...seen.toReversed(), seen[3]!, seen[1]!]) {
        await player.seek(time);
        assertSamePicture(picture(player), grab, `recording at ${time}`);
      }
    } finally {
      player.dispose();
    }
  });

  for (const { name, quality, enough } of [
    { name: 'text', quality: undefined, enough: 60 },
    { name: 'drag', quality: undefined, enough: 8 },
    { name: 'video', quality: 8, enough: 60 },
  ]) {
    it(`has every picture of the session through ${name}, exactly`, async () => {
      await using server = await start(1024, 768);
      const stop = await screenWorkloads.find((workload) => workload.name === name)!.start(server);
      await using session = await openTcp(server);
      if (quality !== undefined) session.encodings = { quality };
      const file = path.join(folder, `${name}.vncrec`);
      const recording = await recordSession(session, { file });
      const shown = [digest(session)];
      const feed = session.feed(() => add(shown, digest(session)));
      await until('enough was shown', () => shown.length > enough);
      await stop();
      feed.dispose();
      await recording.stop();
      const player = await openRecording(file);
      try {
        assert.equal(player.desktopName, session.desktopName);
        const replayed = await allDigests(player);
        assert.deepEqual(replayed.slice(0, shown.length), shown);
      } finally {
        player.dispose();
      }
    });
  }

  it('keeps pictures as the server sent them when nobody reads their pixels', async () => {
    await using server = await start(1024, 768);
    const stop = await screenWorkloads.find(({ name }) => name === 'video')!.start(server);
    await using session = await openTcp(server);
    session.encodings = { quality: 8 };
    const file = path.join(folder, 'pictures.vncrec');
    const recording = await recordSession(session, { file });
    const { updates } = session.statistics;
    await until('forty updates', () => session.statistics.updates > updates + 40);
    await stop();
    const last = digest(session);
    const { bytes } = await recording.stop();
    // Pixels of forty pictures would be 94 MB, and hard to pack.
    assert.ok(bytes < 24_000_000, `${bytes} bytes`);
    const player = await openRecording(file);
    try {
      await player.seek(player.duration);
      assert.equal(digest(player), last);
    } finally {
      player.dispose();
    }
  });

  it('follows changes of the size of the desktop', async () => {
    await using server = await start(800, 600);
    await paintDisplay(server.display, testPicture(800, 600));
    await using session = await openTcp(server);
    const file = path.join(folder, 'sizes.vncrec');
    const recording = await recordSession(session, { file });
    const seen: { time: number; image: PixelImage }[] = [];
    await until('the server can change it', () => session.capabilities.desktopResize);
    for (const size of [
      { width: 500, height: 400 },
      { width: 1000, height: 701 },
      { width: 640, height: 480 },
    ]) {
      await session.resize(size);
      await until('it is shown', async () => {
        const grab = await server.grab();
        return Buffer.from(picture(session).pixels).equals(grab.pixels);
      });
      seen.push({ time: recording.milliseconds, image: picture(session) });
    }
    await recording.stop();
    const player = await openRecording(file);
    try {
      const sizes: number[] = [];
      player.screen.onResize(({ width }) => sizes.push(width));
      for (const { time, image } of seen) {
        await player.seek(time);
        assertSamePicture(picture(player), image, `size at ${time}`);
      }
      assert.deepEqual(sizes, [500, 1000, 640]);
      await player.seek(0);
      assert.deepEqual(player.size, { width: 800, height: 600 });
    } finally {
      player.dispose();
    }
  });
});
