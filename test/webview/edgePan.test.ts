import assert from 'node:assert/strict';
import { edgeVelocity } from '../../webview/edgePan.ts';

const room = { x: 100, y: 50, width: 800, height: 600 };

describe('following the pointer at the edge', () => {
  it('leaves the picture where it is while the pointer is in the middle', () => {
    for (const [x, y] of [
      [500, 350],
      [145, 95],
      [855, 605],
    ] as const)
      assert.deepEqual(edgeVelocity({ x, y }, room), { x: 0, y: 0 }, `${x}, ${y}`);
  });

  it('moves towards the edge, faster the nearer', () => {
    const far = edgeVelocity({ x: 870, y: 350 }, room);
    const near = edgeVelocity({ x: 899, y: 350 }, room);
    assert.ok(far.x > 0 && near.x > far.x);
    assert.equal(near.y, 0);
    assert.ok(edgeVelocity({ x: 101, y: 350 }, room).x < 0);
    assert.ok(edgeVelocity({ x: 500, y: 51 }, room).y < 0);
    assert.ok(edgeVelocity({ x: 500, y: 649 }, room).y > 0);
  });

  it('moves into a corner in both directions', () => {
    const { x, y } = edgeVelocity({ x: 899, y: 649 }, room);
    assert.ok(x > 0 && y > 0);
  });

  it('is bounded however far a drag leads away', () => {
    assert.deepEqual(edgeVelocity({ x: 5000, y: 350 }, room), edgeVelocity({ x: 50_000, y: 350 }, room));
  });

  it('leaves a middle even in a small room', () => {
    assert.deepEqual(edgeVelocity({ x: 130, y: 75 }, { x: 100, y: 50, width: 60, height: 50 }), {
      x: 0,
      y: 0,
    });
  });
});
