import assert from 'node:assert/strict';
import { Emitter } from '../../src/core/base/emitter.ts';
import { CarrierProbe, isDirectBetter, probeBytes } from '../../src/vscode/screen/carrierChoice.ts';
import type { FrameCarrier } from '../../src/vscode/screen/frameCarrier.ts';
import { FakeClock } from '../support/fakeClock.ts';

/** A carrier that takes so many milliseconds there and back, and so many for each KiB. */
function carrierOf(
  clock: FakeClock,
  answers: Emitter<number>,
  roundTrip: number,
  perKib: number,
): { readonly carrier: FrameCarrier; readonly sizes: number[] } {
  const sizes: number[] = [];
  const carrier: FrameCarrier = {
    name: 'direct',
    packs: false,
    frame: () => undefined,
    ack: () => undefined,
    probe: (id, filling) => {
      sizes.push(filling.length);
      clock.after(roundTrip + (filling.length / 1024) * perKib, () => answers.fire(id));
    },
  };
  return { carrier, sizes };
}

describe('the choice of a carrier', () => {
  it('measures empty round trips, and then what a probe takes on top', async () => {
    const clock = new FakeClock();
    const answers = new Emitter<number>();
    const { carrier, sizes } = carrierOf(clock, answers, 8, 0.25);
    const measured = new CarrierProbe(answers.event, clock).measure(carrier);
    await clock.advance(1000);
    assert.deepEqual(await measured, { roundTrip: 8, transfer: 64 });
    assert.deepEqual(sizes, [0, 0, 0, probeBytes]);
    assert.deepEqual([clock.pending, answers.size], [0, 0]);
  });

  it('gives up on a carrier that does not answer', async () => {
    const clock = new FakeClock();
    const answers = new Emitter<number>();
    const { carrier } = carrierOf(clock, answers, 3001, 0);
    const measured = new CarrierProbe(answers.event, clock).measure(carrier);
    await clock.advance(3000);
    assert.equal(await measured, undefined);
  });

  it('ends at once when it is disposed', async () => {
    const clock = new FakeClock();
    const answers = new Emitter<number>();
    const probe = new CarrierProbe(answers.event, clock);
    const measured = probe.measure(carrierOf(clock, answers, 100, 0).carrier);
    probe.dispose();
    assert.equal(await measured, undefined);
  });

  it('takes the direct one unless messages bring a key there and a part of a frame back sooner', () => {
    const slow = { roundTrip: 8, transfer: 15 };
    const quick = { roundTrip: 0.4, transfer: 6 };
    assert.equal(isDirectBetter(slow, quick), true);
    assert.equal(isDirectBetter(quick, slow), false);
    assert.equal(isDirectBetter(quick, quick), true);
    assert.equal(isDirectBetter(undefined, slow), true);
    assert.equal(isDirectBetter(quick, undefined), false);
    assert.equal(isDirectBetter(undefined, undefined), false);
  });
});
