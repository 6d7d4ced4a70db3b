import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { type Region, encodeFrame } from '../../src/protocol/frames.ts';
import { isPacked, mostFrameBytes, packedFrame } from '../../src/protocol/packedFrames.ts';
import { packFrame } from '../../src/vscode/screen/framePacker.ts';
import { FrameQueue, type ReadyFrame } from '../../webview/frameQueue.ts';
import { unpackFrame } from '../../webview/frameUnpacker.ts';
import { until } from '../support/until.ts';

/** A frame of rows that repeat, as text on a screen does. */
function textFrame(sequence: number, height = 100): Uint8Array {
  const pixels = Uint8Array.from({ length: 100 * height * 3 }, (_, i) => ((i % 300) * 7) & 0xff);
  return frameOf(sequence, { form: 'rgb', x: 0, y: 0, width: 100, height, pixels });
}

function frameOf(sequence: number, ...regions: Region[]): Uint8Array {
  return encodeFrame({ sequence, width: 100, height: 100, regions });
}

function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 24);
}

describe('packed frames', () => {
  it('arrive as they were, in fewer bytes', async () => {
    const frame = textFrame(1);
    const packed = packFrame(frame);
    assert.ok(isPacked(packed) && !isPacked(frame));
    assert.ok(packed.length < frame.length / 10, `${packed.length} of ${frame.length} bytes`);
    assert.deepEqual(await unpackFrame(packed), frame);
  });

  it('are not made of what would hardly get smaller: little, noise and pictures', () => {
    const jpeg = noise(4000);
    const place = { x: 0, y: 0, width: 100, height: 100 };
    for (const frame of [
      textFrame(1, 5),
      frameOf(1, { form: 'rgb', ...place, pixels: noise(30_000) }),
      frameOf(1, { form: 'jpeg', ...place, parts: [], jpeg }),
    ])
      assert.equal(packFrame(frame), frame);
  });

  it('are refused when they are cut off, claim another length, or are none', async () => {
    const frame = textFrame(1);
    const packed = packFrame(frame);
    const deflated = deflateRawSync(frame);
    for (const [what, data] of [
      ['cut in the header', packed.slice(0, 4)],
      ['cut in the data', packed.slice(0, -9)],
      ['too long', packedFrame(deflated, frame.length - 1)],
      ['too short', packedFrame(deflated, frame.length + 1)],
      ['enormous', packedFrame(deflated, mostFrameBytes + 1)],
      ['another format', frame],
      ['damaged', packedFrame(noise(500), 1000)],
    ] as const)
      await assert.rejects(unpackFrame(data), what);
  });

  it('keep their place among those that are not packed', async () => {
    const events = { ready: 0, unreadable: 0 };
    const queue = new FrameQueue(
      { ready: () => (events.ready += 1), unreadable: () => (events.unreadable += 1) },
      () => Promise.reject(new Error('there is no picture')),
    );
    queue.add(packFrame(textFrame(1)));
    queue.add(textFrame(2, 5));
    queue.add(packedFrame(noise(500), 1000));
    queue.add(packFrame(textFrame(4)));
    assert.deepEqual([queue.take(), events.ready], [[], 0]);
    const taken: ReadyFrame[] = [];
    await until('three frames are ready', () => {
      taken.push(...queue.take());
      return taken.length === 3;
    });
    assert.deepEqual(
      taken.map(({ frame }) => frame.sequence),
      [1, 2, 4],
    );
    assert.equal(events.unreadable, 1);
  });
});
