import assert from 'node:assert/strict';
import path from 'node:path';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { openRecording } from '../../../src/core/recording/openRecording.ts';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import type { RecordingPlayer } from '../../../src/core/recording/recordingPlayer.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { FakeSession } from './recordings.ts';

/** The colour of the pixel in the corner, which is the number of the second. */
function second(player: RecordingPlayer): number {
  const target = new Uint8Array(4);
  player.copyPixels({ x: 0, y: 0, width: 1, height: 1 }, target);
  return target[0] ?? -1;
}

describe('the player of a recording', () => {
  let file: string;
  before(async () => {
    const clock = new FakeClock();
    const session = new FakeSession(80, 60);
    file = path.join(temporaryFolder(), 'seconds.vncrec');
    const recording = await recordSession(session, { file, clock });
    for (let i = 1; i <= 30; i += 1) {
      await clock.advance(1000);
      session.fill(wholeOf(session.size), i << 16);
    }
    await clock.advance(500);
    await recording.stop();
  });

  const open = async (
    path_ = file,
  ): Promise<{
    player: RecordingPlayer;
    clock: FakeClock;
    advance: (ms: number) => Promise<void>;
  }> => {
    const clock = new FakeClock();
    const player = await openRecording(path_, { clock });
    const advance = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 50) {
        await clock.advance(50);
        // Blocks are read in real time: it waits for the clock again when it has painted what is due.
        await until('the player has done what is due', () => !player.playing || clock.pending > 0);
      }
    };
    return { player, clock, advance };
  };

  it('shows the first picture and stands', async () => {
    const { player, clock, advance } = await open();
    await advance(2000);
    assert.deepEqual([player.time, player.playing, player.duration, second(player)], [0, false, 30_500, 0]);
    assert.equal(clock.pending, 0);
    player.dispose();
  });

  it('plays at its pace, pauses and goes on', async () => {
    const { player, clock, advance } = await open();
    player.play();
    await advance(2100);
    await until('it shows the second', () => second(player) === 2);
    player.pause();
    await advance(5000);
    assert.deepEqual([second(player), player.playing], [2, false]);
    assert.equal(clock.pending, 0);
    player.play();
    await advance(1000);
    await until('it shows the second', () => second(player) === 3);
    player.dispose();
    assert.equal(clock.pending, 0);
  });

  it('plays faster and slower', async () => {
    const { player, advance } = await open();
    player.speed = 4;
    player.play();
    await advance(2050);
    await until('it shows the second', () => second(player) === 8);
    player.speed = 0.25;
    // What the recording's time was when the speed changed, and what the clock's quarter makes of it.
    const from = player.time;
    await advance(4000);
    assert.equal(player.time, from + 1000);
    await until('it shows the second', () => second(player) === Math.floor(player.time / 1000));
    for (const speed of [0.2, 17, Number.NaN]) {
      assert.throws(() => (player.speed = speed), { code: 'VNC_ARGUMENT_INVALID' });
    }
    player.dispose();
  });

  it('passes over times without anything to see where that is wanted', async () => {
    const clock = new FakeClock();
    const session = new FakeSession(80, 60);
    const idle = path.join(temporaryFolder(), 'idle.vncrec');
    const recording = await recordSession(session, { file: idle, clock });
    await clock.advance(60_000);
    session.fill(wholeOf(session.size), 1 << 16);
    await clock.advance(30_000);
    await recording.stop();
    const { player, advance } = await open(idle);
    player.skipsIdle = true;
    player.play();
    await advance(100);
    await until('it is just before the first change', () => player.time >= 59_500);
    assert.ok(player.time < 60_000, `${player.time}`);
    assert.equal(second(player), 0);
    await advance(500);
    await until('it shows the change, and is at the end at once', () => !player.playing);
    assert.deepEqual([second(player), player.time], [1, player.duration]);
    player.dispose();
  });

  it('stops at its end and plays from the start again', async () => {
    const { player, advance } = await open();
    await player.seek(30_000);
    player.play();
    await advance(700);
    await until('it has stopped', () => !player.playing);
    assert.deepEqual([player.time, second(player)], [30_500, 30]);
    player.play();
    await advance(100);
    await until('it is at its start', () => second(player) === 0);
    assert.ok(player.time < 1000);
    player.dispose();
  });

  it('goes to any time while it plays, and of many wishes does the last', async () => {
    const { player, advance } = await open();
    player.play();
    await Promise.all([player.seek(25_000), player.seek(3000), player.seek(12_000)]);
    assert.equal(second(player), 12);
    await advance(1100);
    await until('it goes on from there', () => second(player) === 13);
    await player.seek(-5);
    assert.equal(second(player), 0);
    await player.seek(1e9);
    assert.deepEqual([player.time, second(player)], [30_500, 30]);
    player.dispose();
  });

  it('gives the picture of where it was told to go, also before it is there', async () => {
    const { player, clock, advance } = await open();
    const taken = async (): Promise<readonly number[]> => {
      const { pixels, time, width, height } = await player.picture();
      assert.equal(pixels.length, width * height * 4);
      return [pixels[0] ?? -1, time];
    };
    void player.seek(28_300);
    assert.deepEqual(await taken(), [28, 28_300]);
    void player.seek(3000);
    void player.seek(9500);
    assert.deepEqual(await taken(), [9, 9500]);
    void player.step(-1);
    void player.step(-1);
    assert.deepEqual(await taken(), [7, 7000]);
    player.play();
    await advance(2000);
    void player.seek(20_100);
    assert.deepEqual(await taken(), [20, 20_100]);
    assert.deepEqual([player.playing, clock.pending], [false, 0]);
    player.dispose();
  });

  it('steps from picture to picture, both ways', async () => {
    const { player } = await open();
    const seen: number[] = [];
    for (const direction of [1, 1, 1, -1, -1, -1, -1, 1] as const) {
      await player.step(direction);
      seen.push(second(player));
    }
    assert.deepEqual(seen, [1, 2, 3, 2, 1, 0, 0, 1]);
    await player.seek(30_500);
    await player.step(1);
    assert.equal(second(player), 30);
    await player.step(-1);
    assert.equal(second(player), 29);
    player.dispose();
  });

  it('tells who shows it what was painted', async () => {
    const { player } = await open();
    const areas: number[] = [];
    const feed = player.feed((damage) =>
      areas.push(damage.reduce((sum, { width, height }) => sum + width * height, 0)),
    );
    await player.step(1);
    assert.deepEqual(areas, [80 * 60]);
    assert.equal(feed.updating, false);
    feed.dispose();
    await player.step(1);
    assert.equal(areas.length, 1);
    player.dispose();
  });
});
