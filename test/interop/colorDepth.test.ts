import assert from 'node:assert/strict';
import { openSession } from '../../src/core/session/openSession.ts';
import { assertSamePicture, testPicture } from '../support/pictures.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';
import { reducePicture } from './table/reducePicture.ts';

const size = { width: 640, height: 480 };

describe('the colours of a session on the wire', function () {
  this.timeout(60_000);

  it('become fewer and all again, and a capture right after is of the new ones', async () => {
    await using server = await startTigerVnc(size);
    await using _painting = await paintDisplay(server.display, testPicture(size.width, size.height));
    await using session = await openTcp(server);
    assert.equal(session.colorDepth, 24);
    const whole = await server.grab();
    for (const depth of [16, 8, 24] as const) {
      session.colorDepth = depth;
      assert.equal(session.colorDepth, depth);
      const seen = await session.screen.pixels();
      const expected = depth === 24 ? whole : reducePicture(whole, depth, 'nearest and up');
      assertSamePicture(seen, expected, `${depth} bits`);
    }
    assert.throws(() => Object.assign(session, { colorDepth: 15 }), { code: 'VNC_ARGUMENT_INVALID' });
    assert.equal(session.colorDepth, 24);
  });

  for (const when of ['before', 'while'] as const) {
    it(`are those that were set ${when} the connection was lost`, async () => {
      const first = await startTigerVnc(size);
      const { host, port } = first;
      await using session = await openSession({
        target: { transport: 'tcp', host, port },
        name: 'kept',
        credentials: {},
        reconnect: { firstDelay: 100, longestDelay: 400, maxAttempts: 200 },
      });
      if (when === 'before') session.colorDepth = 8;
      await first.close();
      await until('the loss is noticed', () => session.state.phase === 'reconnecting');
      if (when === 'while') session.colorDepth = 8;
      await using second = await startTigerVnc({ ...size, port });
      await using _painting = await paintDisplay(second.display, testPicture(size.width, size.height));
      await until('the session is open again', () => session.state.phase === 'open');
      const seen = await session.screen.pixels();
      const expected = reducePicture(await second.grab(), 8, 'nearest and up');
      assertSamePicture(seen, expected, `8 bits, set ${when}`);
    });
  }
});
