import assert from 'node:assert/strict';
import { createDeferred } from '../../../src/core/base/deferred.ts';
import type { Recording, RecordingResult } from '../../../src/core/recording/recording.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { Recordings } from '../../../src/vscode/recording/recordings.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
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
