import assert from 'node:assert/strict';
import { type Websockify, startWebsockify } from '../../support/servers/websockify.ts';
import { ScreenView } from '../screenView.ts';
import { type Stage, assertCanvasIsGrab, keepPicture, password, theStage } from './stage.ts';

describe('a person adds a connection', function () {
  this.timeout(180_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let gateway: Websockify;
  let view: ScreenView;

  before(async () => {
    stage = await theStage();
    gateway = await startWebsockify({ targetPort: stage.server.port, tls: true });
    await stage.editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(stage.editor);
  });

  after(async () => {
    await gateway.close();
    await stage.editor.runCommand('View: Close All Editors');
  });

  afterEach(keepPicture);

  it('step by step, goes back a step, and finds it in the tree', async () => {
    const { editor } = stage;
    await editor.runCommand('VNC: Add Connection…');
    await editor.answer('websockify');
    await editor.answer('wss://${host}:${port}/websockify', 'WebSocket address');
    await editor.answer('gateway.example', 'Host name or address');
    await editor.page.locator('.quick-input-widget', { hasText: '4/6' }).waitFor();
    await editor.page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
    await editor.answer(gateway.host, 'Host name or address');
    await editor.answer('none', 'Port');
    await editor.page.locator('.quick-input-widget .quick-input-message', { hasText: /number/i }).waitFor();
    await editor.answer(String(gateway.port), 'Port');
    await editor.answer('gateway', 'Name of the connection');
    await editor.answer(password, 'Password');
    await editor.page.locator('.monaco-list-row', { hasText: 'gateway' }).first().waitFor();
  });

  it('reads why it does not connect, trusts the certificate and sees the screen', async () => {
    const { editor, server } = stage;
    await editor.answerNotification('Added “gateway”', 'Connect');
    await editor.notification('is not trusted');
    await editor.screenshot('out/screenshots/not-trusted.png');
    await editor.answerNotification('is not trusted', 'Trust Certificate');
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match(
      await dialog.innerText(),
      /Trust this certificate for “gateway”[^]*SHA-256: ([0-9A-F]{2}:){31}/,
    );
    await editor.screenshot('out/screenshots/trust-certificate.png');
    await dialog.locator('.monaco-button', { hasText: 'Trust' }).first().click();
    await editor.answer(password, 'assword');
    view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    // Until the person moves the pointer, the server paints its own into the picture. A first click can miss
    // while the screen is still being laid out.
    await assertCanvasIsGrab(view, server, 'through the gateway', () => view.click(200, 150));
  });

  it('reads what happened when the server goes, before the last picture, also when the tab was hidden', async () => {
    const { editor, server } = stage;
    await gateway.close();
    assert.match(await view.overlay(), /Disconnected[^]*\S+[^]*Reconnect/);
    await editor.tab('gateway (disconnected)').waitFor();
    await editor.openFile('notes.txt');
    await ScreenView.untilGone(editor);
    await editor.tab('gateway').click();
    view = await ScreenView.find(editor);
    assert.match(await view.overlay(), /Disconnected/);
    await assertCanvasIsGrab(view, server, 'behind the words');
  });

  it('reads why a reconnect does not help either', async () => {
    await view.press('Reconnect');
    await view.frame.locator('#overlay', { hasText: /refused|listens/ }).waitFor();
    assert.match(await view.overlay(), /Reconnect/);
  });
});
