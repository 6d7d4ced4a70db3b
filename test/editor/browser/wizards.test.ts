import assert from 'node:assert/strict';
import { type ProxmoxPeer, startProxmoxPeer } from '../../support/peers/proxmox/proxmoxPeer.ts';
import { type TigerVncServer, startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { type Websockify, startWebsockify } from '../../support/servers/websockify.ts';
import { ScreenView } from '../screenView.ts';
import { type Stage, assertCanvasIsGrab, keepPicture, password, theStage } from './stage.ts';

const token = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

describe('a person who knows an address, or a machine of Proxmox VE', function () {
  this.timeout(180_000);
  let stage: Stage;
  let gateway: Websockify;
  let machine: TigerVncServer;
  let peer: ProxmoxPeer;

  before(async () => {
    stage = await theStage();
    gateway = await startWebsockify({ targetPort: stage.server.port });
    machine = await startTigerVnc({ width: 400, height: 300, security: 'none' });
    peer = await startProxmoxPeer({
      machines: [
        {
          vmid: 101,
          name: 'web',
          node: 'pve1',
          type: 'qemu',
          status: 'running',
          console: { host: machine.host, port: machine.port },
        },
      ],
      users: { 'ops@pve': { password: 'unused', tokens: { vnc: token } } },
    });
  });

  beforeEach(async () => {
    await stage.editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(stage.editor);
    await stage.editor.runCommand('Notifications: Clear All Notifications');
  });

  after(async () => {
    await stage.editor.runCommand('View: Close All Editors');
    await peer[Symbol.asyncDispose]();
    await machine.close();
    await gateway.close();
  });

  afterEach(keepPicture);

  it('pastes the address of a page of noVNC and sees the screen', async () => {
    const { editor, server } = stage;
    await editor.runCommand('VNC: Add Connection from Address…');
    const page = `http://127.0.0.1:${gateway.port}/vnc_lite.html?path=websockify&autoconnect=1`;
    await editor.answer(page, 'Paste any address');
    await editor.answer('pasted', 'Name of the connection');
    await editor.answerNotification('Added “pasted”', 'Connect');
    await editor.answer(password, 'assword');
    const view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    await assertCanvasIsGrab(view, server, 'by the pasted address', () => view.click(200, 150));
    await editor.runCommand('VNC: Disconnect');
  });

  it('answers the questions about Proxmox VE and sees the machine', async () => {
    const { editor } = stage;
    await editor.runCommand('VNC: Add Connection…');
    await editor.answer('Proxmox');
    await editor.answer(peer.host, 'Host name or address');
    await editor.answer(String(peer.port), 'Port');
    await editor.answer('web', 'Number or name of the virtual machine');
    await editor.answer('ops@pve', 'User of Proxmox VE');
    await editor.answer('API token');
    // The secret does not belong here, where it would stand in the settings.
    await editor.answer(token, 'Id of the API token');
    await editor.page.locator('.quick-input-widget .quick-input-message', { hasText: /alone/ }).waitFor();
    await editor.answer('vnc');
    await editor.answer(token, 'Secret of the API token');
    await editor.answer('web', 'Name of the connection');
    await editor.answerNotification('Added “web”', 'Connect');
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await dialog.locator('.monaco-button', { hasText: 'Trust' }).first().click();
    const view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    await assertCanvasIsGrab(view, machine, 'of the machine', () => view.click(100, 100));
    assert.equal(peer.requests.filter((request) => request.includes('vncproxy')).length, 1);
    await editor.runCommand('VNC: Disconnect');
  });
});
