import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dragPath } from '../../../src/core/session/dragPath.ts';

const coordinate = fc.integer({ min: 0, max: 4000 });
const place = fc.record({ x: coordinate, y: coordinate }, { noNullPrototype: true });

describe('the path of a drag', () => {
  it('is even, exact at every stop and never waits longer than 16 ms', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 0, max: 3000 }),
        (stops, duration) => {
          const steps = dragPath(stops, duration);
          assert.ok(steps.every(({ wait }) => wait >= 0 && wait <= 16));
          const time = steps.reduce((sum, { wait }) => sum + wait, 0);
          assert.ok(Math.abs(time - duration) < 0.001, `${time} ms`);
          let from = 0;
          for (const stop of stops.slice(1)) {
            const at = steps.findIndex(
              (step, i) => i >= from && step.place.x === stop.x && step.place.y === stop.y,
            );
            assert.notEqual(at, -1);
            from = at + 1;
          }
          assert.deepEqual(steps.at(-1)?.place, stops.at(-1));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has one step for each stop when it takes no time', () => {
    const steps = dragPath(
      [
        { x: 0, y: 0 },
        { x: 9, y: 9 },
        { x: 1, y: 2 },
      ],
      0,
    );
    assert.deepEqual(steps, [
      { place: { x: 9, y: 9 }, wait: 0 },
      { place: { x: 1, y: 2 }, wait: 0 },
    ]);
  });

  it('rests in place as long as asked when it leads nowhere', () => {
    const steps = dragPath(
      [
        { x: 5, y: 5 },
        { x: 5, y: 5 },
      ],
      32,
    );
    assert.deepEqual(
      steps.map(({ wait }) => wait),
      [16, 16],
    );
  });
});
