import assert from 'node:assert/strict';
import { type Gesture, TouchGestures } from '../../webview/touchGestures.ts';
import { FakeClock } from '../support/fakeClock.ts';

/** Fingers on a screen, and what was made of them in words. */
class Hand {
  readonly clock = new FakeClock();
  readonly seen: string[] = [];
  readonly gestures: TouchGestures;

  constructor() {
    const clock = {
      now: () => this.clock.now(),
      after: (milliseconds: number, action: () => void) => {
        const timer = this.clock.after(milliseconds, action);
        return () => timer.dispose();
      },
    };
    this.gestures = new TouchGestures(clock, (gesture) => void this.seen.push(inWords(gesture)));
  }

  down(id: number, x: number, y: number): this {
    this.gestures.down(id, { x, y });
    return this;
  }

  move(id: number, x: number, y: number): this {
    this.gestures.move(id, { x, y });
    return this;
  }

  up(id: number, x: number, y: number): this {
    this.gestures.up(id, { x, y });
    return this;
  }

  async wait(milliseconds: number): Promise<void> {
    await this.clock.advance(milliseconds);
  }

  /** What was seen since the last look. */
  look(): string[] {
    return this.seen.splice(0);
  }
}

function inWords(gesture: Gesture): string {
  const { x, y } = gesture.place;
  const at = `${round(x)},${round(y)}`;
  switch (gesture.kind) {
    case 'tap':
      return `tap ${gesture.fingers} ${at}`;
    case 'drag':
    case 'press':
      return `${gesture.kind} ${gesture.phase} ${at}`;
    case 'scroll':
      return `scroll ${gesture.phase} ${at} by ${round(gesture.dx)},${round(gesture.dy)}`;
    case 'pinch':
      return `pinch ${gesture.phase} ${at} by ${round(gesture.dx)},${round(gesture.dy)} x${round(gesture.factor)}`;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

describe('touch gestures', () => {
  describe('a tap', () => {
    it('is one of a finger that comes and goes, at the place where it came', () => {
      const hand = new Hand();
      hand.down(1, 100, 50).move(1, 104, 53).up(1, 104, 53);
      assert.deepEqual(hand.look(), ['tap 1 100,50']);
      assert.equal(hand.clock.pending, 0);
    });

    it('is at the place of the one before when it comes soon and near, also a third time', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50).up(1, 100, 50);
      await hand.wait(150);
      hand.down(2, 110, 58).up(2, 110, 58);
      await hand.wait(150);
      hand.down(3, 95, 44).up(3, 95, 44);
      assert.deepEqual(hand.look(), ['tap 1 100,50', 'tap 1 100,50', 'tap 1 100,50']);
    });

    it('is at its own place when it comes late or far away', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50).up(1, 100, 50);
      await hand.wait(1100);
      hand.down(2, 110, 50).up(2, 110, 50);
      await hand.wait(100);
      hand.down(3, 170, 50).up(3, 170, 50);
      assert.deepEqual(hand.look(), ['tap 1 100,50', 'tap 1 110,50', 'tap 1 170,50']);
    });

    it('is one of two fingers, between them', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50);
      await hand.wait(80);
      hand.down(2, 140, 70);
      await hand.wait(80);
      hand.up(1, 100, 50);
      await hand.wait(80);
      hand.up(2, 141, 70);
      assert.deepEqual(hand.look(), ['tap 2 120,60']);
      assert.equal(hand.clock.pending, 0);
    });

    it('is one of three fingers, whichever leaves first', () => {
      const hand = new Hand();
      hand.down(1, 90, 50).down(2, 120, 50).down(3, 150, 80);
      hand.up(2, 120, 50).up(3, 150, 80).up(1, 90, 50);
      assert.deepEqual(hand.look(), ['tap 3 120,60']);
    });

    it('is none of four fingers, nor of fingers that come or go one after the other', async () => {
      const hand = new Hand();
      for (const id of [1, 2, 3, 4]) hand.down(id, id * 30, 50);
      for (const id of [1, 2, 3, 4]) hand.up(id, id * 30, 50);
      hand.down(5, 100, 50);
      await hand.wait(300);
      hand.down(6, 140, 50).up(6, 140, 50).up(5, 100, 50);
      hand.down(7, 100, 50).down(8, 140, 50).up(7, 100, 50);
      await hand.wait(300);
      hand.up(8, 140, 50);
      assert.deepEqual(hand.look(), []);
    });

    it('is none when two fingers rest for long', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50).down(2, 140, 50);
      await hand.wait(1500);
      hand.up(1, 100, 50).up(2, 140, 50);
      assert.deepEqual(hand.look(), []);
    });

    it('is none when a finger comes back before the other one has left', () => {
      const hand = new Hand();
      hand.down(1, 100, 50).down(2, 140, 50).up(2, 140, 50).down(3, 140, 50).up(3, 140, 50).up(1, 100, 50);
      assert.deepEqual(hand.look(), []);
    });
  });

  describe('a drag', () => {
    it('begins where the finger came, once it has moved more than a trembling one', () => {
      const hand = new Hand();
      hand.down(1, 100, 50).move(1, 110, 50);
      assert.deepEqual(hand.look(), []);
      hand.move(1, 120, 50).move(1, 130, 60).up(1, 130, 60);
      assert.deepEqual(hand.look(), [
        'drag begin 100,50',
        'drag move 120,50',
        'drag move 130,60',
        'drag end 130,60',
      ]);
      assert.equal(hand.clock.pending, 0);
    });

    it('stays a drag of its finger when others come and go', () => {
      const hand = new Hand();
      hand.down(1, 100, 50).move(1, 130, 50);
      hand.look();
      hand.down(2, 300, 300).move(2, 350, 300).up(2, 350, 300).move(1, 140, 50).up(1, 140, 50);
      assert.deepEqual(hand.look(), ['drag move 140,50', 'drag end 140,50']);
    });

    it('ends with its finger, and what others do then is nothing until all have left', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50).move(1, 130, 50).down(2, 300, 300).up(1, 130, 50);
      hand.look();
      hand.move(2, 400, 300);
      await hand.wait(2000);
      hand.up(2, 400, 300);
      assert.deepEqual(hand.look(), []);
      hand.down(3, 10, 10).up(3, 10, 10);
      assert.deepEqual(hand.look(), ['tap 1 10,10']);
    });

    it('begins at the tap before it, so that words are selected', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50).up(1, 100, 50);
      await hand.wait(120);
      hand.down(2, 106, 54).move(2, 150, 54).up(2, 150, 54);
      assert.deepEqual(hand.look(), [
        'tap 1 100,50',
        'drag begin 100,50',
        'drag move 150,54',
        'drag end 150,54',
      ]);
    });

    it('ends where it is when nobody follows the fingers any more', () => {
      const hand = new Hand();
      hand.down(1, 100, 50).move(1, 130, 50);
      hand.look();
      hand.gestures.cancel();
      hand.move(1, 200, 50).up(1, 200, 50);
      assert.deepEqual(hand.look(), ['drag end 130,50']);
      hand.gestures.cancel();
      assert.deepEqual(hand.look(), []);
    });
  });

  describe('a long press', () => {
    it('begins while the finger stays, goes along with it and ends with it', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50).move(1, 103, 50);
      await hand.wait(699);
      assert.deepEqual(hand.look(), []);
      await hand.wait(1);
      hand.move(1, 150, 60).up(1, 150, 60);
      assert.deepEqual(hand.look(), ['press begin 100,50', 'press move 150,60', 'press end 150,60']);
    });

    it('is none once the finger moved, another one came, or it left', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50).move(1, 120, 50).up(1, 120, 50);
      hand.down(2, 100, 50).down(3, 140, 50);
      await hand.wait(800);
      hand.up(2, 100, 50).up(3, 140, 50);
      hand.down(4, 300, 50).up(4, 300, 50);
      await hand.wait(800);
      assert.ok(!hand.look().some((gesture) => gesture.startsWith('press')));
      assert.equal(hand.clock.pending, 0);
    });

    it('ends when nobody follows the fingers any more, and none comes after that', async () => {
      const hand = new Hand();
      hand.down(1, 100, 50);
      await hand.wait(700);
      hand.gestures.cancel();
      assert.deepEqual(hand.look(), ['press begin 100,50', 'press end 100,50']);
      hand.down(2, 100, 50);
      hand.gestures.cancel();
      await hand.wait(700);
      assert.deepEqual(hand.look(), []);
    });
  });

  describe('two fingers', () => {
    it('scroll when they move together, though the browser tells of one after the other', () => {
      const hand = new Hand();
      hand.down(1, 100, 200).down(2, 160, 200);
      hand.move(1, 100, 170);
      assert.deepEqual(hand.look(), []);
      hand.move(2, 160, 170).move(1, 100, 150).move(2, 160, 150).up(2, 160, 150).up(1, 100, 150);
      assert.deepEqual(hand.look(), [
        'scroll begin 130,200 by 0,-30',
        'scroll move 130,200 by 0,-10',
        'scroll move 130,200 by 0,-10',
        'scroll end 130,200 by 0,0',
      ]);
      assert.equal(hand.clock.pending, 0);
    });

    it('scroll along the line between them, too', () => {
      const hand = new Hand();
      hand.down(1, 100, 200).down(2, 160, 200).move(1, 140, 200).move(2, 200, 200);
      assert.deepEqual(hand.look(), ['scroll begin 130,200 by 40,0']);
    });

    it('pinch when they go apart, around what is between them', () => {
      const hand = new Hand();
      hand.down(1, 100, 100).down(2, 200, 100);
      hand.move(1, 50, 100).move(2, 250, 100).move(2, 350, 100).up(1, 50, 100).up(2, 350, 100);
      assert.deepEqual(hand.look(), [
        'pinch begin 150,100 by 0,0 x2',
        'pinch move 200,100 by 50,0 x1.5',
        'pinch end 200,100 by 0,0 x1',
      ]);
    });

    it('pinch when one stays and the other one comes to it', async () => {
      const hand = new Hand();
      hand.down(1, 100, 100).down(2, 200, 100).move(2, 150, 100);
      assert.deepEqual(hand.look(), []);
      await hand.wait(60);
      assert.deepEqual(hand.look(), ['pinch begin 125,100 by -25,0 x0.5']);
    });

    it('stay what they are once it shows', () => {
      const hand = new Hand();
      hand.down(1, 100, 100).down(2, 200, 100).move(1, 100, 130).move(2, 200, 130);
      hand.look();
      hand.move(1, 0, 130).move(2, 300, 130).down(3, 50, 50).move(3, 90, 90);
      assert.ok(hand.look().every((gesture) => gesture.startsWith('scroll move')));
      hand.up(3, 90, 90);
      assert.deepEqual(hand.look(), []);
      hand.up(1, 0, 130);
      assert.deepEqual(hand.look(), ['scroll end 150,100 by 0,0']);
    });

    it('may scroll or pinch however late the second one comes, before a long press', async () => {
      const hand = new Hand();
      hand.down(1, 100, 100);
      await hand.wait(500);
      hand.down(2, 200, 100).move(1, 100, 150).move(2, 200, 150);
      assert.deepEqual(hand.look(), ['scroll begin 150,100 by 0,50']);
    });

    it('mean nothing any more when one has left and the other one moves', async () => {
      const hand = new Hand();
      hand.down(1, 100, 100).down(2, 200, 100).move(1, 120, 100).up(2, 200, 100);
      await hand.wait(100);
      hand.move(1, 200, 100).up(1, 200, 100);
      assert.deepEqual(hand.look(), []);
      assert.equal(hand.clock.pending, 0);
    });

    it('zoom no more than the page is large when they meet', () => {
      const hand = new Hand();
      hand.down(1, 100, 100).down(2, 140, 100).move(1, 120, 100).move(2, 120, 100);
      assert.deepEqual(hand.look(), ['pinch begin 120,100 by 0,0 x0.03']);
      hand.move(2, 140, 100);
      assert.deepEqual(hand.look(), ['pinch move 130,100 by 10,0 x20']);
    });
  });

  it('are none of three fingers that move', () => {
    const hand = new Hand();
    hand.down(1, 100, 100).down(2, 200, 100).down(3, 300, 100);
    for (const id of [1, 2, 3]) hand.move(id, id * 100, 200);
    for (const id of [1, 2, 3]) hand.up(id, id * 100, 200);
    assert.deepEqual(hand.look(), []);
  });

  it('take no notice of fingers that never came', () => {
    const hand = new Hand();
    hand.move(7, 1, 1).up(7, 1, 1);
    assert.deepEqual(hand.look(), []);
  });
});
