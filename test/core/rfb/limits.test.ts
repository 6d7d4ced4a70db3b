import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { VncError } from '../../../src/core/base/errors.ts';
import { limits } from '../../../src/core/base/limits.ts';
import { connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { FakePipe } from './support/fakePipe.ts';
import { greeting, playStream, turn } from './support/playStream.ts';
import { type WireWriter, wire } from './support/wireWriter.ts';

const opening = (): WireWriter => wire().text('RFB 003.008\n');
const letIn = (): WireWriter => opening().u8(1, 1).u32(0);
const format = wire().u8(32, 24, 0, 1).u16(255, 255, 255).u8(16, 8, 0, 0, 0, 0).build();

/** The error with which a handshake ends. */
async function handshakeError(stream: WireWriter): Promise<VncError> {
  const pipe = new FakePipe();
  const connecting = connectRfb({ pipe, credentials: { password: 'x' } });
  pipe.send(stream.build());
  try {
    (await connecting).close();
  } catch (error) {
    assert.ok(error instanceof VncError);
    return error;
  }
  return assert.fail('it was let through');
}

/** The error with which messages end a connection, on a screen of 100 x 100. */
async function messageError(messages: WireWriter): Promise<VncError> {
  const { error } = await playStream([greeting(100, 100), messages.build()]);
  return error ?? assert.fail('no error');
}

const start = greeting(100, 100).length;

interface LimitCase {
  readonly name: string;
  readonly limit: keyof typeof limits;
  readonly value: number;
  readonly offset: number;
  readonly error: () => Promise<VncError>;
}

const rect = (encoding: number): WireWriter => wire().update(1).rect(0, 0, 100, 100, encoding);
const tooMany = limits.compressedBytes + 1;

const cases: readonly LimitCase[] = [
  {
    name: 'a refusal with an endless reason',
    limit: 'reasonBytes',
    value: limits.reasonBytes + 1,
    offset: 17,
    error: () =>
      handshakeError(
        opening()
          .u8(0)
          .u32(limits.reasonBytes + 1),
      ),
  },
  {
    name: 'a rejection with an endless reason',
    limit: 'reasonBytes',
    value: 0xffffffff,
    offset: 22,
    error: () => handshakeError(opening().u8(1, 1).u32(1, 0xffffffff)),
  },
  {
    name: 'a desktop name',
    limit: 'desktopNameBytes',
    value: limits.desktopNameBytes + 1,
    offset: 42,
    error: () =>
      handshakeError(
        letIn()
          .u16(9, 9)
          .bytes(format)
          .u32(limits.desktopNameBytes + 1),
      ),
  },
  {
    name: 'a screen that is too wide',
    limit: 'framebufferSide',
    value: limits.framebufferSide + 1,
    offset: 22,
    error: () =>
      handshakeError(
        letIn()
          .u16(limits.framebufferSide + 1, 1)
          .bytes(format)
          .string(''),
      ),
  },
  {
    name: 'a screen of too many pixels',
    limit: 'framebufferPixels',
    value: 16_000 * 16_000,
    offset: 22,
    error: () => handshakeError(letIn().u16(16_000, 16_000).bytes(format).string('')),
  },
  {
    name: 'a screen that grows too high',
    limit: 'framebufferSide',
    value: 65_535,
    offset: start + 16,
    error: () => messageError(wire().update(1).rect(0, 0, 1, 65_535, -223)),
  },
  {
    name: 'a screen that grows to too many pixels, the extended way',
    limit: 'framebufferPixels',
    value: 16_384 * 16_384,
    offset: start + 20,
    error: () => messageError(wire().update(1).rect(0, 0, 16_384, 16_384, -308).u8(0, 0, 0, 0)),
  },
  {
    name: 'a new desktop name',
    limit: 'desktopNameBytes',
    value: limits.desktopNameBytes + 1,
    offset: start + 20,
    error: () =>
      messageError(
        wire()
          .update(1)
          .rect(0, 0, 0, 0, -307)
          .u32(limits.desktopNameBytes + 1),
      ),
  },
  {
    name: 'a cursor',
    limit: 'cursorSide',
    value: limits.cursorSide + 1,
    offset: start + 16,
    error: () =>
      messageError(
        wire()
          .update(1)
          .rect(0, 0, 1, limits.cursorSide + 1, -239),
      ),
  },
  {
    name: 'cut text',
    limit: 'clipboardMessageBytes',
    value: limits.clipboardMessageBytes + 1,
    offset: start + 8,
    error: () =>
      messageError(
        wire()
          .u8(3, 0, 0, 0)
          .u32(limits.clipboardMessageBytes + 1),
      ),
  },
  {
    name: 'extended cut text',
    limit: 'clipboardMessageBytes',
    value: 0x80000000,
    offset: start + 8,
    error: () => messageError(wire().u8(3, 0, 0, 0).u32(0x80000000)),
  },
  {
    name: 'sound that nobody asked for',
    limit: 'audioBytes',
    value: limits.audioBytes + 1,
    offset: start + 8,
    error: () =>
      messageError(
        wire()
          .u8(255, 1)
          .u16(2)
          .u32(limits.audioBytes + 1),
      ),
  },
  {
    name: 'Zlib data',
    limit: 'compressedBytes',
    value: tooMany,
    offset: start + 20,
    error: () => messageError(rect(6).u32(tooMany)),
  },
  {
    name: 'ZRLE data',
    limit: 'compressedBytes',
    value: tooMany,
    offset: start + 20,
    error: () => messageError(rect(16).u32(tooMany)),
  },
];

describe('limits', () => {
  for (const { name, limit, value, offset, error } of cases) {
    it(`${name} over its limit ends the connection`, async () => {
      const { code, data } = await error();
      assert.equal(code, 'VNC_LIMIT_EXCEEDED');
      assert.deepEqual(data, { limit, value, offset });
    });
  }

  it('a server that does not read what it is sent ends the connection', async () => {
    const pipe = new FakePipe();
    const connecting = connectRfb({ pipe, credentials: {} });
    pipe.send(greeting(1, 1));
    const client = await connecting;
    const ends: unknown[] = [];
    client.onClose((error) => ends.push(error?.data));
    pipe.bufferedBytes = limits.sendBufferBytes;
    client.sendPointer(0, 0, 0);
    assert.deepEqual(ends, []);
    pipe.bufferedBytes = limits.sendBufferBytes + 1;
    client.sendPointer(0, 0, 0);
    await turn();
    assert.deepEqual(ends, [{ limit: 'sendBufferBytes', value: limits.sendBufferBytes + 1 }]);
    assert.ok(client.closed && pipe.closed);
  });

  it('clipboard text that is too long is read over, either way of sending it', async () => {
    const long = new Uint8Array(limits.cutTextBytes + 1);
    const messages = wire()
      .u8(3, 0, 0, 0)
      .u32(long.length)
      .bytes(long)
      .u8(3, 0, 0, 0)
      .u32(-long.length >>> 0)
      .bytes(long)
      .u8(2);
    const played = await playStream([greeting(1, 1), messages.build()]);
    assert.equal(played.error?.code, 'VNC_CONNECTION_LOST');
    assert.deepEqual(played.cutTexts, []);
    assert.equal(played.bells, 1);
  });

  it('texts at their limits are let through', async () => {
    const text = 'x'.repeat(limits.cutTextBytes);
    const played = await playStream([greeting(1, 1), wire().u8(3, 0, 0, 0).string(text).build()]);
    assert.equal(played.error?.code, 'VNC_CONNECTION_LOST');
    assert.equal(played.cutTexts[0]?.length, limits.cutTextBytes);
  });
});
