import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { connected, withEverySplit } from '../support/connected.ts';
import { wire } from '../support/wireWriter.ts';

// Numbers and layouts are those of rfbproto's document, chapters "Server to Client Messages" and "Pseudo-encodings".
describe('messages of extensions', () => {
  it('are read at any time, whether or not anybody asked for them', () =>
    withEverySplit(async ({ client, send }) => {
      let bells = 0;
      client.onBell(() => bells++);
      await send(
        wire()
          .u8(250, 0, 1, 1)
          .u8(150)
          .u8(255, 1)
          .u16(1)
          .u8(255, 1)
          .u16(2)
          .u32(5)
          .u8(1, 2, 3, 4, 5)
          .u8(255, 1)
          .u16(0)
          .u8(248, 0, 0, 0)
          .u32(0x80000000)
          .u8(255)
          .bytes(new Uint8Array(255).fill(2))
          .u8(250, 0, 1, 0)
          .u8(2),
      );
      assert.equal(bells, 1);
      assert.equal(client.facts['extensions'], 'fence, continuousUpdates, power');
    }));

  it('of an unknown number end the connection with the number and its place', async () => {
    for (const [messages, data] of [
      [wire().u8(2, 77), { message: 77 }],
      [wire().u8(2, 127), { message: 127 }],
      [wire().u8(2, 255, 9), { message: 255, submessage: 9 }],
    ] as const) {
      const peer = await connected();
      const ends: unknown[] = [];
      const begin = peer.client.statistics().bytesReceived;
      peer.client.onClose((error) => ends.push([error?.code, error?.data]));
      await peer.send(messages);
      assert.deepEqual(ends, [['VNC_MESSAGE_UNKNOWN', { ...data, offset: begin + 1 }]]);
    }
  });
});

describe('pseudo-rectangles of extensions', () => {
  it('confirm what the server supports, also with the size of the screen as QEMU sends them', () =>
    withEverySplit(async ({ client, send }) => {
      const heard: string[][] = [];
      client.onCapabilities((now) =>
        heard.push(Object.entries(now).flatMap(([name, isThere]) => (isThere ? [name] : []))),
      );
      await send(wire().update(1).rect(0, 0, 100, 80, -258).update(1).rect(0, 0, 100, 80, -259));
      await send(wire().update(2).rect(0, 0, 0, 0, -316).rect(0, 0, 0, 0, -258));
      assert.deepEqual(heard, [['extendedKeys'], ['extendedKeys', 'extendedMouseButtons']]);
    }));

  it('tell lock keys, by one byte of QEMU and by four of VMware', () =>
    withEverySplit(async ({ client, send }) => {
      assert.equal(client.lockState, undefined);
      const heard: unknown[] = [];
      client.onLockState((state) => heard.push(state));
      await send(
        wire().update(2).rect(0, 0, 100, 80, -261).u8(0xfe).rect(0, 0, 0, 0, 0x574d5668).u32(0xfffffff9),
      );
      assert.deepEqual(heard, [
        { scroll: false, num: true, caps: true },
        { scroll: true, num: false, caps: false },
      ]);
      assert.deepEqual(client.lockState, heard[1]);
    }));

  it('tell whether the pointer is relative', () =>
    withEverySplit(async ({ client, send }) => {
      const heard: string[] = [];
      client.onPointerMode((mode) => heard.push(mode));
      await send(wire().update(1).rect(1, 0, 100, 80, -257).update(1).rect(0, 0, 100, 80, -257));
      assert.equal(client.pointerMode, 'relative');
      await send(wire().update(1).rect(1, 0, 100, 80, -257));
      assert.deepEqual(heard, ['relative', 'absolute']);
    }));

  it('of VMware that mean nothing here are read over', () =>
    withEverySplit(async ({ client, send }) => {
      let bells = 0;
      client.onBell(() => bells++);
      const messages = wire().update(3).rect(0, 0, 0, 0, 0x574d5665).u16(3);
      messages.rect(0, 0, 0, 0, 0x574d5667).u16(1).u32(2, 3).rect(0, 0, 0, 0, 0x574d566a).u16(1).u8(2);
      await send(messages);
      assert.equal(bells, 1);
    }));

  it('of VMware change size and colours of the screen at once', () =>
    withEverySplit(async ({ client, send }) => {
      const messages = wire().update(2).rect(0, 0, 2, 1, 0x574d5669);
      messages.u8(16, 16, 0, 1).u16(31, 63, 31).u8(11, 5, 0, 0, 0, 0);
      messages.rect(0, 0, 2, 1, 0).u8(0x00, 0xf8, 0xe0, 0x07);
      await send(messages);
      assert.deepEqual([client.framebuffer.width, client.framebuffer.height], [2, 1]);
      const pixels = client.framebuffer.read({ x: 0, y: 0, width: 2, height: 1 });
      assert.equal(Buffer.from(pixels).toString('hex'), 'ff0000ff00ff00ff');
      assert.match(client.facts['pixelFormat'] ?? '', /^16 bits/);
    }));

  it('of VMware with a format that no pixel can have end the connection', async () => {
    const peer = await connected();
    const ends: unknown[] = [];
    peer.client.onClose((error) => ends.push([error?.code, error?.data['what']]));
    const messages = wire().update(1).rect(0, 0, 2, 1, 0x574d5669);
    await peer.send(messages.u8(24, 24, 0, 1).u16(255, 255, 255).u8(16, 8, 0, 0, 0, 0));
    assert.deepEqual(ends, [['VNC_BAD_DATA', 'pixel-format']]);
  });

  it('that the server sends in answer to nothing leave no update asked for', () =>
    withEverySplit(async ({ send, sent }) => {
      await send(wire().update(1).rect(0, 0, 90, 70, -308).u8(0, 0, 0, 0).update(1).rect(0, 0, 0, 0, -224));
      assert.deepEqual(sent(), []);
    }));
});
