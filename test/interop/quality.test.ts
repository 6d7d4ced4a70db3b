import assert from 'node:assert/strict';
import path from 'node:path';
import { type Size, wholeOf } from '../../src/core/base/geometry.ts';
import type { PixelImage } from '../../src/core/session/bridge.ts';
import { openRecording } from '../../src/core/recording/openRecording.ts';
import { recordSession } from '../../src/core/recording/recordSession.ts';
import { openSession } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import type { EncodingChoice } from '../../src/core/session/wire.ts';
import { HeadlessPanel } from '../soak/panel.ts';
import { type Program, startProgram } from '../support/programs.ts';
import { assertSamePicture, testPicture } from '../support/pictures.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { Throttle } from '../support/throttle.ts';
import { until } from '../support/until.ts';
import { assertCaptureIsGrab } from './sessions.ts';

const size = { width: 800, height: 600 };
/** Bytes a second of a line that nobody notices. */
const quick = 1e9;

/** How a session is opened here. */
interface OpenOptions {
  readonly automatic?: boolean;
  readonly encodings?: EncodingChoice;
  readonly timeout?: number;
}

async function open(
  { port }: { readonly port: number },
  { automatic = false, encodings = {}, timeout }: OpenOptions = {},
): Promise<Session> {
  return await openSession({
    target: { transport: 'tcp', host: '127.0.0.1', port },
    name: 'quality',
    credentials: {},
    automaticQuality: automatic,
    encodings,
    timeout,
  });
}

/** A film over the whole screen, as hard to compress as what cameras see. */
async function startFilm({ display }: XServer, { width, height }: Size = size): Promise<Program> {
  const source = `testsrc2=size=${width}x${height}:rate=12,noise=alls=24:allf=t`;
  return await startProgram(
    'ffplay',
    [
      ...['-loglevel', 'error', '-noborder', '-left', '0', '-top', '0'],
      ...['-x', `${width}`, '-y', `${height}`, '-f', 'lavfi', '-i', source],
    ],
    {
      env: {
        DISPLAY: display,
        SDL_AUDIODRIVER: 'dummy',
        SDL_RENDER_DRIVER: 'software',
        SDL_FRAMEBUFFER_ACCELERATION: '0',
      },
    },
  );
}

/** What the panel's pages are painted from. */
function seen(session: Session): PixelImage {
  const { width, height } = session.size;
  const pixels = new Uint8Array(width * height * 4);
  session.copyPixels({ x: 0, y: 0, width, height }, pixels);
  return { width, height, pixels };
}

describe('the quality of pictures, with TigerVNC', function () {
  this.timeout(240_000);

  it('follows the line down and up again, and ends exact once the screen is still', async () => {
    await using server = await startTigerVnc(size);
    await using line = await Throttle.open(server, { bytesPerSecond: quick });
    await using session = await open(line, { automatic: true });
    using _panel = new HeadlessPanel(session);
    assert.equal(session.pictureQuality.level, undefined, 'it begins without loss');
    // The server paints the pointer into the picture until it moves.
    await session.mouse.moveTo(size.width - 1, size.height - 1);
    line.bytesPerSecond = 400_000;
    const film = await startFilm(server);
    try {
      const low = await until('the quality falls', () => lowest(session, 4), 90_000);
      line.bytesPerSecond = quick;
      await until('the quality rises', () => (session.pictureQuality.level ?? 9) > low, 90_000);
    } finally {
      await film.stop();
    }
    await until('every pixel is known without loss', () => session.pictureQuality.exact, 60_000);
    await until('the screen stands still', async () => {
      if (!session.pictureQuality.exact) return false;
      const shown = seen(session);
      return Buffer.from(shown.pixels).equals(Buffer.from((await server.grab()).pixels));
    });
    assert.equal(session.pictureQuality.automatic, true);
    assertSamePicture(seen(session), await server.grab(), 'a screen that is still');
  });

  it('is exact while a recording keeps every pixel, also of what was simplified before', async () => {
    await using server = await startTigerVnc(size);
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    await using line = await Throttle.open(server, { bytesPerSecond: 40_000 });
    await using session = await open(line, { automatic: true });
    using _panel = new HeadlessPanel(session);
    assert.equal(session.pictureQuality.level, 2);
    const file = path.join(temporaryFolder('quality'), 'exact.vncrec');
    const recording = await recordSession(session, { file });
    assert.deepEqual([session.pictureQuality.level, session.pictureQuality.colorDepth], [undefined, 24]);
    line.bytesPerSecond = quick;
    await until('every pixel is known without loss', () => session.pictureQuality.exact, 60_000);
    assert.equal(session.pictureQuality.level, undefined);
    await recording.stop();
    const player = await openRecording(file);
    try {
      await player.seek(player.duration);
      const pixels = new Uint8Array(size.width * size.height * 4);
      player.copyPixels(wholeOf(size), pixels);
      assertSamePicture({ ...size, pixels }, await server.grab(), 'the end of the recording');
    } finally {
      player.dispose();
    }
  });

  it('simplifies the first picture on a very slow line, and makes it exact without being asked', async () => {
    await using server = await startTigerVnc(size);
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    await using line = await Throttle.open(server, { bytesPerSecond: 40_000 });
    await using session = await open(line, { automatic: true });
    assert.equal(session.pictureQuality.exact, false);
    // Without loss it would have been half of a megabyte at least.
    assert.ok(line.passed < 250_000, `${line.passed} bytes until the first picture`);
    using _panel = new HeadlessPanel(session);
    assert.equal(session.pictureQuality.level, 2);
    line.bytesPerSecond = quick;
    await until('every pixel is known without loss', () => session.pictureQuality.exact, 60_000);
    assertSamePicture(seen(session), await server.grab(), 'after a slow beginning');
  });

  it('gives up colours where a line is slower than pictures of the least quality, and has them all once the screen is still', async () => {
    const small = { width: 320, height: 240 };
    await using server = await startTigerVnc(small);
    await using line = await Throttle.open(server, { bytesPerSecond: 10_000 });
    await using session = await open(line, { automatic: true });
    using _panel = new HeadlessPanel(session);
    await session.mouse.moveTo(small.width - 1, small.height - 1);
    assert.equal(session.pictureQuality.colorDepth, 24);
    const film = await startFilm(server, small);
    try {
      await until('the colours are few', () => session.pictureQuality.colorDepth < 24, 90_000);
    } finally {
      await film.stop();
    }
    await until(
      'every pixel is known without loss, in all colours',
      () => session.pictureQuality.exact && session.pictureQuality.colorDepth === 24,
      60_000,
    );
    await until('the screen stands still', async () =>
      Buffer.from(seen(session).pixels).equals(Buffer.from((await server.grab()).pixels)),
    );
    assertSamePicture(seen(session), await server.grab(), 'a screen that is still');
  });

  it('begins without loss where the line is quick', async () => {
    await using server = await startTigerVnc(size);
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    await using session = await open(server, { automatic: true });
    assert.deepEqual(session.pictureQuality, {
      ...{ automatic: true, level: undefined, compression: undefined, colorDepth: 24, exact: true },
    });
    assertSamePicture(seen(session), await server.grab(), 'the first picture');
  });

  it('waits for a first picture that comes slowly, however long its deadline is past', async () => {
    await using server = await startTigerVnc(size);
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    await using line = await Throttle.open(server, { bytesPerSecond: 150_000 });
    const begin = performance.now();
    await using session = await open(line, { timeout: 1500 });
    assert.ok(performance.now() - begin > 1500, 'the line is slow enough to tell');
    assertSamePicture(seen(session), await server.grab(), 'a picture that came late');
  });

  it('never shows in what scripts capture', async () => {
    await using server = await startTigerVnc(size);
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    for (let quality = 0; quality <= 9; quality += 1) {
      await using session = await open(server, { encodings: { quality } });
      using _panel = new HeadlessPanel(session);
      await assertCaptureIsGrab(session, server, `a capture at quality ${quality}`);
    }
    await using session = await open(server, { automatic: true });
    using _panel = new HeadlessPanel(session);
    await assertCaptureIsGrab(session, server, 'a capture at automatic quality');
  });
});

/** The level in force, once it is that low. */
function lowest({ pictureQuality: { level } }: Session, most: number): number | undefined {
  return level !== undefined && level <= most ? level : undefined;
}
