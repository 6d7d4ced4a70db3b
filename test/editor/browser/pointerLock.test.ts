import assert from 'node:assert/strict';
import { type FakeRfbListener, listenTcp } from '../../support/fakeRfbListener.ts';
import { FakeRfbServer } from '../../support/fakeRfbServer.ts';
import { until } from '../../support/until.ts';
import type { EditorPage } from '../editorPage.ts';
import type { ScreenView } from '../screenView.ts';
import { keepPicture, openAddress, theStage } from './stage.ts';

/** What a movement by nothing is on the wire, where QEMU wants movements. */
const still = 0x7fff;

describe('a remote pointer that only moves, in the editor', function () {
  this.timeout(180_000);
  const server = new FakeRfbServer({ width: 400, height: 300 });
  let listener: FakeRfbListener;
  let editor: EditorPage;
  let view: ScreenView;

  before(async () => {
    ({ editor } = await theStage());
    listener = await listenTcp(server);
    view = await openAddress(editor, `${listener.host}::${listener.port}`);
    server.setPointerMotion(true);
  });

  after(async () => {
    await editor.runCommand('View: Close All Editors');
    await listener[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await untilHint(/^Click the screen to use (the pointer|keyboard and pointer) there/);
    await view.click(100, 100);
    await view.frame.locator('body[data-pointer="held"]').waitFor();
    await until('the screen has the keyboard', async () => await view.isGrabbed());
    server.forget();
  });

  afterEach(keepPicture);

  const hint = async (): Promise<string> => (await view.frame.locator('#hint').textContent()) ?? '';

  async function untilHint(wanted: RegExp): Promise<void> {
    await until(`the hint says ${String(wanted)}`, async () => {
      const text = await hint();
      if (!wanted.test(text)) throw new Error(text);
      return true;
    });
  }

  const untilFree = async (): Promise<void> =>
    await view.frame.locator('body[data-pointer="free"]').waitFor();

  /** How far all movements lead together, and the buttons in their order. */
  function moved(): { dx: number; dy: number; buttons: number[] } {
    const all = server.sent('pointer');
    return {
      dx: all.reduce((sum, { x }) => sum + x - still, 0),
      dy: all.reduce((sum, { y }) => sum + y - still, 0),
      buttons: all.map(({ buttons }) => buttons).filter((buttons, i, list) => buttons !== list[i - 1]),
    };
  }

  /** Moves the mouse on from where it is. */
  async function moveBy(dx: number, dy: number): Promise<void> {
    const box = await view.frame.locator('canvas#screen').boundingBox();
    if (!box) throw new Error('the canvas is hidden');
    await editor.page.mouse.move(box.x + 100 + dx, box.y + 100 + dy, { steps: 4 });
  }

  it('is held by a click, and moves by what the mouse moves', async () => {
    await moveBy(40, -24);
    await until('the movements arrive', () => moved().dx === 40 && moved().dy === -24);
    await editor.page.mouse.down();
    await editor.page.mouse.up();
    await until('the click arrives', () => moved().buttons.join() === '0,1,0');
    assert.deepEqual([moved().dx, moved().dy], [40, -24]);
    await editor.page.keyboard.press('Escape');
    await untilFree();
  });

  it('comes back by Esc, which leaves the keyboard there and is no key of the remote side', async () => {
    await editor.page.keyboard.press('Escape');
    await untilFree();
    await untilHint(/^Click the screen to use the pointer there/);
    assert.equal(await view.isGrabbed(), true);
    await editor.page.keyboard.press('x');
    await until('the next key arrives', () => server.keys.includes('+78'));
    assert.doesNotMatch(server.keys, /ff1b/);
  });

  it('comes back together with the keyboard by the release chord', async () => {
    const { keyboard } = editor.page;
    for (const key of ['Control', 'Alt', 'Shift']) await keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await keyboard.up(key);
    await untilFree();
    await untilHint(/^Click the screen to use keyboard and pointer there/);
    assert.equal(await view.isGrabbed(), false);
  });
});
