import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { VncError, vncError } from '../../../src/core/base/errors.ts';
import { limits } from '../../../src/core/base/limits.ts';
import { type RfbClient, connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { FakePipe } from './support/fakePipe.ts';
import { greeting, turn } from './support/playStream.ts';
import { wire } from './support/wireWriter.ts';

async function connect(): Promise<{ client: RfbClient; pipe: FakePipe; ends: (VncError | undefined)[] }> {
  const pipe = new FakePipe();
  const connecting = connectRfb({ pipe, credentials: {} });
  pipe.send(greeting(640, 480));
  const client = await connecting;
  const ends: (VncError | undefined)[] = [];
  client.onClose((error) => ends.push(error));
  pipe.written.length = 0;
  return { client, pipe, ends };
}

describe('RfbClient sends', () => {
  const messages: readonly {
    readonly name: string;
    readonly send: (client: RfbClient) => unknown;
    readonly hex: string;
  }[] = [
    {
      name: 'an incremental request',
      send: (client) => client.requestUpdate({ x: 1, y: 2, width: 3, height: 4 }, { incremental: true }),
      hex: '03010001000200030004',
    },
    {
      name: 'a full request, cut to the screen',
      send: (client) =>
        client.requestUpdate({ x: -5, y: 470, width: 9999, height: 9999 }, { incremental: false }),
      hex: '0300000001d60280000a',
    },
    { name: 'a key that goes down', send: (client) => client.sendKey(0xff0d, true), hex: '040100000000ff0d' },
    {
      name: 'a key that comes up',
      send: (client) => client.sendKey(0x0101f5a5, false),
      hex: '040000000101f5a5',
    },
    { name: 'the pointer', send: (client) => client.sendPointer(258, 3, 5), hex: '050501020003' },
    { name: 'the pointer, clamped', send: (client) => client.sendPointer(-9, 5000, 0), hex: '0500000001df' },
    {
      name: 'cut text in Latin-1 with line feeds',
      send: (client) => client.setClipboard('é\r\nx\ry'),
      hex: '0600000000000005e90a780a79',
    },
    {
      name: 'cut text with question marks for what Latin-1 lacks',
      send: async (client) => assert.deepEqual(await client.setClipboard('aΩ🖥'), { lost: 2 }),
      hex: '0600000000000003613f3f',
    },
    { name: 'empty cut text', send: (client) => client.setClipboard(''), hex: '0600000000000000' },
  ];

  for (const { name, send, hex } of messages) {
    it(name, async () => {
      const { client, pipe } = await connect();
      await send(client);
      assert.equal(pipe.writtenHex, hex);
      client.close();
    });
  }

  it('no cut text that is too long', async () => {
    const { client, pipe } = await connect();
    await assert.rejects(client.setClipboard('x'.repeat(limits.cutTextBytes + 1)), {
      code: 'VNC_CLIPBOARD_TOO_LARGE',
    });
    assert.equal(pipe.writtenHex, '');
    client.close();
  });
});

describe('RfbClient ends', () => {
  it('without an error when it is closed, once, and is silent from then on', async () => {
    const { client, pipe, ends } = await connect();
    client.close();
    client.close();
    await turn();
    assert.deepEqual(ends, [undefined]);
    assert.ok(client.closed && pipe.closed);
    client.sendKey(65, true);
    client.sendPointer(0, 0, 1);
    client.requestUpdate({ x: 0, y: 0, width: 1, height: 1 }, { incremental: true });
    assert.equal(pipe.writtenHex, '');
  });

  it('with VNC_CONNECTION_LOST when the server hangs up', async () => {
    const { client, pipe, ends } = await connect();
    pipe.end();
    await turn();
    await turn();
    assert.deepEqual(
      ends.map((error) => error?.code ?? 'none'),
      ['VNC_CONNECTION_LOST'],
    );
    assert.ok(client.closed && pipe.closed);
  });

  it('with the error of the transport', async () => {
    const { pipe, ends } = await connect();
    pipe.end(vncError('VNC_UNREACHABLE'));
    await turn();
    await turn();
    assert.deepEqual(
      ends.map((error) => error?.code ?? 'none'),
      ['VNC_UNREACHABLE'],
    );
  });

  it('in the middle of an update when it is closed by a listener', async () => {
    const { client, pipe, ends } = await connect();
    let updates = 0;
    client.onUpdateStart(() => client.close());
    client.onUpdate(() => updates++);
    pipe.send(wire().update(1).rect(0, 0, 1, 1, 7).u8(0x80).pixel3(1).build());
    await turn();
    await turn();
    assert.deepEqual(ends, [undefined]);
    assert.equal(updates, 0);
  });

  it('not when a listener throws, which is logged', async () => {
    const pipe = new FakePipe();
    const lines: string[] = [];
    const logger = {
      enabled: () => true,
      log: (level: string, text: string) => void lines.push(`${level} ${text}`),
    };
    const connecting = connectRfb({ pipe, credentials: {}, logger });
    pipe.send(greeting(1, 1));
    const client = await connecting;
    client.onBell(() => {
      throw new Error('in a listener');
    });
    pipe.send(wire().u8(2).build());
    await turn();
    await turn();
    assert.equal(client.closed, false);
    assert.ok(lines.some((text) => text.startsWith('error') && text.includes('in a listener')));
    client.close();
  });

  it('with the handshake when the signal is aborted already, without a word', async () => {
    const pipe = new FakePipe();
    const signal = AbortSignal.abort();
    await assert.rejects(connectRfb({ pipe, credentials: {}, signal }), { code: 'VNC_CANCELLED' });
    assert.ok(pipe.closed);
    assert.equal(pipe.writtenHex, '');
  });

  it('not when the signal of its handshake is aborted later', async () => {
    const pipe = new FakePipe();
    const controller = new AbortController();
    const connecting = connectRfb({ pipe, credentials: {}, signal: controller.signal });
    pipe.send(greeting(1, 1));
    const client = await connecting;
    controller.abort();
    await turn();
    assert.equal(client.closed, false);
    client.close();
  });

  it('logs nothing of the password', async () => {
    const pipe = new FakePipe();
    const lines: string[] = [];
    const logger = { enabled: () => true, log: (_level: string, text: string) => void lines.push(text) };
    const connecting = connectRfb({ pipe, credentials: { password: 'hunter2!' }, logger });
    pipe.send(wire().text('RFB 003.008\n').u8(1, 2).bytes(new Uint8Array(16)).u32(1).string('no').build());
    const error = await connecting.then(
      () => assert.fail('let in'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof VncError);
    assert.ok(lines.length > 0);
    assert.ok(!`${lines.join()}${error.message}${JSON.stringify(error.data)}`.includes('hunter2'));
  });
});
