import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { isVncError } from '../../../src/core/base/errors.ts';
import { limits } from '../../../src/core/base/limits.ts';
import { openReader, openRecording } from '../../../src/core/recording/openRecording.ts';
import { OpWriter } from '../../../src/core/recording/opWriter.ts';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import { recordingSignature } from '../../../src/core/recording/recordingFormat.ts';
import type { RecordingPlayer } from '../../../src/core/recording/recordingPlayer.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { FakeSession } from './recordings.ts';

const header = {
  format: 'vncrec',
  version: 1,
  name: 'lab',
  started: '2026-01-02T03:04:05.000Z',
  width: 40,
  height: 30,
  pixels: 'rgb888',
};

/** A block with a right checksum. */
function block(
  kind: string,
  payload: Uint8Array,
  { first = 0, last = 0, packing = 0 }: { first?: number; last?: number; packing?: number } = {},
): Buffer {
  const head = Buffer.alloc(21);
  head.write(kind, 'latin1');
  head.writeUInt32LE(payload.length, 4);
  head.writeUInt32LE(first, 12);
  head.writeUInt32LE(last, 16);
  head.writeUInt8(packing, 20);
  head.writeUInt32LE(crc32(payload, crc32(head.subarray(12))), 8);
  return Buffer.concat([head, payload]);
}

function file(blocks: readonly Uint8Array[], head: object = header): Buffer {
  return Buffer.concat([recordingSignature, block('HEAD', Buffer.from(JSON.stringify(head))), ...blocks]);
}

function ops(write: (ops: OpWriter) => void): Uint8Array {
  const writer = new OpWriter();
  writer.moment(0);
  write(writer);
  return writer.take();
}

const firstBlock = block(
  'KEYF',
  ops((writer) => writer.size({ width: 40, height: 30 })),
);

/** The error with which a file is refused, at the latest when all of it is played. */
async function errorOf(bytes: Uint8Array): Promise<{ readonly code: string; readonly data: object }> {
  let player: RecordingPlayer | undefined;
  try {
    player = await openRecording(bytes);
    await player.seek(player.duration);
    return player.error ?? assert.fail('it was taken');
  } catch (error) {
    assert.ok(isVncError(error), String(error));
    return error;
  } finally {
    player?.dispose();
  }
}

/** A recording of some seconds, with all that there is in one. */
async function recorded(
  name: string,
): Promise<{ bytes: Buffer; states: { time: number; pixels: Uint8Array }[] }> {
  const clock = new FakeClock();
  const session = new FakeSession(200, 100);
  const file = path.join(temporaryFolder(), name);
  const recording = await recordSession(session, { file, clock });
  const states: { time: number; pixels: Uint8Array }[] = [];
  const note = (): number => states.push({ time: recording.milliseconds, pixels: session.pixels });
  for (let i = 0; i < 12; i += 1) {
    await clock.advance(130);
    session.fill({ x: i * 9, y: i * 4, width: 70, height: 40 }, 0x123456 * i);
    note();
    await clock.advance(90);
    session.framebuffer.copy(0, 0, 20, 10, 150, 80);
    session.tell([{ x: 20, y: 10, width: 150, height: 80, from: { x: 0, y: 0 } }]);
    note();
    session.mouse.position = { x: i * 3, y: i };
    session.cursors.fire({ width: 2, height: 1, hotspotX: 0, hotspotY: 0, pixels: new Uint8Array(8) });
    session.names.fire(`desk ${i}`);
    session.layouts.fire([{ id: i, flags: 0, x: 0, y: 0, width: 200, height: 100 }]);
  }
  // The file is written by real time.
  const stopping = recording.stop();
  const result = await stopping;
  assert.equal(result.reason, 'stopped');
  assert.equal(session.feeds, 0);
  assert.equal(clock.pending, 0);
  return { bytes: await readFile(file), states };
}

function pixels(player: RecordingPlayer): Uint8Array {
  const { width, height } = player.size;
  const target = new Uint8Array(width * height * 4);
  player.copyPixels(wholeOf(player.size), target);
  return target;
}

describe('a recording that is read', () => {
  it('tells what it is', async () => {
    const { bytes, states } = await recorded('all.vncrec');
    const player = await openRecording(bytes);
    assert.deepEqual(
      [player.header.name, player.size, player.isComplete, player.error],
      ['lab', { width: 200, height: 100 }, true, undefined],
    );
    for (const { time, pixels: expected } of states) {
      await player.seek(time);
      assert.deepEqual(pixels(player), expected);
    }
    assert.equal(player.desktopName, 'desk 11');
    assert.deepEqual(player.pointer, { x: 30, y: 10 });
    assert.deepEqual([player.cursor?.width, player.cursor?.height], [2, 1]);
    player.dispose();
  });

  it('goes as far as it is whole, wherever it was cut off', async () => {
    const { bytes, states } = await recorded('cut.vncrec');
    const all = await openReader(bytes);
    assert.ok(all.blocks.length > 4);
    const key = all.blocks[1]!.offset;
    for (let length = 0; length < bytes.length; length += length < key + 2 ? 1 : 7) {
      const cut = bytes.subarray(0, length);
      if (length < key) {
        const { code } = await errorOf(cut);
        assert.equal(code, 'VNC_RECORDING_INVALID', `cut at ${length}`);
        continue;
      }
      const reader = await openReader(cut);
      assert.equal(reader.isComplete, false);
      const whole = all.blocks.filter((_, i) => (all.blocks[i + 1]?.offset ?? bytes.length) <= length);
      assert.ok(reader.blocks.length >= whole.length, `cut at ${length}`);
      const player = await openRecording(cut);
      const last = states.findLast(({ time }) => time <= player.duration);
      await player.seek(player.duration);
      if (last !== undefined) assert.deepEqual(pixels(player), last.pixels, `cut at ${length}`);
      player.dispose();
    }
  });

  it('ends in a coded error or plays, whatever was changed in it', async () => {
    const { bytes } = await recorded('changed.vncrec');
    let random = 7;
    const next = (below: number): number => {
      random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
      return random % below;
    };
    let refused = 0;
    for (let i = 0; i < 150; i += 1) {
      const changed = Buffer.from(bytes);
      for (let n = next(3); n >= 0; n -= 1) changed[next(changed.length)] = next(256);
      try {
        const player = await openRecording(changed);
        await player.seek(player.duration);
        await player.seek(0);
        await player.step(1);
        await player.step(-1);
        if (player.error !== undefined) refused += 1;
        player.dispose();
      } catch (error) {
        assert.ok(
          isVncError(error, 'VNC_RECORDING_INVALID', 'VNC_RECORDING_NEWER', 'VNC_RECORDING_LIMIT'),
          String(error),
        );
        refused += 1;
      }
    }
    assert.ok(refused > 25, `${refused} were refused`);
  });

  it('ends in a coded error when the moments themselves are hostile', async () => {
    const { bytes } = await recorded('moments.vncrec');
    const reader = await openReader(bytes);
    const payloads: Buffer[] = [];
    // Behind the packing and the checksum, where damage does not get by itself.
    for (const { offset, isKey } of reader.blocks) {
      const length = bytes.readUInt32LE(offset + 4);
      const payload = bytes.subarray(offset + 21, offset + 21 + length);
      if (isKey || length > 0) payloads.push(inflateRawSync(payload));
    }
    let random = 99;
    const next = (below: number): number => {
      random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
      return random % below;
    };
    for (let i = 0; i < 150; i += 1) {
      const changed = payloads.map((payload) => Buffer.from(payload));
      const victim = changed[next(changed.length)]!;
      for (let n = next(4); n >= 0; n -= 1) victim[next(Math.min(victim.length, 60))] = next(256);
      const blocks = changed.map((payload, n) =>
        block(n === 0 ? 'KEYF' : 'MOVE', deflateRawSync(payload), { first: 0, last: 5000, packing: 1 }),
      );
      blocks.forEach((one, n) => n > 0 && one.writeUInt32LE(5000, 12));
      const player = await openRecording(file(blocks)).catch((error: unknown) => {
        assert.ok(isVncError(error), String(error));
        return undefined;
      });
      if (player === undefined) continue;
      await player.seek(player.duration);
      assert.ok(player.error === undefined || isVncError(player.error));
      player.dispose();
    }
  });

  /** More zeros than a block may hold, packed. */
  const zeros = (): Uint8Array => {
    const one = deflateRawSync(new Uint8Array(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
    return Buffer.concat(Array.from({ length: limits.recordingBlockBytes / 1024 / 1024 + 1 }, () => one));
  };
  const cases: readonly [string, string, object, () => Uint8Array][] = [
    ['no recording', 'VNC_RECORDING_INVALID', { what: 'signature' }, () => Buffer.from('GIF89a, or so')],
    ['nothing at all', 'VNC_RECORDING_INVALID', { what: 'signature' }, () => new Uint8Array(0)],
    ['no picture', 'VNC_RECORDING_INVALID', { what: 'empty' }, () => file([])],
    [
      'moments before the first picture',
      'VNC_RECORDING_INVALID',
      { what: 'empty' },
      () =>
        file([
          block(
            'MOVE',
            ops(() => undefined),
          ),
          firstBlock,
        ]),
    ],
    [
      'a header that is none',
      'VNC_RECORDING_INVALID',
      { what: 'header' },
      () => file([firstBlock], { a: 1 }),
    ],
    [
      'a newer version',
      'VNC_RECORDING_NEWER',
      { version: 2, known: 1 },
      () => file([firstBlock], { ...header, version: 2 }),
    ],
    [
      'a screen that is too wide',
      'VNC_RECORDING_LIMIT',
      { limit: 'framebufferSide' },
      () => file([firstBlock], { ...header, width: limits.framebufferSide + 1 }),
    ],
    [
      'a screen that is too large',
      'VNC_RECORDING_LIMIT',
      { limit: 'framebufferPixels' },
      () =>
        file([
          block(
            'KEYF',
            ops((writer) => writer.size({ width: limits.framebufferSide, height: limits.framebufferSide })),
          ),
        ]),
    ],
    [
      'a header that is too long',
      'VNC_RECORDING_LIMIT',
      { limit: 'recordingHeaderBytes' },
      () => file([firstBlock], { ...header, name: 'x'.repeat(limits.recordingHeaderBytes) }),
    ],
    [
      'a block that unpacks to too much',
      'VNC_RECORDING_LIMIT',
      { limit: 'recordingBlockBytes' },
      () => file([block('KEYF', zeros(), { packing: 1 })]),
    ],
    [
      'a cursor that is too large',
      'VNC_RECORDING_LIMIT',
      { limit: 'cursorSide' },
      () => {
        const pixels = new Uint8Array((limits.cursorSide + 1) * 4);
        const cursor = { width: limits.cursorSide + 1, height: 1, hotspotX: 0, hotspotY: 0, pixels };
        return file([
          block(
            'KEYF',
            ops((writer) => {
              writer.size(header);
              writer.cursor(cursor);
            }),
          ),
        ]);
      },
    ],
    [
      'work without end',
      'VNC_RECORDING_LIMIT',
      { limit: 'recordingWork' },
      () =>
        file([
          block(
            'KEYF',
            ops((writer) => {
              const size = { width: 8000, height: 4000 };
              writer.size(size);
              for (let n = 0; n * 8000 * 4000 <= limits.recordingWork; n += 1)
                writer.copy(wholeOf(size), { x: 0, y: 0 });
            }),
          ),
        ]),
    ],
    [
      'pixels beside the screen',
      'VNC_RECORDING_INVALID',
      { what: 'place' },
      () =>
        file([
          block(
            'KEYF',
            ops((writer) => {
              writer.size(header);
              writer.pixels({ x: 39, y: 0, width: 2, height: 1 }, new Uint32Array(2), 0, 2);
            }),
          ),
        ]),
    ],
    [
      'a copy from beside the screen',
      'VNC_RECORDING_INVALID',
      { what: 'place' },
      () =>
        file([
          block(
            'KEYF',
            ops((writer) => {
              writer.size(header);
              writer.copy({ x: 0, y: 0, width: 2, height: 2 }, { x: 39, y: 0 });
            }),
          ),
        ]),
    ],
    [
      'a part of a picture beside it',
      'VNC_BAD_DATA',
      { what: 'jpeg-size', expected: '4x4', found: 'none' },
      () =>
        file([
          block(
            'KEYF',
            ops((writer) => {
              writer.size(header);
              writer.jpeg(
                { x: 0, y: 0, width: 4, height: 4 },
                [{ x: 3, y: 0, width: 2, height: 1 }],
                new Uint8Array(3),
              );
            }),
          ),
        ]),
    ],
    [
      'a size in the middle',
      'VNC_RECORDING_INVALID',
      { what: 'size' },
      () =>
        file([
          firstBlock,
          block(
            'MOVE',
            ops((writer) => writer.size(header)),
          ),
        ]),
    ],
    [
      'an unknown packing',
      'VNC_RECORDING_INVALID',
      { what: 'packing' },
      () => file([block('KEYF', new Uint8Array(4), { packing: 9 })]),
    ],
    [
      'a damaged packing',
      'VNC_RECORDING_INVALID',
      { what: 'packing' },
      () => file([block('KEYF', Uint8Array.of(7, 7, 7), { packing: 1 })]),
    ],
    [
      'an unknown op',
      'VNC_RECORDING_INVALID',
      { what: 'op' },
      () => file([block('KEYF', Uint8Array.of(0, 0, 0, 0, 0, 99))]),
    ],
  ];
  for (const [what, code, data, make] of cases) {
    it(`is refused for ${what}`, async () => {
      const error = await errorOf(make());
      assert.deepEqual([error.code, error.data], [code, data]);
    });
  }

  it('passes over blocks that a later release may add', async () => {
    const player = await openRecording(
      file([block('NEWS', Buffer.from('?')), firstBlock, block('MORE', new Uint8Array(9))]),
    );
    assert.deepEqual(player.size, { width: 40, height: 30 });
    player.dispose();
  });

  it('is told of by its path when it is none', async () => {
    const path_ = path.join(temporaryFolder(), 'none.vncrec');
    await writeFile(path_, 'hello');
    await assert.rejects(openRecording(path_), {
      code: 'VNC_RECORDING_INVALID',
      data: { what: 'signature', path: path_ },
    });
    await assert.rejects(openRecording(`${path_}.not`), {
      code: 'VNC_FILE_NOT_READ',
      data: { path: `${path_}.not`, reason: 'ENOENT' },
    });
    await assert.rejects(openRecording(temporaryFolder()), { code: 'VNC_FILE_NOT_READ' });
  });
});
