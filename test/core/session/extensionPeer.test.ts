import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSession } from '../../../src/core/session/openSession.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  type ExtensionPeer,
  type ExtensionPeerOptions,
  startExtensionPeer,
} from '../../support/peers/extensionPeer.ts';
import { until } from '../../support/until.ts';

interface Meeting extends AsyncDisposable {
  readonly peer: ExtensionPeer;
  readonly session: Session;
}

/** A session with the peer that `test/interop/peerProofs.test.ts` proves with noVNC. */
async function meet(options: ExtensionPeerOptions = {}): Promise<Meeting> {
  const peer = await startExtensionPeer(options);
  const { host, port } = peer;
  const session = await openSession({
    target: { transport: 'tcp', host, port },
    name: 'peer',
    credentials: {},
    keepAlive: 0,
    silenceLimit: 0,
  });
  return {
    peer,
    session,
    [Symbol.asyncDispose]: async () => {
      await session.close();
      await peer[Symbol.asyncDispose]();
    },
  };
}

describe('a session with a server of power actions and further buttons', function () {
  this.timeout(20_000);

  it('orders each power action, and hears which of them the machine cannot do', async () => {
    await using meeting = await meet({ refuses: ['shutdown'] });
    const { peer, session } = meeting;
    assert.equal(session.capabilities.power, true);
    await assert.rejects(session.power('shutdown'), {
      code: 'VNC_POWER_FAILED',
      data: { action: 'shutdown' },
    });
    await session.power('reboot');
    await session.power('reset');
    assert.deepEqual(peer.heard, ['shutdown', 'reboot', 'reset']);
    assert.deepEqual(peer.complaints, []);
  });

  it('has done what was ordered when the machine goes away with the connection', async () => {
    await using meeting = await meet({ endsWith: 'reset' });
    const { peer, session } = meeting;
    await session.power('reset');
    await until('the session has ended', () => session.state.phase === 'closed');
    assert.deepEqual(peer.heard, ['reset']);
  });

  it('clicks back and forward', async () => {
    await using meeting = await meet();
    const { peer, session } = meeting;
    assert.equal(session.capabilities.extendedMouseButtons, true);
    await session.mouse.click({ at: { x: 3, y: 4 }, button: 'back' });
    await session.mouse.down('left');
    await session.mouse.down('forward');
    await session.mouse.up('left');
    await session.mouse.up('forward');
    await until('all has come', () => peer.heard.at(-1) === '3,4:' && peer.heard.includes('3,4:9'));
    const presses = peer.heard.filter((line, i) => line !== peer.heard[i - 1]);
    assert.deepEqual(presses, ['3,4:', '3,4:8', '3,4:', '3,4:1', '3,4:1 9', '3,4:9', '3,4:']);
    assert.deepEqual(peer.complaints, []);
  });
});
