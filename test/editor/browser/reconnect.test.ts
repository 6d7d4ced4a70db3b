import assert from 'node:assert/strict';
import { type TigerVncServer, startTigerVnc } from '../../support/servers/tigerVnc.ts';
import { startTerminal } from '../../support/servers/xDisplay.ts';
import { eachOnTheOneBefore } from '../../support/steps.ts';
import { until } from '../../support/until.ts';
import { ScreenView } from '../screenView.ts';
import { type Stage, assertCanvasIsGrab, keepPicture, password, theStage } from './stage.ts';

const size = { width: 500, height: 400 };

describe('a server that is started anew', function () {
  this.timeout(180_000);
  eachOnTheOneBefore(this);
  let stage: Stage;
  let server: TigerVncServer;
  let view: ScreenView;

  before(async () => {
    stage = await theStage();
    server = await startTigerVnc({ ...size, security: 'vncauth', password });
    await stage.editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(stage.editor);
    await stage.editor.runCommand('Notifications: Clear All Notifications');
  });

  after(async () => {
    await server.close();
    await stage.editor.runCommand('View: Close All Editors');
  });

  afterEach(keepPicture);

  it('is connected to by its address', async () => {
    const { editor } = stage;
    await editor.runCommand('VNC: Connect to Address…');
    await editor.answer(`127.0.0.1:${server.port}`);
    await editor.answer(password, 'assword');
    view = await ScreenView.find(editor);
    await view.zoomTo('actual');
    await assertCanvasIsGrab(view, server, 'at first', () => view.click(200, 150));
  });

  it('shows a bar over the last picture when it goes, and the screen again when it is back', async () => {
    const { editor } = stage;
    const { port } = server;
    await server.close();
    const bar = view.frame.locator('#lost');
    await bar.waitFor({ timeout: 30_000 });
    await editor.tab('(reconnecting…)').waitFor();
    await editor.page.locator('.statusbar-item', { hasText: 'Reconnecting to' }).waitFor();
    const { width, height } = await view.pixels();
    assert.deepEqual({ width, height }, size);
    server = await startTigerVnc({ ...size, security: 'vncauth', password, port });
    await using _window = await startTerminal(server.display, '20x5-0-0');
    await until('the bar is gone', async () => {
      const now = bar.locator('button', { hasText: 'Try Now' });
      if (await now.isVisible()) await now.click({ timeout: 1000 }).catch(() => undefined);
      return await bar.isHidden();
    });
    await assertCanvasIsGrab(view, server, 'after the restart', () => view.click(100, 120));
    assert.equal(await editor.page.locator('.tab', { hasText: '(reconnecting…)' }).count(), 0);
    assert.equal(await editor.page.locator('.quick-input-widget').isVisible(), false);
  });
});
