import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import { ScreenView } from '../screenView.ts';
import { type Stage, keepPicture, openLab, theStage } from './stage.ts';

describe('a person beside a running script', function () {
  this.timeout(180_000);
  let stage: Stage;
  let view: ScreenView;

  before(async () => {
    stage = await theStage();
    view = await openLab(stage);
  });

  afterEach(keepPicture);

  const banner = (text: string) => view.frame.locator('#banner', { hasText: text });

  /** Starts the script, beside the screen, and waits until it types. Answers with what was typed before. */
  const start = async (script: string): Promise<number> => {
    const { length } = await stage.terminal.typed();
    await stage.editor.openFile(script);
    await stage.editor.runCommand('View: Move Editor into Right Group');
    view = await ScreenView.find(stage.editor);
    await stage.editor.page.locator('.codelens-decoration a', { hasText: 'Run Script' }).first().click();
    await banner(`${script} is driving`).waitFor();
    await until('the script types', async () => /begin x/.test((await stage.terminal.typed()).slice(length)));
    return length;
  };

  const typedSince = async (length: number): Promise<string> => (await stage.terminal.typed()).slice(length);

  it('takes over with a click, and the script waits until it may go on', async () => {
    const { editor } = stage;
    const length = await start('patient.vncscript');
    await view.click(200, 150);
    await banner('You have the controls. patient.vncscript is paused.').waitFor();
    await editor.tab('lab (paused)').waitFor();
    await view.type('[from the person]');
    await until('the text arrived', async () => (await typedSince(length)).includes('[from the person]'));
    await view.press('Resume');
    await until('the script ended', async () => (await typedSince(length)).endsWith('end\n'));
    // While the person typed, the script typed nothing in between, and afterwards it did all the rest.
    assert.match(await typedSince(length), /^begin x+\[from the person\]x+ end\n$/);
    assert.equal((await typedSince(length)).replaceAll(/[^x]/g, '').length, 100);
    await view.frame.locator('#banner').waitFor({ state: 'hidden' });
    await editor.notification('patient.vncscript passed');
  });

  it('stops the script for good and keeps the session', async () => {
    const { editor } = stage;
    const length = await start('endless.vncscript');
    await view.press('Stop');
    await view.frame.locator('#banner').waitFor({ state: 'hidden' });
    await editor.page.locator('.codelens-decoration a', { hasText: 'Run Script' }).first().waitFor();
    await view.click(200, 150);
    await view.type(' by hand\n');
    await until('the text arrived', async () => (await typedSince(length)).endsWith(' by hand\n'));
    assert.match(await typedSince(length), /^begin x+ by hand\n$/);
    assert.equal(await view.frame.locator('#overlay').isVisible(), false);
    // Whoever stopped it did so: no line is marked as wrong.
    assert.equal(await editor.page.locator('.squiggly-error').count(), 0);
  });
});
