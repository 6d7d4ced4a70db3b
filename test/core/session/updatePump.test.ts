import assert from 'node:assert/strict';
import { toDisposable } from '../../../src/core/base/disposables.ts';
import { Emitter } from '../../../src/core/base/emitter.ts';
import type { Rect } from '../../../src/core/base/geometry.ts';
import { LossyArea } from '../../../src/core/session/lossyArea.ts';
import { UpdatePump } from '../../../src/core/session/updatePump.ts';
import type { Damage, Wire } from '../../../src/core/session/wire.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

const size = { width: 640, height: 480 };
const whole: Rect = { x: 0, y: 0, ...size };

/** A pump of a session that may simplify, and a server that a test answers for. */
function start({ automatic = true, lossy = false } = {}) {
  const begins = new Emitter<void>();
  const updates = new Emitter<readonly Damage[]>();
  const requests: string[] = [];
  const never = new Emitter<never>().event;
  const wire = {
    framebuffer: { ...size, pictures: [], defersPictures: false },
    capabilities: { fence: false, continuousUpdates: false, desktopResize: false },
    closed: false,
    onUpdateStart: begins.event,
    onUpdate: updates.event,
    ...{ onResize: never, onClose: never, onCapabilities: never },
    requestUpdate: (_region: Rect, { incremental }: { readonly incremental: boolean }) =>
      void requests.push(incremental ? 'changes' : 'all'),
  };
  const lossyArea = new LossyArea(size);
  if (lossy) lossyArea.add([{ ...whole, lossy: true }], 0);
  let audience = 0;
  const pump = new UpdatePump(wire as unknown as Wire, {
    clock: new FakeClock(),
    onListenerError: (error) => assert.fail(String(error)),
    ...{ whole: true, lossyArea },
    loss: { lossy: false, automatic, suspend: () => toDisposable(() => undefined) },
    observer: {
      updateStarted: () => undefined,
      updateEnded: () => undefined,
      audienceChanged: () => void (audience += 1),
    },
  });
  return {
    ...{ pump, requests, lossyArea },
    audiences: () => audience,
    /** The server sends everything, without loss. */
    answer: () => {
      begins.fire();
      updates.fire([whole]);
    },
  };
}

describe('who listens to a screen', () => {
  it('is a panel for whom pictures may be simplified, or somebody who keeps them exactly', () => {
    const { pump, audiences } = start();
    const panel = pump.feed(() => undefined);
    panel.pull();
    assert.deepEqual(pump.audience, { wanting: 1, panels: 1, exact: false });
    const before = audiences();
    const recording = pump.feed(() => undefined, { exact: true });
    assert.equal(audiences(), before + 1, 'the quality has to change at once');
    recording.pull();
    assert.deepEqual(pump.audience, { wanting: 1, panels: 1, exact: true });
    panel.dispose();
    assert.deepEqual(pump.audience, { wanting: 0, panels: 0, exact: true });
    recording.dispose();
    assert.deepEqual(pump.audience, { wanting: 0, panels: 0, exact: false });
    pump.dispose();
  });

  it('who keeps them has sent once more what was simplified before', async () => {
    const { pump, requests, lossyArea, answer } = start({ lossy: true });
    const recording = pump.feed(() => undefined, { exact: true });
    assert.deepEqual(requests, ['all']);
    answer();
    await settle();
    assert.equal(lossyArea.empty, true);
    recording.dispose();
    pump.dispose();
  });

  it('who keeps them asks for nothing more where all is exact, or where a person has chosen to simplify', () => {
    for (const options of [{ lossy: false }, { lossy: true, automatic: false }]) {
      const { pump, requests } = start(options);
      pump.feed(() => undefined, { exact: true });
      assert.deepEqual(requests, [], JSON.stringify(options));
      pump.dispose();
    }
  });

  it('who keeps them waits for nothing when they have gone, and has it sent again by the next connection', async () => {
    const { pump, requests } = start({ lossy: true });
    pump.feed(() => undefined, { exact: true }).dispose();
    await settle();
    assert.equal(pump.audience.exact, false);
    pump.feed(() => undefined, { exact: true });
    const area = new LossyArea(size);
    area.add([{ ...whole, lossy: true }], 0);
    requests.length = 0;
    pump.replaced(area);
    assert.ok(requests.includes('all'), requests.join());
    pump.dispose();
  });
});
