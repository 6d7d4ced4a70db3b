import assert from 'node:assert/strict';
import { type Websockify, startWebsockify } from '../../support/servers/websockify.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { until } from '../../support/until.ts';
import { ScreenView } from '../screenView.ts';
import { type Stage, assertCanvasIsGrab, keepPicture, password, theStage } from './stage.ts';

describe('a person adds a connection', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
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

  it('is asked whether to trust the certificate, and sees the screen without another question', async () => {
    const { editor, server } = stage;
    await editor.answerNotification('Added “gateway”', 'Connect');
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match(
      await dialog.innerText(),
      /Trust this certificate of [^]*:\d+\?[^]*does not know[^]*SHA-256[^]*([0-9A-F]{2}:){31}[^]*Compare/,
    );
    await editor.screenshot('out/screenshots/trust-certificate.png');
    await dialog.locator('.monaco-button', { hasText: 'Trust' }).first().click();
    view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    // Until the person moves the pointer, the server paints its own into the picture. A first click can miss
    // while the screen is still being laid out.
    await assertCanvasIsGrab(view, server, 'through the gateway', () => view.click(200, 150));
  });

  it('finds the server in the list of those that are trusted', async () => {
    const { editor } = stage;
    await editor.runCommand('VNC: Show Trusted Servers');
    const row = editor.page.locator('.quick-input-list .monaco-list-row', { hasText: String(gateway.port) });
    await row.first().waitFor();
    assert.match(await row.first().innerText(), /trusted on \d{4}-\d\d-\d\d[^]*([0-9A-F]{2}:){31}/);
    await editor.screenshot('out/screenshots/trusted-servers.png');
    await editor.page.keyboard.press('Escape');
  });

  it('sees the last picture and a countdown when the server goes, and stops trying', async () => {
    const { editor } = stage;
    await gateway.close();
    const bar = view.frame.locator('#lost');
    await bar.waitFor({ timeout: 30_000 });
    assert.match(await bar.innerText(), /connection was lost/);
    await editor.tab('gateway (reconnecting…)').waitFor();
    await editor.screenshot('out/screenshots/reconnecting.png');
    await bar.locator('button', { hasText: 'Stop' }).click();
    await view.overlaySays(/Disconnected[^]*\S+[^]*Reconnect/);
  });

  it('reads what happened, before the last picture, also when the tab was hidden', async () => {
    const { editor, server } = stage;
    await editor.tab('gateway (disconnected)').waitFor();
    await editor.openFile('notes.txt');
    await ScreenView.untilGone(editor);
    await editor.tab('gateway').click();
    view = await ScreenView.find(editor);
    await view.overlaySays(/Disconnected/);
    await assertCanvasIsGrab(view, server, 'behind the words');
  });

  it('reads why a reconnect does not help either', async () => {
    const seen = await view.watchOverlay();
    await view.press('Reconnect');
    await until('it is tried and refused', async () =>
      /Connecting to gateway[^]*(refused|listens)[^]*Reconnect/.test((await seen()).join('\n')),
    );
  });
});
