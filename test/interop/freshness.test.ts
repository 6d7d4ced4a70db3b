import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Rect } from '../../src/core/base/geometry.ts';
import { openSession } from '../../src/core/session/openSession.ts';
import type { Session } from '../../src/core/session/session.ts';
import { assertSamePicture } from '../support/pictures.ts';
import { type TigerVncServer, startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { XPainter } from '../support/servers/xPainter.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';

const size = { width: 640, height: 480 };
const whole: Rect = { x: 0, y: 0, ...size };

/** Where a frame's number is drawn as a colour, anywhere on the screen. */
function placeOf(frame: number): Rect {
  return { x: (frame * 37) % 600, y: (frame * 53) % 440, width: 24, height: 20 };
}

function colourOf(frame: number): number {
  return (frame * 2_654_435) & 0xffffff;
}

/** The one colour of all pixels. */
function onlyColour(pixels: Uint8Array, name: string): number {
  const [red = 0, green = 0, blue = 0] = pixels;
  for (let at = 0; at < pixels.length; at += 4)
    assert.ok(
      pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue,
      `${name} is of one colour`,
    );
  return (red << 16) | (green << 8) | blue;
}

/** Draws frame after frame, and finds each in the capture that is begun when it is drawn. */
async function assertFresh(session: Session, painter: XPainter, frames: number): Promise<void> {
  for (let frame = 1; frame <= frames; frame += 1) {
    const place = placeOf(frame);
    await painter.fill(place, colourOf(frame));
    const seen = await session.screen.pixels(frame % 3 === 0 ? {} : { region: place });
    const rows: Uint8Array[] = [];
    const { x, y } = frame % 3 === 0 ? place : { x: 0, y: 0 };
    for (let row = 0; row < place.height; row += 1) {
      const from = ((y + row) * seen.width + x) * 4;
      rows.push(seen.pixels.subarray(from, from + place.width * 4));
    }
    assert.equal(onlyColour(Buffer.concat(rows), `frame ${frame}`), colourOf(frame), `frame ${frame}`);
    // TigerVNC collects what is drawn for a sixtieth of a second: captures begin anywhere in it.
    if (frame % 4 === 0) await pause(frame % 23);
  }
}

async function confirmed(session: Session): Promise<void> {
  await until(
    'the server has shown what it can do',
    () => session.capabilities.fence && session.capabilities.continuousUpdates,
  );
}

/** Pixels that arrived since the session was opened. */
function pixelsOf(session: Session): number {
  return Object.values(session.statistics.rectangles).reduce((sum, { pixels }) => sum + pixels, 0);
}

describe('a capture shows what was drawn before it was asked for', function () {
  this.timeout(120_000);

  let server: TigerVncServer;
  let painter: XPainter;
  before(async () => {
    server = await startTigerVnc(size);
    painter = await XPainter.open(server.display);
  });
  after(async () => {
    await painter[Symbol.asyncDispose]();
    await server.close();
  });
  beforeEach(async () => await painter.fill(whole, 0x204060));

  it('without getting all pixels anew from a server that has fences and continuous updates', async () => {
    await using session = await openTcp(server);
    await confirmed(session);
    const before = pixelsOf(session);
    await assertFresh(session, painter, 300);
    const pixels = pixelsOf(session) - before;
    assert.ok(pixels < 20 * size.width * size.height, `${pixels} pixels for 300 captures`);
    assertSamePicture(await session.screen.pixels(), await server.grab(), 'the last capture');
  });

  it('while a script watches, and updates come by themselves', async () => {
    await using session = await openTcp(server);
    await confirmed(session);
    let updates = 0;
    const watching = session.screen.watch(() => (updates += 1));
    await assertFresh(session, painter, 300);
    assert.ok(updates > 0);
    watching.dispose();
    await assertFresh(session, painter, 20);
    assertSamePicture(await session.screen.pixels(), await server.grab(), 'the last capture');
  });

  it('while a panel gets updates at its own pace', async () => {
    await using session = await openTcp(server);
    await confirmed(session);
    const feed = session.feed(() => setTimeout(() => feed.pull(), 15));
    feed.pull();
    await assertFresh(session, painter, 150);
    feed.dispose();
    assertSamePicture(await session.screen.pixels(), await server.grab(), 'the last capture');
  });

  it('while everything moves', async () => {
    await using session = await openTcp(server);
    await confirmed(session);
    for (let frame = 1; frame <= 60; frame += 1) {
      await painter.fill(placeOf(frame), colourOf(frame));
      await painter.move({ x: 0, y: 0, width: 600, height: 440 }, frame % 40, 7);
      const place = placeOf(frame);
      const moved = { ...place, x: place.x + (frame % 40), y: place.y + 7 };
      if (place.x + place.width > 600 || place.y + place.height > 440) continue;
      const seen = await session.screen.pixels({ region: moved });
      assert.equal(onlyColour(seen.pixels, `frame ${frame}`), colourOf(frame), `frame ${frame}`);
    }
    assertSamePicture(await session.screen.pixels(), await server.grab(), 'the last capture');
  });

  it('without loss, also when the connection allows it', async () => {
    await using session = await openSession({
      target: { transport: 'tcp', host: server.host, port: server.port },
      name: 'lossy',
      credentials: {},
      encodings: { preferred: 'Tight', quality: 0 },
    });
    // A picture that JPEG cannot keep.
    for (let column = 0; column < size.width; column += 4)
      await painter.fill({ x: column, y: 0, width: 3, height: size.height }, colourOf(column));
    const watching = session.screen.watch(() => undefined);
    for (let frame = 1; frame <= 10; frame += 1) {
      await painter.fill({ x: frame * 9, y: frame * 5, width: 90, height: 60 }, colourOf(frame));
      assertSamePicture(await session.screen.pixels(), await server.grab(), `capture ${frame}`);
    }
    watching.dispose();
    assert.deepEqual(session.encodings, { preferred: 'Tight', quality: 0 });
  });

  it('without loss after the loss was given up', async () => {
    await using session = await openSession({
      target: { transport: 'tcp', host: server.host, port: server.port },
      name: 'lossy',
      credentials: {},
      encodings: { preferred: 'Tight', quality: 1 },
    });
    for (let column = 0; column < size.width; column += 4)
      await painter.fill({ x: column, y: 0, width: 3, height: size.height }, colourOf(column));
    session.encodings = {};
    assertSamePicture(await session.screen.pixels(), await server.grab(), 'the first capture');
    await confirmed(session);
    await assertFresh(session, painter, 30);
    assertSamePicture(await session.screen.pixels(), await server.grab(), 'the last capture');
  });
});

describe('a capture from a server without fences', function () {
  this.timeout(60_000);

  it('asks for all pixels each time', async () => {
    await using server = await startX11vnc(size);
    await using session = await openTcp(server);
    const before = pixelsOf(session);
    for (let capture = 0; capture < 3; capture += 1) await session.screen.pixels();
    assert.ok(pixelsOf(session) - before >= 3 * size.width * size.height);
    assert.equal(session.capabilities.fence, false);
  });
});
