import assert from 'node:assert/strict';
import jpeg from 'jpeg-js';
import { type Rect, wholeOf } from '../../src/core/base/geometry.ts';
import { jpegDecoder } from '../../src/core/image/jpegDecoder.ts';
import type { Damage, ScreenPicture } from '../../src/core/session/wire.ts';
import { FrameSender } from '../../src/vscode/screen/frameSender.ts';
import { SeededRandom } from '../core/rfb/support/seededRandom.ts';
import { FakePage, FakeScreen, rgb } from './support/fakeScreen.ts';

interface Setting {
  readonly screen: FakeScreen;
  readonly page: FakePage;
  readonly sender: FrameSender;
  /** Credit that was not returned yet. */
  owed: number;
}

function start(width = 300, height = 200): Setting {
  const screen = new FakeScreen(width, height);
  const page = new FakePage();
  const sender = new FrameSender(screen, page.receive);
  screen.noise();
  const setting = { screen, page, sender, owed: 0 };
  sender.ready();
  settle(setting);
  return setting;
}

function settle(setting: Setting): void {
  const { page, sender } = setting;
  while (setting.owed < page.frames.length) sender.painted(page.frames[setting.owed++]!.sequence);
}

/** The forms of what was sent since `before` frames were. */
function forms(page: FakePage, before: number): string[] {
  return page.frames.slice(before).flatMap((frame) => [...frame.forms]);
}

/** A picture of a screen, and its pixels as every decoder here has them. */
function picture(rect: Rect, seed: number): { readonly picture: ScreenPicture; readonly words: Uint32Array } {
  const random = new SeededRandom(seed);
  const { x, y, width, height } = rect;
  const data = Buffer.from(
    Uint8Array.from({ length: width * height * 4 }, (_value, i) => (i + random.below(40)) & 255),
  );
  const bytes = new Uint8Array(jpeg.encode({ data, width, height }, 60).data);
  const words = jpegDecoder().decode(bytes, rect).slice();
  return { picture: { x, y, width, height, jpeg: bytes, visible: [{ x, y, width, height }] }, words };
}

/** Puts a picture on the screen, as a framebuffer that keeps it would show it. */
function show({ screen }: Setting, rect: Rect, seed = 1): void {
  const made = picture(rect, seed);
  screen.draw(rect, (x, y) => made.words[(y - rect.y) * rect.width + x - rect.x] ?? 0);
  screen.pictures = [...screen.pictures, made.picture];
}

describe('copies', () => {
  const from = { x: 0, y: 20 };
  const to = { x: 0, y: 0, width: 300, height: 180 };

  it('are made in the page', () => {
    const setting = start();
    const { screen, page } = setting;
    const before = page.frames.length;
    screen.copy(from, to);
    assert.deepEqual(forms(page, before), ['copy']);
    assert.deepEqual(page.words, screen.words);
    assert.ok(page.frames.at(-1)!.bytes.length < 40);
  });

  it('come before the pixels that were painted after them', () => {
    const setting = start();
    const { screen, page } = setting;
    const before = page.frames.length;
    const damage = screen.copy(from, to, false);
    screen.draw({ x: 0, y: 180, width: 300, height: 20 }, rgb(1, 2, 3));
    screen.damage(damage, { x: 0, y: 180, width: 300, height: 20 });
    assert.equal(forms(page, before)[0], 'copy');
    assert.deepEqual(page.words, screen.words);
  });

  it('move what the page does not have yet as pixels', () => {
    const setting = start(300, 600);
    const whole = { x: 0, y: 0, width: 300, height: 580 };
    const { screen, page } = setting;
    const before = page.frames.length;
    const line = { x: 0, y: 580, width: 300, height: 20 };
    // Nothing is sent while two frames are on their way.
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(1, 1, 1));
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(2, 2, 2));
    screen.paint(line, rgb(3, 3, 3));
    screen.copy(from, whole);
    screen.paint(line, (x) => rgb(x & 255, 4, 4));
    screen.copy(from, whole);
    assert.equal(page.frames.length, before + 2);
    settle(setting);
    assert.deepEqual(page.words, screen.words);
    assert.equal(forms(page, before).filter((form) => form === 'copy').length, 2);
  });

  it('become pixels where the page has little of what is copied', () => {
    const setting = start();
    const { screen, page } = setting;
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(1, 1, 1));
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(2, 2, 2));
    const before = page.frames.length;
    screen.noise(3);
    screen.copy(from, to);
    settle(setting);
    assert.ok(!forms(page, before).includes('copy'));
    assert.deepEqual(page.words, screen.words);
  });

  it('are not collected without end while the page has no credit', () => {
    const setting = start();
    const { screen, page } = setting;
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(1, 1, 1));
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(2, 2, 2));
    const before = page.frames.length;
    for (let i = 0; i < 500; i++) screen.copy({ x: i % 7, y: 0 }, { x: 50, y: 50, width: 100, height: 100 });
    settle(setting);
    assert.ok(forms(page, before).filter((form) => form === 'copy').length <= 32);
    assert.deepEqual(page.words, screen.words);
  });

  it('from or to places that a resized screen has no longer are pixels', () => {
    const setting = start();
    const { screen, page } = setting;
    const damage = screen.copy(from, to, false);
    screen.resize(100, 100);
    screen.noise(4);
    screen.damage(damage);
    settle(setting);
    assert.deepEqual(page.words, screen.words);
  });
});

describe('pictures of the server', () => {
  const place = { x: 10, y: 20, width: 200, height: 100 };

  it('go to the page as they came, and nobody reads their pixels', () => {
    const setting = start();
    const { screen, page } = setting;
    const before = page.frames.length;
    show(setting, place);
    screen.damage(place);
    assert.deepEqual(forms(page, before), ['jpeg']);
    assert.deepEqual(screen.decoded, []);
    assert.deepEqual(page.words, screen.words);
    assert.ok(page.frames.at(-1)!.bytes.length < screen.pictures[0]!.jpeg.length + 50);
  });

  it('are sent once, however often something beside them changes', () => {
    const setting = start();
    const { screen, page } = setting;
    show(setting, place);
    screen.damage(place);
    settle(setting);
    const before = page.frames.length;
    screen.paint({ x: 0, y: 0, width: 10, height: 200 }, rgb(9, 9, 9));
    assert.ok(!forms(page, before).includes('jpeg'));
    assert.deepEqual(screen.decoded, []);
    assert.deepEqual(page.words, screen.words);
  });

  it('are sent as far as they were not painted over', () => {
    const setting = start();
    const { screen, page } = setting;
    show(setting, place);
    const over = { x: 10, y: 20, width: 200, height: 40 };
    screen.pictures = [{ ...screen.pictures[0]!, visible: [{ x: 10, y: 60, width: 200, height: 60 }] }];
    screen.draw(over, (x, y) => rgb(x & 255, y, 7));
    screen.damage(place, over);
    settle(setting);
    assert.deepEqual(screen.decoded, []);
    assert.deepEqual(page.words, screen.words);
  });

  it('become pixels when somebody else has them decoded before they are sent', () => {
    const setting = start();
    const { screen, page } = setting;
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(1, 1, 1));
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(2, 2, 2));
    const before = page.frames.length;
    show(setting, place);
    screen.damage(place);
    screen.pictures = [];
    settle(setting);
    assert.ok(!forms(page, before).includes('jpeg'));
    assert.deepEqual(page.words, screen.words);
  });

  it('are sent again to a page that is ready again', () => {
    const setting = start();
    const { screen, page, sender } = setting;
    show(setting, place);
    screen.damage(place);
    settle(setting);
    page.words.fill(0);
    const before = page.frames.length;
    sender.ready();
    settle(setting);
    assert.equal(forms(page, before).filter((form) => form === 'jpeg').length, 1);
    assert.deepEqual(page.words, screen.words);
  });

  it('are pixels for a page that could not read a frame', () => {
    const setting = start();
    const { screen, page, sender } = setting;
    show(setting, place);
    screen.damage(place);
    page.words.fill(0);
    const before = page.frames.length;
    sender.unreadable();
    settle(setting);
    assert.ok(!forms(page, before).includes('jpeg'));
    assert.deepEqual(page.words, screen.words);
    const next = page.frames.length;
    sender.ready();
    assert.ok(forms(page, next).includes('jpeg'), 'another page may be able to');
  });

  it('keep to the budget of a frame', () => {
    const setting = start(400, 400);
    const { screen, page } = setting;
    const before = page.frames.length;
    const parts = [0, 1, 2, 3].map((i) => ({ x: 0, y: i * 100, width: 400, height: 100 }));
    for (const [i, part] of parts.entries()) show(setting, part, i);
    const heavy = screen.pictures.map((sent) => ({
      ...sent,
      jpeg: Buffer.concat([sent.jpeg, Buffer.alloc(600_000)]),
    }));
    screen.pictures = heavy;
    screen.damage(...parts);
    assert.deepEqual(forms(page, before), ['jpeg', 'jpeg', 'jpeg', 'jpeg']);
    assert.equal(page.frames.length, before + 2);
    settle(setting);
    assert.deepEqual(page.words, screen.words);
  });
});

describe('frames while an update is being painted', () => {
  const from = { x: 0, y: 20 };
  const to = { x: 0, y: 0, width: 300, height: 180 };

  it('do not move pixels that were sent too early', () => {
    const setting = start();
    const { screen, page } = setting;
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(1, 1, 1));
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(2, 2, 2));
    screen.paint({ x: 0, y: 100, width: 300, height: 20 }, rgb(3, 3, 3));
    const before = page.frames.length;
    screen.updating = true;
    const damage = screen.copy(from, to, false);
    settle(setting);
    assert.ok(page.frames.length > before);
    screen.updating = false;
    screen.damage(damage);
    settle(setting);
    assert.deepEqual(page.words, screen.words);
  });

  it('wait where copies wait, until the update has ended', () => {
    const setting = start();
    const { screen, page } = setting;
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(1, 1, 1));
    screen.paint({ x: 0, y: 0, width: 3, height: 3 }, rgb(2, 2, 2));
    screen.copy(from, to);
    const before = page.frames.length;
    screen.updating = true;
    settle(setting);
    assert.equal(page.frames.length, before);
    screen.updating = false;
    screen.settled();
    assert.deepEqual(forms(page, before), ['copy']);
    assert.deepEqual(page.words, screen.words);
  });
});

describe('any mixture of fills, noise, copies and pictures', () => {
  for (let seed = 1; seed <= 12; seed++) {
    it(`is the screen's picture in the end, however credit comes back (${seed})`, () => {
      const setting = start(160, 130);
      const { screen, page, sender } = setting;
      const random = new SeededRandom(seed);
      const anyRect = (): Rect => {
        const [width, height] = [1 + random.below(120), 1 + random.below(90)];
        return { x: random.below(160 - width), y: random.below(130 - height), width, height };
      };
      for (let update = 0; update < 40; update++) {
        screen.updating = true;
        const told: Damage[] = [];
        for (let count = random.below(4); count >= 0; count--) {
          const rect = anyRect();
          const kind = random.below(4);
          if (kind === 3) {
            const { x, y } = anyRect();
            const size = { width: Math.min(rect.width, 160 - x), height: Math.min(rect.height, 130 - y) };
            const source = { x, y, ...size };
            // As a framebuffer does: what is copied is decoded, what is painted over is gone.
            screen.settle(source);
            screen.overwrite({ ...rect, ...size });
            told.push(screen.copy(source, { ...rect, ...size }, false));
          } else {
            screen.overwrite(rect);
            if (kind === 2) show(setting, rect, update);
            else
              screen.draw(
                rect,
                kind === 0 ? rgb(update, 5, 6) : (x, y) => rgb((x * update) & 255, y & 255, update),
              );
            told.push(rect);
          }
          if (random.below(3) === 0 && setting.owed < page.frames.length)
            sender.painted(page.frames[setting.owed++]!.sequence);
          if (random.below(12) === 0) screen.settle(anyRect());
        }
        screen.updating = false;
        screen.damage(...told);
        while (random.below(2) === 0 && setting.owed < page.frames.length)
          sender.painted(page.frames[setting.owed++]!.sequence);
      }
      settle(setting);
      assert.deepEqual(page.words, screen.words);
      assert.deepEqual(screen.decoded, []);
      assert.equal(wholeOf(screen.size).width, page.width);
    });
  }
});
