import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import type { Rect } from '../../../src/core/base/geometry.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import type { FakeRfbServer } from '../../support/fakeRfbServer.ts';
import { openFake } from './openFake.ts';

const whole: Rect = { x: 0, y: 0, width: 64, height: 48 };
const small: Rect = { x: 8, y: 8, width: 4, height: 4 };

/** Update requests as `all` or `inc` with their region. */
function requests(server: FakeRfbServer): string[] {
  return server
    .sent('updateRequest')
    .map(
      ({ incremental, region: r }) => `${incremental ? 'inc' : 'all'} ${r.x},${r.y} ${r.width}x${r.height}`,
    );
}

describe('asking for updates', () => {
  it('asks for nothing while nobody listens', async () => {
    const { server } = await openFake();
    server.paint(small, 0xff0000);
    await settle();
    assert.deepEqual(requests(server), []);
  });

  it('asks without pause while anyone watches, and stops when nobody does', async () => {
    const { server, session } = await openFake();
    const damage: (readonly Rect[])[] = [];
    const watching = session.screen.watch((rects) => damage.push(rects));
    assert.deepEqual(requests(server), ['inc 0,0 64x48']);
    for (let i = 0; i < 3; i += 1) {
      server.paint(small, i);
      await settle();
    }
    assert.equal(damage.length, 3);
    assert.deepEqual(damage[0], [small]);
    assert.equal(requests(server).length, 4);
    watching.dispose();
    server.paint(small, 9);
    await settle();
    assert.equal(damage.length, 3);
    assert.equal(requests(server).length, 4);
  });

  it('asks for the next update when one starts, not when it ends', async () => {
    const { server, session } = await openFake({ answers: false });
    session.screen.watch(() => undefined);
    server.forget();
    const finish = server.beginUpdate();
    await settle();
    assert.deepEqual(requests(server), ['inc 0,0 64x48']);
    finish();
    await settle();
    assert.deepEqual(requests(server), ['inc 0,0 64x48']);
  });

  it('has one incremental request outstanding however many watch', async () => {
    const { server, session } = await openFake();
    session.screen.watch(() => undefined);
    session.screen.watch(() => undefined);
    session.feed(() => undefined).pull();
    await settle();
    assert.equal(requests(server).length, 1);
  });

  it('asks once for each credit of a panel', async () => {
    const { server, session } = await openFake();
    let heard = 0;
    const feed = session.feed(() => (heard += 1));
    await settle();
    assert.deepEqual(requests(server), []);
    feed.pull();
    server.paint(small, 1);
    await settle();
    server.paint(small, 2);
    await settle();
    assert.equal(heard, 1);
    assert.equal(requests(server).length, 1);
    feed.pull();
    await settle();
    assert.equal(heard, 2);
    assert.equal(requests(server).length, 2);
  });

  it('keeps two requests of a panel in the pipeline and no more', async () => {
    const { server, session } = await openFake({ answers: false });
    const feed = session.feed(() => undefined);
    for (let i = 0; i < 5; i += 1) feed.pull();
    assert.equal(requests(server).length, 1);
    for (let i = 0; i < 4; i += 1) {
      server.sendUpdate([small]);
      await settle();
    }
    assert.equal(requests(server).length, 2);
  });

  it('keeps the credit of an update without pixels', async () => {
    const { server, session } = await openFake({ answers: false });
    let heard = 0;
    session.feed(() => (heard += 1)).pull();
    server.sendCursor({ width: 3, height: 2 }, 0x123456);
    await settle();
    assert.equal(heard, 0);
    assert.deepEqual(requests(server), ['inc 0,0 64x48', 'inc 0,0 64x48']);
  });

  it('does not pull for a feed that was disposed', async () => {
    const { server, session } = await openFake();
    const feed = session.feed(() => assert.fail('a disposed feed hears nothing'));
    feed.dispose();
    feed.pull();
    server.paint(small, 1);
    await settle();
    assert.deepEqual(requests(server), []);
  });

  it('asks for all pixels after the screen changed its size', async () => {
    const { server, session } = await openFake();
    const sizes: string[] = [];
    session.screen.onResize(({ width, height }) => sizes.push(`${width}x${height}`));
    session.screen.watch(() => undefined);
    server.forget();
    server.resize({ width: 80, height: 20 });
    await settle();
    assert.deepEqual(sizes, ['80x20']);
    assert.ok(requests(server).includes('all 0,0 80x20'));
    assert.deepEqual(session.size, { width: 80, height: 20 });
  });

  it('asks for changes after ExtendedDesktopSize told of another size, and gets all pixels', async () => {
    const { server, session } = await openFake({ extendedDesktopSize: 'steady' });
    session.screen.watch(() => undefined);
    server.forget();
    server.resize({ width: 80, height: 20 });
    await settle();
    assert.deepEqual([...new Set(requests(server))], ['inc 0,0 64x48', 'inc 0,0 80x20']);
    const pixels = new Uint8Array(80 * 20 * 4);
    session.copyPixels({ x: 0, y: 0, width: 80, height: 20 }, pixels);
    assert.ok(pixels.every((byte) => byte === 255));
  });

  it('gets along with a server that takes another size with each request for all pixels', async () => {
    const { server, session } = await openFake({ extendedDesktopSize: 'restless' });
    assert.deepEqual(session.size, { width: 65, height: 48 });
    session.screen.watch(() => undefined);
    server.resize({ width: 80, height: 20 });
    await settle();
    assert.ok(!requests(server).some((request) => request.startsWith('all')), requests(server).join());
    assert.deepEqual(session.size, { width: 80, height: 20 });
    server.forget();
    await session.screen.refresh();
    assert.equal(requests(server).filter((request) => request.startsWith('all')).length, 1);
    assert.deepEqual(session.size, { width: 81, height: 20 });
    assert.deepEqual((await session.screen.pixels()).width, 82);
  });

  it('tells the other listeners when one throws', async () => {
    const { server, session, lines } = await openFake();
    let heard = 0;
    session.screen.watch(() => {
      throw new Error('broken listener');
    });
    const feed = session.feed(() => {
      throw new Error('broken feed');
    });
    feed.pull();
    session.screen.watch(() => (heard += 1));
    server.paint(small, 1);
    await settle();
    assert.equal(heard, 1);
    assert.equal(lines.filter((line) => line.includes('broken')).length, 2);
  });
});

describe('waiting for real pixels', () => {
  it('asks for every pixel of the region and returns what came', async () => {
    const { server, session } = await openFake();
    server.paint(whole, 0x102030);
    server.paint(small, 0xff8000);
    server.forget();
    const image = await session.screen.pixels({ region: { x: 8, y: 8, width: 5, height: 1 } });
    assert.equal(requests(server)[0], 'all 8,8 5x1');
    assert.equal(image.width, 5);
    assert.deepEqual([...image.pixels.subarray(0, 4)], [0xff, 0x80, 0, 255]);
    assert.deepEqual([...image.pixels.subarray(16)], [0x10, 0x20, 0x30, 255]);
  });

  it('is not content with an update that has no pixels', async () => {
    const { server, session } = await openFake({ answers: false });
    let done = false;
    const refresh = session.screen.refresh().then(() => (done = true));
    server.sendCursor({ width: 1, height: 1 }, 0);
    server.sendUpdate([]);
    await settle();
    assert.equal(done, false);
    server.sendUpdate([whole]);
    await refresh;
  });

  it('collects the region from several updates', async () => {
    const { server, session } = await openFake({ answers: false });
    let done = false;
    const refresh = session.screen.refresh().then(() => (done = true));
    server.sendUpdate([{ x: 0, y: 0, width: 64, height: 20 }]);
    await settle();
    server.sendUpdate([{ x: 0, y: 20, width: 30, height: 28 }, small]);
    await settle();
    assert.equal(done, false);
    server.sendUpdate([{ x: 30, y: 20, width: 34, height: 28 }]);
    await refresh;
  });

  it('does not count an update that had begun before the call', async () => {
    const { server, session } = await openFake({ answers: false });
    const finish = server.beginUpdate();
    await settle();
    let done = false;
    const refresh = session.screen.refresh().then(() => (done = true));
    finish();
    await settle();
    assert.equal(done, false);
    server.sendUpdate([whole]);
    await refresh;
  });

  it('takes the pixels before a later update can change them', async () => {
    const { server, session } = await openFake({ answers: false });
    const pending = session.screen.pixels();
    server.paint(whole, 0x111111);
    server.sendUpdate([whole]);
    server.paint(whole, 0x222222);
    server.sendUpdate([whole]);
    const { pixels } = await pending;
    assert.deepEqual([...pixels.subarray(0, 4)], [0x11, 0x11, 0x11, 255]);
  });

  it('asks again after silence, but not while pixels arrive', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({ answers: false }, { clock });
    const refresh = session.screen.refresh();
    assert.deepEqual(requests(server), ['all 0,0 64x48']);
    await clock.advance(2000);
    assert.deepEqual(requests(server), ['all 0,0 64x48', 'all 0,0 64x48']);
    const finish = server.beginUpdate();
    await clock.advance(4000);
    assert.equal(requests(server).filter((request) => request.startsWith('all')).length, 2);
    finish();
    await refresh;
    assert.equal(clock.pending, 0);
  });

  it('starts over when the screen changes its size meanwhile', async () => {
    const { server, session } = await openFake({ answers: false });
    const pending = session.screen.pixels();
    server.sendUpdate([{ x: 0, y: 0, width: 64, height: 40 }]);
    await settle();
    server.resize({ width: 20, height: 10 });
    await settle();
    assert.ok(requests(server).includes('all 0,0 20x10'));
    server.sendUpdate([{ x: 0, y: 0, width: 20, height: 10 }]);
    const { width, height } = await pending;
    assert.deepEqual({ width, height }, { width: 20, height: 10 });
  });

  it('starts over without asking for all when ExtendedDesktopSize told of the new size', async () => {
    const { server, session } = await openFake({ answers: false, extendedDesktopSize: 'steady' });
    const pending = session.screen.pixels();
    server.sendUpdate([{ x: 0, y: 0, width: 64, height: 40 }]);
    await settle();
    server.forget();
    server.resize({ width: 20, height: 10 });
    await settle();
    assert.deepEqual(requests(server), ['inc 0,0 20x10']);
    server.sendUpdate([{ x: 0, y: 0, width: 20, height: 9 }]);
    await settle();
    server.sendUpdate([{ x: 0, y: 9, width: 20, height: 1 }]);
    const { width, height } = await pending;
    assert.deepEqual({ width, height }, { width: 20, height: 10 });
  });

  it('starts over for a region that the new screen still has', async () => {
    const { server, session } = await openFake({ answers: false });
    const pending = session.screen.pixels({ region: { x: 0, y: 0, width: 10, height: 10 } });
    server.resize({ width: 20, height: 10 });
    await settle();
    assert.ok(requests(server).includes('all 0,0 10x10'));
    server.sendUpdate([{ x: 0, y: 0, width: 20, height: 10 }]);
    assert.equal((await pending).width, 10);
  });

  it('fails for a region that the new screen has no longer', async () => {
    const { server, session } = await openFake({ answers: false });
    const pending = session.screen.refresh({ x: 0, y: 0, width: 64, height: 48 });
    server.resize({ width: 20, height: 10 });
    await assert.rejects(pending, (error) => isVncError(error, 'VNC_OUTSIDE_SCREEN'));
  });

  it('ends with its deadline and leaves no timer', async () => {
    const clock = new FakeClock();
    const { session } = await openFake({ answers: false }, { clock });
    const pending = session.screen.capture({ timeout: 700 });
    const check = assert.rejects(pending, (error) => {
      assert.ok(isVncError(error, 'VNC_ACTION_TIMEOUT'));
      assert.deepEqual(error.data, { action: 'screen.capture', timeout: 700 });
      return true;
    });
    await clock.advance(700);
    await check;
    assert.equal(clock.pending, 0);
  });

  it('ends when it is cancelled', async () => {
    const clock = new FakeClock();
    const { session } = await openFake({ answers: false }, { clock });
    const abort = new AbortController();
    const check = assert.rejects(session.screen.refresh(undefined, { signal: abort.signal }), (error) =>
      isVncError(error, 'VNC_CANCELLED'),
    );
    abort.abort();
    await check;
    assert.equal(clock.pending, 0);
    await assert.rejects(session.screen.refresh(undefined, { signal: abort.signal }));
  });

  it('ends when the session does', async () => {
    const { session } = await openFake({ answers: false });
    const check = assert.rejects(session.screen.capture(), (error) =>
      isVncError(error, 'VNC_SESSION_CLOSED'),
    );
    await session.close();
    await check;
    await assert.rejects(session.screen.capture(), (error) => isVncError(error, 'VNC_SESSION_CLOSED'));
  });

  for (const region of [
    { x: 60, y: 0, width: 5, height: 1 },
    { x: -1, y: 0, width: 5, height: 1 },
    { x: 0, y: 0, width: 0, height: 1 },
    { x: 0.5, y: 0, width: 1, height: 1 },
    { x: Number.NaN, y: 0, width: 1, height: 1 },
  ])
    it(`refuses the region ${JSON.stringify(region)}`, async () => {
      const { session } = await openFake();
      const outside = (error: unknown): boolean => isVncError(error, 'VNC_OUTSIDE_SCREEN');
      await assert.rejects(session.screen.capture({ region }), outside);
      assert.throws(() => session.screen.peek(region), outside);
      assert.throws(() => session.copyPixels(region, new Uint8Array(64)), outside);
    });
});
