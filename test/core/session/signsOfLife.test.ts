import assert from 'node:assert/strict';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { type FakeSession, openFake } from './openFake.ts';

/** A session whose server is asked for a sign of life after 30 seconds of silence, and time that a test lets pass. */
async function watched(): Promise<FakeSession & { readonly clock: FakeClock }> {
  const clock = new FakeClock();
  return { ...(await openFake({}, { clock, keepAlive: 30_000, silenceLimit: 20_000 })), clock };
}

describe('a server that has been silent is asked', () => {
  it('for the pixels of a small corner, where nothing else has to be answered', async () => {
    const { server, session, clock } = await watched();
    await clock.advance(29_999);
    assert.deepEqual(server.messages, []);
    assert.equal(server.pipe.pings, 0);
    await clock.advance(1);
    assert.deepEqual(server.messages, [
      { type: 'updateRequest', incremental: false, region: { x: 0, y: 0, width: 16, height: 16 } },
    ]);
    await session.close();
  });

  it('for a fence where it has them, and for no pixels', async () => {
    const { server, session, clock } = await watched();
    server.confirmFences();
    await settle();
    assert.equal(session.capabilities.fence, true);
    // That was a sign of life as well.
    await clock.advance(30_000);
    server.forget();
    await clock.advance(30_000);
    assert.deepEqual(server.messages, [{ type: 'fence', request: true }]);
    await session.close();
  });

  it('by its transport, too, so that proxies on the way see that the connection is used', async () => {
    const { server, session, clock } = await watched();
    await clock.advance(30_000);
    assert.deepEqual([server.pipe.pings], [1]);
    // It answers, so the pauses stay.
    await clock.advance(120_000);
    assert.ok(server.pipe.pings >= 3, `${server.pipe.pings} pings in two and a half minutes`);
    assert.equal(session.state.phase, 'open');
    await session.close();
  });

  it('by nobody once the session is closed', async () => {
    const { server, session, clock } = await watched();
    await session.close();
    server.forget();
    await clock.advance(120_000);
    assert.deepEqual(server.messages, []);
    assert.equal(server.pipe.pings, 0);
    assert.equal(clock.pending, 0);
  });
});
