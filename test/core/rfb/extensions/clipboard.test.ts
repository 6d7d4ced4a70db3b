import assert from 'node:assert/strict';
import { constants, deflateSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { limits } from '../../../../src/core/base/limits.ts';
import { clipboardBytes, encodeProvide } from '../../../../src/core/rfb/extensions/extendedClipboard.ts';
import { settle } from '../../../support/fakeClock.ts';
import { type Connected, connected, withEverySplit } from '../support/connected.ts';
import { type WireWriter, wire } from '../support/wireWriter.ts';

/** A ServerCutText of the extended clipboard (rfbproto). */
function extended(content: WireWriter): WireWriter {
  const bytes = content.build();
  return wire()
    .u8(3, 0, 0, 0)
    .u32(-bytes.length >>> 0)
    .bytes(bytes);
}

/** TigerVNC's caps: text by every action, none of it unasked. */
const caps = extended(wire().u32(0x1f000001, 0));
const ourCaps = '06000000fffffff8' + '1f00000100000000';
const notify = '06000000fffffffc08000001';
const notifyNothing = '06000000fffffffc08000000';
const request = '06000000fffffffc02000001';

function provided(text: string, options: { readonly flush?: number } = {}): WireWriter {
  const plain = wire().string(text).build();
  const { flush = constants.Z_FINISH } = options;
  return extended(
    wire()
      .u32(0x10000001)
      .bytes(deflateSync(plain, { finishFlush: flush })),
  );
}

/** A message of the client that carries this text. */
function carries(text: string): string {
  const content = encodeProvide(clipboardBytes(text));
  const head = Buffer.alloc(8);
  head[0] = 6;
  head.writeInt32BE(-content.length, 4);
  return Buffer.concat([head, content]).toString('hex');
}

async function withCaps(): Promise<Connected & { readonly heard: string[] }> {
  const peer = await connected();
  const heard: string[] = [];
  peer.client.onClipboard((text) => heard.push(text));
  await peer.send(caps);
  peer.sent();
  return { ...peer, heard };
}

describe('the extended clipboard', () => {
  it('is confirmed by the caps of the server, which ours answer each time', () =>
    withEverySplit(async ({ client, send, sent }) => {
      await send(caps);
      assert.ok(client.capabilities.extendedClipboard);
      await send(caps);
      assert.deepEqual(sent(), [ourCaps, ourCaps]);
    }));

  it('announces text and gives it when it is asked for, with CR LF and a NUL', () =>
    withEverySplit(async ({ client, send, sent }) => {
      await send(caps);
      sent();
      assert.deepEqual(await client.setClipboard('Ω\nzwei\r\n🖥'), { lost: 0 });
      assert.deepEqual(sent(), [notify]);
      assert.equal(Buffer.from(clipboardBytes('Ω\nzwei\r\n🖥')).toString(), 'Ω\r\nzwei\r\n🖥\0');
      await send(extended(wire().u32(0x02000001)));
      assert.deepEqual(sent(), [carries('Ω\r\nzwei\r\n🖥')]);
      await send(extended(wire().u32(0x04000000)));
      assert.deepEqual(sent(), [notify]);
    }));

  it('says that there is nothing when there is none, or none in the format that is asked for', async () => {
    const { client, send, sent } = await withCaps();
    await send(extended(wire().u32(0x02000001)));
    await send(extended(wire().u32(0x04000000)));
    await client.setClipboard('x');
    await send(extended(wire().u32(0x02000002)));
    await client.setClipboard('');
    assert.deepEqual(sent(), [notifyNothing, notifyNothing, notify, notify, notifyNothing]);
  });

  it('gives text at once where the server takes it unasked', async () => {
    const peer = await connected();
    // libvncserver: request, peek and provide, up to 1 MiB.
    await peer.send(extended(wire().u32(0x17000001, 0x00100000)));
    peer.sent();
    await peer.client.setClipboard('ü');
    await peer.client.setClipboard('');
    assert.deepEqual(peer.sent(), [carries('ü'), carries('')]);
  });

  it('asks for text that is announced, and has it when it is read', () =>
    withEverySplit(async ({ client, send, sent }) => {
      await send(caps);
      sent();
      const heard: string[] = [];
      client.onClipboard((text) => heard.push(text));
      await send(extended(wire().u32(0x08000001)));
      assert.deepEqual(sent(), [request]);
      const reading = client.readClipboard();
      await send(provided('eins\r\nzwei Ω\0'));
      assert.equal(await reading, 'eins\nzwei Ω');
      await send(provided('flushed\0', { flush: constants.Z_SYNC_FLUSH }));
      assert.deepEqual(heard, ['eins\nzwei Ω', 'flushed']);
      await send(extended(wire().u32(0x08000002)));
      assert.equal(await client.readClipboard(), undefined);
    }));

  it('does not wait for ever for text that is announced', async () => {
    const { client, send, clock, lines } = await withCaps();
    await send(extended(wire().u32(0x08000001)));
    const cancelled = new AbortController();
    const impatient = assert.rejects(client.readClipboard(cancelled.signal), { code: 'VNC_CANCELLED' });
    cancelled.abort();
    await impatient;
    const reading = client.readClipboard();
    await clock.advance(10_000);
    assert.equal(await reading, undefined);
    assert.ok(lines.some((line) => line.startsWith('warn clipboard:')));
    assert.equal(clock.pending, 0);
  });

  it('still takes and gives plain text', async () => {
    const { send, heard } = await withCaps();
    await send(wire().u8(3, 0, 0, 0).u32(3).u8(0xfc, 0x0d, 0x0a));
    assert.deepEqual(heard, ['ü\n']);
  });

  it('drops what it cannot understand and goes on', () =>
    withEverySplit(async ({ client, send }) => {
      await send(caps);
      const heard: string[] = [];
      client.onClipboard((text) => heard.push(text));
      const zip = (bytes: Uint8Array): WireWriter =>
        extended(wire().u32(0x10000001).bytes(deflateSync(bytes)));
      await send(extended(wire().u8(1, 2)));
      await send(extended(wire().u32(0)));
      await send(extended(wire().u32(0x0a000001)));
      await send(extended(wire().u32(0x80000001)));
      await send(extended(wire().u32(0x10000001).text('not a zlib stream')));
      await send(extended(wire().u32(0x10000001)));
      await send(zip(wire().u8(0, 0).build()));
      await send(zip(wire().u32(9).text('short').build()));
      await send(
        extended(
          wire()
            .u32(0x10000002)
            .bytes(deflateSync(wire().string('rtf').build())),
        ),
      );
      await send(provided('in the end\0'));
      assert.deepEqual(heard, ['in the end']);
    }));

  it('drops text that is more than the limit when it is inflated', async () => {
    const { client, send, heard, lines } = await withCaps();
    await send(provided(`${'x'.repeat(limits.cutTextBytes)}\0`));
    assert.equal(heard.length, 0);
    assert.ok(lines.some((line) => line.startsWith('warn clipboard: text of the server dropped')));
    await send(provided(`${'x'.repeat(limits.cutTextBytes - 1)}\0`));
    assert.deepEqual(
      heard.map((text) => text.length),
      [limits.cutTextBytes - 1],
    );
    assert.equal(client.closed, false);
  });

  it('takes no text over the limit', async () => {
    const { client, sent } = await withCaps();
    await assert.rejects(client.setClipboard('ü'.repeat(limits.cutTextBytes / 2)), {
      code: 'VNC_CLIPBOARD_TOO_LARGE',
      data: { bytes: limits.cutTextBytes + 1, limit: limits.cutTextBytes },
    });
    assert.deepEqual(sent(), []);
  });

  it('is not used with a server that does not take text', async () => {
    const { client, send, sent } = await connected();
    await send(extended(wire().u32(0x1f000002, 0)));
    sent();
    assert.equal(client.capabilities.extendedClipboard, false);
    assert.deepEqual(await client.setClipboard('Ω'), { lost: 1 });
    assert.deepEqual(sent(), ['06000000000000013f']);
  });

  it('leaves nobody waiting when the connection ends', async () => {
    const { client, send, pipe, clock } = await withCaps();
    await send(extended(wire().u32(0x08000001)));
    const reading = client.readClipboard();
    await settle();
    pipe.end();
    assert.equal(await reading, undefined);
    assert.equal(clock.pending, 0);
  });
});
