import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import * as esbuild from 'esbuild';
import { openRecording } from '../../../src/core/recording/openRecording.ts';
import { runProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** Milliseconds that a crash may cost. */
const lastSecond = 1000;

/** Milliseconds from and until which the pictures of a video are shown, as ffprobe finds them. */
async function picturesOf(file: string): Promise<{ from: number; until: number }[]> {
  const output = await runProgram('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts_time,duration_time'],
    ...['-of', 'json', file],
  ]);
  const { packets } = JSON.parse(output.toString()) as {
    packets: { pts_time: string; duration_time?: string }[];
  };
  return packets.map(({ pts_time, duration_time = '0' }) => ({
    from: Number(pts_time) * 1000,
    until: (Number(pts_time) + Number(duration_time)) * 1000,
  }));
}

describe('a recording whose program is killed', function () {
  this.timeout(120_000);
  const program = path.resolve('out/killed-test/program.mjs');
  before(async () => {
    await esbuild.build({
      entryPoints: ['test/core/recording/recordUntilKilled.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
  });

  /**
   * Records until the recording is at `time`, and kills the program there.
   *
   * @param more what else the program is told.
   * @returns the changes that it told of
   */
  const killAt = async (
    file: string,
    time: number,
    ...more: readonly string[]
  ): Promise<{ shown: number; time: number }[]> => {
    const child = spawn(process.execPath, [program, file, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    const changes: { shown: number; time: number }[] = [];
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      const lines = (text + more).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const [shown = 0, at = 0] = line.split(' ').map(Number);
        changes.push({ shown, time: at });
        if (at >= time) child.kill('SIGKILL');
      }
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    assert.deepEqual([code, signal], [null, 'SIGKILL']);
    return changes;
  };

  it('plays up to its last second', async () => {
    const file = path.join(temporaryFolder(), 'killed.vncrec');
    const changes = await killAt(file, 4000);
    const last = changes.at(-1);
    assert.ok(last);
    const player = await openRecording(file);
    assert.equal(player.isComplete, false);
    assert.ok(player.duration >= last.time - lastSecond, `${player.duration} of ${last.time}`);
    await player.seek(player.duration);
    assert.equal(player.error, undefined);
    const pixel = new Uint8Array(4);
    player.copyPixels({ x: 0, y: 0, width: 1, height: 1 }, pixel);
    const number = ((pixel[0] ?? 0) << 16) | ((pixel[1] ?? 0) << 8) | (pixel[2] ?? 0);
    const due = changes.findLast(({ time }) => time <= last.time - lastSecond);
    assert.ok(number >= (due?.shown ?? Infinity), `${number} is shown, ${due?.shown} is due`);
    player.dispose();
  });

  for (const format of ['webm', 'gif'] as const) {
    it(`plays up to its last second as ${format} too`, async () => {
      const file = path.join(temporaryFolder(), `killed.${format}`);
      const last = (await killAt(file, 4000)).at(-1);
      assert.ok(last);
      const times = await picturesOf(file);
      assert.ok(times.length > 10, `${times.length} pictures`);
      assert.ok((times.at(-1)?.from ?? 0) >= last.time - lastSecond, `${times.at(-1)?.from} of ${last.time}`);
    });

    it(`is as long as ${format} where nothing has changed any more`, async () => {
      const file = path.join(temporaryFolder(), `still.${format}`);
      const last = (await killAt(file, 5000, '1500')).at(-1);
      assert.ok(last);
      const end = (await picturesOf(file)).at(-1);
      assert.ok(end);
      // Of WebM nothing but the beginning of a picture is in the file.
      const length = format === 'gif' ? end.until : end.from;
      assert.ok(length >= last.time - lastSecond && length <= last.time, `${length} of ${last.time}`);
    });
  }
});
