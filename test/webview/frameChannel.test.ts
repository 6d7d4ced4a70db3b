import assert from 'node:assert/strict';
import { encodeFrame } from '../../src/protocol/frames.ts';
import { FakeWay } from './support/fakeWay.ts';

async function begun(): Promise<FakeWay> {
  const way = new FakeWay('direct');
  way.ready();
  await way.settle();
  return way;
}

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 8;
  }
}

describe('the frame channel', () => {
  it('takes messages of the editor until a direct carrier is there, and then the direct one both ways', async () => {
    const way = new FakeWay('direct');
    way.frame(1);
    way.ready();
    way.frame(2);
    assert.equal(way.host.carrier, 'messages');
    await way.settle();
    assert.deepEqual([way.host.carrier, way.page.carrier], ['direct', 'direct']);
    way.frame(3);
    way.key('KeyA');
    assert.deepEqual([way.toPage, way.toHost], [[], []]);
    await way.settle();
    assert.deepEqual(way.frames, [1, 2, 3]);
    assert.deepEqual(way.keys, ['KeyA']);
    assert.deepEqual(way.presented, ['vnc-agent-bridge.frames.1', 'token.token1']);
  });

  it('opens nothing when the person wants messages', async () => {
    const way = new FakeWay('messages');
    way.ready();
    way.frame(1);
    way.key('KeyA');
    await way.settle();
    assert.deepEqual(way.admitted, []);
    assert.equal(way.line, undefined);
    assert.deepEqual([way.frames, way.keys], [[1], ['KeyA']]);
  });

  it('offers nothing to a page without an origin of its own', () => {
    for (const origin of [undefined, '', 'null']) {
      const way = new FakeWay('direct');
      way.host.pageReady(origin);
      assert.deepEqual(way.admitted, []);
      assert.deepEqual(way.toPage, []);
    }
  });

  it('measures both carriers after the first paint, and takes the direct one when it is no worse', async () => {
    const way = new FakeWay('auto');
    way.ready();
    await way.settle();
    assert.equal(way.host.carrier, 'messages');
    way.page.send({ type: 'painted', sequence: 0 });
    await way.settle();
    assert.deepEqual([way.host.carrier, way.page.carrier], ['direct', 'direct']);
  });

  it('measures a screen that nothing is painted of all the same', async () => {
    const way = new FakeWay('auto');
    way.ready();
    await way.settle();
    await way.clock.advance(500);
    await way.settle();
    assert.equal(way.host.carrier, 'direct');
  });

  it('stays with messages when the direct carrier does not answer while it is measured', async () => {
    const way = new FakeWay('auto');
    way.ready();
    await way.settle();
    const line = way.line;
    way.line = undefined;
    way.page.send({ type: 'painted', sequence: 0 });
    await way.settle();
    await way.clock.advance(3000);
    await way.settle();
    assert.equal(line?.open, false);
    assert.equal(way.host.carrier, 'messages');
    way.frame(1);
    way.key('KeyA');
    await way.settle();
    assert.deepEqual([way.frames, way.keys], [[1], ['KeyA']]);
  });

  it('goes on with messages where the page does not reach the host', async () => {
    const way = new FakeWay('direct');
    way.reachable = () => false;
    way.ready();
    way.frame(1);
    way.key('KeyA');
    await way.settle();
    way.frame(2);
    way.key('KeyB');
    await way.settle();
    assert.equal(way.locked, true);
    assert.deepEqual(
      [way.frames, way.keys],
      [
        [1, 2],
        ['KeyA', 'KeyB'],
      ],
    );
  });

  it('sends the page to the next address with another token when one does not lead to the host', async () => {
    const way = new FakeWay('direct');
    way.reachable = (address) => address.startsWith('wss:');
    way.ready();
    way.frame(1);
    way.arriveAtPage();
    way.key('KeyA');
    await way.settle();
    assert.equal(way.host.carrier, 'direct');
    assert.deepEqual(way.presented, ['vnc-agent-bridge.frames.1', 'token.token2']);
    assert.deepEqual([way.frames, way.keys], [[1], ['KeyA']]);
  });

  it('packs frames on a direct carrier that leads to another machine, and on no other', async () => {
    const pixels = new Uint8Array(100 * 100 * 3);
    const region = { form: 'rgb', x: 0, y: 0, width: 100, height: 100, pixels } as const;
    const frame = encodeFrame({ sequence: 1, width: 100, height: 100, regions: [region] });
    for (const [scheme, packs] of [
      ['ws:', false],
      ['wss:', true],
    ] as const) {
      const way = new FakeWay('direct');
      way.reachable = (address) => address.startsWith(scheme);
      way.ready();
      way.host.send(frame);
      await way.settle();
      assert.equal(way.host.carrier, 'direct');
      way.host.send(frame);
      await way.settle();
      assert.equal(way.sizes[0], frame.length);
      assert.equal((way.sizes[1] ?? 0) < frame.length, packs, scheme);
      // What was packed for the one carrier arrives over the other too.
      way.host.send(frame);
      way.line?.break();
      way.line?.hostHears();
      way.line?.pageHears();
      await way.settle();
      assert.equal(way.host.carrier, 'messages');
      assert.equal(way.sizes.length, 3);
    }
  });

  it('packs messages where they go to another machine as they are', async () => {
    const pixels = new Uint8Array(100 * 100 * 3);
    const region = { form: 'rgb', x: 0, y: 0, width: 100, height: 100, pixels } as const;
    const frame = encodeFrame({ sequence: 1, width: 100, height: 100, regions: [region] });
    const way = new FakeWay('messages', true);
    way.ready();
    way.host.send(frame);
    await way.settle();
    assert.ok((way.sizes[0] ?? 0) < frame.length / 10);
  });

  it('sends the page to the next address at once when trying one throws', async () => {
    const way = new FakeWay('direct');
    way.reachable = (address) => {
      if (address.startsWith('ws:')) throw new TypeError('what a browser does not have');
      return true;
    };
    way.ready();
    await way.settle();
    assert.equal(way.host.carrier, 'direct');
    assert.deepEqual(way.presented, ['vnc-agent-bridge.frames.1', 'token.token2']);
  });

  it('lets nobody in any more when the page does not come', async () => {
    const way = new FakeWay('direct');
    way.ready();
    assert.equal(way.locked, false);
    await way.clock.advance(20_000);
    assert.equal(way.locked, true);
    assert.equal(way.clock.pending, 0);
  });

  it('believes nobody who cannot prove to be the host', async () => {
    const way = new FakeWay('direct');
    way.ready();
    way.arriveAtPage();
    const { line } = way;
    assert.ok(line);
    line.toPage[0] = JSON.stringify({ type: 'proof', proof: 'another' });
    line.arriveAtPage();
    way.key('KeyA');
    assert.equal(line.open, false);
    assert.deepEqual(line.toHost, []);
    await way.settle();
    assert.deepEqual(way.keys, ['KeyA']);
  });

  it('loses and doubles nothing, and keeps the order, wherever the direct carrier breaks', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const way = await begun();
      const random = numbers(seed);
      const count = 20 + (random.next().value % 60);
      const breakAt = random.next().value % (count * 3);
      const expected = { frames: [] as number[], keys: [] as string[] };
      for (let step = 0; step < count * 3; step++) {
        if (step === breakAt) way.line?.break();
        switch (random.next().value % 9) {
          case 0:
            expected.frames.push(expected.frames.length);
            way.frame(expected.frames.length - 1);
            break;
          case 1:
            expected.keys.push(`Key${expected.keys.length}`);
            way.key(`Key${expected.keys.length - 1}`);
            break;
          case 2:
            way.line?.arriveAtPage();
            break;
          case 3:
            way.line?.arriveAtHost();
            break;
          case 4:
            way.arriveAtPage();
            break;
          case 5:
            way.arriveAtHost();
            break;
          case 6:
            if (way.line?.open === false) way.line.hostHears();
            break;
          case 7:
            if (way.line?.open === false) way.line.pageHears();
            break;
          default:
            break;
        }
      }
      way.line?.hostHears();
      way.line?.pageHears();
      await way.settle();
      assert.deepEqual(way.frames, expected.frames, `seed ${seed}`);
      assert.deepEqual(way.keys, expected.keys, `seed ${seed}`);
      assert.deepEqual([way.host.carrier, way.page.carrier], ['messages', 'messages']);
    }
  });

  it('goes over to messages when the person wants them, in mid-stream', async () => {
    const way = await begun();
    way.frame(1);
    way.key('KeyA');
    way.host.choose('messages');
    way.frame(2);
    way.key('KeyB');
    await way.settle();
    assert.deepEqual(
      [way.frames, way.keys],
      [
        [1, 2],
        ['KeyA', 'KeyB'],
      ],
    );
    assert.deepEqual([way.host.carrier, way.page.carrier], ['messages', 'messages']);
    way.ready();
    assert.deepEqual(way.admitted.length, 1);
  });

  it('does not wait for a connection that hangs', async () => {
    const way = await begun();
    const { line } = way;
    assert.ok(line);
    await way.clock.advance(20_000);
    assert.equal(way.host.carrier, 'direct');
    line.alive = false;
    way.frame(1);
    way.key('KeyA');
    way.line = undefined;
    await way.clock.advance(4500);
    await way.settle();
    assert.equal(way.host.carrier, 'messages');
    assert.deepEqual([way.frames, way.keys], [[1], ['KeyA']]);
  });

  it('gives a page that begins anew a link of its own: nothing of the old one reaches it', async () => {
    const way = await begun();
    const old = way.line;
    way.frame(1);
    way.key('KeyA');
    way.host.pageGone();
    assert.equal(way.locked, true);
    assert.equal(old?.open, false);
    way.ready();
    way.frame(2);
    way.key('KeyB');
    await way.settle();
    assert.deepEqual([way.frames, way.keys], [[2], ['KeyB']]);
    assert.equal(way.host.carrier, 'direct');
    assert.equal(way.admitted.length, 2);
  });

  it('ends a direct carrier that says what no page says', async () => {
    const texts = ['', 'no JSON', '{"type":"carried","number":1,"ack":0,"message":{"type":"command"}}', '[]'];
    for (const text of texts) {
      const way = await begun();
      way.line?.toHost.push(text);
      way.line?.arriveAtHost();
      assert.equal(way.host.carrier, 'messages');
      assert.equal(way.line?.open, false);
      assert.deepEqual(way.delivered, []);
    }
  });

  it('leaves no timer behind', async () => {
    const way = await begun();
    way.host.dispose();
    assert.equal(way.clock.pending, 0);
    assert.equal(way.line?.open, false);
  });
});
