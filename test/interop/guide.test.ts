import assert from 'node:assert/strict';
import { request } from 'node:https';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { isVncError } from '../../src/core/base/errors.ts';
import { parseConsoleAddress } from '../../src/core/profile/imports/consoleAddress.ts';
import type { ConnectionProfile } from '../../src/core/profile/profile.ts';
import { readProfiles } from '../../src/core/profile/profileReader.ts';
import type { Session } from '../../src/core/session/session.ts';
import { documentedConnection } from '../support/connectingPage.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { type ProxmoxPeer, startProxmoxPeer } from '../support/peers/proxmox/proxmoxPeer.ts';
import { assertSamePicture, decodePng, testPicture } from '../support/pictures.ts';
import { startQemu } from '../support/servers/qemu.ts';
import type { XServer } from '../support/servers/realServer.ts';
import { startTigerVnc } from '../support/servers/tigerVnc.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { paintDisplay } from '../support/servers/xDisplay.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { until } from '../support/until.ts';
import { type ProfileChoices, openProfile } from './profiles.ts';
import { assertCaptureIsGrab } from './sessions.ts';

/** The profile of an entry as it stands in the settings. */
function read(entry: object): ConnectionProfile {
  const { profiles, problems } = readProfiles([{ name: 'guide', ...entry }]);
  assert.deepEqual(problems, []);
  const [profile] = profiles;
  assert.ok(profile !== undefined);
  return profile;
}

async function open(entry: object, choices?: ProfileChoices): Promise<Session> {
  return await openProfile(read(entry), choices);
}

/** Has the peer's API open a console, as a script of a person would with curl; what it answers. */
async function askForTicket(
  { host, port, ca }: ProxmoxPeer,
  authorization: string,
): Promise<Readonly<Record<string, unknown>>> {
  const path = '/api2/json/nodes/pve/qemu/100/vncproxy';
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request(
      { host, port, ca, path, method: 'POST', headers: { authorization } },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve(body));
      },
    );
    asked.on('error', reject);
    asked.end(new URLSearchParams({ websocket: '1', 'generate-password': '1' }).toString());
  });
  const { data } = JSON.parse(text) as { readonly data: Readonly<Record<string, unknown>> };
  return data;
}

describe('the documented ways to connect', function () {
  this.timeout(60_000);
  let server: XServer;
  let locked: XServer;

  before(async () => {
    server = await startTigerVnc();
    locked = await startTigerVnc({ security: 'vncauth', password: 'secret12' });
  });
  after(async () => {
    await server.close();
    await locked.close();
  });

  it('noVNC, websockify and Docker: a path on host and port, with and without TLS', async () => {
    await using plain = await startWebsockify({ targetPort: server.port });
    await using secure = await startWebsockify({ targetPort: server.port, tls: true });
    const place = { host: '127.0.0.1', port: plain.port };
    await using container = await open({ url: 'ws://${host}:${port}/websockify', ...place });
    await assertCaptureIsGrab(container, server, 'the container');
    const file = secure.certificates?.caFile;
    const verified = { url: 'wss://${host}:${port}/websockify', host: '127.0.0.1', port: secure.port };
    await using session = await open({ ...verified, certificate: file });
    await assertCaptureIsGrab(session, server, 'noVNC');
  });

  it('verification: on by default, off on this machine, with a custom certificate, by fingerprint', async () => {
    await using web = await startWebsockify({ targetPort: server.port, tls: true });
    const entry = { url: 'wss://${host}:${port}/vnc/websocket', host: '127.0.0.1', port: web.port };
    await assert.rejects(open(entry), { code: 'VNC_TLS_UNTRUSTED' });
    const error: unknown = await open(entry).catch((failure: unknown) => failure);
    assert.ok(error instanceof Error && 'data' in error);
    const { fingerprint } = error.data as { readonly fingerprint: string };
    const unchecked = await open(entry, { machine: { verifyCertificate: false } });
    await unchecked.close();
    const own = path.join(temporaryFolder(), 'server.crt');
    await writeFile(own, web.certificates?.certificate ?? '');
    const pinned = [{ certificate: own }, { fingerprints: fingerprint }];
    for (const trust of pinned) await (await open({ ...entry, ...trust })).close();
    const wrong = fingerprint.replace(/^../, (digits) => (digits === '00' ? '11' : '00'));
    await assert.rejects(open({ ...entry, fingerprints: wrong }), { kind: 'connection' });
  });

  it('OpenStack Nova: the address with its token, pasted or written', async () => {
    const token = '2f6ea2e5-d2bd-4d9b-8a39-d2d3a7b7c1aa';
    await using proxy = await startWebsockify({ targetPort: server.port, token });
    const origin = `http://127.0.0.1:${proxy.port}`;
    for (const address of [
      `${origin}/vnc_auto.html?token=${token}`,
      `${origin}/vnc_lite.html?path=%3Ftoken%3D${token}`,
    ]) {
      const { profile, secrets } = parseConsoleAddress(address);
      assert.ok(!JSON.stringify(profile).includes(token));
      await using session = await openProfile(profile, { secrets });
      await assertCaptureIsGrab(session, server, address);
    }
    const entry = {
      url: 'ws://${host}:${port}/websockify?token=${ticket}',
      host: '127.0.0.1',
      port: proxy.port,
    };
    await using session = await open(entry, { secrets: { ticket: token } });
    assert.equal(session.size.width, 800);
    await assert.rejects(open(entry, { secrets: { ticket: 'invalid_ticket' } }), { kind: 'connection' });
  });

  it('a noVNC page: the address with host, port and path of its WebSocket, with and without a token', async () => {
    const token = '8c1d5f0a-0a44-4a57-9d0c-6a1f1a0d7c55';
    await using plain = await startWebsockify({ targetPort: server.port });
    await using guarded = await startWebsockify({ targetPort: server.port, token });
    // The page is elsewhere than the WebSocket: on a port where nobody listens.
    const page = (port: number, more: string): string =>
      `http://localhost:1/vnc.html?host=127.0.0.1&port=${port}&${more}`;
    for (const address of [
      page(plain.port, 'path=websockify'),
      page(guarded.port, `path=websockify%3Ftoken%3D${token}`),
      page(guarded.port, `path=websockify&token=${token}&autoconnect=true`),
    ]) {
      const { profile, secrets } = parseConsoleAddress(address);
      assert.ok(!JSON.stringify(profile).includes(token));
      await using session = await openProfile(profile, { secrets });
      await assertCaptureIsGrab(session, server, address.replace(token, 'TOKEN'));
    }
  });

  it('Proxmox VE with a ticket that was made elsewhere, which is good for one connection', async () => {
    await using qemu = await startQemu({ passwordLater: true });
    await using peer = await startProxmoxPeer({
      users: { 'root@pam': { password: 'x', tokens: { vnc: 'value' } } },
      machines: [
        {
          ...{ vmid: 100, name: 'web', node: 'pve', type: 'qemu', status: 'running', console: qemu },
          setPassword: async (password, seconds) => await qemu.setPassword(password, seconds),
        },
      ],
    });
    const apiToken = 'root@pam!vnc=value';
    const { ticket, port, password } = await askForTicket(peer, `PVEAPIToken=${apiToken}`);
    // The port that the documented address names.
    assert.equal(String(port), '5900');
    const documented = documentedConnection('web, by ticket');
    const entry = { ...documented, host: peer.host, port: peer.port, certificate: peer.ca };
    const secrets = { apiToken, ticket: String(ticket), password: String(password) };
    await using session = await open(entry, { secrets });
    await assertCaptureIsGrab(session, qemu, 'by a ticket that was made elsewhere');
    await assert.rejects(open(entry, { secrets }), (error) => {
      assert.ok(isVncError(error, 'VNC_WEBSOCKET_FAILED'), String(error));
      assert.equal(error.data['console'], 'proxmox');
      return true;
    });
  });

  it('a custom proxy: session id, ticket, password, and both', async () => {
    await using proxy = await startWebsockify({ targetPort: locked.port });
    const place = { host: '127.0.0.1', port: proxy.port };
    const secrets = { ticket: 'a/b+c', password: 'secret12' };
    const origin = 'ws://${host}:${port}';
    for (const url of [
      `${origin}/vncproxy/\${session_id}?auth=\${ticket}`,
      `${origin}/vnc/websocket?password=\${password}`,
      `${origin}/vnc/websocket?token=\${ticket}&password=\${password}`,
    ]) {
      const variables = url.includes('session_id') ? { session_id: 42 } : undefined;
      const entry = variables === undefined ? { url, ...place } : { url, ...place, variables };
      await using session = await open(entry, { secrets });
      await assertCaptureIsGrab(session, locked, url);
    }
    await assert.rejects(open({ url: origin, ...place }, { secrets: { password: 'wrong' } }), {
      code: 'VNC_AUTH_REJECTED',
    });
  });

  for (const timeout of [5, 60]) {
    it(`timeouts: a server that never answers is given up after ${timeout} s`, async () => {
      const sockets = new Set<Socket>();
      const silent = createServer((socket) => sockets.add(socket));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const { port } = silent.address() as AddressInfo;
      const clock = new FakeClock();
      const entry = { url: 'ws://${host}:${port}/vnc/websocket?token=${ticket}', host: '127.0.0.1', port };
      try {
        const errors: unknown[] = [];
        const attempt = open({ ...entry, timeout }, { secrets: { ticket: 't' }, clock }).catch(
          (failure: unknown) => errors.push(failure),
        );
        await until('it is dialled', () => sockets.size > 0);
        await clock.advance(timeout * 1000 - 1);
        assert.equal(errors.length, 0);
        await clock.advance(1);
        await attempt;
        const [error] = errors;
        assert.ok(isVncError(error, 'VNC_DIAL_TIMEOUT'));
        assert.deepEqual(error.data, { timeout: timeout * 1000, name: 'guide' });
      } finally {
        for (const socket of sockets) socket.destroy();
        silent.close();
      }
    });
  }

  it('many machines at once, each with a session of its own', async () => {
    const servers = await Promise.all(
      [1, 2, 3, 4].map(async (n) => await startTigerVnc({ width: 600 + 10 * n, height: 400 })),
    );
    await using peer = await startProxmoxPeer({
      users: { 'root@pam': { password: 'x', tokens: { vnc: 'value' } } },
      machines: servers.map((console, index) => ({
        vmid: 100 + index,
        name: `vm-${index}`,
        node: 'pve',
        type: 'qemu',
        status: 'running',
        console,
      })),
    });
    try {
      const sessions = await Promise.all(
        servers.map(async (_server, index) => {
          const ticketSource = { kind: 'proxmox', vm: 100 + index, user: 'root@pam', tokenId: 'vnc' };
          const place = { name: `vm-${index}`, host: peer.host, port: peer.port, certificate: peer.ca };
          return await open({ ...place, ticketSource }, { secrets: { apiToken: 'value' } });
        }),
      );
      for (const [index, session] of sessions.entries()) {
        const own = servers[index];
        assert.ok(own !== undefined);
        await assertCaptureIsGrab(session, own, `machine ${index}`);
      }
      for (const session of sessions) await session.close();
    } finally {
      for (const one of servers) await one.close();
    }
  });

  it('one connection for many actions, and the same over TCP and over WebSocket, pixel by pixel', async () => {
    await using _painting = await paintDisplay(server.display, testPicture(800, 600));
    await using web = await startWebsockify({ targetPort: server.port });
    const tcp = { host: '127.0.0.1', port: server.port };
    const webSocket = { url: 'ws://${host}:${port}/websockify', host: '127.0.0.1', port: web.port };
    const shots = [];
    for (const entry of [tcp, webSocket]) {
      await using session = await open(entry);
      for (let step = 0; step < 10; step++) {
        await session.mouse.moveTo(step * 10, step * 10);
        await session.keyboard.typeText(`Step ${step}`);
      }
      await session.mouse.moveTo(790, 590);
      shots.push(decodePng((await session.screen.capture({ format: 'png' })).data));
      assert.equal(session.state.phase, 'open');
    }
    const [first, second] = shots;
    assert.ok(first !== undefined && second !== undefined);
    assertSamePicture(first, second, 'over WebSocket as over TCP');
    assertSamePicture(first, await server.grab(), 'as the server shows it');
  });
});
