import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { type ThumbnailMessage, isWallToPage } from '../../../src/protocol/wallMessages.ts';
import { ThumbnailFeed } from '../../../src/vscode/wall/thumbnailFeed.ts';
import { WallPace } from '../../../src/vscode/wall/wallPace.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeScreen, rgb } from '../../webview/support/fakeScreen.ts';

type Picture = Omit<ThumbnailMessage, 'type' | 'id'>;

const box = { width: 160, height: 128 };

/** A card, its screen and what its page was sent. */
function start(parts: { clock?: FakeClock; pace?: WallPace; screen?: FakeScreen } = {}) {
  const clock = parts.clock ?? new FakeClock();
  const pace = parts.pace ?? new WallPace(clock);
  const screen = parts.screen ?? new FakeScreen(640, 480);
  const pictures: Picture[] = [];
  const failures: unknown[] = [];
  const feed = new ThumbnailFeed(screen, box, {
    ...{ used: () => clock.now(), pace, nextSequence: () => pictures.length + 1 },
    send: (picture) => pictures.push(picture),
    failed: (error) => failures.push(error),
  });
  /** The page paints what came last. */
  const paint = (): void => feed.painted(pictures.at(-1)?.sequence ?? 0);
  return { clock, pace, screen, pictures, failures, feed, paint };
}

const spot = { x: 8, y: 8, width: 40, height: 40 };

describe('a card of the wall', () => {
  it('is sent what is known of the screen at once, and nothing is asked for', () => {
    const { pictures, screen } = start();
    assert.equal(pictures.length, 1);
    assert.equal(screen.pulls, 0);
    const [first] = pictures;
    assert.ok(first);
    assert.ok(isWallToPage({ type: 'thumbnail', id: 'x', ...first }));
    assert.deepEqual([first.width, first.height, first.columns, first.rows], [160, 120, 160, 120]);
    const pixels = first.form === 'deflated' ? inflateSync(first.data) : first.data;
    assert.equal(pixels.length, 160 * 120 * 4);
  });

  it('asks the server once when its turn has come, and then only when that was answered', async () => {
    const { clock, screen, paint } = start();
    paint();
    await clock.advance(999);
    assert.equal(screen.pulls, 0);
    await clock.advance(1);
    assert.equal(screen.pulls, 1);
    await clock.advance(60_000);
    assert.equal(screen.pulls, 1);
  });

  it('has one picture a second of a screen that never stands still, and asks for as many updates', async () => {
    const { clock, screen, pictures, paint } = start();
    paint();
    for (let tick = 0; tick < 200; tick += 1) {
      await clock.advance(50);
      // A server answers what it is asked, and nothing else.
      if (screen.pulls > pictures.length - 1) {
        screen.paint(spot, rgb(tick, 0, 0));
        paint();
      }
    }
    assert.ok(pictures.length >= 9 && pictures.length <= 11, `${pictures.length} pictures in 10 s`);
    assert.ok(screen.pulls <= 10, `${screen.pulls} requests`);
  });

  it('asks for nothing where a panel or a script has the updates come anyway', async () => {
    const { clock, screen, pictures, paint } = start();
    paint();
    for (let tick = 0; tick < 200; tick += 1) {
      screen.paint(spot, rgb(tick, 0, 0));
      await clock.advance(50);
      paint();
    }
    assert.equal(screen.pulls, 0);
    assert.ok(pictures.length >= 9 && pictures.length <= 11, `${pictures.length} pictures in 10 s`);
  });

  it('sends only the part that looks different, as it is when that is small', async () => {
    const { clock, screen, pictures, paint } = start();
    paint();
    await clock.advance(1000);
    screen.paint(spot, rgb(255, 0, 0));
    const last = pictures.at(-1);
    assert.ok(last);
    assert.deepEqual([last.x, last.y, last.columns, last.rows], [2, 2, 10, 10]);
    assert.equal(last.form, 'raw');
    assert.deepEqual([...last.data.subarray(0, 4)], [255, 0, 0, 255]);
    assert.equal(last.data.buffer.byteLength, 400);
  });

  it('sends nothing when the same pixels are painted again, and asks again at its next turn', async () => {
    const { clock, screen, pictures, paint } = start();
    paint();
    await clock.advance(1000);
    screen.paint(spot, rgb(0, 0, 0));
    assert.equal(pictures.length, 1);
    assert.equal(screen.pulls, 1);
    await clock.advance(1000);
    assert.equal(screen.pulls, 2);
  });

  it('waits for the page, and then sends the latest pixels', async () => {
    const { clock, screen, pictures, paint } = start();
    for (let tick = 0; tick < 10; tick += 1) {
      screen.paint(spot, rgb(tick, 0, 0));
      await clock.advance(1000);
    }
    assert.equal(pictures.length, 1);
    assert.equal(screen.pulls, 0);
    paint();
    assert.equal(pictures.length, 2);
    assert.equal(pictures.at(-1)?.data[0], 9);
  });

  it('waits for the end of an update that is being painted', async () => {
    const { clock, screen, pictures, paint } = start();
    paint();
    screen.updating = true;
    screen.paint(spot, rgb(9, 9, 9));
    await clock.advance(1000);
    assert.equal(pictures.length, 1);
    screen.updating = false;
    screen.settled();
    assert.equal(pictures.length, 2);
  });

  it('is made anew when the screen has another size, and when the page could not read it', async () => {
    const { clock, screen, pictures, feed, paint } = start();
    paint();
    screen.resize(320, 480);
    await clock.advance(1000);
    assert.deepEqual([pictures.at(-1)?.width, pictures.at(-1)?.columns], [85, 85]);
    feed.painted(pictures.at(-1)?.sequence ?? 0, true);
    await clock.advance(1000);
    assert.equal(pictures.length, 3);
    assert.deepEqual([pictures.at(-1)?.columns, pictures.at(-1)?.rows], [85, 128]);
  });

  it('costs nothing any more when it is not shown', async () => {
    const { clock, screen, pictures, feed, paint } = start();
    paint();
    feed.dispose();
    assert.equal(screen.listeners, 0);
    assert.equal(clock.pending, 0);
    screen.paint(spot, rgb(1, 2, 3));
    await clock.advance(5000);
    assert.equal(pictures.length, 1);
    assert.equal(screen.pulls, 0);
  });

  it('gives up when the pixels cannot be read, and says so once', async () => {
    const screen = new FakeScreen(640, 480);
    screen.copyPixels = () => {
      throw new Error('bad picture');
    };
    const { clock, failures, pictures } = start({ screen });
    screen.paint(wholeOf(screen.size), rgb(1, 1, 1));
    await clock.advance(5000);
    assert.equal(failures.length, 1);
    assert.equal(pictures.length, 0);
    assert.equal(screen.listeners, 0);
  });
});

describe('the pace of the wall', () => {
  it('slows lively cards down together so that they cost no more than their share', async () => {
    const clock = new FakeClock();
    const pace = new WallPace(clock, { interval: 1000, share: 0.05 });
    let spent = 0;
    const cards = Array.from({ length: 8 }, () => {
      const screen = new FakeScreen(640, 480);
      const copy = screen.copyPixels.bind(screen);
      let started = false;
      screen.copyPixels = (region, target) => {
        copy(region, target);
        // What reading costs here: 40 ms a picture, as a screen of JPEG does.
        if (!started) {
          started = true;
          spent += 40;
          pace.spent(40);
        }
      };
      const card = start({ clock, pace, screen });
      return {
        ...card,
        change: (tick: number) => {
          started = false;
          screen.paint(spot, rgb(tick % 256, 0, 0));
        },
      };
    });
    const begin = spent;
    for (let tick = 0; tick < 1200; tick += 1) {
      await clock.advance(50);
      for (const card of cards) {
        card.paint();
        card.change(tick);
      }
    }
    assert.ok(spent - begin <= 60_000 * 0.05 + 8 * 40, `${spent - begin} ms in a minute`);
    const counts = cards.map(({ pictures }) => pictures.length);
    assert.ok(Math.min(...counts) >= 5, counts.join());
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `everyone has a turn: ${counts.join()}`);
  });

  it('forgets turns that are not wanted any more', async () => {
    const clock = new FakeClock();
    const pace = new WallPace(clock);
    const taken: string[] = [];
    const first = pace.turn(() => taken.push('first'));
    pace.turn(() => taken.push('second'));
    first.dispose();
    await clock.advance(1000);
    assert.deepEqual(taken, ['second']);
    pace.turn(() => taken.push('third'));
    pace.dispose();
    await clock.advance(5000);
    assert.deepEqual(taken, ['second']);
    assert.equal(clock.pending, 0);
  });
});
