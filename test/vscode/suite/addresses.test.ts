import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type DemoServer, startDemoServer } from '../../../src/core/demo/demoServer.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { connectToAddress } from '../../../src/vscode/connections/addressConnection.ts';
import { RecentAddresses } from '../../../src/vscode/connections/recentAddresses.ts';
import { startConnectProxy } from '../../support/connectProxy.ts';
import { type Websockify, startWebsockify } from '../../support/servers/websockify.ts';
import { ConnectionFixture, clearUserSettings } from '../fixture/connections.ts';
import { memoryMemento } from '../fixture/memoryMemento.ts';

const token = '2f6ea2e5-d2bd-4d9b-8a39-d2d3a7b7c1aa';

describe('connecting to an address that is not stored', () => {
  let fixture: ConnectionFixture;
  let server: DemoServer;
  let gateway: Websockify;
  let recents: RecentAddresses;

  before(async () => {
    server = await startDemoServer();
    gateway = await startWebsockify({ targetPort: server.port, token });
  });

  after(async () => {
    await gateway.close();
    await server.close();
  });

  beforeEach(async () => {
    await clearUserSettings();
    fixture = new ConnectionFixture();
    fixture.person.answers['password'] = server.password;
    recents = new RecentAddresses(memoryMemento());
  });

  afterEach(async () => {
    await setProxy(undefined);
    await fixture.close();
  });

  const setProxy = async (address: string | undefined): Promise<void> =>
    await vscode.workspace
      .getConfiguration('http')
      .update('proxy', address, vscode.ConfigurationTarget.Global);

  const open = async (address: string): Promise<Session> =>
    await connectToAddress(
      address,
      { connector: fixture.connector, recents, prompts: fixture.person },
      new AbortController().signal,
    );

  it('takes the page of a console, whose secrets are kept nowhere', async () => {
    const page = `http://127.0.0.1:${gateway.port}/vnc_lite.html?path=%3Ftoken%3D${token}&view_only=1`;
    const session = await open(`${page}&password=${encodeURIComponent(server.password)}`);
    assert.equal(session.viewOnly, true);
    assert.deepEqual(fixture.person.questions, []);
    assert.deepEqual(recents.all, [`ws://127.0.0.1:${gateway.port}/?token=\${ticket}`]);
    assert.ok(!session.name.includes(token), session.name);
  });

  it('does not dial a page of Proxmox VE, which does not say who asks for the ticket', async () => {
    const page = 'https://pve.test:8006/?console=kvm&novnc=1&vmid=100&node=pve1';
    await assert.rejects(open(page), { code: 'VNC_ADDRESS_INVALID', data: { reason: 'login' } });
  });

  it('heeds what a vnc address says of pictures and input', async () => {
    const place = `vnc://${server.host}:${server.port}`;
    const session = await open(`${place}/?ViewOnly=true&QualityLevel=3&CompressLevel=7&ConnectionName=Lab`);
    assert.deepEqual([session.name, session.viewOnly], ['Lab', true]);
    const { quality, compression } = session.encodings;
    assert.deepEqual({ quality, compression }, { quality: 3, compression: 7 });
  });

  it('goes through the proxy of the editor’s settings to a WebSocket, and to nothing else', async () => {
    await using proxy = await startConnectProxy(gateway.port);
    await setProxy(`http://127.0.0.1:${proxy.port}`);
    const session = await open(`ws://console.invalid:6080/websockify?token=${token}`);
    assert.deepEqual(proxy.asked, ['console.invalid:6080']);
    await session.close();
    fixture.person.answers['ticket'] = token;
    fixture.person.answers['host'] = 'filled.invalid';
    await open('ws://${host}:81/?token=${ticket}');
    assert.deepEqual(proxy.asked.slice(1), ['filled.invalid:81']);
    await open(`vnc://${server.host}:${server.port}`);
    await assert.rejects(open('vnc://console.invalid:5900'), { code: 'VNC_HOST_NOT_FOUND' });
    assert.equal(proxy.asked.length, 2);
  });
});
