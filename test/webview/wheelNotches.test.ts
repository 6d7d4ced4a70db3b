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
