import assert from 'node:assert/strict';
import type { ThumbnailMessage } from '../../../src/protocol/wallMessages.ts';
import { WallFeeds } from '../../../src/vscode/wall/wallFeeds.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeScreen, rgb } from '../../webview/support/fakeScreen.ts';

/** A wall whose page paints when the test says so. */
function start() {
  const clock = new FakeClock();
  const pictures: Omit<ThumbnailMessage, 'type'>[] = [];
  const failures: unknown[] = [];
  const feeds = new WallFeeds({
    ...{ clock, used: () => clock.now() },
    send: (picture) => pictures.push(picture),
    failed: (error) => failures.push(error),
  });
  return { clock, pictures, failures, feeds };
}

const spot = { x: 8, y: 8, width: 40, height: 40 };

describe('the feeds of a wall', () => {
  it('number the pictures of a card on when its size changes, and take no credit of the old size', async () => {
    const { clock, pictures, feeds } = start();
    const source = new FakeScreen(640, 480);
    const shown = (width: number): void => feeds.show([{ card: { id: 'a', width, height: 480 }, source }]);
    shown(160);
    shown(320);
    assert.deepEqual(
      pictures.map(({ width, sequence }) => [width, sequence]),
      [
        [160, 1],
        [320, 2],
      ],
    );
    source.paint(spot, rgb(9, 9, 9));
    feeds.painted('a', 1);
    await clock.advance(5000);
    assert.equal(pictures.length, 2);
    feeds.painted('a', 2);
    await clock.advance(5000);
    assert.equal(pictures.length, 3);
    feeds.dispose();
    assert.equal(source.listeners, 0);
  });

  it('try a card again whose pixels could not be read', async () => {
    const { clock, pictures, failures, feeds } = start();
    const source = new FakeScreen(640, 480);
    const copy = source.copyPixels.bind(source);
    source.copyPixels = () => {
      throw new Error('bad picture');
    };
    feeds.show([{ card: { id: 'a', width: 160, height: 120 }, source }]);
    await clock.advance(9000);
    assert.deepEqual([failures.length, pictures.length, source.listeners], [1, 0, 0]);
    source.copyPixels = copy;
    await clock.advance(1000);
    assert.deepEqual([failures.length, pictures.length, source.listeners], [1, 1, 1]);
  });

  it('try a card again at once when what is shown changes', () => {
    const { failures, pictures, feeds } = start();
    const source = new FakeScreen(640, 480);
    const copy = source.copyPixels.bind(source);
    source.copyPixels = () => {
      throw new Error('bad picture');
    };
    const cards = [{ card: { id: 'a', width: 160, height: 120 }, source }];
    feeds.show(cards);
    source.copyPixels = copy;
    feeds.show(cards);
    assert.deepEqual([failures.length, pictures.length], [1, 1]);
  });

  it('leave nothing behind', async () => {
    const { clock, feeds } = start();
    const source = new FakeScreen(640, 480);
    source.copyPixels = () => {
      throw new Error('bad picture');
    };
    feeds.show([{ card: { id: 'a', width: 160, height: 120 }, source }]);
    feeds.dispose();
    assert.deepEqual([source.listeners, clock.pending], [0, 0]);
    await clock.advance(20_000);
    assert.equal(source.listeners, 0);
  });
});
