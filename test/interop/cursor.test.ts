import assert from 'node:assert/strict';
import type { PixelImage } from '../../src/core/session/bridge.ts';
import type { Session } from '../../src/core/session/session.ts';
import { assertSamePicture, comparePictures, testPicture } from '../support/pictures.ts';
import { runProgram } from '../support/programs.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';

const size = { width: 640, height: 480 };

/** What a person at the display sees, its cursor included: ffmpeg reads that from the X server. */
async function grabWithCursor({ display }: XServer): Promise<PixelImage> {
  const { width, height } = size;
  const raw = await runProgram('ffmpeg', [
    ...['-loglevel', 'error', '-f', 'x11grab', '-draw_mouse', '1', '-video_size', `${width}x${height}`],
    ...['-i', display, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
  ]);
  const pixels = Uint8Array.from(raw);
  for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
  return { ...size, pixels };
}

/** Takes a picture with the cursor once there is one, and asserts that a picture without request has none. */
async function captureWithCursor(session: Session, server: XServer, name: string): Promise<PixelImage> {
  const plain = await server.grab();
  const shown = await until(`the cursor is in the picture of ${name}`, async () => {
    const picture = await session.screen.pixels({ cursor: true });
    return comparePictures(picture, plain).differing > 0 && picture;
  });
  assertSamePicture(await session.screen.pixels(), plain, `${name} without it`);
  return shown;
}

describe('the cursor in a picture on request', function () {
  this.timeout(60_000);

  it('is where we have moved it, at TigerVNC', async () => {
    await using server = await startTigerVnc({ ...size, security: 'none' });
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    // The X servers of today begin without a cursor.
    await runProgram('xsetroot', ['-cursor_name', 'left_ptr'], { env: { DISPLAY: server.display } });
    await using session = await openTcp(server);
    for (const [x, y] of [
      [300, 200],
      [639, 479],
    ] as const) {
      await session.mouse.moveTo(x, y);
      const shown = await captureWithCursor(session, server, 'TigerVNC');
      // The alpha of its shadow is rounded twice on the way.
      const differing = comparePictures(shown, await grabWithCursor(server));
      assert.ok(differing.largest <= 2, `off by ${differing.largest} at ${x}, ${y}`);
    }
  });

  it('is where somebody at the machine has moved it, at x11vnc', async () => {
    await using server = await startX11vnc(size);
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    await using session = await openTcp(server);
    const places: string[] = [];
    session.onPointerMove(({ x, y }) => places.push(`${x},${y}`));
    const watch = session.screen.watch(() => undefined);
    await runProgram('xdotool', ['mousemove', '333', '222'], { env: { DISPLAY: server.display } });
    await until('x11vnc has told where it is', () => places.at(-1) === '333,222');
    watch.dispose();
    // It has an arrow of its own, whose tip is where the pointer is.
    const shown = await captureWithCursor(session, server, 'x11vnc');
    assert.deepEqual(comparePictures(shown, await server.grab()).first, { x: 333, y: 222 });
  });
});
