import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { afterEach, describe, it } from 'mocha';
import { GrowingBuffer } from '../../../src/core/rfb/growingBuffer.ts';
import {
  AsyncInflateStream,
  InflateError,
  type InflateStream,
  SyncInflateStream,
  createInflateStream,
} from '../../../src/core/rfb/inflateStream.ts';
import { SeededRandom } from './support/seededRandom.ts';
import { TestDeflater } from './support/testDeflater.ts';

const kinds: readonly { readonly name: string; readonly create: () => InflateStream }[] = [
  { name: 'SyncInflateStream', create: () => new SyncInflateStream() },
  { name: 'AsyncInflateStream', create: () => new AsyncInflateStream() },
];

/** Blocks that lean on each other, some larger than any buffer, some empty. */
function blocks(): Uint8Array[] {
  const random = new SeededRandom(5);
  const noise = random.bytes(100_000);
  const sizes = [10, 70_000, 0, 1, 100_000, 300, 99_999];
  return sizes.map((size) => noise.slice(0, size));
}

for (const { name, create } of kinds) {
  describe(name, () => {
    const streams: InflateStream[] = [];
    const open = (): InflateStream => {
      const stream = create();
      streams.push(stream);
      return stream;
    };
    afterEach(() => streams.splice(0).forEach((stream) => stream.close()));

    const inflate = async (stream: InflateStream, input: Uint8Array, cap: number): Promise<Uint8Array> => {
      const output = new GrowingBuffer(16);
      const length = await stream.inflate(input, output, cap);
      return output.bytes.slice(0, length);
    };

    it('carries its state from block to block', async () => {
      const stream = open();
      const deflater = new TestDeflater();
      for (const block of blocks()) {
        assert.deepEqual(
          Buffer.from(await inflate(stream, deflater.next(block), block.length)),
          Buffer.from(block),
        );
      }
    });

    it('begins anew after a reset', async () => {
      const stream = open();
      for (const block of blocks()) {
        const input = new TestDeflater().next(block);
        assert.deepEqual(Buffer.from(await inflate(stream, input, 1_000_000)), Buffer.from(block));
        stream.reset();
      }
    });

    it('allows exactly the cap and not a byte more', async () => {
      const input = (): Uint8Array => new TestDeflater().next(new Uint8Array(1000));
      assert.equal((await inflate(open(), input(), 1000)).length, 1000);
      await assert.rejects(async () => await inflate(open(), input(), 999), InflateError);
    });

    it('does not unpack a bomb', async () => {
      const output = new GrowingBuffer(16);
      const bomb = deflateSync(new Uint8Array(20_000_000));
      await assert.rejects(async () => await open().inflate(bomb, output, 5000), InflateError);
      assert.ok(output.capacity <= 5001, `${output.capacity} bytes were taken`);
    });

    it('refuses what is no zlib stream, then and later', async () => {
      const stream = open();
      const noise = Uint8Array.of(1, 2, 3, 4, 5, 6);
      await assert.rejects(async () => await inflate(stream, noise, 100), InflateError);
      await assert.rejects(
        async () => await inflate(stream, new TestDeflater().next(noise), 100),
        InflateError,
      );
    });

    it('takes a stream that its server ends', async () => {
      const bytes = Uint8Array.of(1, 2, 3);
      assert.deepEqual(await inflate(open(), deflateSync(bytes), 3), bytes);
    });

    it('can be closed at any time', () => {
      const stream = open();
      stream.close();
      stream.close();
    });
  });
}

describe('createInflateStream', () => {
  it('takes the synchronous kind where this Node has what it needs', () => {
    const stream = createInflateStream();
    assert.ok(stream instanceof SyncInflateStream);
    stream.close();
  });
});
