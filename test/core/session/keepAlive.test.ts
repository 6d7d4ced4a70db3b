import assert from 'node:assert/strict';
import { KeepAlive } from '../../../src/core/session/keepAlive.ts';
import { FakeClock } from '../../support/fakeClock.ts';

/** A server that answers as the test says. */
class Watched {
  readonly clock = new FakeClock();
  readonly asked: number[] = [];
  readonly silences: number[] = [];
  bytes = 100;
  answers = true;
  readonly keepAlive: KeepAlive;

  constructor(interval = 30_000, silenceLimit = 20_000) {
    this.keepAlive = new KeepAlive({
      clock: this.clock,
      interval,
      silenceLimit,
      bytesReceived: () => this.bytes,
      ask: () => {
        this.asked.push(this.clock.now());
        if (this.answers) this.bytes += 16;
      },
      silent: (milliseconds) => this.silences.push(milliseconds),
    });
  }
}

describe('whether a server is alive', () => {
  it('is asked once in a while when the screen is static, and that is no reason to give it up', async () => {
    const watched = new Watched();
    await watched.clock.advance(10 * 60_000);
    assert.deepEqual(watched.silences, []);
    assert.ok(watched.asked.length >= 18, `${watched.asked.length} questions in ten minutes`);
    watched.keepAlive.dispose();
    assert.equal(watched.clock.pending, 0);
  });

  it('is not asked while bytes keep coming', async () => {
    const watched = new Watched();
    for (let second = 0; second < 300; second += 1) {
      watched.bytes += 1;
      await watched.clock.advance(1000);
    }
    assert.deepEqual(watched.asked, []);
  });

  it('is given up when it leaves questions open for the whole limit, asked again every two seconds', async () => {
    const watched = new Watched();
    watched.answers = false;
    await watched.clock.advance(30_000);
    assert.deepEqual(watched.asked, [30_000]);
    await watched.clock.advance(19_999);
    assert.deepEqual(
      watched.asked,
      [30, 32, 34, 36, 38, 40, 42, 44, 46, 48].map((second) => second * 1000),
    );
    assert.deepEqual(watched.silences, []);
    await watched.clock.advance(1);
    assert.deepEqual(watched.silences, [20_000]);
    await watched.clock.advance(60_000);
    assert.equal(watched.silences.length, 1);
    assert.equal(watched.clock.pending, 0);
  });

  it('is given up that long after something that it had to answer', async () => {
    const watched = new Watched();
    await watched.clock.advance(5000);
    watched.answers = false;
    watched.keepAlive.expect();
    watched.keepAlive.expect();
    await watched.clock.advance(1999);
    assert.deepEqual(watched.asked, []);
    await watched.clock.advance(1);
    assert.deepEqual(watched.asked, [7000]);
    await watched.clock.advance(18_000);
    assert.deepEqual(watched.silences, [20_000]);
  });

  it('is alive again with the first byte of an answer', async () => {
    const watched = new Watched();
    watched.answers = false;
    watched.keepAlive.expect();
    await watched.clock.advance(17_000);
    watched.bytes += 1;
    await watched.clock.advance(5000);
    assert.deepEqual(watched.silences, []);
    watched.answers = true;
    await watched.clock.advance(600_000);
    assert.deepEqual(watched.silences, []);
  });

  it('has its time anew after this machine slept', async () => {
    const watched = new Watched();
    watched.answers = false;
    watched.keepAlive.expect();
    // The timer of the second look fires an hour late.
    const { clock } = watched;
    const now = clock.now.bind(clock);
    let slept = 0;
    clock.now = () => now() + slept;
    await clock.advance(1000);
    slept = 3_600_000;
    await clock.advance(3000);
    assert.deepEqual(watched.silences, []);
    await clock.advance(20_000);
    assert.equal(watched.silences.length, 1);
  });

  it('does not matter when both limits are off', async () => {
    const watched = new Watched(0, 0);
    watched.answers = false;
    watched.keepAlive.expect();
    await watched.clock.advance(3_600_000);
    assert.deepEqual(watched.asked, []);
    assert.deepEqual(watched.silences, []);
  });

  it('is asked, but never given up, without a limit', async () => {
    const watched = new Watched(30_000, 0);
    watched.answers = false;
    await watched.clock.advance(120_000);
    assert.deepEqual(watched.asked, [30_000, 60_000, 90_000, 120_000]);
    assert.deepEqual(watched.silences, []);
  });
});
