import assert from 'node:assert/strict';
import { FakeRfbServer } from '../../support/fakeRfbServer.ts';
import { type FakeRfbListener, listenTcp } from '../../support/fakeRfbListener.ts';
import { until } from '../../support/until.ts';
import type { EditorPage } from '../editorPage.ts';
import { ScreenView } from '../screenView.ts';
import { keepPicture, theStage } from './stage.ts';

describe('the keyboard over a remote screen', function () {
  this.timeout(180_000);
  // It remembers every key that arrives.
  const server = new FakeRfbServer({ width: 400, height: 300 });
  let listener: FakeRfbListener;
  let editor: EditorPage;
  let view: ScreenView;

  before(async () => {
    ({ editor } = await theStage());
    listener = await listenTcp(server);
    await editor.runCommand('View: Close All Editors');
    await ScreenView.untilGone(editor);
    await editor.runCommand('VNC: Connect to Address…');
    await editor.answer(`${listener.host}::${listener.port}`);
    view = await ScreenView.find(editor);
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors');
    await listener[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await view.click(50, 50);
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    server.forget();
  });

  afterEach(keepPicture);

  /** Sees exactly these keys arrive. */
  const arrive = async (keys: string): Promise<void> => {
    await until(`the server gets ${keys}`, () => {
      if (server.keys !== keys) throw new Error(server.keys);
      return true;
    });
  };

  it('is the remote side’s, function keys and shortcuts of the editor too', async () => {
    await editor.page.keyboard.press('F1');
    await editor.page.keyboard.press('Control+s');
    await arrive('+ffbe -ffbe +ffe3 +73 -73 -ffe3');
    assert.equal(await editor.page.locator('.quick-input-widget').isVisible(), false);
  });

  it('leaves the editor the chords that are passed through', async () => {
    await editor.page.keyboard.press('Control+Shift+P');
    await editor.page.locator('.quick-input-widget').waitFor({ timeout: 10_000 });
    await arrive('+ffe3 +ffe1 -ffe1 -ffe3');
    await editor.page.keyboard.press('Escape');
    await until('the screen has the keyboard again', async () => await view.isGrabbed());
  });

  it('lets a held key go when the person goes elsewhere', async () => {
    await editor.page.keyboard.down('Shift');
    await editor.page.keyboard.down('a');
    await arrive('+ffe1 +61');
    await editor.leaveWebview();
    await until('nothing is held', () => /^\+ffe1 \+61( -\w+){2}$/.test(server.keys));
    await editor.page.keyboard.up('a');
    await editor.page.keyboard.up('Shift');
    assert.deepEqual(server.keys.split(' ').slice(2).sort(), ['-61', '-ffe1']);
  });

  it('lets a held key go when the palette opens over it', async () => {
    await editor.page.keyboard.down('b');
    await editor.page.keyboard.press('Control+Shift+P');
    await editor.page.locator('.quick-input-widget').waitFor({ timeout: 10_000 });
    await until('nothing is held', () => server.keys.split(' ').includes('-62'));
    await editor.page.keyboard.up('b');
    await editor.page.keyboard.press('Escape');
    await until('the screen has the keyboard again', async () => await view.isGrabbed());
  });

  it('sends keys of the palette’s list, and offers those that were written in the toolbar', async () => {
    await editor.runCommand('VNC: Send Keys…');
    const rows = editor.page.locator('.quick-input-widget .monaco-list-row');
    const input = editor.page.locator('.quick-input-widget .quick-input-box input');
    await input.fill('ctrl+foo');
    await rows.filter({ hasText: '“foo” is no key' }).waitFor();
    await input.fill('super+shift+x');
    await rows.filter({ hasText: 'Send these keys' }).waitFor();
    await editor.page.keyboard.press('Enter');
    await arrive('+ffe1 +ffeb +58 -58 -ffeb -ffe1');
    server.forget();
    await view.frame.locator('#send-keys').click();
    await view.frame.getByRole('menuitem', { name: 'Shift+Super+X' }).waitFor();
    await editor.screenshot('out/screenshots/send-keys-menu.png');
    await view.frame.getByRole('menuitem', { name: 'Ctrl+Alt+Del' }).click();
    await arrive('+ffe3 +ffe9 +ffff -ffff -ffe9 -ffe3');
    await until('the screen has the keyboard', async () => await view.isGrabbed());
  });

  it('comes back to the editor with the release chord', async () => {
    for (const key of ['Control', 'Alt', 'Shift']) await editor.page.keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await editor.page.keyboard.up(key);
    await until('the editor has the keyboard', async () => !(await view.isGrabbed()));
    await editor.page.keyboard.press('F1');
    await editor.page.locator('.quick-input-widget').waitFor({ timeout: 10_000 });
    await editor.page.keyboard.press('Escape');
    const downs = server.keys.split(' ').filter((key) => key.startsWith('+'));
    const ups = server.keys.split(' ').filter((key) => key.startsWith('-'));
    assert.deepEqual(downs, ['+ffe3', '+ffe9', '+ffe1']);
    assert.deepEqual(ups.sort(), ['-ffe1', '-ffe3', '-ffe9']);
  });

  it('comes back to the editor with the command', async () => {
    await editor.page.keyboard.press('Control+Shift+P');
    const palette = editor.page.locator('.quick-input-widget');
    await palette.locator('.quick-input-box input').fill('>VNC: Release Keyboard');
    await palette.locator('.monaco-list-row', { hasText: 'VNC: Release Keyboard' }).click();
    await until('a tool of the panel has the focus', async () => {
      const focused = await view.frame.evaluate(
        () =>
          document.hasFocus() &&
          document.activeElement instanceof HTMLElement &&
          document.activeElement.closest('#toolbar') !== null,
      );
      if (!focused) throw new Error('it has not');
      return true;
    });
    assert.equal(await view.isGrabbed(), false);
  });
});
