import assert from 'node:assert/strict';
import { protocolButtons } from '../../webview/pointer.ts';
import { WheelNotches } from '../../webview/wheelNotches.ts';

/** The notches that vertical deltas come to, one after the other. */
function down(deltas: readonly number[], deltaMode = 0): number[] {
  const wheel = new WheelNotches();
  return deltas.map((deltaY) => wheel.add({ deltaX: 0, deltaY, deltaMode }).down);
}

describe('wheel notches', () => {
  it('are one for each notch of a wheel, whatever the browser makes of it', () => {
    for (const delta of [53, 80, 100, 120]) assert.deepEqual(down([delta, delta, -delta]), [1, 1, -1]);
  });

  it('are several for a fast turn', () => assert.deepEqual(down([240, -360]), [2, -3]));

  it('come together from the small steps of a touchpad', () => {
    assert.deepEqual(down([10, 10, 10, 10, 9, 1, 10]), [0, 0, 0, 0, 0, 1, 0]);
  });

  it('forget what is left when the direction turns', () => {
    assert.deepEqual(down([49, -10, -39, -1]), [0, 0, 0, -1]);
  });

  it('take three lines or a page as one', () => {
    assert.deepEqual(down([3, -3], 1), [1, -1]);
    assert.deepEqual(down([1, -1], 2), [1, -1]);
  });

  it('are those of the wheel itself where the browser tells, whatever the pixels are', () => {
    const wheel = new WheelNotches();
    const turn = (deltaY: number, wheelDeltaY: number): number =>
      wheel.add({ deltaX: 0, deltaY, deltaMode: 0, wheelDeltaX: 0, wheelDeltaY }).down;
    assert.deepEqual([turn(53, -120), turn(200, -120), turn(-33, 120), turn(300, -360)], [1, 1, -1, 3]);
  });

  it('are as many for a wheel of fine steps as for a coarse one', () => {
    const wheel = new WheelNotches();
    const turned: number[] = [];
    for (let i = 0; i < 24; i++)
      turned.push(
        wheel.add({ deltaX: 0, deltaY: 12.5, deltaMode: 0, wheelDeltaX: 0, wheelDeltaY: -15 }).down,
      );
    assert.deepEqual(
      turned.flatMap((notches, i) => (notches === 0 ? [] : [i])),
      [7, 15, 23],
    );
  });

  it('lose nothing of what a touchpad adds up', () => {
    const turned = down(Array.from({ length: 50 }, () => 30));
    assert.equal(
      turned.reduce((sum, notches) => sum + notches, 0),
      30,
    );
  });

  it('go down with Shift, which the browser turns sideways: the remote side has the Shift too', () => {
    const wheel = new WheelNotches();
    const turn = { deltaX: 120, deltaY: 0, deltaMode: 0, wheelDeltaX: -120, wheelDeltaY: 0 };
    assert.deepEqual(wheel.add({ ...turn, shiftKey: true }), { right: 0, down: 1 });
    assert.deepEqual(wheel.add({ ...turn, shiftKey: false }), { right: 1, down: 0 });
  });

  it('count both axes apart', () => {
    const wheel = new WheelNotches();
    assert.deepEqual(wheel.add({ deltaX: 40, deltaY: -100, deltaMode: 0 }), { right: 0, down: -1 });
    assert.deepEqual(wheel.add({ deltaX: 40, deltaY: 0, deltaMode: 0 }), { right: 1, down: 0 });
  });
});

describe('the buttons of the protocol', () => {
  it('are left, middle, right, back, forward where the browser has left, right, middle, back, forward', () => {
    assert.deepEqual([0, 1, 2, 4, 8, 16, 31].map(protocolButtons), [0, 1, 4, 2, 8, 16, 31]);
  });
});
