import assert from 'node:assert/strict';
import { isVncError } from '../../../src/core/base/errors.ts';
import { firstStep } from '../../../src/core/session/lineProbe.ts';
import { type SessionOptions, openSessionOver } from '../../../src/core/session/openSession.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeRfbServer } from '../../support/fakeRfbServer.ts';

const qualityTwo = -30;

/** Begins to open a session with a server that answers nothing by itself. */
function opening(
  clock: FakeClock,
  options: Partial<SessionOptions> = {},
): { readonly server: FakeRfbServer; readonly session: Promise<Session> } {
  const server = new FakeRfbServer({ answers: false });
  const session = openSessionOver(() => Promise.resolve(server.pipe), {
    name: 'fake',
    credentials: {},
    keepAlive: 0,
    silenceLimit: 0,
    clock,
    ...options,
  });
  // Whoever waits for it sees the failure.
  session.catch(() => undefined);
  return { server, session };
}

describe('the line before the first picture', () => {
  it('gives a step to slow lines alone', () => {
    assert.deepEqual([1e5, 250, 249, 60, 59, 1].map(firstStep), [0, 0, 3, 3, 4, 4]);
  });

  it('is measured with pixels that come as they are; a slow one gets a simplified picture', async () => {
    const clock = new FakeClock();
    const { server, session } = opening(clock, { automaticQuality: true });
    await clock.advance(0);
    const asked = server.sent('setEncodings').at(-1)?.encodings ?? [];
    assert.equal(asked[0], 0, 'Raw comes first');
    assert.deepEqual(
      asked.filter((encoding) => encoding > 0 && encoding < 256),
      [],
      'and no other encoding of pixels',
    );
    const finish = server.beginUpdate();
    await clock.advance(400);
    server.answers = true;
    server.forget();
    finish();
    await using opened = await session;
    const orders = server.messages.map((message) =>
      message.type === 'setEncodings' ? message.encodings.includes(qualityTwo) : message.type,
    );
    assert.deepEqual(orders.slice(0, 3), [false, true, 'updateRequest']);
    assert.equal(opened.pictureQuality.level, 2);
  });

  it('is left alone where the session does not choose, or a quality was chosen', async () => {
    for (const options of [{}, { encodings: { quality: 5 } }]) {
      const clock = new FakeClock();
      const { server, session } = opening(clock, options);
      await clock.advance(0);
      const [request] = server.sent('updateRequest');
      assert.deepEqual(request?.region, { x: 0, y: 0, width: 64, height: 48 });
      server.sendUpdate([{ x: 0, y: 0, width: 64, height: 48 }]);
      await (await session).close();
    }
  });

  it('is not waited for where the server tells nothing of a part', async () => {
    const clock = new FakeClock();
    const { server, session } = opening(clock, { automaticQuality: true });
    await clock.advance(999);
    assert.equal(server.sent('updateRequest').length, 1);
    server.answers = true;
    await clock.advance(1);
    await (await session).close();
  });

  it('may take its time: a picture that comes slowly is waited for, silence is not', async () => {
    const clock = new FakeClock();
    const { server, session } = opening(clock, { timeout: 5000 });
    await clock.advance(4000);
    const finish = server.beginUpdate();
    await clock.advance(5000);
    finish();
    await (await session).close();

    const silent = opening(clock, { timeout: 5000 });
    await clock.advance(4000);
    silent.server.beginUpdate();
    const refused = assert.rejects(silent.session, (error) => {
      assert.ok(isVncError(error, 'VNC_FIRST_PICTURE_TIMEOUT'));
      assert.equal(error.data['timeout'], 10_000);
      return true;
    });
    await clock.advance(5999);
    assert.equal(silent.server.pipe.ended, false);
    await clock.advance(1);
    await refused;
    assert.equal(clock.pending, 0);
  });
});
