import assert from 'node:assert/strict';
import type { Session } from '../../src/core/session/session.ts';
import { type QemuServer, startQemu } from '../support/servers/qemu.ts';
import { until } from '../support/until.ts';
import { assertCaptureIsGrab, openTcp, openWebSocket, settled, typedText } from './sessions.ts';

/** Types at the machine's keyboard and sees its screen follow. */
async function assertMachineTyping(session: Session, server: QemuServer): Promise<void> {
  const before = await server.grab();
  await session.keyboard.typeText(typedText, { interval: 20 });
  // The firmware reports the Enter key as a carriage return.
  const expected = typedText.replaceAll('\n', '\r');
  await until('the machine has the text', async () => (await server.typed()).length >= expected.length);
  assert.equal(await server.typed(), expected);
  assert.notDeepEqual((await settled(server)).pixels, before.pixels);
  await assertCaptureIsGrab(session, server, `text typed into QEMU over ${session.address}`);
}

describe('QEMU', function () {
  this.timeout(60_000);

  it('shows exactly its screen over TCP and over its own WebSocket', async () => {
    await using server = await startQemu();
    await using tcp = await openTcp(server);
    await assertCaptureIsGrab(tcp, server, 'QEMU over TCP');
    await using webSocket = await openWebSocket('ws://${host}:${port}/', {
      values: { host: server.host, port: `${server.websocketPort}` },
    });
    await assertCaptureIsGrab(webSocket, server, 'QEMU over WebSocket');
  });

  it('gets what we type, over TCP', async () => {
    await using server = await startQemu();
    await using session = await openTcp(server);
    await assertMachineTyping(session, server);
  });

  it('gets what we type, over its own WebSocket and with a password', async () => {
    await using server = await startQemu({ password: 'secret12' });
    await using session = await openWebSocket(`ws://127.0.0.1:${server.websocketPort}`, {
      credentials: { password: 'secret12' },
    });
    await assertMachineTyping(session, server);
  });

  it('refuses a wrong password', async () => {
    await using server = await startQemu({ password: 'secret12' });
    await assert.rejects(openTcp(server, { password: 'wrong' }), { kind: 'authentication' });
  });
});
