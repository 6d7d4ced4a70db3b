import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { comparePictures, decodePng } from '../../support/pictures.ts';
import { startTerminal } from '../../support/servers/xDisplay.ts';
import { until } from '../../support/until.ts';
import { ScreenView } from '../screenView.ts';
import { type Stage, assertCanvasIsGrab, keepPicture, openLab, password, theStage } from './stage.ts';

/** How many clients a port of this machine serves. */
function clientsOf(port: number): number {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const established = '01';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(end) === true && state === established).length;
}

describe('the tab of a remote screen', function () {
  this.timeout(180_000);
  let stage: Stage;
  let view: ScreenView;

  before(async () => {
    stage = await theStage();
    view = await openLab(stage);
  });

  afterEach(keepPicture);

  it('shows the screen as it is when it comes back from behind another tab', async () => {
    const { editor, server } = stage;
    await assertCanvasIsGrab(view, server, 'at first');
    await editor.openFile('notes.txt');
    await ScreenView.untilGone(editor);
    await using _window = await startTerminal(server.display, '10x4-0-0');
    await editor.tab('lab').click();
    view = await ScreenView.find(editor);
    assert.equal(await view.zoom(), 'actual');
    await assertCanvasIsGrab(view, server, 'after coming back');
  });

  it('goes on in another group', async () => {
    const { editor, server } = stage;
    await editor.runCommand('View: Move Editor into Right Group');
    await until(
      'there are two groups',
      async () => (await editor.page.locator('.editor-group-container').count()) === 2,
    );
    await using _window = await startTerminal(server.display, '12x3-0-0');
    view = await ScreenView.find(editor);
    await assertCanvasIsGrab(view, server, 'in the other group');
  });

  it('is zoomed by commands', async () => {
    const { editor } = stage;
    for (const [command, zoom] of [
      ['VNC: Zoom to Fit', 'fit'],
      ['VNC: Actual Size', 'actual'],
    ] as const) {
      await editor.runCommand(command);
      await until(command, async () => (await view.zoom()) === zoom);
    }
  });

  it('puts its picture on the clipboard', async () => {
    const { editor, server } = stage;
    await editor.page.evaluate(async () => await navigator.clipboard.writeText('before'));
    await editor.runCommand('VNC: Copy Screenshot to Clipboard');
    const base64 = await until('the picture is on the clipboard', async () => {
      return await editor.page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const png = await item?.getType('image/png');
        if (png === undefined) return undefined;
        return btoa(String.fromCharCode(...new Uint8Array(await png.arrayBuffer())));
      });
    });
    const { differing } = comparePictures(decodePng(Buffer.from(base64, 'base64')), await server.grab());
    assert.equal(differing, 0);
  });

  it('comes back after a disconnect without a question that was answered before', async () => {
    const { editor, server } = stage;
    await editor.runCommand('VNC: Disconnect');
    await view.overlaySays(/Disconnected[^]*The connection to lab was closed[^]*Reconnect/);
    await until('the connection has ended', () => clientsOf(server.port) === 0);
    await view.press('Reconnect');
    await view.frame.locator('#overlay').waitFor({ state: 'hidden' });
    // A server paints the pointer into the picture of who has not moved it yet: it has to move from where it was.
    await assertCanvasIsGrab(view, server, 'after connecting again', () => view.click(210, 160));
  });

  it('does not connect by itself after a reload of the window, but at the press of a button', async () => {
    const { editor, server } = stage;
    assert.equal(clientsOf(server.port), 1);
    await editor.reload();
    view = await ScreenView.findPage(editor);
    await view.overlaySays(/Not connected[^]*lab[^]*Reconnect/);
    await editor.tab('lab (not connected)').waitFor();
    await until('the old window has gone', () => clientsOf(server.port) === 0);
    await view.overlaySays(/Not connected/);
    await view.press('Reconnect');
    // This build of the editor keeps secrets for the life of the window only.
    await editor.answer(password, 'assword');
    view = await ScreenView.find(editor);
    await assertCanvasIsGrab(view, server, 'after the reconnect', () => view.click(190, 140));
    assert.equal(await view.zoom(), 'actual');
    assert.equal(clientsOf(server.port), 1);
  });
});
