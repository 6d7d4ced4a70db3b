import assert from 'node:assert/strict';
import { wholeOf } from '../../src/core/base/geometry.ts';
import { assertSamePicture, comparePictures, testPicture } from '../support/pictures.ts';
import { type TigerVncServer, startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';
import { colourAt, connectPlain, ownSelection, paintRoot, readSelection } from './extensions.ts';

describe('the extensions of TigerVNC', function () {
  this.timeout(60_000);
  let server: TigerVncServer;
  before(async () => {
    server = await startTigerVnc({ width: 640, height: 480 });
  });
  after(async () => await server.close());

  it('are confirmed, and nothing else is', async () => {
    await using connected = await connectPlain(server);
    const { client, lines } = connected;
    await until('the server has told', () => client.capabilities.extendedClipboard);
    assert.deepEqual(client.capabilities, {
      fence: true,
      continuousUpdates: true,
      extendedKeys: true,
      extendedMouseButtons: false,
      extendedClipboard: true,
      desktopResize: true,
      power: false,
    });
    assert.match(client.facts['extensions'] ?? '', /^fence, continuousUpdates/);
    assert.deepEqual(client.lockState, { scroll: false, num: false, caps: false });
    const log = lines.join('\n');
    for (const part of ['encodings asked for: CopyRect, Tight', 'extension confirmed: fence', 'screens: '])
      assert.ok(log.includes(part), `${part} is not in\n${log}`);
    for (const line of [
      /^debug handshake: version 3\.8, the server says 3\.8$/m,
      /^debug handshake: offered None \(1\)$/m,
      /^debug handshake: security type None$/m,
      /^debug handshake: 640 x 480, 32 bits/m,
      /^debug handshake: done after \d+ ms$/m,
    ])
      assert.match(log, line);
  });

  it('are logged with what VeNCrypt has within', async () => {
    await using within = await startTigerVnc({ security: ['TLSNone', 'X509None'] });
    const security = { types: ['TLSNone'], tls: { verify: true }, endpoint: { host: 'localhost', port: 0 } };
    await using connected = await connectPlain(within, { security });
    const log = connected.lines.join('\n');
    assert.match(log, /^debug handshake: offered VeNCrypt \(19\)$/m);
    assert.match(log, /^debug handshake: VeNCrypt offers TLSNone \(257\), X509None \(260\)$/m);
    assert.match(log, /^debug handshake: TLS of VeNCrypt TLSNone$/m);
    assert.match(log, /^warn handshake: VeNCrypt TLSNone encrypts, but nobody proves/m);
    assert.equal(connected.client.facts['securityType'], 'VeNCrypt TLSNone');
  });

  it('a fence measures the way there and back', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    const answered: string[] = [];
    const first = client.fence(() => answered.push('first'));
    const second = client.fence(() => answered.push('second'));
    assert.ok((await first) >= 0 && (await second) >= 0);
    assert.deepEqual(answered, ['first', 'second']);
  });

  it('continuous updates come without being asked for, also after a resize, until they are switched off', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    client.enableContinuousUpdates(wholeOf(client.framebuffer));
    await paintRoot(server.display, '#ff0000');
    await until('red has come', () => colourAt(client, 639, 479) === 'ff0000');
    await client.requestResize({ width: 700, height: 500 });
    assert.deepEqual([client.framebuffer.width, client.framebuffer.height], [700, 500]);
    await paintRoot(server.display, '#00ff00');
    await until('green has come', () => colourAt(client, 699, 499) === '00ff00');
    await client.disableContinuousUpdates();
    const before = client.statistics().updates;
    await paintRoot(server.display, '#0000ff');
    await client.fence();
    assert.equal(client.statistics().updates, before);
    client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
    await until('blue has come', () => colourAt(client, 0, 0) === '0000ff');
    await client.requestResize({ width: 640, height: 480 });
  });

  it('the desktop takes another size and several screens', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    assert.equal(client.layout.length, 1);
    const [only] = client.layout;
    assert.ok(only !== undefined);
    const sizes: unknown[] = [];
    client.onResize(({ width, height }) => sizes.push([width, height]));
    await client.requestResize({ width: 801, height: 602 });
    assert.deepEqual(sizes, [[801, 602]]);
    assert.deepEqual(client.layout, [{ ...only, width: 801, height: 602 }]);
    const screens = [
      { ...only, x: 0, y: 0, width: 400, height: 602 },
      { id: only.id + 1, flags: 0, x: 400, y: 0, width: 401, height: 602 },
    ];
    await client.requestResize({ width: 801, height: 602, screens });
    assert.deepEqual(client.layout, screens);
    await connected.refresh();
    // Another size alone keeps both, each with its share.
    await client.requestResize({ width: 640, height: 480 });
    assert.deepEqual(client.layout, [
      { ...only, x: 0, y: 0, width: 320, height: 480 },
      { id: only.id + 1, flags: 0, x: 320, y: 0, width: 320, height: 480 },
    ]);
    const one = { ...only, width: 640, height: 480 };
    await client.requestResize({ width: 640, height: 480, screens: [one] });
    assert.deepEqual(client.layout, [one]);
  });

  it('several wishes for a size end with the last one', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    const wishes = await Promise.allSettled(
      [650, 660, 670, 680].map(async (width) => await client.requestResize({ width, height: 490 })),
    );
    assert.deepEqual(
      wishes.map((wish) => (wish.status === 'fulfilled' ? 'done' : (wish.reason as { code: string }).code)),
      ['VNC_RESIZE_REFUSED', 'VNC_RESIZE_REFUSED', 'VNC_RESIZE_REFUSED', 'done'],
    );
    assert.deepEqual([client.framebuffer.width, client.framebuffer.height], [680, 490]);
    await client.requestResize({ width: 640, height: 480 });
  });

  it('a size that the server does not allow is refused with its reason', async () => {
    await using strict = await startTigerVnc({ resizable: false });
    await using connected = await connectPlain(strict);
    const { client } = connected;
    await assert.rejects(client.requestResize({ width: 900, height: 700 }), {
      code: 'VNC_RESIZE_REFUSED',
      data: { width: 900, height: 700, reason: 'prohibited', status: 1 },
    });
    assert.deepEqual([client.framebuffer.width, client.framebuffer.height], [800, 600]);
  });

  it('text of every script goes to the clipboard when a program asks for it', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    await until('the server has told', () => client.capabilities.extendedClipboard);
    const text = 'Grüße, Ωmega\nпривет 世界 🖥 ' + 'long '.repeat(20_000);
    assert.deepEqual(await client.setClipboard(text), { lost: 0 });
    await until('the display has it', async () => (await readSelection(server.display)) === text);
    await client.setClipboard('second ✓');
    await until(
      'the display has the second',
      async () => (await readSelection(server.display)) === 'second ✓',
    );
  });

  it('text of every script comes from the clipboard', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    await until('the server has told', () => client.capabilities.extendedClipboard);
    const heard: string[] = [];
    client.onClipboard((text) => heard.push(text));
    const text = 'zwei Zeilen\nmit Ω und 🖥';
    await using _owner = await ownSelection(server.display, text);
    await until('it has come', () => heard.includes(text));
    assert.equal(await client.readClipboard(), text);
  });

  it('the colours on the wire change while the screen does, and every later pixel is right', async () => {
    const picture = testPicture(640, 480);
    await using _painting = await paintDisplay(server.display, picture);
    for (const continuous of [false, true]) {
      await using connected = await connectPlain(server);
      const { client } = connected;
      if (continuous) client.enableContinuousUpdates(wholeOf(client.framebuffer));
      // Nothing changes: this one stays without an answer.
      else client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
      await client.setPixelFormat(8);
      assert.match(client.facts['pixelFormat'] ?? '', /^8 bits/);
      await connected.refresh();
      await client.setPixelFormat(16);
      await connected.refresh();
      await client.setPixelFormat(24);
      await connected.refresh();
      assertSamePicture(client.framebuffer, await server.grab(), continuous ? 'continuous' : 'asked for');
    }
  });

  it('the quality changes while it is connected, and what arrived is counted', async () => {
    const picture = testPicture(640, 480);
    await using _painting = await paintDisplay(server.display, picture);
    await using connected = await connectPlain(server, { preferredEncoding: 'ZRLE' });
    const { client } = connected;
    const first = client.statistics();
    assert.deepEqual(
      Object.keys(first.rectangles).filter((name) => name === 'ZRLE' || name === 'Tight'),
      ['ZRLE'],
    );
    assert.ok((first.rectangles['ZRLE']?.pixels ?? 0) >= 640 * 480);
    assert.ok((first.rectangles['ZRLE']?.bytes ?? 0) < first.bytesReceived);
    client.setEncodings({ preferred: 'Tight', quality: 1, compression: 9 });
    await connected.refresh();
    const second = client.statistics();
    assert.ok((second.rectangles['Tight']?.pixels ?? 0) >= 640 * 480);
    assert.ok(second.updates > first.updates && second.bytesSent > first.bytesSent);
    const colourful = (): number => {
      const pixels = client.framebuffer.read(wholeOf(client.framebuffer));
      let most = 0;
      for (let at = 0; at < pixels.length; at += 4) {
        const [r = 0, g = 0, b = 0] = pixels.subarray(at, at + 3);
        most = Math.max(most, Math.max(r, g, b) - Math.min(r, g, b));
      }
      return most;
    };
    const far = async (fineQuality: number): Promise<number> => {
      client.setEncodings({ preferred: 'Tight', fineQuality, subsampling: '1x' });
      await connected.refresh();
      return comparePictures(client.framebuffer, await server.grab()).psnr;
    };
    const [coarse, fine] = [await far(5), await far(95)];
    assert.ok(coarse + 6 < fine, `${coarse} dB at 5, ${fine} dB at 95`);
    assert.ok(colourful() > 40);
    client.setEncodings({ preferred: 'Tight', fineQuality: 95, subsampling: 'gray' });
    await connected.refresh();
    assert.equal(colourful(), 0);
    assert.throws(() => client.setEncodings({ preferred: 'Cursor' }), { code: 'VNC_ARGUMENT_INVALID' });
    assert.throws(() => client.setEncodings({ quality: 10 }), { code: 'VNC_ARGUMENT_INVALID' });
  });

  it('lock keys are told', async () => {
    await using connected = await connectPlain(server);
    const { client } = connected;
    const heard: unknown[] = [];
    client.onLockState((state) => heard.push(state.caps));
    const press = async (expected: boolean): Promise<void> => {
      client.sendKey(0xffe5, true);
      client.sendKey(0xffe5, false);
      client.requestUpdate(wholeOf(client.framebuffer), { incremental: true });
      await until('Caps Lock is told', () => client.lockState?.caps === expected);
    };
    await press(true);
    await press(false);
    assert.deepEqual(heard, [true, false]);
  });
});
