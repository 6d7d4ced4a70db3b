import assert from 'node:assert/strict';
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
    view.receive({ type: 'wheel', x: 4, y: 5, right: 0, down: -2 });
    view.receive({ type: 'releaseAll' });
    assert.deepEqual(fake.input, ['+KeyA', '-KeyA', '4,5:1', 'wheel 0,-2', 'all-up']);
  });

  it('presses Ctrl+Alt+Delete and lets go in reverse', () => {
    const { fake, view } = start();
    view.receive({ type: 'command', command: 'ctrlAltDelete' });
    assert.deepEqual(fake.input, [
      '+ControlLeft',
      '+AltLeft',
      '+Delete',
      '-Delete',
      '-AltLeft',
      '-ControlLeft',
    ]);
  });

  it('brings no input to a session that is only viewed, or has ended', () => {
    for (const prepare of [
      (fake: FakeSession) => void (fake.viewOnly = true),
      (fake: FakeSession) => void (fake.state = { phase: 'closed' }),
    ]) {
      const { fake, view } = start(prepare);
      view.receive({ type: 'key', code: 'KeyA', key: 'a', location: 0, down: true });
      view.receive({ type: 'pointer', x: 4, y: 5, buttons: 1 });
      view.receive({ type: 'command', command: 'ctrlAltDelete' });
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
    for (const command of ['paste', 'screenshot', 'reconnect', 'showLog'] as const) {
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

  it('sends the screen anew after a frame that could not be read, but not for ever', () => {
    const { view, posts } = start();
    view.ready();
    for (let i = 0; i < 10; i++) view.receive({ type: 'badFrame', reason: 'broken' });
    assert.equal(posts.filter(({ type }) => type === 'frame').length, 4);
  });

  it('tells the panel of drivers and sizes, and of the end', () => {
    const { fake, calls } = start();
    fake.drive({ kind: 'script', name: 'smoke.vncscript' });
    fake.remote.resize(10, 10);
    fake.close();
    assert.deepEqual(calls, ['changed', 'changed', 'closed']);
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
