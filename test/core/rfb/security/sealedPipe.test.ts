import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { VncError } from '../../../../src/core/base/errors.ts';
import { SealedMessages } from '../../../../src/core/rfb/security/sealedMessages.ts';
import { SealedPipe } from '../../../../src/core/rfb/security/sealedPipe.ts';
import { eaxOpen, eaxSeal } from '../../../support/peers/referenceEax.ts';
import { FakePipe } from '../support/fakePipe.ts';
import { splits } from '../support/splits.ts';

const toServer = Buffer.alloc(32, 1);
const toClient = Buffer.alloc(16, 2);

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(index);
  return bytes;
}

/** Messages as a server seals them, numbered from zero. */
function sealed(texts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text, index) => {
      const header = Buffer.from([text.length >> 8, text.length & 0xff]);
      return [header, eaxSeal(toClient, nonce(index), header, text)];
    }),
  );
}

function open(leftover: Uint8Array = new Uint8Array(0)): {
  readonly inner: FakePipe;
  readonly pipe: SealedPipe;
  readonly received: () => Buffer;
  readonly ends: (VncError | undefined)[];
} {
  const inner = new FakePipe();
  inner.confidential = false;
  const directions = { incoming: new SealedMessages(toClient), outgoing: new SealedMessages(toServer) };
  const pipe = new SealedPipe(inner, directions, leftover);
  const chunks: Uint8Array[] = [];
  const ends: (VncError | undefined)[] = [];
  pipe.open({ receive: (chunk) => chunks.push(chunk), ended: (error) => ends.push(error) });
  return { inner, pipe, received: () => Buffer.concat(chunks), ends };
}

describe('a sealed pipe', () => {
  // More than a byte can count, empty ones and the longest one.
  const texts = Array.from({ length: 300 }, (_, index) => Buffer.alloc(index % 7, index));
  texts.push(Buffer.alloc(65_535, 0x5a), Buffer.from('end'));
  const stream = sealed(texts);

  for (const split of splits) {
    it(`delivers what was sealed, ${split.name}`, function () {
      this.timeout(20_000);
      const { inner, received, ends } = open();
      for (const chunk of split.cut(stream)) inner.send(chunk);
      assert.ok(received().equals(Buffer.concat(texts)));
      assert.deepEqual(ends, []);
    });
  }

  it('begins with what was read before', () => {
    const { inner, received } = open(stream.subarray(0, 1000));
    inner.send(stream.subarray(1000));
    assert.ok(received().equals(Buffer.concat(texts)));
  });

  it('seals what is written, in messages that servers take', () => {
    const { inner, pipe } = open();
    const text = Buffer.alloc(20_000, 7);
    pipe.write(Buffer.from('first'));
    pipe.write(text);
    let rest = Buffer.concat(inner.written);
    const opened: Buffer[] = [];
    while (rest.length > 0) {
      const length = rest.readUInt16BE();
      assert.ok(length <= 8192);
      const message = eaxOpen(
        toServer,
        nonce(opened.length),
        rest.subarray(0, 2),
        rest.subarray(2, 18 + length),
      );
      assert.ok(message !== undefined);
      opened.push(message);
      rest = rest.subarray(18 + length);
    }
    assert.ok(Buffer.concat(opened).equals(Buffer.concat([Buffer.from('first'), text])));
    assert.equal(pipe.confidential, true);
  });

  it('ends with a coded error, once, when a bit was changed on the way', () => {
    for (const at of [0, 1, 2, 5, 17]) {
      const changed = sealed([Buffer.from('hello'), Buffer.from('there')]);
      changed[at] = (changed[at] ?? 0) ^ 1;
      // A length that grew takes of the next message.
      const { inner, received, ends } = open();
      inner.send(Buffer.concat([changed, Buffer.alloc(300)]));
      inner.send(stream);
      assert.deepEqual(
        ends.map((error) => error?.code),
        ['VNC_BAD_DATA'],
        `byte ${at}`,
      );
      assert.equal(received().length, 0);
      assert.equal(inner.closed, true);
    }
  });

  it('refuses messages in another order, and the same one twice', () => {
    const first = sealed([Buffer.from('same')]);
    const { inner, received, ends } = open();
    inner.send(Buffer.concat([first, first]));
    assert.equal(received().toString(), 'same');
    assert.deepEqual(
      ends.map((error) => error?.code),
      ['VNC_BAD_DATA'],
    );
  });

  it('passes on that the connection has ended', () => {
    const { inner, ends } = open();
    inner.send(stream.subarray(0, 40));
    inner.end();
    assert.deepEqual(ends, [undefined]);
  });
});
