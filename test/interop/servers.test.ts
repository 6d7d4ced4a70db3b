import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { assertSamePicture, testPicture } from '../support/pictures.ts';
import { runProgram } from '../support/programs.ts';
import { startQemu } from '../support/servers/qemu.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { paintDisplay, startTerminal } from '../support/servers/xDisplay.ts';
import { until } from '../support/until.ts';

async function greetingOf(port: number): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', (chunk) => {
      socket.destroy();
      resolve(chunk.toString('latin1'));
    });
  });
}

describe('the servers that the tests start', function () {
  this.timeout(60_000);

  it('are TigerVNC with a display that is painted and read back', async () => {
    await using server = await startTigerVnc({ width: 640, height: 480, security: 'vncauth' });
    assert.match(await greetingOf(server.port), /^RFB 003\.008\n/);
    const picture = testPicture(640, 480);
    await using _painting = await paintDisplay(server.display, picture);
    assertSamePicture(await server.grab(), picture);
  });

  it('are two TigerVNC at once, each with its own display', async () => {
    const servers = await Promise.all([startTigerVnc(), startTigerVnc()]);
    assert.notEqual(servers[0].display, servers[1].display);
    for (const server of servers) await server.close();
  });

  it('are x11vnc with a terminal that records what is typed', async () => {
    await using server = await startX11vnc();
    assert.match(await greetingOf(server.port), /^RFB 003\.008\n/);
    const terminal = await startTerminal(server.display);
    await runProgram('xdotool', ['mousemove', '100', '100', 'type', 'hello'], {
      env: { DISPLAY: server.display },
    });
    await until('the text arrived', async () => (await terminal.typed()) === 'hello');
    await terminal.close();
  });

  it('are QEMU with a machine that echoes its keys', async () => {
    await using server = await startQemu();
    await server.command('send-key', { keys: [{ type: 'qcode', data: 'q' }] });
    await until('the key arrived', async () => (await server.typed()) === 'q');
    const screen = await server.grab();
    assert.ok(screen.width >= 640 && screen.height >= 400);
  });

  it('are websockify, plain and with TLS', async () => {
    await using server = await startTigerVnc();
    await using plain = await startWebsockify({ targetPort: server.port });
    await using tls = await startWebsockify({ targetPort: server.port, tls: true, token: 'abc' });
    assert.match(plain.origin, /^ws:/);
    assert.match(tls.certificates?.ca ?? '', /BEGIN CERTIFICATE/);
  });
});
