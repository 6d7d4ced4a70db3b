import assert from 'node:assert/strict';
import { readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { vncError } from '../../../src/core/base/errors.ts';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { startDemoServer } from '../../../src/core/demo/demoServer.ts';
import { createVnc } from '../../../src/core/index.ts';
import { encodeJpeg } from '../../../src/core/image/jpegEncoder.ts';
import { jpegDecoder } from '../../../src/core/image/jpegDecoder.ts';
import { openReader, openRecording } from '../../../src/core/recording/openRecording.ts';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import type { RecordingPlayer } from '../../../src/core/recording/recordingPlayer.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testPicture } from '../../support/pictures.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { FakeSession } from './recordings.ts';

function shown(player: RecordingPlayer): Uint8Array {
  const { width, height } = player.size;
  const target = new Uint8Array(width * height * 4);
  player.copyPixels(wholeOf(player.size), target);
  return target;
}

/** Everything that a recording says, unpacked. */
async function contents(file: string): Promise<Buffer> {
  const bytes = await readFile(file);
  const parts: Buffer[] = [bytes];
  for (const { offset } of (await openReader(bytes)).blocks) {
    const length = bytes.readUInt32LE(offset + 4);
    if (length > 0) parts.push(inflateRawSync(bytes.subarray(offset + 21, offset + 21 + length)));
  }
  return Buffer.concat(parts);
}

describe('a wire recording', () => {
  const file = (): string => path.join(temporaryFolder(), 'a.vncrec');

  it('asks for the next update when one is recorded, and lets go of everything at its end', async () => {
    const clock = new FakeClock();
    const session = new FakeSession(64, 64);
    const recording = await recordSession(session, { file: file(), clock });
    assert.deepEqual([session.feeds, session.pulls], [1, 1]);
    session.fill({ x: 0, y: 0, width: 9, height: 9 }, 0xff0000);
    assert.equal(session.pulls, 2);
    const first = await recording.stop();
    assert.deepEqual(await recording.stop(), first);
    assert.deepEqual([session.feeds, clock.pending], [0, 0]);
    assert.equal((await stat(recording.file)).size, first.bytes);
  });

  it('does not record what is just being painted', async () => {
    const session = new FakeSession(64, 64);
    const recording = await recordSession(session, { file: file(), clock: new FakeClock() });
    session.fill({ x: 0, y: 0, width: 9, height: 9 }, 0xff0000);
    const whole = session.pixels;
    session.updating = true;
    session.framebuffer.fill(20, 20, 9, 9, 0xff00ff00);
    await recording.stop();
    const player = await openRecording(recording.file);
    await player.seek(player.duration);
    assert.deepEqual(shown(player), whole);
    player.dispose();
  });

  it('ends by itself when its time is over', async () => {
    const clock = new FakeClock();
    const session = new FakeSession(64, 64);
    const recording = await recordSession(session, { file: file(), clock, maxSeconds: 3 });
    await clock.advance(2900);
    session.fill({ x: 0, y: 0, width: 9, height: 9 }, 0xff0000);
    await clock.advance(200);
    const result = await recording.ended;
    assert.deepEqual([result.reason, result.milliseconds], ['maxSeconds', 3000]);
    const player = await openRecording(recording.file);
    assert.equal(player.duration, 3000);
    player.dispose();
  });

  it('ends by itself before its file is too large, and keeps what fits', async () => {
    const session = new FakeSession(256, 256);
    const clock = new FakeClock();
    const recording = await recordSession(session, { file: file(), clock, maxBytes: 600_000 });
    const life = { ended: false };
    void recording.ended.then(() => (life.ended = true));
    for (let seed = 0; !life.ended && seed < 100; seed += 1) {
      const noise = new Uint32Array(256 * 256).map(
        (_, i) => (Math.imul(i + seed * 977, 2654435761) | 0xff000000) >>> 0,
      );
      session.framebuffer.blit(0, 0, 256, 256, noise);
      session.tell([wholeOf(session.size)]);
      await clock.advance(600);
      await until('it is written', () => recording.bytes > 0);
    }
    const { reason, bytes } = await recording.ended;
    assert.equal(reason, 'maxBytes');
    assert.ok(bytes <= 600_000 && bytes > 300_000, `${bytes} bytes`);
    assert.equal((await stat(recording.file)).size, bytes);
    const reader = await openReader(recording.file);
    assert.equal(reader.isComplete, true);
    assert.ok(reader.blocks.length >= 2);
    await reader.close();
  });

  it('goes on while a connection is made again, and ends with its session', async () => {
    const clock = new FakeClock();
    const session = new FakeSession(64, 64);
    const recording = await recordSession(session, { file: file(), clock });
    const error = vncError('VNC_CONNECTION_LOST');
    await clock.advance(1000);
    session.enter({ phase: 'reconnecting', attempt: 1, nextAttemptAt: undefined, error });
    await clock.advance(1000);
    session.enter({ phase: 'open' });
    session.fill({ x: 0, y: 0, width: 64, height: 64 }, 0x00ff00);
    await clock.advance(1000);
    session.enter({ phase: 'closed', error });
    const { reason, milliseconds } = await recording.ended;
    assert.deepEqual([reason, milliseconds], ['closed', 3000]);
    const player = await openRecording(recording.file);
    const connected: boolean[] = [];
    for (const time of [500, 1500, 2500]) {
      await player.seek(time);
      connected.push(player.connected);
    }
    assert.deepEqual(connected, [true, false, true]);
    assert.deepEqual(shown(player), session.pixels);
    player.dispose();
  });

  it('says that it goes on while nothing changes, for the case of a crash', async () => {
    const clock = new FakeClock();
    const session = new FakeSession(64, 64);
    const recording = await recordSession(session, { file: file(), clock });
    for (let i = 0; i < 60; i += 1) await clock.advance(500);
    await until(
      'it is written',
      async () => (await openReader(await readFile(recording.file))).duration >= 29_000,
    );
    const crashed = await openReader(await readFile(recording.file));
    assert.equal(crashed.isComplete, false);
    await recording.stop();
    assert.ok(recording.bytes < 4000, `${recording.bytes} bytes`);
  });

  it('keeps a picture as it came, and paints of it what is seen', async () => {
    const session = new FakeSession(200, 120);
    session.framebuffer.defersPictures = true;
    session.fill({ x: 0, y: 0, width: 200, height: 120 }, 0x204060);
    const recording = await recordSession(session, { file: file(), clock: new FakeClock() });
    const place = { x: 10, y: 8, width: 128, height: 96 };
    const jpeg = encodeJpeg(testPicture(128, 96), 80);
    session.framebuffer.keepPicture(place, jpeg, () => jpegDecoder().decode(jpeg, place));
    const over = { x: 40, y: 20, width: 50, height: 30 };
    session.framebuffer.overwrite(over);
    // The pixels below are what they were before: only the picture's parts tell that it does not cover them.
    session.framebuffer.fill(over.x, over.y, over.width, over.height, 0xff604020);
    session.tell([place, over]);
    assert.equal(session.framebuffer.pictures.length, 1);
    await recording.stop();
    assert.ok((await contents(recording.file)).includes(Buffer.from(jpeg)));
    const player = await openRecording(recording.file);
    await player.seek(player.duration);
    assert.deepEqual(shown(player), session.pixels);
    player.dispose();
  });

  it('records nothing of what is typed or copied', async () => {
    const server = await startDemoServer();
    const session = await createVnc(server.host, server.port, { password: server.password });
    const recording = await recordSession(session, { file: file() });
    try {
      await session.clipboard.set('copied-hunter2');
      await session.mouse.click({ at: { x: 200, y: 200 } });
      await session.keyboard.typeText('typed-hunter2');
    } finally {
      await recording.stop();
      await session.close();
      await server.close();
    }
    const all = (await contents(recording.file)).toString('latin1');
    for (const secret of ['hunter2', server.password]) assert.ok(!all.includes(secret), secret);
  });

  it('tells why its file cannot be made, and which ones it makes', async () => {
    const session = new FakeSession(64, 64);
    await assert.rejects(recordSession(session, { file: '/nowhere/a.vncrec' }), {
      code: 'VNC_FILE_NOT_WRITTEN',
      data: { path: '/nowhere/a.vncrec', reason: 'ENOENT' },
    });
    const full = file();
    await symlink('/dev/full', full);
    await assert.rejects(recordSession(session, { file: full }), {
      code: 'VNC_FILE_NOT_WRITTEN',
      data: { path: full, reason: 'ENOSPC' },
    });
    await assert.rejects(recordSession(session, { file: 'a.mp4' }), { code: 'VNC_ARGUMENT_INVALID' });
    await assert.rejects(recordSession(session, { file: file(), maxSeconds: 0 }), {
      code: 'VNC_ARGUMENT_INVALID',
    });
    await assert.rejects(recordSession(session, { file: file(), maxBytes: Number.NaN }), {
      code: 'VNC_ARGUMENT_INVALID',
    });
    assert.equal(session.feeds, 0);
  });
});
