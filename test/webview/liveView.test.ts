import assert from 'node:assert/strict';
import { isVncError } from '../../src/core/base/errors.ts';
import type { HostToView } from '../../src/protocol/messages.ts';
import { LiveView } from '../../src/vscode/screen/liveView.ts';
import { FakeSession } from './support/fakeSession.ts';

function start(prepare: (fake: FakeSession) => void = () => undefined): {
  fake: FakeSession;
  view: LiveView;
  posts: HostToView[];
  calls: string[];
} {
  const fake = new FakeSession();
  prepare(fake);
  const posts: HostToView[] = [];
  const calls: string[] = [];
  const view = new LiveView(fake.session, {
    post: (message) => void posts.push(message),
    changed: () => void calls.push('changed'),
    closed: () => void calls.push('closed'),
    unreadable: () => void calls.push('unreadable'),
    refused: (error) => void calls.push(`refused ${isVncError(error) ? error.code : String(error)}`),
  });
  return { fake, view, posts, calls };
}

describe('the live view of a session', () => {
  it('sends cursor and screen to a page that is ready', () => {
    const { view, posts } = start((fake) => {
      const pixels = new Uint8Array(new ArrayBuffer(400), 100, 4);
      fake.cursor = { width: 1, height: 1, hotspotX: 0, hotspotY: 0, pixels };
    });
    view.ready();
    assert.deepEqual(
      posts.map(({ type }) => type),
      ['cursor', 'frame'],
    );
    const [first] = posts;
    assert.ok(first?.type === 'cursor');
    assert.equal(first.cursor?.pixels.buffer.byteLength, 4);
  });

  it('tells a page that the server draws the cursor itself', () => {
    const { view, posts } = start();
    view.ready();
    assert.deepEqual(posts[0], { type: 'cursor' });
  });

  it('passes a new cursor on', () => {
    const { fake, posts } = start();
    fake.showCursor({ width: 0, height: 0, hotspotX: 0, hotspotY: 0, pixels: new Uint8Array(0) });
    assert.equal(posts.at(-1)?.type, 'cursor');
  });

  it('brings keys, pointer and wheel to the session', () => {
    const { fake, view } = start();
    view.receive({ type: 'key', code: 'KeyA', key: 'a', location: 0, down: true });
    view.receive({ type: 'key', code: 'KeyA', key: 'a', location: 0, down: false });
    view.receive({ type: 'pointer', x: 4, y: 5, buttons: 1 });
    view.receive({ type: 'movement', dx: -3, dy: 2, buttons: 4 });
    view.receive({ type: 'wheel', x: 4, y: 5, right: 0, down: -2 });
    view.receive({ type: 'wheel', right: 1, down: 0 });
    view.receive({ type: 'releaseAll' });
    assert.deepEqual(fake.input, [
      '+KeyA',
      '-KeyA',
      '4,5:1',
      'by -3,2:4',
      'wheel 0,-2',
      'wheel 1,0 in place',
      'all-up',
    ]);
  });

  it('types text, and tells of one that cannot be typed', () => {
    const { fake, view, calls } = start();
    view.receive({ type: 'text', text: '日本' });
    fake.untypable = '☃';
    view.receive({ type: 'text', text: 'a☃' });
    assert.deepEqual(fake.input, ['text 日本']);
    assert.deepEqual(calls, ['refused VNC_UNTYPABLE']);
  });

  it('holds modifiers apart from the keys of the person, and lets go of both when the page is hidden', () => {
    const { fake, view } = start();
    view.receive({ type: 'modifier', modifier: 'ctrl', down: true });
    view.receive({ type: 'key', code: 'KeyC', key: 'c', location: 0, down: true });
    view.receive({ type: 'releaseAll' });
    assert.deepEqual(fake.input, ['hold +ControlLeft', '+KeyC', 'all-up']);
    view.hidden();
    assert.deepEqual(fake.input.slice(3), ['holds up', 'all-up']);
    view.dispose();
    assert.deepEqual(fake.input.slice(5), ['holds gone', 'gone']);
  });

  it('holds a modifier on when the person’s own key of it comes up', () => {
    const { fake, view } = start();
    view.receive({ type: 'modifier', modifier: 'ctrl', down: true });
    view.receive({ type: 'key', code: 'ControlLeft', key: 'Control', location: 1, down: true });
    view.receive({ type: 'key', code: 'ControlLeft', key: 'Control', location: 1, down: false });
    assert.deepEqual(fake.input, ['hold +ControlLeft', '+ControlLeft', '-ControlLeft', 'hold +ControlLeft']);
    view.receive({ type: 'modifier', modifier: 'ctrl', down: false });
    assert.equal(fake.input.at(-1), 'hold -ControlLeft');
  });

  it('makes capitals of letters while Shift is held for the person, whose own keys know nothing of it', () => {
    const { fake, view } = start();
    const keys: string[] = [];
    fake.onKey = (key) => void keys.push(key);
    view.receive({ type: 'modifier', modifier: 'shift', down: true });
    for (const key of ['a', 'ß', '1', 'Enter', 'é'])
      view.receive({ type: 'key', code: '', key, location: 0, down: true });
    view.receive({ type: 'text', text: 'я' });
    view.receive({ type: 'modifier', modifier: 'shift', down: false });
    view.receive({ type: 'key', code: 'KeyA', key: 'a', location: 0, down: true });
    assert.deepEqual(keys, ['A', 'ß', '!', 'Enter', 'É', 'a']);
    assert.ok(fake.input.includes('text Я'));
  });

  it('holds nothing any more once the connection was lost, whatever the page says of it meanwhile', () => {
    for (const tells of [true, false]) {
      const { fake, view } = start();
      const keys: string[] = [];
      fake.onKey = (key) => void keys.push(key);
      for (const modifier of ['shift', 'ctrl'] as const) {
        view.receive({ type: 'modifier', modifier, down: true });
        fake.lose(1);
        if (tells) view.receive({ type: 'modifier', modifier, down: false });
        fake.open();
      }
      fake.input.length = 0;
      view.receive({ type: 'key', code: 'ControlLeft', key: 'Control', location: 1, down: true });
      view.receive({ type: 'key', code: 'ControlLeft', key: 'Control', location: 1, down: false });
      view.receive({ type: 'key', code: 'KeyA', key: 'a', location: 0, down: true });
      assert.deepEqual(fake.input, ['+ControlLeft', '-ControlLeft', '+KeyA']);
      assert.deepEqual(keys, ['Control', 'a']);
    }
  });

  it('brings no input to a session that is only viewed, or has ended', () => {
    for (const prepare of [
      (fake: FakeSession) => void (fake.viewOnly = true),
      (fake: FakeSession) => void (fake.state = { phase: 'closed' }),
    ]) {
      const { fake, view } = start(prepare);
      view.receive({ type: 'key', code: 'KeyA', key: 'a', location: 0, down: true });
      view.receive({ type: 'pointer', x: 4, y: 5, buttons: 1 });
      view.receive({ type: 'text', text: 'é' });
      view.receive({ type: 'modifier', modifier: 'ctrl', down: true });
      assert.deepEqual(fake.input, []);
    }
  });

  it('lets people take over, resume and stop', () => {
    const { fake, view } = start();
    for (const command of ['takeOver', 'resume', 'stopDriver'] as const)
      view.receive({ type: 'command', command });
    assert.deepEqual(fake.input, ['take over', 'resume', 'stop']);
  });

  it('leaves to the panel what is not for the session', () => {
    const { view } = start();
    for (const command of ['reconnect', 'showAgain', 'showLog'] as const) {
      assert.equal(view.receive({ type: 'command', command }), false);
    }
    assert.equal(view.receive({ type: 'ready', version: 1 }), false);
    assert.equal(view.receive({ type: 'copied', id: 1 }), false);
  });

  it('lets everything come up when nobody sees the page, and sends it nothing', () => {
    const { fake, view, posts } = start();
    view.ready();
    view.hidden();
    const { length } = posts;
    fake.remote.noise();
    assert.equal(posts.length, length);
    assert.deepEqual(fake.input, ['all-up']);
  });

  it('sends the screen anew after a frame that could not be read, but not for ever: then it says so', () => {
    const { view, posts, calls } = start();
    view.ready();
    const frames = (): number => posts.filter(({ type }) => type === 'frame').length;
    for (let i = 0; i < 10; i++) view.receive({ type: 'badFrame', reason: 'broken' });
    assert.equal(frames(), 4);
    assert.deepEqual(calls, ['unreadable']);
    // Another page may do better.
    view.ready();
    assert.equal(frames(), 5);
    view.receive({ type: 'badFrame', reason: 'broken' });
    assert.equal(frames(), 6);
    assert.deepEqual(calls, ['unreadable']);
  });

  it('tells the panel of drivers and sizes, and of the end', () => {
    const { fake, calls } = start();
    fake.drive({ kind: 'script', name: 'smoke.vncscript' });
    fake.remote.resize(10, 10);
    fake.point('relative');
    fake.close();
    assert.deepEqual(calls, ['changed', 'changed', 'changed', 'closed']);
  });

  it('sends the last picture to a page that comes back after the end of the session', () => {
    const { fake, view, posts } = start();
    view.ready();
    fake.close();
    view.hidden();
    posts.length = 0;
    view.ready();
    assert.deepEqual(
      posts.map(({ type }) => type),
      ['cursor', 'frame'],
    );
    assert.deepEqual(fake.input, []);
  });

  it('lets go of the session when it is disposed', () => {
    const { fake, view, posts } = start();
    view.ready();
    view.dispose();
    const { length } = posts;
    fake.remote.noise();
    fake.drive(undefined);
    assert.deepEqual(fake.input, ['gone']);
    assert.equal(fake.remote.listeners, 0);
    assert.equal(posts.length, length);
  });
});
