import assert from 'node:assert/strict';
import { createDeferred } from '../../../src/core/base/deferred.ts';
import type { Recording, RecordingResult } from '../../../src/core/recording/recording.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { Recordings } from '../../../src/vscode/recording/recordings.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { FakeSession } from '../../core/recording/recordings.ts';
import { memoryMemento } from '../fixture/memoryMemento.ts';

/** A recording that ends when it is told to. */
function fakeRecording(file: string): Recording & { stops: number } {
  const ended = createDeferred<RecordingResult>();
  const result = { file, format: 'vncrec', reason: 'stopped', bytes: 5, milliseconds: 7 } as const;
  return {
    file,
    format: 'vncrec',
    bytes: 5,
    milliseconds: 7,
    stops: 0,
    ended: ended.promise,
    async stop() {
      this.stops += 1;
      ended.resolve(result);
      return await ended.promise;
    },
    async [Symbol.asyncDispose]() {
      await this.stop();
    },
  };
}

/** Recordings know sessions by who they are alone. */
const session = (): Session => ({}) as Session;

describe('the recordings of a window', () => {
  it('are known while they go on, and told of once a second', async () => {
    const clock = new FakeClock();
    const recordings = new Recordings(memoryMemento(), clock);
    let changes = 0;
    let looks = 0;
    recordings.onChange(() => (changes += 1));
    recordings.onLook(() => (looks += 1));
    const [one, two] = [session(), session()];
    const recording = fakeRecording('/a.vncrec');
    recordings.add(one, recording);
    assert.deepEqual(
      [recordings.of(one), recordings.of(two), recordings.of(undefined)],
      [recording, undefined, undefined],
    );
    await clock.advance(3500);
    assert.deepEqual([changes, looks], [1, 3]);
    await recording.stop();
    await settle();
    assert.deepEqual([recordings.of(one), recordings.all.length, changes], [undefined, 0, 2]);
    assert.equal(clock.pending, 0);
  });

  it('are forgotten when they have ended', async () => {
    const memory = memoryMemento();
    const recordings = new Recordings(memory, new FakeClock());
    const recording = fakeRecording('/a.vncrec');
    recordings.add(session(), recording);
    await recording.stop();
    await settle();
    assert.deepEqual(new Recordings(memory, new FakeClock()).takeInterrupted(), []);
  });

  it('see nothing of a secret that a script types in their session, and of that one alone', async () => {
    const clock = new FakeClock();
    const recordings = new Recordings(memoryMemento(), clock);
    const [fake, other] = [new FakeSession(4, 4), new FakeSession(4, 4)];
    // Everything that a recording uses of a session is there.
    const one = fake as unknown as Session;
    const two = other as unknown as Session;
    const red = (of: Session): number => {
      const pixel = new Uint8Array(4);
      recordings.viewOf(of).copyPixels({ x: 0, y: 0, width: 1, height: 1 }, pixel);
      return pixel[0] ?? -1;
    };
    // One that has begun before, and below one that begins while it is typed.
    const feed = recordings.viewOf(one).feed(() => undefined);
    const shield = recordings.shield(one);
    for (const session_ of [fake, other]) session_.fill({ x: 0, y: 0, width: 4, height: 4 }, 0xbb0000);
    assert.deepEqual([red(one), red(two)], [0, 0xbb]);
    shield.dispose();
    await clock.advance(100);
    assert.equal(red(one), 0);
    await clock.advance(1000);
    assert.equal(red(one), 0xbb);
    feed.dispose();
    recordings.shield(one).dispose();
    fake.enter({ phase: 'closed' });
    recordings.shield(two).dispose();
    recordings.dispose();
    assert.deepEqual([fake.feeds, clock.pending], [0, 0]);
  });

  it('that the window has ended, or crashed with, are told of in its next life, once', async () => {
    const memory = memoryMemento();
    const recordings = new Recordings(memory, new FakeClock());
    const [one, two] = [fakeRecording('/a.vncrec'), fakeRecording('/b.webm')];
    recordings.add(session(), one);
    recordings.add(session(), two);
    await recordings.endAll();
    await settle();
    assert.deepEqual([one.stops, two.stops], [1, 1]);
    const next = new Recordings(memory, new FakeClock());
    assert.deepEqual(next.takeInterrupted(), ['/a.vncrec', '/b.webm']);
    await settle();
    assert.deepEqual(next.takeInterrupted(), []);
  });
});
