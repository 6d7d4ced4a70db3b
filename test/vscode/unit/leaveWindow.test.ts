import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createDeferred } from '../../../src/core/base/deferred.ts';
import { openRecording } from '../../../src/core/recording/openRecording.ts';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import { SessionRegistry } from '../../../src/core/session/sessionRegistry.ts';
import { leaveWindow } from '../../../src/vscode/leaveWindow.ts';
import { openFake } from '../../core/session/openFake.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';

describe('a window that goes', function () {
  this.timeout(30_000);

  it('lets keys up and connections go, however long a recording takes, and waits for that too', async () => {
    const registry = new SessionRegistry();
    const { server, session } = await openFake();
    registry.add(session);
    const encoded = createDeferred<undefined>();
    let left = false;
    await session.keyboard.down('Shift');
    const leaving = leaveWindow({
      registry,
      recordings: { endAll: async () => await encoded.promise.then(() => undefined) },
    }).then(() => (left = true));
    await until('the session is closed', () => session.state.phase === 'closed');
    assert.equal(server.keys, '+ffe1 -ffe1');
    assert.equal(left, false);
    encoded.resolve(undefined);
    await leaving;
  });

  it('has whole recordings of every kind, although their sessions are gone by then', async () => {
    const registry = new SessionRegistry();
    const { session } = await openFake();
    registry.add(session);
    const folder = temporaryFolder();
    const all = await Promise.all(
      ['a.vncrec', 'a.webm', 'a.gif'].map(
        async (name) => await recordSession(session, { file: path.join(folder, name) }),
      ),
    );
    await leaveWindow({
      registry,
      recordings: {
        endAll: async () => await Promise.all(all.map((one) => one.stop())).then(() => undefined),
      },
    });
    const results = await Promise.all(all.map((one) => one.ended));
    assert.equal(session.state.phase, 'closed');
    for (const { reason, error, file, bytes } of results) {
      assert.deepEqual([reason, error], ['stopped', undefined], file);
      assert.equal((await stat(file)).size, bytes);
      assert.ok(bytes > 100, file);
    }
    const player = await openRecording(path.join(folder, 'a.vncrec'));
    assert.equal(player.isComplete, true);
    player.dispose();
  });
});
