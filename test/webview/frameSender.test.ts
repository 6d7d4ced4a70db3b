import assert from 'node:assert/strict';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { FrameSender } from '../../src/vscode/screen/frameSender.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { FakePage, FakeScreen, rgb } from './support/fakeScreen.ts';

const red = rgb(200, 0, 0);
const blue = rgb(0, 0, 200);

function start(width = 200, height = 150): { screen: FakeScreen; page: FakePage; sender: FrameSender } {
  const screen = new FakeScreen(width, height);
  const page = new FakePage();
  return { screen, page, sender: new FrameSender(screen, page.receive) };
}

/** Gives credit back until nothing more comes. */
function settle(page: FakePage, sender: FrameSender): number {
  let done = 0;
  while (done < page.frames.length) sender.painted(page.frames[done++]!.sequence);
  return done;
}

/** A page that has painted some frames, each after `trip` milliseconds, and has none on its way. */
async function painting({ trip }: { trip: number }): Promise<{
  screen: FakeScreen;
  page: { readonly unpainted: number };
}> {
  const clock = new FakeClock();
  const screen = new FakeScreen(200, 150);
  const page = new FakePage();
  const sender = new FrameSender(screen, page.receive, 0, clock);
  sender.ready();
  let painted = 0;
  for (let i = 0; i < 12; i++) {
    await clock.advance(trip);
    while (painted < page.frames.length) sender.painted(page.frames[painted++]!.sequence);
    screen.paint({ x: i, y: i, width: 9, height: 9 }, rgb(i, 0, 0));
  }
  await clock.advance(trip);
  while (painted < page.frames.length) sender.painted(page.frames[painted++]!.sequence);
  return {
    screen,
    page: {
      get unpainted() {
        return page.frames.length - painted;
      },
    },
  };
}

describe('the frame sender', () => {
  it('sends nothing before the page is ready, and asks the server for nothing', () => {
    const { screen, page } = start();
    screen.noise();
    assert.equal(page.frames.length, 0);
    assert.equal(screen.pulls, 0);
  });

  it('sends the whole screen to a page that is ready', () => {
    const { screen, page, sender } = start();
    screen.noise();
    sender.ready();
    settle(page, sender);
    assert.deepEqual([page.width, page.height], [200, 150]);
    assert.deepEqual(page.words, screen.words);
  });

  it('sends the whole screen ahead of a page that is being loaded, once, and then what has changed since', async () => {
    const screen = new FakeScreen(200, 150);
    const page = new FakePage();
    const clock = new FakeClock();
    const sender = new FrameSender(screen, page.receive, 0, clock);
    screen.noise();
    sender.loading();
    assert.equal(page.frames.length, 0, 'the document of the page goes first');
    await clock.advance(30);
    assert.deepEqual(page.words, screen.words);
    screen.paint({ x: 3, y: 4, width: 5, height: 6 }, red);
    sender.ready();
    assert.equal(page.frames.length, 1);
    const { pulls } = screen;
    assert.equal(pulls, 0);
    sender.painted(page.last);
    assert.equal(page.frames.length, 2);
    assert.equal(page.frames[1]!.bytes.length, 13 + 9 + 3);
    assert.deepEqual(page.words, screen.words);
    assert.ok(screen.pulls > 0);
  });

  it('sends everything once more when what was sent ahead got lost', async () => {
    const screen = new FakeScreen(200, 150);
    const page = new FakePage();
    const clock = new FakeClock();
    const sender = new FrameSender(screen, page.receive, 0, clock);
    screen.noise();
    sender.loading();
    await clock.advance(30);
    page.words.fill(0);
    sender.ready();
    await clock.advance(4999);
    assert.equal(page.frames.length, 1);
    await clock.advance(1);
    settle(page, sender);
    assert.deepEqual(page.words, screen.words);
    assert.equal(clock.pending, 0);
  });

  it('has nothing ahead of a page that was hidden meanwhile, and leaves no timer', async () => {
    const screen = new FakeScreen(200, 150);
    const page = new FakePage();
    const clock = new FakeClock();
    const sender = new FrameSender(screen, page.receive, 0, clock);
    sender.loading();
    sender.hidden();
    await clock.advance(30);
    assert.equal(page.frames.length, 0);
    sender.loading();
    await clock.advance(30);
    sender.hidden();
    sender.ready();
    assert.equal(page.frames.length, 2);
    sender.loading();
    await clock.advance(30);
    sender.ready();
    sender.dispose();
    assert.equal(clock.pending, 0);
  });

  it('sends to a page that is ready at once, and nothing ahead of it any more', async () => {
    const screen = new FakeScreen(200, 150);
    const page = new FakePage();
    const clock = new FakeClock();
    const sender = new FrameSender(screen, page.receive, 0, clock);
    screen.noise();
    sender.loading();
    screen.paint({ x: 3, y: 4, width: 5, height: 6 }, red);
    assert.equal(page.frames.length, 0);
    sender.ready();
    assert.deepEqual(page.words, screen.words);
    const { length } = page.frames;
    await clock.advance(1000);
    assert.equal(page.frames.length, length);
    assert.equal(clock.pending, 0);
  });

  it('asks the server for one more update while the page has credit', () => {
    const { screen, page, sender } = start();
    sender.ready();
    assert.equal(page.frames.length, 1);
    assert.equal(screen.pulls, 1);
    sender.painted(page.last);
    assert.equal(screen.pulls, 2);
  });

  it('never has more than two frames on their way, however much is painted', () => {
    const { screen, page, sender } = start();
    sender.ready();
    for (let i = 0; i < 100; i++) screen.paint({ x: i, y: i, width: 20, height: 20 }, rgb(i, 2 * i, 0));
    assert.equal(page.frames.length, 2);
  });

  it('asks the server for nothing while there is no credit', () => {
    const { screen, sender } = start();
    sender.ready();
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, red);
    const before = screen.pulls;
    for (let i = 0; i < 10; i++) screen.paint({ x: i, y: 0, width: 9, height: 9 }, blue);
    assert.equal(screen.pulls, before);
  });

  it('asks for one update more than there is credit for while the page paints promptly', async () => {
    const { screen, page } = await painting({ trip: 30 });
    const before = screen.pulls;
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, red);
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, blue);
    assert.equal(page.unpainted, 2);
    assert.equal(screen.pulls, before + 2);
    for (let i = 0; i < 10; i++) screen.paint({ x: i, y: 0, width: 9, height: 9 }, rgb(i, i, i));
    assert.equal(screen.pulls, before + 2, 'some of it waits already');
  });

  it('does not count the time in which a page was loaded as one of its way', async () => {
    const clock = new FakeClock();
    const screen = new FakeScreen(200, 150);
    const page = new FakePage();
    const sender = new FrameSender(screen, page.receive, 0, clock);
    sender.loading();
    await clock.advance(2000);
    sender.ready();
    sender.painted(page.last);
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, red);
    await clock.advance(30);
    sender.painted(page.last);
    const before = screen.pulls;
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, blue);
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, red);
    assert.equal(screen.pulls, before + 2);
  });

  it('asks for nothing before there is credit where a frame takes long: it would be old', async () => {
    const { screen, page } = await painting({ trip: 250 });
    const before = screen.pulls;
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, red);
    assert.equal(screen.pulls, before + 1);
    screen.paint({ x: 0, y: 0, width: 9, height: 9 }, blue);
    assert.equal(page.unpainted, 2);
    assert.equal(screen.pulls, before + 1);
  });

  it('merges what was painted meanwhile into one frame with the latest pixels', () => {
    const { screen, page, sender } = start();
    sender.ready();
    screen.paint({ x: 0, y: 0, width: 10, height: 10 }, red);
    for (let i = 1; i <= 50; i++) screen.paint({ x: 10, y: 10, width: 10, height: 10 }, rgb(i, i, i));
    sender.painted(page.frames[0]!.sequence);
    assert.equal(page.frames.length, 3);
    assert.equal(page.frames[2]!.regions, 1);
    assert.deepEqual(page.words, screen.words);
  });

  it('sends only the pixels that differ from those the page holds', () => {
    const { screen, page, sender } = start();
    screen.noise();
    sender.ready();
    settle(page, sender);
    screen.draw({ x: 70, y: 80, width: 5, height: 3 }, red);
    screen.damage(wholeOf(screen.size));
    const { bytes, regions } = page.frames.at(-1)!;
    assert.equal(regions, 1);
    assert.equal(bytes.length, 13 + 9 + 3);
    assert.deepEqual(page.words, screen.words);
  });

  it('sends no frame for damage that changed nothing, and asks for the next update', () => {
    const { screen, page, sender } = start();
    sender.ready();
    settle(page, sender);
    const { length } = page.frames;
    const { pulls } = screen;
    screen.damage(wholeOf(screen.size));
    assert.equal(page.frames.length, length);
    assert.equal(screen.pulls, pulls + 1);
  });

  it('sends nothing while the page is hidden, then the whole screen', () => {
    const { screen, page, sender } = start();
    sender.ready();
    settle(page, sender);
    const { length } = page.frames;
    const { pulls } = screen;
    sender.hidden();
    screen.noise();
    screen.noise(2);
    assert.equal(page.frames.length, length);
    assert.equal(screen.pulls, pulls);
    page.words.fill(0);
    sender.ready();
    settle(page, sender);
    assert.deepEqual(page.words, screen.words);
  });

  it('does not count as somebody who looks before its page is ready, nor while it is hidden', () => {
    const { screen, sender } = start();
    assert.equal(screen.listeners, 0);
    sender.ready();
    assert.equal(screen.listeners, 1);
    sender.ready();
    assert.equal(screen.listeners, 1);
    sender.hidden();
    assert.equal(screen.listeners, 0);
  });

  it('gives a page that was reloaded its credit anew, whatever it never returned', () => {
    const { screen, page, sender } = start();
    sender.ready();
    screen.paint({ x: 0, y: 0, width: 5, height: 5 }, red);
    assert.equal(page.frames.length, 2);
    sender.ready();
    assert.equal(page.frames.length, 3);
  });

  it('takes no credit for frames that it did not send', () => {
    const { screen, page, sender } = start();
    sender.ready();
    screen.paint({ x: 0, y: 0, width: 5, height: 5 }, red);
    screen.paint({ x: 0, y: 0, width: 5, height: 5 }, blue);
    for (const sequence of [-1, 2, 3, 999]) sender.painted(sequence);
    assert.equal(page.frames.length, 2);
    sender.painted(0);
    sender.painted(0);
    assert.equal(page.frames.length, 3);
  });

  it('takes credit for a frame as credit for all before it', () => {
    const { screen, page, sender } = start();
    sender.ready();
    screen.paint({ x: 0, y: 0, width: 5, height: 5 }, red);
    screen.paint({ x: 0, y: 0, width: 5, height: 5 }, blue);
    sender.painted(1);
    screen.paint({ x: 9, y: 9, width: 5, height: 5 }, red);
    assert.equal(page.frames.length, 4);
    screen.paint({ x: 9, y: 9, width: 5, height: 5 }, blue);
    sender.painted(0);
    assert.equal(page.frames.length, 4, 'nothing is given back twice');
  });

  it('sends the whole screen in its new size after a resize', () => {
    const { screen, page, sender } = start();
    sender.ready();
    settle(page, sender);
    screen.resize(90, 260);
    screen.noise();
    settle(page, sender);
    assert.deepEqual([page.width, page.height], [90, 260]);
    assert.deepEqual(page.words, screen.words);
  });

  it('keeps to its credit through a resize', () => {
    const { screen, page, sender } = start();
    sender.ready();
    screen.paint({ x: 0, y: 0, width: 5, height: 5 }, red);
    screen.resize(64, 64);
    screen.resize(65, 65);
    assert.equal(page.frames.length, 2);
    settle(page, sender);
    assert.deepEqual(page.words, screen.words);
  });

  it('gives a page up that cannot read one frame after the other, until one is ready anew', () => {
    const { screen, page, sender } = start();
    sender.ready();
    assert.deepEqual(
      [1, 2, 3, 4, 5].map(() => sender.unreadable()),
      [true, true, true, false, true],
    );
    const { length } = page.frames;
    const { pulls } = screen;
    screen.noise();
    assert.equal(page.frames.length, length);
    assert.equal(screen.pulls, pulls);
    sender.ready();
    settle(page, sender);
    assert.deepEqual(page.words, screen.words);
  });

  it('forgives a page the frames that it could not read a while ago', async () => {
    const clock = new FakeClock();
    const screen = new FakeScreen(200, 150);
    const page = new FakePage();
    const sender = new FrameSender(screen, page.receive, 0, clock);
    sender.ready();
    for (let i = 0; i < 20; i++) {
      assert.equal(sender.unreadable(), true, `frame ${i}`);
      await clock.advance(4000);
    }
    screen.noise();
    settle(page, sender);
    assert.deepEqual(page.words, screen.words);
  });

  it('sends nothing to a hidden page that says late what it could not read', () => {
    const { page, sender } = start();
    sender.ready();
    sender.hidden();
    const { length } = page.frames;
    assert.equal(sender.unreadable(), true);
    assert.equal(page.frames.length, length);
  });

  it('splits a large screen into frames of bounded size and leaves no tile out', () => {
    const { screen, page, sender } = start(1024, 1024);
    screen.noise();
    sender.ready();
    settle(page, sender);
    assert.ok(page.frames.length >= 3);
    for (const { bytes } of page.frames) assert.ok(bytes.length < 1.05 * 1024 * 1024);
    assert.deepEqual(page.words, screen.words);
  });

  it('lets damage at the top never keep the bottom waiting', () => {
    const { screen, page, sender } = start(1024, 1024);
    sender.ready();
    settle(page, sender);
    screen.noise(1);
    // What is on its way holds the upper tiles, which now differ again.
    screen.noise(2);
    for (const { sequence } of page.frames.slice(-2)) sender.painted(sequence);
    assert.deepEqual(page.words.slice(-1024), screen.words.slice(-1024));
  });

  it('posts tight arrays only', () => {
    const { screen, page, sender } = start();
    screen.noise();
    sender.ready();
    for (const { bytes } of page.frames) assert.equal(bytes.buffer.byteLength, bytes.length);
  });

  it('stops listening when it is disposed', () => {
    const { screen, page, sender } = start();
    sender.ready();
    sender.dispose();
    const { length } = page.frames;
    screen.noise();
    screen.resize(10, 10);
    sender.painted(page.last);
    assert.equal(screen.listeners, 0);
    assert.equal(page.frames.length, length);
  });

  it('numbers its frames past those of the sender before it', () => {
    const screen = new FakeScreen(10, 10);
    const page = new FakePage();
    const first = new FrameSender(screen, page.receive);
    first.ready();
    const second = new FrameSender(screen, page.receive, first.sequence);
    second.ready();
    assert.deepEqual(
      page.frames.map(({ sequence }) => sequence),
      [0, 1],
    );
  });
});
