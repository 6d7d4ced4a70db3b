import assert from 'node:assert/strict';
import { assertSamePicture, testPicture } from '../support/pictures.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { connectPlain } from './extensions.ts';

type X11vnc = Awaited<ReturnType<typeof startX11vnc>>;

describe('the extensions of x11vnc', function () {
  this.timeout(60_000);
  let server: X11vnc;
  before(async () => {
    server = await startX11vnc({ width: 640, height: 480 });
  });
  after(async () => await server.close());

  it('are confirmed', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    await until('the server has told', () => client.capabilities.extendedClipboard);
    assert.equal(client.facts['extensions'], 'extendedClipboard, desktopResize');
    assert.equal(client.layout.length, 1);
  });

  it('the colours on the wire change, and every later pixel is right', async () => {
    await using _painting = await paintDisplay(server.display, testPicture(640, 480));
    await using connected = await connectPlain(server);
    const { client } = connected;
    for (const depth of [8, 16, 24] as const) {
      await client.setPixelFormat(depth);
      await connected.refresh();
    }
    client.sendPointer(0, 0, 0);
    await connected.refresh();
    assertSamePicture(client.framebuffer, await server.grab(), 'x11vnc');
  });

  it('a wish for another size is refused', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    await assert.rejects(client.requestResize({ width: 700, height: 500 }), {
      code: 'VNC_RESIZE_REFUSED',
      data: { width: 700, height: 500, reason: 'prohibited', status: 1 },
    });
    await connected.refresh();
  });
});
