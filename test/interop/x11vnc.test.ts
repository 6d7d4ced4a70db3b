import assert from 'node:assert/strict';
import { testPicture } from '../support/pictures.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { assertCaptureIsGrab, assertTyping, openTcp, openWebSocket } from './sessions.ts';

describe('x11vnc', function () {
  this.timeout(60_000);

  it('shows exactly its picture over TCP, with a password', async () => {
    await using server = await startX11vnc({ password: 'secret12' });
    await using _painting = await paintDisplay(server.display, testPicture(800, 600));
    await using session = await openTcp(server, { password: 'secret12' });
    await session.mouse.moveTo(5, 5);
    await assertCaptureIsGrab(session, server, 'x11vnc over TCP');
  });

  it('shows exactly its picture over its own WebSocket', async () => {
    await using server = await startX11vnc();
    await using _painting = await paintDisplay(server.display, testPicture(800, 600));
    await using session = await openWebSocket('ws://${host}:${port}/', {
      values: { host: server.host, port: `${server.websocketPort}` },
    });
    await session.mouse.moveTo(5, 5);
    await assertCaptureIsGrab(session, server, 'x11vnc over WebSocket');
  });

  it('gets in a terminal what we type, over TCP', async () => {
    await using server = await startX11vnc();
    await using session = await openTcp(server);
    await assertTyping(session, server);
  });

  it('gets in a terminal what we type, over WebSocket', async () => {
    await using server = await startX11vnc();
    await using session = await openWebSocket(`ws://127.0.0.1:${server.websocketPort}`);
    await assertTyping(session, server);
  });

  it('refuses a wrong password', async () => {
    await using server = await startX11vnc({ password: 'secret12' });
    await assert.rejects(openTcp(server, { password: 'wrong' }), { kind: 'authentication' });
  });
});
