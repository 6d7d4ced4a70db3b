import assert from 'node:assert/strict';
import { boundingRect, wholeOf, type Rect } from '../../src/core/base/geometry.ts';
import { encodings } from '../../src/core/rfb/encodings/encodingNumbers.ts';
import { connectRfb } from '../../src/core/rfb/rfbClient.ts';
import { dial } from '../../src/core/transport/dial.ts';
import { assertSamePicture, testPicture } from '../support/pictures.ts';
import { startQemu } from '../support/servers/qemu.ts';
import type { RealServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';

/** RFC 6143 and rfbproto, section "Encodings". */
type Encoding = 'Raw' | 'RRE' | 'Hextile' | 'Zlib' | 'Tight' | 'ZRLE';

/** Asks for the whole screen in one encoding and compares it with what the server shows. */
async function assertExact(server: RealServer, encoding: Encoding): Promise<void> {
  const pipe = await dial({ transport: 'tcp', host: server.host, port: server.port }, {});
  const client = await connectRfb({
    pipe,
    credentials: {},
    encodings: [encodings[encoding], encodings.CopyRect, encodings.LastRect, encodings.Cursor],
  });
  try {
    const { width, height } = client.framebuffer;
    // The server stops painting its own pointer when it knows ours.
    client.sendPointer(0, 0, 0);
    let painted: Rect = { x: 0, y: 0, width: 0, height: 0 };
    await new Promise<void>((resolve, reject) => {
      client.onClose((error) => reject(error ?? new Error('the connection ended')));
      client.onUpdate((rects) => {
        for (const rect of rects) painted = painted.width === 0 ? rect : boundingRect(painted, rect);
        if (painted.width === width && painted.height === height) resolve();
        else client.requestUpdate(wholeOf(client.framebuffer), { incremental: false });
      });
      client.requestUpdate(wholeOf(client.framebuffer), { incremental: false });
    });
    assert.deepEqual(painted, { x: 0, y: 0, width, height });
    assertSamePicture(client.framebuffer, await server.grab(), `${encoding} from port ${server.port}`);
  } finally {
    client.close();
  }
}

describe('every encoding shows exactly what the server shows', function () {
  this.timeout(60_000);

  describe('TigerVNC', () => {
    let server: Awaited<ReturnType<typeof startTigerVnc>>;
    before(async () => {
      server = await startTigerVnc({ width: 651, height: 487 });
      await paintDisplay(server.display, testPicture(651, 487));
    });
    after(async () => await server.close());
    for (const encoding of ['Raw', 'RRE', 'Hextile', 'Tight', 'ZRLE'] as const)
      it(encoding, async () => await assertExact(server, encoding));
  });

  describe('x11vnc', () => {
    let server: Awaited<ReturnType<typeof startX11vnc>>;
    before(async () => {
      server = await startX11vnc({ width: 652, height: 487 });
      await paintDisplay(server.display, testPicture(652, 487));
    });
    after(async () => await server.close());
    for (const encoding of ['Raw', 'RRE', 'Hextile', 'Zlib', 'Tight', 'ZRLE'] as const)
      it(encoding, async () => await assertExact(server, encoding));
  });

  describe('QEMU', () => {
    let server: Awaited<ReturnType<typeof startQemu>>;
    before(async () => {
      server = await startQemu();
    });
    after(async () => await server.close());
    for (const encoding of ['Raw', 'Hextile', 'Zlib', 'Tight', 'ZRLE'] as const)
      it(encoding, async () => await assertExact(server, encoding));
  });
});
