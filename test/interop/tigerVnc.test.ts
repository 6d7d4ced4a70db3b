import assert from 'node:assert/strict';
import { testPicture } from '../support/pictures.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { runProgram } from '../support/programs.ts';
import { until } from '../support/until.ts';
import { assertCaptureIsGrab, assertTyping, openTcp } from './sessions.ts';

describe('TigerVNC', function () {
  this.timeout(60_000);

  it('shows exactly its picture without a password', async () => {
    await using server = await startTigerVnc({ width: 1024, height: 768 });
    await using _painting = await paintDisplay(server.display, testPicture(1024, 768));
    await using session = await openTcp(server);
    assert.deepEqual(session.size, { width: 1024, height: 768 });
    assert.equal(session.desktopName, 'test desktop');
    // Until it hears of our pointer, the server paints its own into the picture.
    await session.mouse.moveTo(5, 5);
    await assertCaptureIsGrab(session, server, 'TigerVNC without a password');
  });

  it('shows exactly its picture with a password', async () => {
    await using server = await startTigerVnc({ width: 801, height: 603, security: 'vncauth' });
    await using _painting = await paintDisplay(server.display, testPicture(801, 603));
    await using session = await openTcp(server, { password: 'secret12' });
    await session.mouse.moveTo(5, 5);
    await assertCaptureIsGrab(session, server, 'TigerVNC with a password');
  });

  it('refuses a wrong password, and one that is missing', async () => {
    await using server = await startTigerVnc({ security: 'vncauth' });
    await assert.rejects(openTcp(server, { password: 'wrong' }), {
      kind: 'authentication',
      code: 'VNC_AUTH_REJECTED',
    });
    await assert.rejects(openTcp(server), { kind: 'authentication', code: 'VNC_PASSWORD_REQUIRED' });
  });

  it('gets in a terminal what we type', async () => {
    await using server = await startTigerVnc();
    await using session = await openTcp(server);
    await assertTyping(session, server);
  });

  it('moves its pointer where we say and holds the buttons that we hold', async () => {
    await using server = await startTigerVnc();
    await using session = await openTcp(server);
    await session.mouse.moveTo(321, 123);
    const place = async (): Promise<string> =>
      (await runProgram('xdotool', ['getmouselocation'], { env: { DISPLAY: server.display } })).toString();
    await until('the pointer is there', async () => (await place()).startsWith('x:321 y:123 '));
  });

  it('takes a region and single pixels from what is on the screen', async () => {
    await using server = await startTigerVnc({ width: 640, height: 480 });
    const picture = testPicture(640, 480);
    await using _painting = await paintDisplay(server.display, picture);
    await using session = await openTcp(server);
    await session.mouse.moveTo(0, 0);
    const at = (100 + 200 * 640) * 4;
    assert.deepEqual(await session.screen.pixel(100, 200), {
      red: picture.pixels[at],
      green: picture.pixels[at + 1],
      blue: picture.pixels[at + 2],
    });
  });

  it('says what it has cut, and takes what we cut', async () => {
    await using server = await startTigerVnc();
    await using session = await openTcp(server);
    const xclip = async (args: readonly string[], input = ''): Promise<string> =>
      (
        await runProgram('xclip', ['-selection', 'clipboard', ...args], {
          env: { DISPLAY: server.display },
          input,
        })
      ).toString();
    await session.clipboard.set('from the client');
    await until('the display has our text', async () => (await xclip(['-o'])) === 'from the client');
  });

  it('ends our session with a coded error when it goes away', async () => {
    const server = await startTigerVnc();
    await using session = await openTcp(server);
    await server.close();
    const state = await until(
      'the session has ended',
      () => session.state.phase === 'closed' && session.state,
    );
    assert.equal(state.error?.kind, 'connection');
  });
});
