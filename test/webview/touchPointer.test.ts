import assert from 'node:assert/strict';
import { TouchPointer, type TouchTarget } from '../../webview/touchPointer.ts';
import { FakeClock } from '../support/fakeClock.ts';

/** A canvas that is touched, and what came of it in words. */
class Glass implements TouchTarget {
  readonly clock = new FakeClock();
  readonly acts: string[] = [];
  readonly touch: TouchPointer;
  readonly #listeners = new Map<string, (event: PointerEvent) => void>();

  constructor({ enabled = true, relative = false } = {}) {
    this.touch = new TouchPointer(
      this,
      {
        enabled: () => enabled,
        relative: () => relative,
        point: ({ x, y }, buttons) => void this.acts.push(`${x},${y}:${buttons}`),
        pointBy: (dx, dy, buttons) => void this.acts.push(`by ${dx},${dy}:${buttons}`),
        turn: (place, right, down) =>
          void this.acts.push(
            `turn ${right},${down} ${place === undefined ? 'in place' : `at ${place.x},${place.y}`}`,
          ),
        zoomAt: (factor, { x, y }) => void this.acts.push(`zoom ${factor} at ${x},${y}`),
        panBy: (dx, dy) => void this.acts.push(`pan ${dx},${dy}`),
      },
      {
        now: () => this.clock.now(),
        after: (milliseconds, action) => {
          const timer = this.clock.after(milliseconds, action);
          return () => timer.dispose();
        },
      },
    );
  }

  addEventListener(type: string, listener: (event: PointerEvent) => void): void {
    this.#listeners.set(type, listener);
  }

  fire(type: string, pointerId: number, clientX = 0, clientY = 0, pointerType = 'touch'): this {
    const event = { pointerId, clientX, clientY, pointerType, isPrimary: pointerId === 1 };
    this.#listeners.get(type)?.(event as PointerEvent);
    return this;
  }

  down(id: number, x: number, y: number): this {
    return this.fire('pointerdown', id, x, y);
  }

  move(id: number, x: number, y: number): this {
    return this.fire('pointermove', id, x, y);
  }

  up(id: number, x: number, y: number): this {
    return this.fire('pointerup', id, x, y);
  }

  look(): string[] {
    return this.acts.splice(0);
  }
}

describe('fingers on the screen', () => {
  it('tap the left, right and middle button, of a pointer that is there before', () => {
    for (const [fingers, button] of [
      [1, 1],
      [2, 4],
      [3, 2],
    ] as const) {
      const glass = new Glass();
      for (let id = 1; id <= fingers; id++) glass.down(id, 70, 80);
      for (let id = 1; id <= fingers; id++) glass.up(id, 70, 80);
      assert.deepEqual(glass.look(), ['70,80:0', `70,80:${button}`, '70,80:0']);
    }
  });

  it('drag with the left button', () => {
    const glass = new Glass();
    glass.down(1, 10, 20).move(1, 60, 20).move(1, 70, 25).up(1, 70, 25);
    assert.deepEqual(glass.look(), ['10,20:0', '10,20:1', '60,20:1', '70,25:1', '70,25:0']);
  });

  it('hold the right button with a long press, also while they move', async () => {
    const glass = new Glass();
    glass.down(1, 10, 20);
    await glass.clock.advance(800);
    glass.move(1, 60, 20).up(1, 60, 20);
    assert.deepEqual(glass.look(), ['10,20:0', '10,20:4', '60,20:4', '60,20:0']);
  });

  it('turn the wheel when two of them move, a notch for a finger’s breadth, and nothing is lost', () => {
    const glass = new Glass();
    glass.down(1, 100, 300).down(2, 200, 300);
    for (let y = 300; y >= 100; y -= 20) glass.move(1, 100, y).move(2, 200, y);
    for (let x = 0; x <= 120; x += 20) glass.move(1, 100 + x, 100).move(2, 200 + x, 100);
    glass.up(1, 220, 100).up(2, 320, 100);
    assert.deepEqual(glass.look(), [
      'turn 0,1 at 150,300',
      'turn 0,1 at 150,300',
      'turn 0,1 at 150,300',
      'turn 0,1 at 150,300',
      'turn -1,0 at 150,300',
      'turn -1,0 at 150,300',
    ]);
  });

  it('zoom the view with a pinch, and take what is between them along', () => {
    const glass = new Glass();
    glass.down(1, 100, 100).down(2, 200, 100).move(1, 50, 100).move(2, 250, 100).move(2, 350, 100);
    assert.deepEqual(glass.look(), ['pan 0,0', 'zoom 2 at 150,100', 'pan 50,0', 'zoom 1.5 at 200,100']);
  });

  it('let go when the browser takes the touch away, or the page lets go', () => {
    const glass = new Glass();
    glass.down(1, 10, 20).move(1, 60, 20);
    glass.look();
    glass.fire('pointercancel', 1);
    assert.deepEqual(glass.look(), ['60,20:0']);
    glass.down(1, 10, 20).move(1, 60, 20);
    glass.look();
    glass.touch.cancel();
    assert.deepEqual(glass.look(), ['60,20:0']);
  });

  it('are followed anew by the first one, whatever was lost before', () => {
    const glass = new Glass();
    glass.down(1, 10, 20).move(1, 60, 20);
    glass.look();
    glass.down(1, 300, 300).up(1, 300, 300);
    assert.deepEqual(glass.look(), ['60,20:0', '300,300:0', '300,300:1', '300,300:0']);
  });

  it('are no mouse and no pen', () => {
    const glass = new Glass();
    for (const type of ['mouse', 'pen'])
      glass.fire('pointerdown', 1, 5, 5, type).fire('pointerup', 1, 5, 5, type);
    assert.deepEqual(glass.look(), []);
  });

  it('push a pointer that only moves, tap where it is and drag after a long press', async () => {
    const glass = new Glass({ relative: true });
    glass.down(1, 10, 20).move(1, 60, 20).move(1, 55, 30).up(1, 55, 30);
    assert.deepEqual(glass.look(), ['by 0,0:0', 'by 50,0:0', 'by -5,10:0', 'by 0,0:0', 'by 0,0:0']);
    glass.down(1, 200, 20).up(1, 200, 20);
    assert.deepEqual(glass.look(), ['by 0,0:1', 'by 0,0:0']);
    glass.down(1, 10, 20);
    await glass.clock.advance(800);
    glass.move(1, 30, 20).up(1, 30, 20);
    assert.deepEqual(glass.look(), ['by 0,0:1', 'by 20,0:1', 'by 0,0:1', 'by 0,0:0']);
    glass.down(1, 100, 100).down(2, 200, 100).move(1, 100, 160).move(2, 200, 160);
    assert.deepEqual(glass.look(), ['turn 0,-1 in place']);
  });

  it('pan and zoom a screen that is only viewed, and do nothing there', () => {
    const glass = new Glass({ enabled: false });
    glass.down(1, 10, 20).up(1, 10, 20);
    glass.down(1, 10, 20).move(1, 60, 20).up(1, 60, 20);
    assert.deepEqual(glass.look(), ['pan 50,0', 'pan 0,0']);
    glass.down(1, 100, 100).down(2, 200, 100).move(1, 100, 160).move(2, 200, 160);
    assert.deepEqual(glass.look(), ['pan 0,60']);
  });
});
