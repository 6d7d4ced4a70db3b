import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { settle } from '../../../support/fakeClock.ts';
import { type Connected, connected, withEverySplit } from '../support/connected.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

const serverFence = (flags: number, ...payload: number[]): WireWriter =>
  wire()
    .u8(248, 0, 0, 0)
    .u32(flags)
    .u8(payload.length, ...payload);
const whole = { x: 0, y: 0, width: 100, height: 80 };

describe('fences', () => {
  it('cannot be asked for before the server has sent one', async () => {
    const { client } = await connected();
    await assert.rejects(client.fence(), { code: 'VNC_EXTENSION_UNSUPPORTED', data: { extension: 'Fence' } });
  });

  it('of our own measure the time, each its own, and call back before what follows', () =>
    withEverySplit(async ({ client, clock, send, sent }) => {
      await send(serverFence(0x80000001));
      assert.deepEqual(sent(), ['f80000000000000100']);
      const order: string[] = [];
      client.onBell(() => order.push('bell'));
      const first = client.fence(() => order.push('first'));
      await clock.advance(5);
      const second = client.fence(() => order.push('second'));
      assert.deepEqual(sent(), ['f8000000800000010400000000', 'f8000000800000010400000001']);
      await clock.advance(7);
      const answers = wire()
        .bytes(serverFence(1, 9, 9).build())
        .bytes(serverFence(1, 0, 0, 0, 0).build())
        .u8(2)
        .bytes(serverFence(1, 0, 0, 0, 1).build());
      await send(answers);
      assert.deepEqual([await first, await second], [12, 7]);
      assert.deepEqual(order, ['first', 'bell', 'second']);
    }));

  it('end with the connection', async () => {
    const { client, send, pipe } = await connected();
    await send(serverFence(0x80000000));
    const waiting = assert.rejects(client.fence(), { code: 'VNC_CONNECTION_LOST' });
    pipe.end();
    await waiting;
  });
});

describe('continuous updates', () => {
  it('cannot be switched on before the server has said that it knows them', async () => {
    const { client, sent } = await connected();
    assert.throws(() => client.enableContinuousUpdates(whole), { code: 'VNC_EXTENSION_UNSUPPORTED' });
    await client.disableContinuousUpdates();
    assert.deepEqual(sent(), []);
  });

  it('are switched on again for another size, and off until the server confirms it', () =>
    withEverySplit(async ({ client, send, sent }) => {
      await send(wire().u8(150));
      client.enableContinuousUpdates(whole);
      assert.deepEqual(sent(), ['96010000000000640050']);
      await send(wire().update(1).rect(0, 0, 120, 90, -223));
      assert.deepEqual(sent(), ['9601000000000078005a']);
      let ended = false;
      const ending = client.disableContinuousUpdates().then(() => (ended = true));
      await settle();
      assert.deepEqual(sent(), ['96000000000000000000']);
      assert.equal(ended, false);
      await send(wire().u8(150));
      await ending;
      await send(wire().update(1).rect(0, 0, 100, 80, -223));
      assert.deepEqual(sent(), []);
    }));

  it('of a part keep to the part', async () => {
    const { client, send, sent } = await connected();
    await send(wire().u8(150));
    client.enableContinuousUpdates({ x: 10, y: 20, width: 30, height: 40 });
    await send(wire().update(1).rect(0, 0, 50, 30, -308).u8(0, 0, 0, 0));
    await send(wire().update(1).rect(0, 0, 5, 5, -308).u8(0, 0, 0, 0));
    assert.deepEqual(sent(), ['9601000a0014001e0028', '9601000a0014001e000a', '96010000000000050005']);
  });
});

describe('another pixel format', () => {
  const pixel = (x: number, y: number, rest: number[]): WireWriter =>
    wire()
      .update(1)
      .rect(x, y, 1, 1, 0)
      .u8(...rest);
  const format16 = '00000000' + '10100001001f003f001f0b0500000000';
  const requestWhole = '03000000000000640050';
  const colour = ({ client }: Connected): string =>
    Buffer.from(client.framebuffer.read({ x: 0, y: 0, width: 1, height: 1 })).toString('hex');

  it('is used at once when nothing is asked for', async () => {
    const peer = await connected();
    await peer.client.setPixelFormat(16);
    assert.deepEqual(peer.sent(), [format16, requestWhole]);
    await peer.send(pixel(0, 0, [0x00, 0xf8]));
    assert.equal(colour(peer), 'ff0000ff');
  });

  it('waits until everything is answered, pixels by pixels and not by news', () =>
    withEverySplit(async (peer) => {
      const { client, send, sent } = peer;
      client.requestUpdate(whole, { incremental: true });
      sent();
      const switching = client.setPixelFormat(16);
      await settle();
      assert.deepEqual(sent(), ['03000000000000010001']);
      // Held back: the whole screen is asked for in the end.
      client.requestUpdate(whole, { incremental: true });
      await send(wire().update(1).rect(0, 0, 0, 0, -258));
      await send(pixel(9, 9, [1, 2, 3, 4]));
      assert.deepEqual(sent(), []);
      await send(pixel(0, 0, [1, 2, 3, 4]));
      assert.deepEqual(sent(), ['03000063004f00010001']);
      await send(pixel(0, 0, [5, 6, 7, 4]));
      assert.equal(colour(peer), '050607ff');
      await send(pixel(99, 79, [1, 2, 3, 4]));
      await switching;
      assert.deepEqual(sent(), [format16, requestWhole]);
      await send(pixel(0, 0, [0xe0, 0x07]));
      assert.equal(colour(peer), '00ff00ff');
    }));

  it('holds from the answer to a fence on, where the server has them', () =>
    withEverySplit(async (peer) => {
      const { client, send, sent } = peer;
      await send(serverFence(0x80000000));
      client.requestUpdate(whole, { incremental: true });
      sent();
      const switching = client.setPixelFormat(16);
      await settle();
      assert.deepEqual(sent(), ['f8000000800000050400000000', format16]);
      await send(pixel(0, 0, [1, 2, 3, 4]));
      assert.equal(colour(peer), '010203ff');
      const both = wire().bytes(serverFence(5, 0, 0, 0, 0).build());
      await send(both.bytes(pixel(0, 0, [0x1f, 0x00]).build()));
      assert.equal(colour(peer), '0000ffff');
      await switching;
      assert.deepEqual(sent(), [requestWhole]);
    }));

  it('pauses continuous updates', () =>
    withEverySplit(async ({ client, send, sent }) => {
      await send(wire().u8(150));
      client.enableContinuousUpdates(whole);
      sent();
      const switching = client.setPixelFormat(16);
      await settle();
      assert.deepEqual(sent(), ['96000000000000000000']);
      await send(pixel(0, 0, [1, 2, 3, 4]));
      await send(wire().u8(150));
      await switching;
      assert.deepEqual(sent(), [format16, '96010000000000640050', requestWhole]);
    }));

  it('is given up when the connection ends', async () => {
    const { client, pipe } = await connected();
    client.requestUpdate(whole, { incremental: true });
    const switching = client.setPixelFormat(8);
    await settle();
    pipe.end();
    await switching;
    assert.ok(client.closed);
  });
});
