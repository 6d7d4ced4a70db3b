import assert from 'node:assert/strict';
import { type FileHandle, open, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { openRecording } from '../../../src/core/recording/openRecording.ts';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { runProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { FakeSession } from './recordings.ts';

/** Files have room for so many bytes, until the result is disposed: what goes beyond fails as on a disk that is full. */
async function diskOf(bytes: number): Promise<Disposable> {
  const handle = await open(path.join(temporaryFolder(), 'any'), 'w');
  await handle.close();
  const prototype: unknown = Object.getPrototypeOf(handle);
  assert.ok(typeof prototype === 'object' && prototype !== null);
  const write: unknown = Reflect.get(prototype, 'write');
  assert.ok(typeof write === 'function');
  const limited = async function (
    this: FileHandle,
    data: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<unknown> {
    if (position + length > bytes)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return await (Reflect.apply(write, this, [data, offset, length, position]) as Promise<unknown>);
  };
  Reflect.set(prototype, 'write', limited);
  return { [Symbol.dispose]: () => void Reflect.set(prototype, 'write', write) };
}

/** A picture that is small nowhere. */
function change(session: FakeSession, seed: number): void {
  const { width, height } = session.size;
  const words = new Uint32Array(width * height).map(
    (_, i) => (Math.imul(i + seed * 77, 2_654_435_761) | 0xff000000) >>> 0,
  );
  session.framebuffer.blit(0, 0, width, height, words);
  session.tell([wholeOf(session.size)]);
}

describe('a recording on a disk that is full', function () {
  this.timeout(60_000);

  for (const format of ['webm', 'gif'] as const) {
    it(`does not begin as ${format}, and says why`, async () => {
      const session = new FakeSession(64, 64);
      const full = path.join(temporaryFolder(), `full.${format}`);
      await symlink('/dev/full', full);
      await assert.rejects(recordSession(session, { file: full }), {
        code: 'VNC_FILE_NOT_WRITTEN',
        data: { path: full, reason: 'ENOSPC' },
      });
      assert.deepEqual([session.feeds, session.state.phase], [0, 'open']);
    });
  }

  for (const format of ['webm', 'gif', 'vncrec'] as const) {
    it(`ends as ${format} with what there was room for, and its session lives on`, async () => {
      const clock = new FakeClock();
      const session = new FakeSession(64, 64);
      const file = path.join(temporaryFolder(), `fills.${format}`);
      using _disk = await diskOf(60_000);
      const recording = await recordSession(session, { file, clock, fps: 10 });
      let ended = false;
      void recording.ended.then(() => (ended = true));
      let seed = 0;
      await until('the disk is full', async () => {
        change(session, (seed += 1));
        await clock.advance(600);
        return ended;
      });
      const { reason, error } = await recording.ended;
      assert.equal(reason, 'failed');
      assert.equal(error?.code, 'VNC_FILE_NOT_WRITTEN');
      assert.deepEqual(error.data, { path: file, reason: 'ENOSPC' });
      assert.deepEqual([session.feeds, session.state.phase, clock.pending], [0, 'open', 0]);
      const { length } = await readFile(file);
      assert.ok(length > 15_000 && length <= 60_000, `${length}`);
      if (format === 'vncrec') {
        const player = await openRecording(file);
        assert.ok(player.duration >= 600, `${player.duration}`);
        player.dispose();
        return;
      }
      const described = await runProgram('ffprobe', [
        ...['-v', 'error', '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', file],
      ]);
      assert.ok(described.toString().trim().split('\n').length >= 2, described.toString());
    });
  }
});
