import assert from 'node:assert/strict';
import { LiveView } from '../../src/vscode/screen/liveView.ts';
import { startQemu } from '../support/servers/qemu.ts';
import { until } from '../support/until.ts';
import { openTcp } from './sessions.ts';

describe('a machine with a mouse and no tablet', function () {
  this.timeout(60_000);

  it('makes the pointer relative, so that the panel sends movements', async () => {
    await using server = await startQemu();
    await using session = await openTcp(server);
    const changes: string[] = [];
    const view = new LiveView(session, {
      post: () => undefined,
      changed: () => void changes.push('changed'),
      closed: () => undefined,
    });
    try {
      await until('it is relative', () => session.pointerMode === 'relative');
      const before = session.statistics.bytesSent;
      view.receive({ type: 'movement', dx: -5, dy: 9, buttons: 1 });
      view.receive({ type: 'wheel', right: 0, down: 1 });
      view.receive({ type: 'releaseAll' });
      // Movement, notch down and up, buttons up: each a pointer event of six bytes.
      assert.ok(session.statistics.bytesSent - before >= 24);
      assert.equal(session.pointerMode, 'relative');
    } finally {
      view.dispose();
    }
  });
});
