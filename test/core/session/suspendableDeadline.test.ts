import assert from 'node:assert/strict';
import { SuspendableDeadline } from '../../../src/core/session/suspendableDeadline.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('a deadline that can stand still', () => {
  it('counts only the time that it runs', async () => {
    const clock = new FakeClock();
    let passed = 0;
    const deadline = new SuspendableDeadline(clock, 1000, () => (passed += 1));
    await clock.advance(400);
    let answer: () => void = () => undefined;
    const asked = deadline.suspendedWhile(() => new Promise<void>((resolve) => (answer = resolve)));
    await clock.advance(10_000);
    assert.equal(clock.pending, 0);
    answer();
    await asked;
    await clock.advance(599);
    assert.equal(passed, 0);
    await clock.advance(1);
    assert.equal(passed, 1);
    deadline.dispose();
  });

  it('does not run on after it was disposed while standing still', async () => {
    const clock = new FakeClock();
    const deadline = new SuspendableDeadline(clock, 1000, () => assert.fail('it has passed'));
    await deadline.suspendedWhile(() => {
      deadline.dispose();
      return Promise.resolve();
    });
    await clock.advance(5000);
    assert.equal(clock.pending, 0);
  });

  it('waits at most as long as timers can', async () => {
    const clock = new FakeClock();
    let due = 0;
    const deadline = new SuspendableDeadline(
      { now: () => clock.now(), after: (milliseconds, action) => clock.after((due = milliseconds), action) },
      Number.POSITIVE_INFINITY,
      () => undefined,
    );
    assert.equal(due, 2 ** 31 - 1);
    deadline.dispose();
  });
});
