import assert from 'node:assert/strict';
import { toDisposable } from '../../../src/core/base/disposables.ts';
import type { Rect } from '../../../src/core/base/geometry.ts';
import { FreshPixels } from '../../../src/core/session/freshPixels.ts';
import { LossyArea } from '../../../src/core/session/lossyArea.ts';
import type { Damage, Wire } from '../../../src/core/session/wire.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

const whole: Rect = { x: 0, y: 0, width: 100, height: 80 };
const marker: Rect = { x: 0, y: 0, width: 16, height: 16 };

/** A server that a test answers for. */
class Asked {
  readonly clock = new FakeClock();
  readonly sent: string[] = [];
  readonly capabilities = { fence: true, continuousUpdates: true };
  lossy = false;
  closed = false;
  readonly #answers: (() => void)[] = [];
  readonly fresh: FreshPixels;
  readonly area = new LossyArea(whole);

  constructor(isWhole = true) {
    const wire = {
      framebuffer: { width: whole.width, height: whole.height },
      capabilities: this.capabilities,
      requestUpdate: ({ width, height }: Rect) => void this.sent.push(`all ${width}x${height}`),
    };
    Object.defineProperty(wire, 'closed', { get: () => this.closed });
    const isLossy = (): boolean => this.lossy;
    this.fresh = new FreshPixels(
      wire as unknown as Wire,
      {
        clock: this.clock,
        loss: {
          get lossy() {
            return isLossy();
          },
          suspend: () => {
            this.sent.push('lossless');
            return toDisposable(() => void this.sent.push('lossy'));
          },
        },
        lossyArea: () => this.area,
        requestChanges: () => void this.sent.push('changes'),
        fence: (answered) => {
          this.sent.push('fence');
          this.#answers.push(answered);
        },
        asked: () => undefined,
      },
      isWhole,
    );
  }

  answerFence(): void {
    this.#answers.shift()?.();
  }

  /** An update arrives. */
  update(...painted: readonly Damage[]): void {
    this.area.add(painted, 0);
    this.fresh.updateStarted();
    this.fresh.updateEnded(painted);
  }

  /** What has been covered so far. */
  cover(region?: Rect): string[] {
    const covered: string[] = [];
    void this.fresh.cover(region, ({ width, height }) => covered.push(`${width}x${height}`), undefined);
    return covered;
  }
}

describe('pixels that are younger than a question', () => {
  it('are the changes until a marker comes, behind a fence', () => {
    const asked = new Asked();
    const covered = asked.cover();
    assert.deepEqual(asked.sent, ['fence', 'changes', 'all 16x16']);
    // Was on its way already, whatever it holds.
    asked.update(whole);
    asked.answerFence();
    assert.deepEqual(covered, []);
    asked.update({ x: 50, y: 50, width: 5, height: 5 });
    assert.deepEqual(covered, []);
    asked.update({ x: 90, y: 70, width: 5, height: 5 }, marker);
    assert.deepEqual(covered, ['100x80']);
  });

  it('do not come from an update that had begun before the fence was answered', () => {
    const asked = new Asked();
    const covered = asked.cover();
    asked.fresh.updateStarted();
    asked.answerFence();
    asked.fresh.updateEnded([whole]);
    assert.deepEqual(covered, []);
    asked.update(marker);
    assert.deepEqual(covered, ['100x80']);
  });

  it('have their marker within a region that is smaller', () => {
    const asked = new Asked();
    const covered = asked.cover({ x: 30, y: 40, width: 3, height: 40 });
    assert.equal(asked.sent.at(-1), 'all 3x16');
    asked.answerFence();
    asked.update({ x: 30, y: 40, width: 3, height: 16 });
    assert.deepEqual(covered, ['3x40']);
  });

  it('are all pixels where the framebuffer is not whole, or the server cannot tell', () => {
    const unknown = new Asked(false);
    unknown.cover();
    assert.deepEqual(unknown.sent, ['all 100x80']);
    unknown.update(whole);
    unknown.cover();
    assert.deepEqual(unknown.sent.slice(1), ['fence', 'changes', 'all 16x16']);
    for (const missing of ['fence', 'continuousUpdates'] as const) {
      const plain = new Asked();
      plain.capabilities[missing] = false;
      const covered = plain.cover();
      assert.deepEqual(plain.sent, ['all 100x80']);
      plain.update(marker);
      assert.deepEqual(covered, []);
      plain.update(whole);
      assert.deepEqual(covered, ['100x80']);
    }
  });

  it('are all asked for when the changes do not come for two seconds', async () => {
    const asked = new Asked();
    const covered = asked.cover();
    asked.sent.length = 0;
    await asked.clock.advance(2000);
    assert.deepEqual(asked.sent, ['all 100x80']);
    // The answer to the first question is of no interest any more.
    asked.answerFence();
    asked.update(marker);
    assert.deepEqual(covered, []);
    asked.update(whole);
    assert.deepEqual(covered, ['100x80']);
    await settle();
    assert.equal(asked.clock.pending, 0);
  });

  it('come without loss: what was simplified does not count', async () => {
    const asked = new Asked();
    asked.lossy = true;
    asked.update({ ...whole, lossy: true });
    const covered = asked.cover();
    assert.deepEqual(asked.sent, ['lossless', 'all 100x80']);
    // Was on its way already.
    asked.update({ ...whole, lossy: true });
    assert.deepEqual(covered, []);
    asked.update({ ...whole, height: 70 });
    asked.update({ x: 10, y: 60, width: 5, height: 5, lossy: true }, { x: 0, y: 70, width: 100, height: 10 });
    assert.deepEqual(covered, []);
    asked.update({ x: 0, y: 60, width: 100, height: 20 });
    assert.deepEqual(covered, ['100x80']);
    await settle();
    assert.equal(asked.sent.at(-1), 'lossy');
    // Loss is allowed, but nothing that is known has it.
    asked.sent.length = 0;
    asked.cover();
    assert.deepEqual(asked.sent, ['lossless', 'fence', 'changes', 'all 16x16']);
  });

  it('are all asked for where something simplified came before the marker', () => {
    const asked = new Asked();
    const covered = asked.cover({ x: 0, y: 0, width: 50, height: 50 });
    asked.update({ x: 40, y: 40, width: 5, height: 5, lossy: true });
    asked.answerFence();
    asked.update(marker);
    assert.deepEqual(covered, []);
    assert.equal(asked.sent.at(-1), 'all 50x50');
    // One pixel of a tile is known to be exact, whatever is beside it.
    asked.update({ x: 0, y: 0, width: 50, height: 50 });
    assert.deepEqual(covered, ['50x50']);
  });

  it('are not what was copied from where they are simplified', () => {
    const asked = new Asked();
    asked.area.mark({ x: 0, y: 0, width: 32, height: 32 }, 0);
    const covered = asked.cover({ x: 60, y: 40, width: 10, height: 10 });
    asked.answerFence();
    asked.update({ x: 60, y: 40, width: 10, height: 10, from: { x: 4, y: 4 } });
    assert.deepEqual(covered, []);
    asked.update({ x: 60, y: 40, width: 10, height: 10 });
    assert.deepEqual(covered, []);
    assert.equal(asked.sent.at(-1), 'all 10x10');
    asked.update({ x: 60, y: 40, width: 10, height: 10 });
    assert.deepEqual(covered, ['10x10']);
  });

  it('are asked for when the next connection is there', () => {
    const asked = new Asked();
    asked.closed = true;
    const covered = asked.cover();
    assert.deepEqual(asked.sent, []);
    asked.closed = false;
    asked.fresh.replaced();
    asked.answerFence();
    asked.update(marker);
    assert.deepEqual(covered, ['100x80']);
  });
});
