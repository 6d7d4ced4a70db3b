import assert from 'node:assert/strict';
import { type VncError, isVncError, vncError } from '../../../src/core/base/errors.ts';
import { openSessionOver, type SessionOptions } from '../../../src/core/session/openSession.ts';
import type { Session, SessionState } from '../../../src/core/session/session.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { FakeRfbServer, type FakeRfbServerOptions } from '../../support/fakeRfbServer.ts';

/** A place where servers in memory come and go, and a session that keeps to it. */
class Place {
  readonly clock = new FakeClock();
  readonly servers: FakeRfbServer[] = [];
  /** What the next connections find there: a server, or why there is none. */
  next: (FakeRfbServerOptions | VncError)[] = [];
  readonly states: string[] = [];
  session!: Session;

  /** Opens the session with the first server. */
  async open(options: Partial<SessionOptions> = {}, first: FakeRfbServerOptions = {}): Promise<Session> {
    this.next.unshift(first);
    this.session = await openSessionOver(() => this.#dial(), {
      name: 'fake',
      credentials: {},
      reconnect: {},
      random: () => 0,
      clock: this.clock,
      ...options,
    });
    this.session.onStateChange((state) => this.states.push(describeState(state)));
    return this.session;
  }

  get server(): FakeRfbServer {
    const server = this.servers.at(-1);
    assert.ok(server);
    return server;
  }

  /** The connection is lost. */
  async lose(): Promise<void> {
    this.server.drop(vncError('VNC_CONNECTION_LOST'));
    await settle();
  }

  async #dial(): Promise<FakeRfbServer['pipe']> {
    const next = this.next.shift() ?? {};
    await Promise.resolve();
    if (isVncError(next)) throw next;
    const server = new FakeRfbServer(next);
    this.servers.push(server);
    return server.pipe;
  }
}

function describeState(state: SessionState): string {
  switch (state.phase) {
    case 'open':
      return 'open';
    case 'reconnecting':
      return `${state.nextAttemptAt === undefined ? 'trying' : 'waiting'} ${state.attempt} ${state.error.code}`;
    case 'closed':
      return `closed ${state.error?.code ?? ''}`;
  }
}

const whole = { x: 0, y: 0, width: 64, height: 48 };

describe('a session that reconnects', () => {
  it('stays the same session, and tells how it goes', async () => {
    const place = new Place();
    const session = await place.open();
    await place.lose();
    assert.deepEqual(place.states, ['waiting 1 VNC_CONNECTION_LOST']);
    assert.equal(session.state.phase, 'reconnecting');
    await place.clock.advance(500);
    assert.deepEqual(place.states.slice(1), ['trying 1 VNC_CONNECTION_LOST', 'open']);
    assert.equal(place.servers.length, 2);
    assert.equal(session.statistics.reconnects, 1);
    place.server.forget();
    await session.keyboard.press('a');
    assert.equal(place.server.keys, '+61 -61');
    await session.close();
    assert.equal(place.clock.pending, 0);
    assert.deepEqual(place.states.slice(3), ['closed ']);
  });

  it('ends with the loss when nobody asked for reconnecting', async () => {
    const place = new Place();
    const session = await place.open({ reconnect: undefined });
    await place.lose();
    assert.deepEqual(place.states, ['closed VNC_CONNECTION_LOST']);
    assert.equal(session.state.phase, 'closed');
    assert.equal(place.clock.pending, 0);
  });

  it('keeps the last picture until the first whole one of the new connection', async () => {
    const place = new Place();
    const session = await place.open();
    place.server.paint(whole, 0x112233);
    await session.screen.refresh();
    place.next = [{ silentAt: 'picture' }, {}];
    await place.lose();
    await place.clock.advance(500);
    assert.equal(place.servers.length, 2);
    assert.deepEqual([...session.screen.peek().pixels.subarray(0, 4)], [0x11, 0x22, 0x33, 255]);
    await place.clock.advance(15_000);
    assert.equal(place.states.at(-1), 'waiting 2 VNC_FIRST_PICTURE_TIMEOUT');
    await place.clock.advance(1000);
    assert.equal(session.state.phase, 'open');
    assert.deepEqual([...session.screen.peek().pixels.subarray(0, 4)], [255, 255, 255, 255]);
    await session.close();
  });

  it('tells panels and watchers of damage everywhere, and of another size', async () => {
    const place = new Place();
    const session = await place.open();
    const damage: string[] = [];
    const sizes: string[] = [];
    session.screen.watch((rects) => damage.push(...rects.map(({ width, height }) => `${width}x${height}`)));
    session.screen.onResize(({ width, height }) => sizes.push(`${width}x${height}`));
    const feed = session.feed((rects) => damage.push(`panel ${rects.length}`));
    feed.pull();
    place.next = [{ width: 80, height: 60 }];
    await place.lose();
    damage.length = 0;
    await place.clock.advance(500);
    assert.deepEqual(sizes, ['80x60']);
    assert.deepEqual(damage, ['panel 1', '80x60']);
    assert.deepEqual(session.size, { width: 80, height: 60 });
    place.server.paint({ x: 70, y: 50, width: 2, height: 1 }, 1);
    await settle();
    assert.equal(damage.at(-1), '2x1');
    await session.close();
  });

  it('lets captures wait for real pixels of the new connection', async () => {
    const place = new Place();
    const session = await place.open({}, { answers: true });
    place.server.answers = false;
    const before = session.screen.pixels();
    await place.lose();
    const during = session.screen.pixels({ region: { x: 0, y: 0, width: 1, height: 1 } });
    await place.clock.advance(499);
    await place.clock.advance(1);
    const pictures = await Promise.all([before, during]);
    assert.deepEqual(
      pictures.map(({ width }) => width),
      [64, 1],
    );
    // One request for the first picture, and one for each capture after it.
    const all = place.server.sent('updateRequest').filter(({ incremental }) => !incremental);
    assert.deepEqual(
      all.map(({ region }) => region.width),
      [64, 64, 1],
    );
    await session.close();
  });

  it('lets the actions of a script wait and go on', async () => {
    const place = new Place();
    const session = await place.open();
    const script = session.drive({ kind: 'script', name: 'test.vncscript' });
    await place.lose();
    const typing = script.keyboard.typeText('ab');
    const clicking = script.mouse.click({ at: { x: 3, y: 4 } });
    await place.clock.advance(499);
    await place.clock.advance(1);
    await Promise.all([typing, clicking]);
    assert.equal(place.server.keys, '+61 -61 +62 -62');
    assert.equal(place.server.pointer, '3,4 3,4:1 3,4');
    script.dispose();
    await session.close();
  });

  it('counts the time of an action while it waits', async () => {
    const place = new Place();
    const session = await place.open();
    place.next = Array.from({ length: 9 }, () => vncError('VNC_CONNECTION_REFUSED'));
    await place.lose();
    const pressing = session.keyboard.press('a', { timeout: 3000 });
    const capture = session.screen.capture({ timeout: 3000 });
    const failures = Promise.all([
      assert.rejects(pressing, { code: 'VNC_ACTION_TIMEOUT' }),
      assert.rejects(capture, { code: 'VNC_ACTION_TIMEOUT' }),
    ]);
    await place.clock.advance(3000);
    await failures;
    assert.equal(session.state.phase, 'reconnecting');
    await session.close();
  });

  it('holds no key or button of before', async () => {
    const place = new Place();
    const session = await place.open();
    const person = session.attachPerson('panel');
    person.key({ code: 'ShiftLeft', key: 'Shift', location: 1, down: true });
    person.pointer({ x: 5, y: 5, buttons: 1 });
    await place.lose();
    await place.clock.advance(500);
    place.server.forget();
    person.pointer({ x: 6, y: 6, buttons: 0 });
    person.key({ code: 'ShiftLeft', key: 'Shift', location: 1, down: false });
    await settle();
    assert.equal(place.server.pointer, '6,6');
    assert.equal(place.server.keys, '');
    await session.close();
  });

  it('fetches fresh means for every attempt', async () => {
    const place = new Place();
    let prepared = 0;
    const prepare: NonNullable<SessionOptions['reconnect']>['prepare'] = async () => {
      prepared += 1;
      return await Promise.resolve({
        target: { transport: 'tcp', host: '127.0.0.1', port: 1 },
        credentials: { password: `ticket ${prepared}` },
      });
    };
    await place.open({ reconnect: { prepare } });
    assert.equal(prepared, 0);
    place.next = [vncError('VNC_CONNECTION_REFUSED'), {}];
    await place.lose();
    await place.clock.advance(5000);
    assert.equal(place.session.state.phase, 'open');
    assert.equal(prepared, 2);
    await place.session.close();
  });

  it('ends when the means cannot be had', async () => {
    const place = new Place();
    await place.open({
      reconnect: { prepare: () => Promise.reject(vncError('VNC_TICKET_REJECTED')) },
    });
    await place.lose();
    await place.clock.advance(5000);
    assert.equal(place.states.at(-1), 'closed VNC_TICKET_REJECTED');
    assert.equal(place.servers.length, 1);
    assert.equal(place.clock.pending, 0);
  });

  it('ends what waits with the error that it gave up with', async () => {
    const place = new Place();
    await place.open({ reconnect: { maxAttempts: 2 } });
    place.next = [vncError('VNC_CONNECTION_REFUSED'), vncError('VNC_UNREACHABLE')];
    await place.lose();
    const pressing = assert.rejects(place.session.keyboard.press('a'), { code: 'VNC_UNREACHABLE' });
    const capture = assert.rejects(place.session.screen.capture(), { code: 'VNC_UNREACHABLE' });
    await place.clock.advance(5000);
    await Promise.all([pressing, capture]);
    assert.equal(place.states.at(-1), 'closed VNC_UNREACHABLE');
    assert.equal(place.clock.pending, 0);
  });

  it('is tried at once, or stopped, when a person says so', async () => {
    const place = new Place();
    await place.open();
    place.session.reconnectNow();
    place.session.stopReconnecting();
    assert.equal(place.session.state.phase, 'open');
    await place.lose();
    place.session.reconnectNow();
    await place.clock.advance(0);
    assert.equal(place.session.state.phase, 'open');
    assert.equal(place.servers.length, 2);
    await place.lose();
    place.session.stopReconnecting();
    assert.equal(place.states.at(-1), 'closed VNC_CONNECTION_LOST');
    await place.clock.advance(60_000);
    assert.equal(place.servers.length, 2);
    assert.equal(place.clock.pending, 0);
  });

  it('can be closed while it reconnects, in a pause and in an attempt', async () => {
    for (const [time, servers] of [
      [100, 1],
      [500, 2],
    ] as const) {
      const place = new Place();
      await place.open();
      place.next = [{ silentAt: 'version' }];
      await place.lose();
      await place.clock.advance(time);
      assert.equal(place.servers.length, servers);
      await place.session.close();
      assert.deepEqual(place.session.state, { phase: 'closed' });
      await place.clock.advance(60_000);
      assert.equal(place.servers.length, servers);
      assert.ok(place.servers.every(({ pipe }) => pipe.ended));
      assert.equal(place.clock.pending, 0);
    }
  });

  it('takes a server for lost that answers nothing any more', async () => {
    const place = new Place();
    const session = await place.open({ keepAlive: 10_000, silenceLimit: 6000 });
    place.server.answers = false;
    place.server.forget();
    await place.clock.advance(10_000);
    assert.deepEqual(place.server.sent('updateRequest'), [
      { type: 'updateRequest', incremental: false, region: { x: 0, y: 0, width: 16, height: 16 } },
    ]);
    await place.clock.advance(5999);
    assert.equal(session.state.phase, 'open');
    await place.clock.advance(1);
    assert.deepEqual(place.states, ['waiting 1 VNC_SERVER_SILENT']);
    assert.ok(place.server.pipe.ended);
    await place.clock.advance(500);
    assert.equal(session.state.phase, 'open');
    assert.equal(place.servers.length, 2);
    await session.close();
    assert.equal(place.clock.pending, 0);
  });
});
