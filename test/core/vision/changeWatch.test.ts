import assert from 'node:assert/strict';
import type { Rect } from '../../../src/core/base/geometry.ts';
import { ChangeWatch, type ChangeWatchOptions } from '../../../src/core/vision/changeWatch.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { openFake } from '../session/openFake.ts';

const white = 0xffffff;
const rect = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });

async function watching(options: Partial<ChangeWatchOptions> = {}) {
  const clock = new FakeClock();
  const { server, session } = await openFake({ width: 100, height: 80 });
  const watch = new ChangeWatch({ screen: session.screen, tolerance: 8, clock, ...options });
  const seen: Rect[] = [];
  watch.onChange((change) => seen.push(change));
  await settle();
  return {
    server,
    session,
    watch,
    seen,
    pass: (milliseconds: number) => clock.advance(milliseconds),
    paint: async (place: Rect, colour: number) => {
      server.paint(place, colour);
      await settle();
    },
  };
}

describe('the change watch', () => {
  it('counts from the last change of a pixel', async () => {
    const { watch, paint, pass, seen, session } = await watching();
    await pass(500);
    assert.equal(watch.stillFor(), 500);
    assert.equal(watch.changed, false);
    await paint(rect(10, 20, 40, 30), 0);
    assert.equal(watch.changed, true);
    assert.equal(watch.stillFor(), 0);
    await pass(300);
    assert.equal(watch.stillFor(), 300);
    assert.deepEqual(seen, [rect(10, 20, 40, 30)]);
    watch.dispose();
    await session.close();
  });

  it('takes no notice of an update that paints the same pixels', async () => {
    const { watch, paint, session } = await watching();
    await paint(rect(0, 0, 100, 80), white);
    assert.equal(watch.changed, false);
    await session.close();
  });

  it('tells the smallest rectangle around what changed, not around what was painted', async () => {
    const { server, seen, paint, session } = await watching();
    server.answers = false;
    server.paint(rect(50, 60, 40, 2), 0);
    server.answers = true;
    await paint(rect(0, 0, 1, 1), white);
    assert.deepEqual(seen, [rect(50, 60, 40, 2)]);
    await session.close();
  });

  it('takes no notice of what changes outside the region or in an ignored part', async () => {
    const { watch, paint, session } = await watching({
      region: () => rect(0, 0, 50, 50),
      ignoring: () => [rect(10, 10, 10, 10)],
    });
    await paint(rect(60, 0, 40, 80), 0);
    await paint(rect(10, 10, 10, 10), 0);
    assert.equal(watch.changed, false);
    await paint(rect(9, 10, 10, 10), 0x102030);
    assert.equal(watch.changed, true);
    await session.close();
  });

  it('takes no notice of a change within the tolerance, but a slow fade adds up', async () => {
    const { watch, paint, session } = await watching();
    const place = rect(0, 0, 60, 60);
    await paint(place, 0xfafafa);
    assert.equal(watch.changed, false);
    await paint(place, 0xf7f7f7);
    assert.equal(watch.changed, false);
    await paint(place, 0xf5f5f5);
    assert.equal(watch.changed, true);
    await session.close();
  });

  it('takes a small place that goes back and forth for a caret, which counts once', async () => {
    const { paint, seen, session } = await watching();
    const caret = rect(30, 30, 2, 16);
    for (let blink = 0; blink < 6; blink++) await paint(caret, blink % 2 === 0 ? 0 : white);
    assert.deepEqual(seen, [caret]);
    await paint(caret, 0xff0000);
    assert.equal(seen.length, 2, 'a third look is no blinking');
    await session.close();
  });

  it('does not take a large place for a caret', async () => {
    const { paint, seen, session } = await watching();
    const place = rect(30, 30, 33, 16);
    for (let blink = 0; blink < 4; blink++) await paint(place, blink % 2 === 0 ? 0 : white);
    assert.equal(seen.length, 4);
    await session.close();
  });

  it('takes a caret and something else that change at once for a change', async () => {
    const { server, paint, seen, session } = await watching();
    const caret = rect(30, 30, 2, 16);
    await paint(caret, 0);
    await paint(caret, white);
    server.answers = false;
    server.paint(caret, 0);
    server.answers = true;
    await paint(rect(80, 5, 4, 4), 0);
    assert.equal(seen.length, 2);
    await session.close();
  });

  it('takes a new size of the screen for a change and goes on with the new one', async () => {
    const { server, watch, paint, pass, seen, session } = await watching({
      region: () => rect(0, 0, 1000, 1000),
    });
    assert.deepEqual(watch.region, rect(0, 0, 100, 80));
    server.resize({ width: 40, height: 30 });
    await settle();
    assert.deepEqual(watch.region, rect(0, 0, 40, 30));
    assert.ok(seen.length >= 1);
    await pass(200);
    const before = seen.length;
    await paint(rect(35, 25, 5, 5), 0);
    assert.deepEqual(seen.slice(before), [rect(35, 25, 5, 5)]);
    await session.close();
  });

  it('hears nothing after it was disposed', async () => {
    const { watch, paint, seen, session } = await watching();
    watch.dispose();
    watch.dispose();
    await paint(rect(0, 0, 50, 50), 0);
    assert.deepEqual(seen, []);
    await session.close();
  });
});
