import assert from 'node:assert/strict';
import type { Rect } from '../../../src/core/base/geometry.ts';
import { AutoQuality } from '../../../src/core/session/autoQuality.ts';
import { LossyArea } from '../../../src/core/session/lossyArea.ts';
import type { Audience } from '../../../src/core/session/updatePump.ts';
import type { Damage } from '../../../src/core/session/wire.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const size = { width: 1600, height: 1000 };
const whole: Rect = { x: 0, y: 0, ...size };

/** A screen that a panel looks at, and a server that answers when the test says so. */
class Play {
  readonly clock = new FakeClock();
  readonly lossyArea = new LossyArea(size);
  audience: Audience = { wanting: 1, panels: 1, exact: false };
  /** Qualities that were applied, in their order; `lossless` for none. */
  readonly applied: (number | 'lossless')[] = [];
  readonly requests: Rect[] = [];
  bytes = 0;
  readonly auto: AutoQuality;

  constructor() {
    const audience = (): Audience => this.audience;
    this.auto = new AutoQuality({
      clock: this.clock,
      screen: {
        lossyArea: this.lossyArea,
        get audience() {
          return audience();
        },
      },
      bytesReceived: () => this.bytes,
      latency: () => undefined,
      measure: () => undefined,
      apply: ({ quality }) => this.applied.push(quality ?? 'lossless'),
      request: (region) => this.requests.push(region),
    });
  }

  get quality(): number | 'lossless' {
    return this.applied.at(-1) ?? 'lossless';
  }

  /** An update that takes so many milliseconds to come; `lossy` as the quality in force has it. */
  async update(rect: Rect, milliseconds: number, { bytes = 100_000, exact = false } = {}): Promise<void> {
    const damage: Damage = exact || this.quality === 'lossless' ? rect : { ...rect, lossy: true };
    const isNews = damage.lossy === true || !this.lossyArea.touches(rect);
    this.auto.updateStarted();
    await this.clock.advance(milliseconds);
    this.bytes += bytes;
    this.lossyArea.add([damage], this.clock.now());
    this.auto.updateEnded([damage], isNews ? [damage] : []);
  }

  /** Video on a line that does not carry it. */
  async video(milliseconds: number): Promise<void> {
    const end = this.clock.now() + milliseconds;
    while (this.clock.now() < end)
      await this.update(whole, this.quality === 'lossless' ? 400 : 30, { bytes: 600_000 });
  }

  /** What a panel asks for when it looks again. */
  look(audience: Partial<Audience>): void {
    this.audience = { ...this.audience, ...audience };
    this.auto.audienceChanged();
  }
}

describe('a session that chooses its quality by itself', () => {
  it('begins without loss, and sleeps while nothing comes', async () => {
    const play = new Play();
    await play.clock.advance(10_000);
    assert.deepEqual(play.applied, []);
    assert.deepEqual(play.requests, []);
    assert.equal(play.clock.pending, 0, 'no timer of a still screen');
  });

  it('simplifies what the line does not carry', async () => {
    const play = new Play();
    await play.video(3000);
    assert.notEqual(play.quality, 'lossless');
    assert.equal(play.auto.step.quality, play.quality);
  });

  it('asks for exact pixels once the screen is still, until none is simplified, and sleeps then', async () => {
    const play = new Play();
    await play.video(3000);
    await play.clock.advance(1500);
    assert.equal(play.auto.refining, true);
    assert.equal(play.quality, 'lossless');
    for (let i = 0; i < 200 && !play.lossyArea.empty; i += 1) {
      const wanted = play.requests.splice(0);
      for (const region of wanted) await play.update(region, 20, { exact: true });
      if (wanted.length === 0) await play.clock.advance(200);
    }
    assert.equal(play.lossyArea.empty, true);
    assert.equal(play.auto.refining, false);
    await play.clock.advance(60_000);
    assert.deepEqual(play.requests, []);
    assert.equal(play.clock.pending, 0, 'no timer of a still screen');
  });

  it('does not ask for exact pixels of what moves', async () => {
    const play = new Play();
    await play.video(3000);
    const { length } = play.requests;
    await play.video(5000);
    assert.equal(play.requests.length, length);
  });

  it('asks once more where the server does not answer', async () => {
    const play = new Play();
    await play.video(3000);
    await play.clock.advance(1500);
    const first = play.requests.splice(0);
    assert.ok(first.length > 0);
    await play.clock.advance(6000);
    assert.deepEqual(play.requests[0], first[0]);
  });

  it('sends without loss while a script watches, and simplifies again afterwards', async () => {
    const play = new Play();
    await play.video(3000);
    play.look({ exact: true });
    assert.equal(play.quality, 'lossless');
    await play.video(1000);
    assert.equal(play.quality, 'lossless');
    play.look({ exact: false });
    assert.equal(play.quality, 'lossless', 'it may watch again at once');
    await play.clock.advance(2500);
    await play.video(2000);
    assert.notEqual(play.quality, 'lossless');
  });

  it('sends without loss for who wants exact pixels now', async () => {
    const play = new Play();
    await play.video(3000);
    play.auto.wantExact();
    assert.equal(play.quality, 'lossless');
  });

  it('simplifies nothing that nobody looks at', async () => {
    const play = new Play();
    await play.video(3000);
    play.look({ panels: 0, wanting: 0 });
    assert.equal(play.quality, 'lossless');
    await play.clock.advance(10_000);
    assert.deepEqual(play.requests, []);
    assert.equal(play.clock.pending, 0);
  });

  it('begins on a slow line with what suits it, as soon as somebody looks', () => {
    const play = new Play();
    play.look({ panels: 0, wanting: 0 });
    play.auto.expect({ rate: 40, step: 4 });
    play.auto.audienceChanged();
    assert.equal(play.quality, 'lossless');
    play.look({ panels: 1, wanting: 1 });
    assert.equal(play.quality, 2);
  });

  it('asks a slow line for few exact pixels at once', async () => {
    const play = new Play();
    play.auto.expect({ rate: 40, step: 4 });
    play.lossyArea.mark(whole, play.clock.now());
    play.auto.updateStarted();
    play.auto.updateEnded([{ ...whole, lossy: true }], [{ ...whole, lossy: true }]);
    await play.clock.advance(5000);
    const pixels = play.requests.reduce((sum, { width, height }) => sum + width * height, 0);
    assert.ok(pixels > 0 && pixels <= 10_000, `${pixels} pixels`);
  });

  it('leaves no timer behind', async () => {
    const play = new Play();
    await play.video(3000);
    play.auto.dispose();
    await play.clock.advance(10_000);
    assert.equal(play.clock.pending, 0);
    assert.deepEqual(play.requests, []);
  });
});
