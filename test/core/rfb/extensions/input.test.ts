import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { connected } from '../support/connected.ts';
import { wire } from '../support/wireWriter.ts';

describe('keys', () => {
  it('carry scancodes only after the server has asked for them', async () => {
    const { client, send, sent } = await connected();
    client.sendKey(0x61, true, 0x1e);
    await send(wire().update(1).rect(0, 0, 0, 0, -258));
    client.sendKey(0x41, true, 0x1e);
    client.sendKey(0xff53, false, 0xcd);
    client.sendKey(0, true, 0xc6);
    assert.deepEqual(sent(), [
      '0401000000000061',
      'ff0000010000' + '00410000001e',
      'ff0000000000' + 'ff53000000cd',
      'ff0000010000' + '0000000000c6',
    ]);
  });

  it('without a scancode are plain ones, and without a keysym as well are none', async () => {
    const { client, send, sent } = await connected();
    await send(wire().update(1).rect(0, 0, 0, 0, -258));
    client.sendKey(0x01000394, true);
    client.sendKey(0x62, true, 0);
    client.sendKey(0, true);
    assert.deepEqual(sent(), ['0401000001000394', '0401000000000062']);
  });
});

describe('the pointer', () => {
  it('has seven buttons until the server confirms more', async () => {
    const { client, send, sent } = await connected();
    client.sendPointer(1, 2, 0b1_1000_0001);
    await send(wire().update(1).rect(0, 0, 0, 0, -316));
    client.sendPointer(1, 2, 0b0_1000_0001);
    client.sendPointer(1, 2, 0b1_0000_0000);
    client.sendPointer(1, 2, 0b1);
    assert.deepEqual(sent(), ['050100010002', '05810001000201', '05800001000202', '050100010002']);
  });

  it('is sent as the way it went when the server wants movements', async () => {
    const { client, send, sent } = await connected();
    await send(wire().update(1).rect(0, 0, 100, 80, -257));
    client.sendPointer(50, 40, 0);
    client.sendPointer(53, 38, 1);
    client.sendPointer(53, 38, 0);
    client.sendPointerDelta(-5, 7, 4);
    client.sendPointerDelta(-99_999, 99_999, 0);
    assert.deepEqual(sent(), [
      '05007fff7fff',
      '050180027ffd',
      '05007fff7fff',
      '05047ffa8006',
      '05000000ffff',
    ]);
  });

  it('moves by a way from where it was in absolute mode, and stays on the screen', async () => {
    const { client, sent } = await connected();
    client.sendPointerDelta(1, -1, 0);
    client.sendPointerDelta(-500, 500, 2);
    assert.deepEqual(sent(), ['050000330027', '05020000004f']);
  });

  it('goes on from where the server has put it', async () => {
    const { client, send, sent } = await connected();
    await send(wire().update(2).rect(10, 20, 0, 0, -232).rect(0, 0, 0, 0, -257));
    client.sendPointer(12, 19, 0);
    assert.deepEqual(sent(), ['050080017ffe']);
  });
});
