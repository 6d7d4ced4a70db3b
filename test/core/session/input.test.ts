import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { type VncErrorCode } from '../../../src/core/base/errorCodes.ts';
import { isVncError } from '../../../src/core/base/errors.ts';
import { limits } from '../../../src/core/base/limits.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { openFake } from './openFake.ts';

const fails =
  (code: VncErrorCode) =>
  (error: unknown): boolean =>
    isVncError(error, code);

describe('the mouse', () => {
  it('moves, and knows where it is', async () => {
    const { server, session } = await openFake();
    assert.deepEqual(session.mouse.position, { x: 32, y: 24 });
    await session.mouse.moveTo(63, 47.9);
    assert.equal(server.pointer, '63,47');
    assert.deepEqual(session.mouse.position, { x: 63, y: 47 });
  });

  for (const [x, y] of [
    [64, 0],
    [0, 48],
    [-1, 0],
    [Number.NaN, 0],
    [0, Number.POSITIVE_INFINITY],
  ] as const)
    it(`refuses the place ${x},${y} and sends nothing`, async () => {
      const { server, session } = await openFake();
      const outside = fails('VNC_OUTSIDE_SCREEN');
      await assert.rejects(session.mouse.moveTo(x, y), (error) => {
        assert.ok(isVncError(error, 'VNC_OUTSIDE_SCREEN'));
        assert.deepEqual(error.data, { x, y, width: 64, height: 48 });
        return true;
      });
      await assert.rejects(session.mouse.click({ at: { x, y } }), outside);
      await assert.rejects(session.mouse.drag({ x: 1, y: 1 }, { x, y }), outside);
      await assert.rejects(session.mouse.drag({ x: 1, y: 1 }, { x: 2, y: 2 }, { via: [{ x, y }] }), outside);
      await assert.rejects(session.scroll.up(1, { at: { x, y } }), outside);
      await assert.rejects(session.screen.pixel(x, y), outside);
      assert.deepEqual(server.messages, []);
    });

  it('clicks with any button, once or more often', async () => {
    const { server, session } = await openFake();
    await session.mouse.click({ at: { x: 5, y: 6 } });
    await session.mouse.click({ button: 'right' });
    await session.mouse.doubleClick({ at: { x: 7, y: 8 }, button: 'middle' });
    await session.mouse.click({ count: 3 });
    assert.equal(
      server.pointer,
      '5,6 5,6:1 5,6 5,6:4 5,6 7,8 7,8:2 7,8 7,8:2 7,8 7,8:1 7,8 7,8:1 7,8 7,8:1 7,8',
    );
  });

  it('keeps a held button down while it moves', async () => {
    const { server, session } = await openFake();
    await session.mouse.moveTo(1, 1);
    await session.mouse.down();
    await session.mouse.moveTo(2, 2);
    await session.mouse.down('right');
    await session.mouse.up();
    await session.mouse.up('right');
    await session.mouse.up('right');
    assert.equal(server.pointer, '1,1 1,1:1 2,2:1 2,2:5 2,2:4 2,2');
  });

  it('holds a long press as long as asked', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const click = session.mouse.click({ at: { x: 1, y: 2 }, hold: 900 });
    await clock.advance(899);
    assert.equal(server.pointer, '1,2 1,2:1');
    await clock.advance(1);
    await click;
    assert.equal(server.pointer, '1,2 1,2:1 1,2');
    assert.equal(clock.pending, 0);
  });

  it('drags in steps of at most 16 ms through every place and drops after a rest', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const options = { via: [{ x: 40, y: 0 }], duration: 160 };
    const drag = session.mouse.drag({ x: 0, y: 0 }, { x: 40, y: 40 }, options);
    await clock.advance(160);
    const places = server.pointer.split(' ');
    assert.deepEqual(places.slice(0, 2), ['0,0', '0,0:1']);
    assert.ok(places.includes('40,0:1'));
    assert.equal(places.at(-1), '40,40:1');
    assert.ok(places.length >= 12, `${places.length} events`);
    await clock.advance(50);
    await drag;
    assert.equal(server.pointer.split(' ').at(-1), '40,40');
    assert.equal(clock.pending, 0);
  });

  it('lets the button go where a drag is cancelled', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const abort = new AbortController();
    const drag = session.mouse.drag(
      { x: 0, y: 0 },
      { x: 60, y: 0 },
      { signal: abort.signal, button: 'right' },
    );
    const check = assert.rejects(drag, fails('VNC_CANCELLED'));
    await clock.advance(100);
    abort.abort();
    await check;
    const last = server.sent('pointer').at(-1);
    assert.equal(last?.buttons, 0);
    assert.ok(last.x > 0 && last.x < 60);
    assert.equal(clock.pending, 0);
  });

  it('lets the button go when the deadline of a drag passes', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const drag = session.mouse.drag({ x: 0, y: 0 }, { x: 60, y: 0 }, { timeout: 100 });
    const check = assert.rejects(drag, fails('VNC_ACTION_TIMEOUT'));
    await clock.advance(200);
    await check;
    assert.equal(server.sent('pointer').at(-1)?.buttons, 0);
  });

  it('does not count what an action is meant to take against its default deadline', async () => {
    const clock = new FakeClock();
    const { session } = await openFake({}, { clock });
    const drag = session.mouse.drag({ x: 0, y: 0 }, { x: 60, y: 0 }, { duration: 60_000, delay: 5000 });
    await clock.advance(65_100);
    await drag;
  });

  it('stays on the screen when that shrinks', async () => {
    const { server, session } = await openFake();
    await session.mouse.moveTo(60, 40);
    server.resize({ width: 10, height: 10 });
    const watching = session.screen.watch(() => undefined);
    await settle();
    watching.dispose();
    assert.deepEqual(session.mouse.position, { x: 9, y: 9 });
    await session.mouse.click();
    assert.equal(server.pointer, '60,40 9,9:1 9,9');
  });
});

describe('the wheel', () => {
  it('presses and releases the buttons 4 to 7 where the pointer is', async () => {
    const { server, session } = await openFake();
    await session.mouse.moveTo(3, 4);
    server.forget();
    await session.scroll.up(1);
    await session.scroll.down(2);
    await session.scroll.left(1, { at: { x: 9, y: 9 } });
    await session.scroll.right(1);
    assert.equal(server.pointer, '3,4:8 3,4 3,4:16 3,4 3,4:16 3,4 9,9 9,9:32 9,9 9,9:64 9,9');
  });

  it('turns three notches by default', async () => {
    const { server, session } = await openFake();
    await session.scroll.down();
    assert.equal(server.sent('pointer').filter(({ buttons }) => buttons === 16).length, 3);
  });

  it('keeps a held button down', async () => {
    const { server, session } = await openFake();
    await session.mouse.moveTo(1, 1);
    await session.mouse.down();
    await session.scroll.up(1);
    assert.equal(server.pointer, '1,1 1,1:1 1,1:9 1,1:1');
  });

  for (const notches of [0, -1, 1.5, Number.NaN, 10_001])
    it(`refuses ${notches} notches`, async () => {
      const { session } = await openFake();
      await assert.rejects(session.scroll.up(notches), fails('VNC_ARGUMENT_INVALID'));
    });
});

describe('the keyboard', () => {
  it('types text with Shift where a US keyboard needs it', async () => {
    const { server, session } = await openFake();
    await session.keyboard.typeText('aB:\né€д😀');
    assert.equal(
      server.keys,
      [
        '+61 -61',
        '+ffe1 +42 -42 -ffe1',
        '+ffe1 +3a -3a -ffe1',
        '+ff0d -ff0d',
        '+e9 -e9',
        '+20ac -20ac',
        '+6c4 -6c4',
        '+101f600 -101f600',
      ].join(' '),
    );
  });

  it('says what it cannot type before the first key', async () => {
    const { server, session } = await openFake();
    await assert.rejects(session.keyboard.typeText('fine until \u0007 and \u0001'), (error) => {
      assert.ok(isVncError(error, 'VNC_UNTYPABLE'));
      assert.deepEqual(error.data, { count: 2, characters: 'U+0007, U+0001' });
      return true;
    });
    assert.equal(server.keys, '');
  });

  it('refuses a text beyond the limit', async () => {
    const { session } = await openFake();
    const text = 'a'.repeat(limits.typedCharacters + 1);
    await assert.rejects(session.keyboard.typeText(text), fails('VNC_ARGUMENT_INVALID'));
  });

  it('waits between characters, and stops between them when it is cancelled', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const abort = new AbortController();
    const typing = session.keyboard.typeText('abc', { interval: 100, signal: abort.signal });
    const check = assert.rejects(typing, fails('VNC_CANCELLED'));
    await clock.advance(150);
    assert.equal(server.keys, '+61 -61 +62 -62');
    abort.abort();
    await check;
    assert.equal(server.keys, '+61 -61 +62 -62');
    assert.equal(clock.pending, 0);
  });

  it('presses chords in order and releases them in reverse', async () => {
    const { server, session } = await openFake();
    await session.keyboard.press('Delete+Alt+Ctrl');
    await session.keyboard.hotkey(['ctrl', 's']);
    assert.equal(server.keys, '+ffe3 +ffe9 +ffff -ffff -ffe9 -ffe3 +ffe3 +73 -73 -ffe3');
  });

  it('sends nothing of a chord with an unknown key', async () => {
    const { server, session } = await openFake();
    await assert.rejects(session.keyboard.press('Ctrl+Entr'), (error) => {
      assert.ok(isVncError(error, 'VNC_KEY_UNKNOWN'));
      assert.deepEqual(error.data, { key: 'Entr' });
      return true;
    });
    await assert.rejects(session.keyboard.hotkey(['Ctrl', 'nope']), fails('VNC_KEY_UNKNOWN'));
    await assert.rejects(session.keyboard.hotkey([]), fails('VNC_KEY_UNKNOWN'));
    assert.equal(server.keys, '');
  });

  it('holds keys until they are released', async () => {
    const { server, session } = await openFake();
    await session.keyboard.down('Shift');
    await session.keyboard.press('Shift+F1');
    await session.keyboard.up('shift');
    await session.keyboard.up('Shift');
    assert.equal(server.keys, '+ffe1 +ffbe -ffbe -ffe1');
  });
});

describe('the clipboard', () => {
  it('tells what the server announced last', async () => {
    const { server, session } = await openFake();
    const heard: string[] = [];
    session.onClipboard((text) => heard.push(text));
    assert.equal(await session.clipboard.get(), undefined);
    server.sendCutText('first');
    server.sendCutText('grüße\nhier');
    await settle();
    assert.equal(await session.clipboard.get(), 'grüße\nhier');
    assert.deepEqual(heard, ['first', 'grüße\nhier']);
  });

  it('sets and clears it, with line feeds', async () => {
    const { server, session } = await openFake();
    await session.clipboard.set('eins\r\nzwei: ä');
    await session.clipboard.clear();
    assert.deepEqual(
      server.sent('cutText').map(({ text }) => text),
      ['eins\nzwei: ä', ''],
    );
  });

  it('says how many characters the server cannot take, and sends none', async () => {
    const { server, session } = await openFake();
    await assert.rejects(session.clipboard.set('a€😀'), (error) => {
      assert.ok(isVncError(error, 'VNC_CLIPBOARD_UNSUPPORTED'));
      assert.deepEqual(error.data, { lost: 2, characters: 3 });
      return true;
    });
    assert.deepEqual(server.messages, []);
  });

  it('replaces them when told to, and counts them', async () => {
    const { server, session } = await openFake();
    assert.deepEqual(await session.clipboard.set('a€😀', { replaceUnknown: true }), { lost: 2 });
    assert.deepEqual(server.sent('cutText'), [{ type: 'cutText', text: 'a??' }]);
  });

  it('refuses a text beyond the limit', async () => {
    const { session } = await openFake();
    const text = 'x'.repeat(limits.cutTextBytes + 1);
    await assert.rejects(session.clipboard.set(text), fails('VNC_CLIPBOARD_TOO_LARGE'));
  });
});

describe('every action', () => {
  it('runs after those of the same caller that began before', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const click = session.mouse.click({ at: { x: 1, y: 1 }, hold: 500 });
    const cancelled = new AbortController();
    const second = assert.rejects(
      session.mouse.moveTo(5, 5, { signal: cancelled.signal }),
      fails('VNC_CANCELLED'),
    );
    const third = session.mouse.moveTo(2, 2);
    await clock.advance(100);
    cancelled.abort();
    await second;
    assert.equal(server.pointer, '1,1 1,1:1');
    await clock.advance(400);
    await Promise.all([click, third]);
    assert.equal(server.pointer, '1,1 1,1:1 1,1 2,2');
  });

  it('goes on after one that failed', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    const slow = assert.rejects(
      session.mouse.click({ hold: 500, timeout: 100 }),
      fails('VNC_ACTION_TIMEOUT'),
    );
    const next = session.mouse.moveTo(2, 2);
    await clock.advance(100);
    await Promise.all([slow, next]);
    assert.equal(server.sent('pointer').at(-1)?.buttons, 0);
  });

  it('waits after it was sent when a delay is asked for', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    let done = false;
    const press = session.keyboard.press('Enter', { delay: 300 }).then(() => (done = true));
    await clock.advance(299);
    assert.equal(server.keys, '+ff0d -ff0d');
    assert.equal(done, false);
    await clock.advance(1);
    await press;
    assert.equal(clock.pending, 0);
  });

  it('leaves no listener on the signal that could have cancelled it', async () => {
    const { session } = await openFake();
    const { signal } = new AbortController();
    await session.mouse.moveTo(1, 1, { signal });
    await session.keyboard.typeText('abc', { signal, interval: 1, delay: 1 });
    await session.screen.capture({ signal });
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });

  it('waits for room on the wire, within its deadline', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    server.pipe.bufferedBytes = 100_000;
    const move = session.mouse.moveTo(1, 1);
    const late = assert.rejects(session.mouse.moveTo(2, 2, { timeout: 50 }), fails('VNC_ACTION_TIMEOUT'));
    await clock.advance(60);
    await late;
    assert.equal(server.pointer, '');
    server.pipe.bufferedBytes = 0;
    await clock.advance(10);
    await move;
    assert.equal(server.pointer, '1,1');
    assert.equal(clock.pending, 0);
  });

  it('fails on a session that only looks, and sends nothing', async () => {
    const { server, session } = await openFake({}, { viewOnly: true });
    const refused = fails('VNC_VIEW_ONLY');
    await assert.rejects(session.mouse.moveTo(1, 1), refused);
    await assert.rejects(session.mouse.click(), refused);
    await assert.rejects(session.mouse.drag({ x: 1, y: 1 }, { x: 2, y: 2 }), refused);
    await assert.rejects(session.keyboard.typeText('a'), refused);
    await assert.rejects(session.keyboard.press('a'), refused);
    await assert.rejects(session.keyboard.down('a'), refused);
    await assert.rejects(session.scroll.down(), refused);
    await assert.rejects(session.clipboard.set('a'), refused);
    const driven = session.drive({ kind: 'script', name: 'a.vncscript' });
    await assert.rejects(driven.mouse.click(), refused);
    assert.deepEqual(server.messages, []);
    await session.screen.capture();
    assert.equal(await session.clipboard.get(), undefined);
  });

  it('ends with the session, and what it held is up on the server', async () => {
    const clock = new FakeClock();
    const { server, session } = await openFake({}, { clock });
    await session.keyboard.down('Ctrl');
    await session.mouse.moveTo(1, 1);
    const check = assert.rejects(session.mouse.click({ hold: 5000 }), fails('VNC_SESSION_CLOSED'));
    await clock.advance(10);
    assert.equal(server.pointer, '1,1 1,1:1');
    await session.close();
    await check;
    assert.equal(server.keys, '+ffe3 -ffe3');
    assert.equal(server.pointer, '1,1 1,1:1 1,1');
    assert.equal(server.pipe.ended, true);
    assert.equal(clock.pending, 0);
    await assert.rejects(session.keyboard.press('a'), fails('VNC_SESSION_CLOSED'));
  });
});
