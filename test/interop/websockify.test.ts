import assert from 'node:assert/strict';
import { testPicture } from '../support/pictures.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startWebsockify, type Websockify, type WebsockifyOptions } from '../support/servers/websockify.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { assertCaptureIsGrab, assertTyping, openWebSocket } from './sessions.ts';

describe('websockify', function () {
  this.timeout(60_000);
  let server: XServer;
  const gateway = async (options: Omit<WebsockifyOptions, 'targetPort'> = {}): Promise<Websockify> =>
    await startWebsockify({ targetPort: server.port, ...options });

  before(async () => {
    server = await startTigerVnc();
  });
  after(async () => await server.close());

  it('carries the picture exactly', async () => {
    await using _painting = await paintDisplay(server.display, testPicture(800, 600));
    await using web = await gateway();
    await using session = await openWebSocket(`${web.origin}/websockify`);
    await session.mouse.moveTo(5, 5);
    await assertCaptureIsGrab(session, server, 'through websockify');
  });

  it('carries what we type', async () => {
    await using web = await gateway();
    await using session = await openWebSocket(web.origin);
    await assertTyping(session, server);
  });

  describe('with TLS', () => {
    let web: Websockify;
    before(async () => {
      web = await gateway({ tls: true });
    });
    after(async () => await web.close());

    it('is trusted by its authority, and carries the picture and what we type', async () => {
      const tls = { verify: true, certificate: web.certificates?.ca };
      await using session = await openWebSocket(web.origin, { tls });
      await session.mouse.moveTo(700, 500);
      await assertCaptureIsGrab(session, server, 'through websockify with TLS');
      await assertTyping(session, server);
    });

    it('is trusted by its own certificate', async () => {
      const tls = { verify: true, certificate: web.certificates?.certificate };
      await using session = await openWebSocket(web.origin, { tls });
      assert.equal(session.size.width, 800);
    });

    it('is trusted by its name as well as by its address', async () => {
      const tls = { verify: true, certificate: web.certificates?.ca };
      await using session = await openWebSocket(`wss://localhost:${web.port}`, { tls });
      assert.equal(session.size.width, 800);
    });

    it('is not trusted otherwise', async () => {
      await assert.rejects(openWebSocket(web.origin), { code: 'VNC_TLS_UNTRUSTED' });
    });

    it('is let through unchecked when a person chose so', async () => {
      await using session = await openWebSocket(web.origin, { tls: { verify: false } });
      assert.equal(session.size.width, 800);
    });

    it('does not speak to a client without TLS', async () => {
      await assert.rejects(openWebSocket(`ws://127.0.0.1:${web.port}`), { kind: 'connection' });
    });
  });

  it('lets pass who names a token', async () => {
    await using web = await gateway({ token: 'a b&c' });
    const template = `${web.origin}/?token=\${ticket}`;
    await using session = await openWebSocket(template, { values: { ticket: 'a b&c' } });
    assert.equal(session.size.width, 800);
    await assert.rejects(openWebSocket(template, { values: { ticket: 'wrong' } }), { kind: 'connection' });
  });

  it('lets pass who presents the basic authentication, and refuses others', async () => {
    await using web = await gateway({ basicAuth: 'user:pa ss' });
    await using session = await openWebSocket(`ws://user:pa%20ss@127.0.0.1:${web.port}/`);
    assert.equal(session.size.width, 800);
    await assert.rejects(openWebSocket(`ws://user:wrong@127.0.0.1:${web.port}/`), {
      code: 'VNC_TICKET_REJECTED',
    });
    await assert.rejects(openWebSocket(web.origin), { code: 'VNC_TICKET_REJECTED' });
  });
});
