import assert from 'node:assert/strict';
import { pauseBetweenKeys } from '../../../src/vscode/keys/typingPace.ts';
import { openFake } from '../../core/session/openFake.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('the pace of typing', () => {
  it('is as many keys a second as the person has set', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const typing = session.keyboard.typeText('abc', { interval: pauseBetweenKeys(20) });
    await clock.advance(49);
    assert.equal(server.keys, '+61 -61');
    await clock.advance(1);
    assert.equal(server.keys, '+61 -61 +62 -62');
    await clock.advance(49);
    assert.equal(server.keys, '+61 -61 +62 -62');
    await clock.advance(1);
    assert.equal(server.keys, '+61 -61 +62 -62 +63 -63');
    await clock.advance(50);
    await typing;
  });

  it('is the server’s own without a number', () => {
    assert.equal(pauseBetweenKeys(0), 0);
  });
});
