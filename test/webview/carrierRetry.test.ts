import assert from 'node:assert/strict';
import { CarrierRetry } from '../../src/vscode/screen/carrierRetry.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { FakeWay } from './support/fakeWay.ts';

describe('when a direct carrier that broke is tried again', () => {
  it('is soon, then less and less often, and at least once a minute', async () => {
    const clock = new FakeClock();
    const times: number[] = [];
    const retry: CarrierRetry = new CarrierRetry(clock, () => {
      times.push(clock.now());
      retry.failed();
    });
    retry.reached();
    retry.failed();
    await clock.advance(250_000);
    assert.deepEqual(times, [2000, 6000, 14_000, 30_000, 62_000, 122_000, 182_000, 242_000]);
    retry.dispose();
    assert.equal(clock.pending, 0);
  });

  it('is less and less often for one that comes and goes, and soon for one that was steady', async () => {
    const clock = new FakeClock();
    const times: number[] = [];
    const retry = new CarrierRetry(clock, () => times.push(clock.now()));
    for (const lasts of [1000, 1000, 59_999, 60_000]) {
      retry.reached();
      await clock.advance(lasts);
      const brokeAt = clock.now();
      retry.failed();
      await clock.advance(100_000);
      times.push((times.pop() ?? 0) - brokeAt);
    }
    assert.deepEqual(times, [2000, 4000, 8000, 2000]);
  });

  it('is never when it has led nowhere, and not after it was called off', async () => {
    const clock = new FakeClock();
    let attempts = 0;
    const retry = new CarrierRetry(clock, () => (attempts += 1));
    assert.equal(retry.failed(), false);
    retry.reached();
    assert.equal(retry.failed(), true);
    retry.reset();
    assert.equal(clock.pending, 0);
    assert.equal(retry.failed(), false);
    await clock.advance(1_000_000);
    assert.equal(attempts, 0);
  });
});

describe('a frame channel whose direct carrier broke', () => {
  async function broken(): Promise<FakeWay> {
    const way = new FakeWay('direct');
    way.ready();
    await way.settle();
    assert.equal(way.host.carrier, 'direct');
    way.line?.break();
    way.line?.hostHears();
    await way.settle();
    assert.equal(way.host.carrier, 'messages');
    return way;
  }

  it('comes back to it with another token, and loses and doubles nothing on the way there and back', async () => {
    const way = await broken();
    const first = way.line;
    way.frame(1);
    way.key('KeyA');
    assert.deepEqual([way.admitted.length, way.locked], [1, true]);
    await way.clock.advance(2000);
    way.frame(2);
    way.key('KeyB');
    await way.settle();
    assert.notEqual(way.line, first);
    assert.deepEqual(way.presented, ['vnc-agent-bridge.frames.1', 'token.token2']);
    assert.deepEqual([way.host.carrier, way.page.carrier], ['direct', 'direct']);
    way.frame(3);
    way.key('KeyC');
    assert.deepEqual([way.toPage, way.toHost], [[], []]);
    way.line?.break();
    way.line?.pageHears();
    way.frame(4);
    way.key('KeyD');
    await way.settle();
    assert.deepEqual(way.frames, [1, 2, 3, 4]);
    assert.deepEqual(way.keys, ['KeyA', 'KeyB', 'KeyC', 'KeyD']);
    assert.deepEqual(way.logged, []);
  });

  it('goes on trying while the page does not reach the host, and lets nobody in between', async () => {
    const way = await broken();
    way.reachable = () => false;
    // Each attempt takes a token for each of the two addresses.
    for (const [pause, admitted] of [
      [2000, 3],
      [4000, 5],
      [8000, 7],
    ] as const) {
      await way.clock.advance(pause - 1);
      await way.settle();
      assert.equal(way.admitted.length, admitted - 2);
      await way.clock.advance(1);
      await way.settle();
      assert.deepEqual([way.admitted.length, way.locked], [admitted, true]);
    }
    way.reachable = () => true;
    await way.clock.advance(16_000);
    await way.settle();
    assert.deepEqual([way.host.carrier, way.page.carrier], ['direct', 'direct']);
    assert.deepEqual(way.logged, []);
  });

  it('comes back to one that did not answer when it was measured', async () => {
    const way = new FakeWay('auto');
    way.ready();
    await way.settle();
    way.line = undefined;
    way.page.send({ type: 'painted', sequence: 0 });
    await way.settle();
    await way.clock.advance(3000);
    await way.settle();
    assert.equal(way.host.carrier, 'messages');
    await way.clock.advance(2000);
    await way.settle();
    assert.equal(way.host.carrier, 'direct');
  });

  it('tries nothing while nobody sees the page, or when the person wants messages', async () => {
    for (const end of ['gone', 'messages', 'disposed'] as const) {
      const way = await broken();
      if (end === 'gone') way.host.pageGone();
      else if (end === 'messages') way.host.choose('messages');
      else way.host.dispose();
      assert.equal(way.clock.pending, 0, end);
      await way.clock.advance(1_000_000);
      assert.equal(way.admitted.length, 1, end);
    }
  });

  it('tries at once when the person wants it', async () => {
    const way = await broken();
    way.host.choose('messages');
    way.frame(1);
    way.key('KeyA');
    await way.settle();
    way.host.choose('direct');
    way.frame(2);
    way.key('KeyB');
    await way.settle();
    assert.equal(way.host.carrier, 'direct');
    assert.deepEqual(
      [way.frames, way.keys],
      [
        [1, 2],
        ['KeyA', 'KeyB'],
      ],
    );
  });

  it('can be offered it in the middle of a life that began with messages', async () => {
    const way = new FakeWay('messages');
    way.ready();
    way.frame(1);
    way.key('KeyA');
    way.host.choose('auto');
    way.frame(2);
    way.arriveAtPage();
    way.key('KeyB');
    await way.settle();
    await way.clock.advance(500);
    await way.settle();
    way.frame(3);
    way.key('KeyC');
    await way.settle();
    assert.equal(way.host.carrier, 'direct');
    assert.deepEqual(way.frames, [1, 2, 3]);
    assert.deepEqual(way.keys, ['KeyA', 'KeyB', 'KeyC']);
  });
});

describe('a frame channel whose page never reaches the host', () => {
  it('says so once, with a cure, and does not try again before the page begins anew', async () => {
    const way = new FakeWay('direct');
    way.reachable = () => false;
    way.ready();
    await way.settle();
    await way.clock.advance(1_000_000);
    await way.settle();
    assert.equal(way.admitted.length, 2);
    assert.equal(way.logged.length, 1);
    assert.match(
      way.logged[0] ?? '',
      /the page does not reach it; tried ws:\/\/127\.0\.0\.1:1, wss:\/\/elsewhere.*firewall.*"vncAgentBridge\.screen\.carrier"/,
    );
    way.ready();
    await way.settle();
    assert.equal(way.admitted.length, 4);
    assert.equal(way.logged.length, 1);
  });
});
