import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { vncError } from '../../../src/core/base/errors.ts';
import { limits } from '../../../src/core/base/limits.ts';
import { ByteReader } from '../../../src/core/rfb/byteReader.ts';
import { FakePipe } from './support/fakePipe.ts';
import { SeededRandom } from './support/seededRandom.ts';
import { splits } from './support/splits.ts';

function open(maximum?: number): { pipe: FakePipe; reader: ByteReader } {
  const pipe = new FakePipe();
  return { pipe, reader: new ByteReader(pipe, maximum) };
}

describe('ByteReader', () => {
  it('shows what waits in one piece without reading it, joining chunks where more is wanted', () => {
    const { pipe, reader } = open();
    pipe.send(Uint8Array.of(1, 2, 3));
    pipe.send(Uint8Array.of(4, 5));
    assert.equal(reader.u8(), 1);
    assert.equal(reader.contiguous, 2);
    assert.deepEqual([...reader.peekChunk(2)], [2, 3]);
    assert.deepEqual([...reader.peekChunk(3)], [2, 3, 4]);
    assert.deepEqual([reader.available, reader.offset], [4, 1]);
    assert.deepEqual([...reader.bytes(4)], [2, 3, 4, 5]);
    assert.deepEqual([reader.available, reader.offset], [0, 5]);
  });

  for (const split of splits) {
    it(`reads numbers and runs of bytes (${split.name})`, async () => {
      const bytes = Uint8Array.of(
        0xfe,
        1,
        2,
        0xff,
        0xff,
        0xff,
        0xfe,
        0x80,
        0,
        0,
        1,
        9,
        8,
        7,
        6,
        5,
        4,
        0x11,
        0x22,
        0x33,
        0x84,
      );
      const { pipe, reader } = open();
      for (const chunk of split.cut(bytes)) pipe.send(chunk);
      await reader.need(bytes.length);
      assert.equal(reader.u8(), 0xfe);
      assert.equal(reader.u16(), 0x0102);
      assert.equal(reader.s32(), -2);
      assert.equal(reader.u32(), 0x80000001);
      assert.equal(reader.offset, 11);
      assert.deepEqual([...reader.bytes(3)], [9, 8, 7]);
      assert.deepEqual([...reader.peek(2)], [6, 5]);
      const at = reader.take(3);
      assert.deepEqual([...reader.data.subarray(at, at + 3)], [6, 5, 4]);
      assert.equal(reader.u32le(), 0x84332211);
      assert.equal(reader.available, 0);
      assert.equal(reader.offset, bytes.length);
    });
  }

  it('gives the same bytes as came, however they are cut and read', () => {
    const random = new SeededRandom(11);
    const bytes = random.bytes(20_000);
    const { pipe, reader } = open();
    for (let at = 0; at < bytes.length; ) {
      const length = 1 + random.below(90);
      pipe.send(bytes.slice(at, at + length));
      at += length;
    }
    const seen: number[] = [];
    while (reader.available > 0) {
      assert.equal(reader.offset, seen.length);
      seen.push(...reader.bytes(Math.min(reader.available, random.below(150))));
    }
    assert.deepEqual(Uint8Array.from(seen), bytes);
  });

  it('does not copy what lies in one chunk', () => {
    const chunk = Uint8Array.of(1, 2, 3, 4);
    const { pipe, reader } = open();
    pipe.send(chunk);
    reader.u8();
    assert.equal(reader.bytes(2).buffer, chunk.buffer);
  });

  it('waits until enough has arrived', async () => {
    const { pipe, reader } = open();
    let arrived = false;
    const waiting = reader.need(3).then(() => (arrived = true));
    pipe.send(Uint8Array.of(1, 2));
    await Promise.resolve();
    assert.equal(arrived, false);
    pipe.send(Uint8Array.of(3));
    await waiting;
    assert.equal(reader.available, 3);
  });

  it('pauses the pipe above its limit and resumes it at half of it', () => {
    const { pipe, reader } = open(8);
    pipe.send(new Uint8Array(8));
    assert.equal(pipe.paused, false);
    pipe.send(new Uint8Array(1));
    assert.equal(pipe.paused, true);
    reader.take(8);
    reader.take(1);
    assert.equal(pipe.paused, false);
  });

  it('lets more than the limit in for one who needs it', async () => {
    const { pipe, reader } = open(8);
    pipe.send(new Uint8Array(9));
    assert.equal(pipe.paused, true);
    const waiting = reader.need(20);
    assert.equal(pipe.paused, false);
    pipe.send(new Uint8Array(9));
    assert.equal(pipe.paused, false);
    pipe.send(new Uint8Array(9));
    await waiting;
    assert.equal(pipe.paused, true);
  });

  it('holds no more than its limit says by default', () => {
    const { pipe } = open();
    pipe.send(new Uint8Array(limits.receiveBufferBytes));
    assert.equal(pipe.paused, false);
    pipe.send(new Uint8Array(1));
    assert.equal(pipe.paused, true);
  });

  it('gives what has arrived before it tells the end', async () => {
    const { pipe, reader } = open();
    pipe.send(Uint8Array.of(1, 2));
    pipe.end();
    await reader.need(2);
    assert.equal(reader.u8(), 1);
    await assert.rejects(reader.need(2), { code: 'VNC_CONNECTION_LOST' });
    assert.equal(reader.u8(), 2);
  });

  it('ends a wait when the pipe ends, with its error if it has one', async () => {
    const lost = open();
    const first = lost.reader.need(1);
    lost.pipe.end();
    await assert.rejects(first, { code: 'VNC_CONNECTION_LOST', data: { address: 'fake', offset: 0 } });
    const failed = open();
    const second = failed.reader.need(1);
    failed.pipe.end(vncError('VNC_UNREACHABLE'));
    await assert.rejects(second, { code: 'VNC_UNREACHABLE' });
  });

  it('drops what waits when it is aborted', async () => {
    const { pipe, reader } = open();
    pipe.send(Uint8Array.of(1, 2, 3));
    reader.u8();
    reader.abort(vncError('VNC_CANCELLED'));
    assert.equal(reader.available, 0);
    assert.equal(reader.offset, 1);
    pipe.send(Uint8Array.of(4));
    await assert.rejects(reader.need(1), { code: 'VNC_CANCELLED' });
  });

  it('throws when more is read than there is', () => {
    const { pipe, reader } = open();
    pipe.send(Uint8Array.of(1));
    assert.throws(() => reader.u16(), /read 2 of 1 bytes/);
  });

  it('keeps what lies in one piece of memory as one, whenever it came', async () => {
    const { pipe, reader } = open();
    const block = Uint8Array.from({ length: 100 }, (_, i) => i);
    for (let at = 0; at < 60; at++) pipe.send(block.subarray(at, at + 1));
    pipe.send(Uint8Array.of(200, 201));
    for (let at = 60; at < 100; at++) pipe.send(block.subarray(at, at + 1));
    await reader.need(102);
    const first = reader.bytes(60);
    assert.equal(first.buffer, block.buffer);
    assert.deepEqual(first, block.subarray(0, 60));
    assert.deepEqual([reader.u8(), reader.u8()], [200, 201]);
    const second = reader.bytes(40);
    assert.equal(second.buffer, block.buffer);
    assert.deepEqual(second, block.subarray(60));
  });
});
