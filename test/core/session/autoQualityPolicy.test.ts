import assert from 'node:assert/strict';
import { AutoQualityPolicy } from '../../../src/core/session/autoQualityPolicy.ts';
import { qualityStep } from '../../../src/core/session/qualitySteps.ts';

/** A line and the server at its end. */
interface Line {
  /** Bytes of a million pixels by step; the last number holds for those that follow. */
  readonly bytes: readonly number[];
  /** Milliseconds that the server takes for them. */
  readonly server: readonly number[];
  /** Bytes a millisecond. */
  readonly rate: number;
}

const megabyte = 1e6;
/** TigerVNC with a full-screen video of 1920 x 1080, as it was measured on one machine. */
const video = { bytes: [1_600_000, 330_000, 200_000, 140_000, 90_000, 70_000, 50_000], server: [70, 12] };
const screen = 1920 * 1080;

function at(numbers: readonly number[], index: number): number {
  return numbers[Math.min(index, numbers.length - 1)] ?? 0;
}

/** Plays updates of `pixels`, `rate` times a second at most, and decides every 200 ms. Tells each step that was taken. */
class Play {
  readonly policy = new AutoQualityPolicy();
  readonly steps: number[] = [0];
  /** Milliseconds spent with each step. */
  readonly spent = new Map<number, number>();
  now = 0;
  updates = 0;

  run(line: Line, milliseconds: number, { pixels = screen, most = 30 } = {}): void {
    const end = this.now + milliseconds;
    let beat = this.now + 200;
    while (this.now < end) {
      const { step } = this.policy;
      const bytes = (at(line.bytes, step) * pixels) / megabyte;
      // Servers send what they have ready, not what they are about to do.
      const busy = bytes / line.rate;
      const took = Math.max(busy, (at(line.server, step) * pixels) / megabyte, 1000 / most);
      this.now += took;
      this.spent.set(step, (this.spent.get(step) ?? 0) + took);
      this.updates += 1;
      this.policy.note({ at: this.now, busy, cycle: took, bytes, pixels });
      if (this.now < beat) continue;
      beat = this.now + 200;
      this.#decide();
    }
  }

  rest(milliseconds: number): void {
    for (const end = this.now + milliseconds; this.now < end; this.now += 200) this.#decide();
  }

  /** What the server is asked for now, such as `8` or `lossless`, with the bits of a pixel where they are fewer. */
  get choice(): string {
    const { quality, colorDepth } = qualityStep(this.policy.step);
    return `${quality ?? 'lossless'}${colorDepth === 24 ? '' : ` in ${colorDepth} bits`}`;
  }

  #decide(): void {
    const step = this.policy.choose(this.now);
    if (step !== this.steps.at(-1)) this.steps.push(step);
  }
}

describe('the quality that a session chooses', () => {
  const local: Line = { ...video, rate: 100_000 };

  it('is lossless where that keeps up', () => {
    const play = new Play();
    play.run({ ...local, server: [10, 8] }, 10_000);
    play.run(local, 10_000, { pixels: 400_000 });
    assert.deepEqual(play.steps, [0]);
  });

  it('is JPEG for video that lossless does not keep up with, soon and for as long as it lasts', () => {
    const play = new Play();
    play.run(local, 1000);
    assert.equal(play.choice, '8');
    play.updates = 0;
    play.run(local, 30_000);
    assert.ok(play.updates > 850, `${play.updates} updates in 30 s`);
    assert.deepEqual(play.steps, [0, 1]);
  });

  it('is lossless again when the screen is still', () => {
    const play = new Play();
    play.run(local, 3000);
    play.rest(1000);
    assert.equal(play.choice, '8');
    play.rest(1500);
    assert.equal(play.choice, 'lossless');
    play.run(local, 1000);
    assert.equal(play.choice, '8');
  });

  it('is lossless again when only a small part moves, tried with care', () => {
    const play = new Play();
    play.run(local, 5000);
    play.run(local, 10_000, { pixels: 150_000 });
    assert.equal(play.choice, 'lossless');
    assert.deepEqual(play.steps, [0, 1, 0]);
  });

  for (const { name, rate, choice } of [
    { name: '100 Mbit/s', rate: 12_000, choice: '8' },
    { name: '16 Mbit/s', rate: 2000, choice: '4' },
    { name: '4 Mbit/s', rate: 500, choice: '2' },
    { name: '256 kbit/s', rate: 32, choice: '1 in 16 bits' },
    { name: '64 kbit/s', rate: 8, choice: '0 in 8 bits' },
  ])
    it(`is ${choice} for video over ${name}, and does not go to and fro`, () => {
      const play = new Play();
      play.run({ ...video, rate }, 120_000);
      assert.equal(play.choice, choice);
      assert.ok(play.steps.length <= 8, play.steps.join());
    });

  it('has all colours again when a slow line rests, and is ready for what comes next', () => {
    const play = new Play();
    play.run({ ...video, rate: 32 }, 60_000);
    play.rest(2000);
    assert.equal(play.choice, '1 in 16 bits');
    play.rest(5000);
    assert.equal(play.choice, '2');
  });

  it('does not give up quality that buys nothing', () => {
    const play = new Play();
    // A server that is busy with something else, at the end of a good line.
    play.run({ ...video, server: [200, 100, 98, 96, 95], rate: 5900 }, 60_000);
    assert.ok((play.spent.get(1) ?? 0) > 55_000, JSON.stringify([...play.spent]));
  });

  it('takes a line that delays for what it is: nothing is seen sooner', () => {
    const slow: Line = { ...video, rate: 100_000, server: [48, 12] };
    const near = new Play();
    near.run(slow, 5000);
    assert.equal(near.choice, '8');
    const far = new Play();
    far.policy.noteLatency(150);
    far.run(slow, 5000);
    assert.equal(far.choice, 'lossless');
  });

  it('does not go by what is small', () => {
    const play = new Play();
    play.run({ bytes: [megabyte], server: [10_000], rate: 100 }, 10_000, { pixels: 10_000, most: 5 });
    assert.deepEqual(play.steps, [0]);
  });

  it('goes by one update alone that took unbearably long', () => {
    const play = new Play();
    play.run({ ...video, rate: 500 }, 1);
    play.rest(400);
    assert.notEqual(play.choice, 'lossless');
  });

  it('is what somebody forces, and chosen again afterwards', () => {
    const play = new Play();
    play.run(local, 2000);
    play.policy.force(0);
    assert.equal(play.choice, 'lossless');
    play.run(local, 1000);
    assert.equal(play.choice, '8');
  });
});
