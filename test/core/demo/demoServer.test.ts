import assert from 'node:assert/strict';
import { type Socket, createConnection } from 'node:net';
import { type DemoServer, startDemoServer } from '../../../src/core/demo/demoServer.ts';
import { type RfbClient, connectRfb } from '../../../src/core/rfb/rfbClient.ts';
import { dial } from '../../../src/core/transport/dial.ts';
import { wholeOf } from '../../../src/core/base/geometry.ts';
import { isVncError } from '../../../src/core/base/errors.ts';

const encodings = { raw: 0, copyRect: 1, tight: 7, zrle: 16, cursor: -239, desktopSize: -223 };

async function connect(
  server: DemoServer,
  wanted: readonly number[],
  password = server.password,
): Promise<RfbClient> {
  const pipe = await dial({ transport: 'tcp', host: server.host, port: server.port }, {});
  return await connectRfb({ pipe, credentials: { password }, encodings: wanted });
}

/** Resolves with the first value for which `accept` holds. */
async function until(client: RfbClient, incremental: boolean, accept: () => boolean): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const listening = client.onUpdate(() => {
      if (accept()) {
        listening.dispose();
        resolve();
      } else {
        client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
      }
    });
    client.onClose((error) => reject(error ?? new Error('closed')));
    client.requestUpdate(wholeOf(client.framebuffer), { incremental });
  });
}

/** Whether the client shows what the server paints. */
function shows(client: RfbClient, server: DemoServer): boolean {
  const picture = server.picture();
  const { framebuffer } = client;
  if (picture.width !== framebuffer.width || picture.height !== framebuffer.height) return false;
  return Buffer.compare(Buffer.from(framebuffer.words.buffer), Buffer.from(picture.words.buffer)) === 0;
}

describe('the demo server', () => {
  let server: DemoServer;
  beforeEach(async () => {
    server = await startDemoServer();
  });
  afterEach(async () => {
    await server.close();
  });

  for (const [name, wanted] of [
    ['Raw', [encodings.raw]],
    ['Tight', [encodings.tight, encodings.copyRect]],
    ['ZRLE', [encodings.zrle, encodings.copyRect]],
  ] as const) {
    it(`shows its screen and every change by ${name}`, async () => {
      const client = await connect(server, wanted);
      await until(client, false, () => shows(client, server));
      for (let notch = 0; notch < 3; notch++) {
        client.sendPointer(850, 340, 16);
        client.sendPointer(850, 340, 0);
      }
      client.sendPointer(160, 452, 1);
      for (let step = 1; step <= 5; step++) client.sendPointer(160 + step * 60, 452 + step * 3, 1);
      client.sendPointer(460, 467, 0);
      for (const key of [0x61, 0x64, 0x61]) {
        client.sendKey(key, true);
        client.sendKey(key, false);
      }
      const before = server.picture();
      await until(client, true, () => server.picture() !== before && shows(client, server));
      client.close();
    });
  }

  it('moves what scrolls and what is dragged by CopyRect', async () => {
    const client = await connect(server, [encodings.tight, encodings.copyRect]);
    await until(client, false, () => shows(client, server));
    client.sendPointer(850, 340, 16);
    client.sendPointer(850, 340, 0);
    const first = server.picture();
    await until(client, true, () => server.picture() !== first && shows(client, server));
    assert.match(JSON.stringify(client.facts), /CopyRect/);
    client.close();
  });

  it('draws the pointer at the client and changes its size', async () => {
    const client = await connect(server, [encodings.tight, encodings.cursor, encodings.desktopSize]);
    const cursors: string[] = [];
    client.onCursor(({ width, height }) => cursors.push(`${width}x${height}`));
    await until(client, false, () => shows(client, server));
    assert.deepEqual(cursors, ['12x18']);
    client.sendPointer(900, 28, 1);
    client.sendPointer(900, 28, 0);
    await until(client, true, () => client.framebuffer.width === 1280 && shows(client, server));
    client.close();
  });

  it('hands over clipboard text both ways', async () => {
    const client = await connect(server, [encodings.raw]);
    const text = new Promise<string>((resolve) => void client.onClipboard(resolve));
    await client.setClipboard('ad\u00e4');
    for (const [key, down] of [
      [0xffe3, true],
      [0x76, true],
      [0x76, false],
      [0x63, true],
      [0x63, false],
      [0xffe3, false],
    ] as const) {
      client.sendKey(key, down);
    }
    assert.equal(await text, 'ad\u00e4');
    client.close();
  });

  it('serves two clients the same screen', async () => {
    const [a, b] = await Promise.all([connect(server, [encodings.tight]), connect(server, [encodings.zrle])]);
    a.sendKey(0x61, true);
    a.sendKey(0x61, false);
    await until(a, false, () => shows(a, server));
    await until(b, false, () => shows(b, server));
    a.close();
    b.close();
  });

  it('refuses a wrong password and goes on', async () => {
    await assert.rejects(connect(server, [encodings.raw], 'wrong'), (error) =>
      isVncError(error, 'VNC_AUTH_REJECTED'),
    );
    const client = await connect(server, [encodings.raw]);
    client.close();
  });

  it('drops a client that talks nonsense and goes on', async () => {
    const socket: Socket = createConnection(server.port, server.host);
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await closed;
    const client = await connect(server, [encodings.raw]);
    client.close();
  });
});
