import assert from 'node:assert/strict';
import type { Point } from '../../../src/core/base/geometry.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { settle } from '../../support/fakeClock.ts';
import { decodePng } from '../../support/pictures.ts';
import { openFake } from './openFake.ts';

const red = 0xff0000;

/** Where the picture of a white screen with a red cursor is red: its first and last pixel; `undefined` for nowhere. */
async function redIn(session: Session, options: { readonly cursor?: boolean } = {}): Promise<Point[]> {
  const { pixels, width } = await session.screen.pixels(options);
  const places: Point[] = [];
  for (let i = 0; i < pixels.length; i += 4)
    if (pixels[i + 1] === 0) places.push({ x: (i / 4) % width, y: Math.floor(i / 4 / width) });
  return places.length === 0 ? [] : [places[0] ?? { x: -1, y: -1 }, places.at(-1) ?? { x: -1, y: -1 }];
}

describe('the cursor in a picture', () => {
  it('is drawn on request, where the session has put it', async () => {
    const { server, session } = await openFake();
    server.sendCursor({ width: 3, height: 2 }, red);
    assert.deepEqual(await redIn(session, { cursor: true }), [], 'nobody knows yet where it is');
    await session.mouse.moveTo(20, 30);
    assert.deepEqual(await redIn(session, { cursor: true }), [
      { x: 20, y: 30 },
      { x: 22, y: 31 },
    ]);
    assert.deepEqual(await redIn(session), []);
    const region = { x: 21, y: 28, width: 10, height: 10 };
    const { data } = await session.screen.capture({ cursor: true, region });
    const { pixels } = decodePng(data);
    const firstRed = pixels.findIndex((value, i) => i % 4 === 1 && value === 0);
    assert.equal(Math.floor(firstRed / 4), 2 * region.width);
  });

  it('is drawn where the server says it is, and does not stay in the known pixels', async () => {
    const { server, session } = await openFake({}, { viewOnly: true });
    const moves: Point[] = [];
    session.onPointerMove((place) => moves.push(place));
    server.sendCursor({ width: 1, height: 1 }, red);
    server.sendPointerPlace(5, 6);
    await settle();
    assert.deepEqual(await redIn(session, { cursor: true }), [
      { x: 5, y: 6 },
      { x: 5, y: 6 },
    ]);
    assert.deepEqual(moves, [{ x: 5, y: 6 }]);
    assert.ok(!session.screen.peek().pixels.some((value, i) => i % 4 === 1 && value === 0));
  });

  it('stands where it is clicked, whatever the server says of it meanwhile', async () => {
    const { server, session } = await openFake();
    server.sendCursor({ width: 1, height: 1 }, red);
    await session.mouse.moveTo(20, 30);
    server.sendPointerPlace(7, 8);
    await settle();
    await session.mouse.click();
    const places = server.sent('pointer').map(({ x, y }) => `${x},${y}`);
    assert.ok(places.length > 1);
    assert.deepEqual([...new Set(places)], ['20,30']);
    assert.deepEqual(await redIn(session, { cursor: true }), [
      { x: 20, y: 30 },
      { x: 20, y: 30 },
    ]);
  });
});
