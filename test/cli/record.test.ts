import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRecording } from '../../src/core/recording/openRecording.ts';
import { runProgram } from '../support/programs.ts';
import { until } from '../support/until.ts';
import { buildCli, runCli, startCli } from './cli.ts';

describe('vncscript record and convert', function () {
  this.timeout(60_000);
  let folder: string;
  const file = (name: string): string => path.join(folder, name);
  before(async () => {
    await buildCli();
    folder = await mkdtemp(path.join(tmpdir(), 'vncscript-'));
  });
  after(async () => await rm(folder, { recursive: true }));

  const codec = async (name: string): Promise<string> =>
    (
      await runProgram('ffprobe', [
        ...['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0'],
        file(name),
      ])
    )
      .toString()
      .trim();

  it('records for as long as it is told, and prints where', async () => {
    const { code, stdout, stderr } = await runCli([
      ...['record', '--demo', file('timed.vncrec'), '--duration', '1.5'],
    ]);
    assert.deepEqual([code, stdout], [0, `${file('timed.vncrec')}\n`]);
    assert.match(
      stderr,
      /^recording demo to .*timed\.vncrec; Ctrl\+C ends it\nits time is over: recorded \d/,
    );
    const player = await openRecording(file('timed.vncrec'));
    assert.equal(player.isComplete, true);
    assert.ok(player.duration >= 1400, `${player.duration}`);
    assert.ok(player.size.width > 100);
    player.dispose();
  });

  it('ends whole when it is interrupted', async () => {
    const running = startCli(['record', '--demo', file('interrupted.vncrec')]);
    await running.says('Ctrl+C ends it');
    await until('something is recorded', async () => (await stat(file('interrupted.vncrec'))).size > 1000);
    running.process.kill('SIGINT');
    const { code, stdout, stderr } = await running.result;
    assert.deepEqual([code, stdout], [0, `${file('interrupted.vncrec')}\n`], stderr);
    const player = await openRecording(file('interrupted.vncrec'));
    assert.equal(player.isComplete, true);
    player.dispose();
  });

  it('records videos, and makes them of recordings', async () => {
    for (const name of ['video.webm', 'video.gif']) {
      const { code, stderr } = await runCli([
        ...['record', '--demo', file(name), '--duration', '1', '--fps', '5', '--max-width', '320', '-q'],
      ]);
      assert.deepEqual([code, stderr], [0, '']);
    }
    assert.deepEqual([await codec('video.webm'), await codec('video.gif')], ['vp8', 'gif']);
    await runCli(['record', '--demo', file('source.vncrec'), '--duration', '1']);
    for (const name of ['made.webm', 'made.gif']) {
      const { code, stdout, stderr } = await runCli(['convert', file('source.vncrec'), file(name)]);
      assert.deepEqual([code, stdout], [0, `${file(name)}\n`]);
      assert.match(stderr, /^1\.\d s, \d+ bytes\n$/);
    }
    assert.deepEqual([await codec('made.webm'), await codec('made.gif')], ['vp8', 'gif']);
  });

  it('says what it cannot do, with the exit code for it', async () => {
    const cases: [string[], number, RegExp][] = [
      [['record', '--demo', file('a.mp4')], 2, /must end in \.vncrec, \.webm or \.gif/],
      [['record', '--demo'], 2, /give a URL and a file/],
      [['record', '--demo', file('a.webm'), '--fps', '99'], 2, /--fps 99: give pictures a second/],
      [['record', '--demo', file('none/a.webm')], 30, /VNC_FILE_NOT_WRITTEN/],
      [['record', 'vnc://127.0.0.1:9', file('a.webm')], 10, /VNC_/],
      [['convert', file('a.vncrec')], 2, /give a recording and a file/],
      [['convert', file('a.vncrec'), file('b.vncrec')], 2, /must end in \.webm or \.gif/],
      [['convert', file('none.vncrec'), file('b.webm')], 2, /VNC_FILE_NOT_READ/],
      [['convert', file('text.vncrec'), file('b.webm')], 2, /VNC_RECORDING_INVALID/],
    ];
    await writeFile(file('text.vncrec'), 'no recording');
    for (const [args, expected, says] of cases) {
      const { code, stdout, stderr } = await runCli(args);
      assert.deepEqual([code, stdout], [expected, ''], `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, says);
    }
  });

  it('keeps to the size that it may have', async () => {
    await mkdir(file('small'));
    const { code, stderr } = await runCli([
      ...['record', '--demo', file('small/a.vncrec'), '--max-size', '0.02', '--duration', '20'],
    ]);
    assert.equal(code, 0, stderr);
    const bytes = (await readFile(file('small/a.vncrec'))).length;
    // The first picture is always there.
    assert.match(stderr, /recorded/);
    const player = await openRecording(file('small/a.vncrec'));
    assert.equal(player.isComplete, true);
    assert.ok(bytes < 200_000, `${bytes}`);
    player.dispose();
  });
});
